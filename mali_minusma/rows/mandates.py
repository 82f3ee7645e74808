# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/mandates.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import NumberOfWitnesses, SubjectOfAResolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One row is a resolution of the Security Council on the mission or on what led to it.

    One row of `tables/mandates.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["mandates"]] = "mandates"

    resolution: int
    """Number of the resolution. Unit: identifier. Example: 2690."""

    adopted_on: dt.date
    """Day of adoption. Example: 2023-06-30."""

    subject: SubjectOfAResolution
    """What the resolution is chiefly about. Example: mission."""

    in_favour: int | None
    """Votes in favour. Unit: votes. Example: 15."""

    against: int | None
    """Votes against. Unit: votes. Example: 0."""

    abstaining: int | None
    """Abstentions. Unit: votes. Example: 0."""

    mandate_until: dt.date | None
    """Last day of the mandate that the resolution sets. Example: 2023-06-30."""

    sanctions_until: dt.date | None
    """Last day of the sanctions measures that the resolution sets. Example: 2023-08-31."""

    panel_until: dt.date | None
    """Last day of the panel of experts' mandate that the resolution sets. Example: 2023-09-30."""

    military_ceiling: int | None
    """Authorised military personnel: a ceiling, not a strength. Unit: persons. Example: 13289."""

    police_ceiling: int | None
    """Authorised police personnel: a ceiling, not a strength. Unit: persons. Example: 1920."""

    summary: str
    """What the resolution changed, in our own words. Example: Ends the mandate and orders the withdrawal by 31 December
    2023.."""

    event_id: str
    """The adoption as an event. Example: 2023-06-30-resolution-2690."""

    witnesses: NumberOfWitnesses
    """Whether the resolution rests on one source or on several that were written independently; copies of one wire
    story are one. Checked against the claims. Example: several."""
