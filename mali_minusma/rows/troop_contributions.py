# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/troop_contributions.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import ContributedPersonnelType, ContributionFlag, InclusionOfStaffOfficers


@dataclass(frozen=True, slots=True, kw_only=True)
class TroopContribution:
    """One row is one contributor's personnel of one type at the end of a month, as the UN published it.

    One row of `tables/troop_contributions.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["troop_contributions"]] = "troop_contributions"

    month: dt.date
    """Month of the report; figures are as of its last day. Example: 2023-06."""

    iso3: str
    """Contributing country. Example: CIV."""

    personnel_type: ContributedPersonnelType
    """Type of personnel, in the UN's terms. Example: troops."""

    male: int | None
    """Men; empty where the sexes were not published. Unit: persons. Example: 1412."""

    female: int | None
    """Women; empty where the sexes were not published. Unit: persons. Example: 13."""

    total: int
    """All persons of this type. Unit: persons. Example: 1425."""

    staff_officers_included: InclusionOfStaffOfficers | None
    """Whether the number of troops includes staff officers: the UN listed them apart from May 2017 on, so that the
    series of troops breaks there. Given for troops only. Example: no."""

    quality_flag: ContributionFlag | None
    """A known fault of the published month; empty where none is known. Example: sexes_swapped."""

    source_id: str
    """The document the row was read from. Example: minusma-2023-10-31-kidal."""
