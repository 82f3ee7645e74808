# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/bases.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import BaseType, DatePrecision, NumberOfWitnesses, YesOrNo


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """One row is a camp, a headquarters or a temporary operating base of the mission.

    One row of `tables/bases.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["bases"]] = "bases"

    base_id: str
    """Readable, permanent name of the base. Example: kidal."""

    name: str
    """Usual name of the base. Example: Kidal."""

    other_names: str | None
    """Other names of the site in sources, separated by semicolons. Example: Super Camp; Camp Castor."""

    place_id: str
    """Where the base stood. Example: kidal."""

    base_type: BaseType
    """What kind of site it was. Example: camp."""

    counted_in_2023: YesOrNo
    """Whether the site is one of the thirteen that the mission counted in its withdrawal of 2023. Example: yes."""

    first_seen_on: dt.date | None
    """Month of the earliest deployment map of the UN, among those collected, that shows the site; the site may be
    older. Example: 2014-03-01."""

    first_seen_precision: DatePrecision | None
    """How exactly `first_seen_on` is known: the day, only the month, or only the year. Example: month."""

    last_seen_on: dt.date | None
    """Month of the latest deployment map of the UN, among those collected, that shows the site; it says nothing of
    later months. Example: 2020-08-01."""

    last_seen_precision: DatePrecision | None
    """How exactly `last_seen_on` is known: the day, only the month, or only the year. Example: month."""

    opened_on: dt.date | None
    """When the mission first used the site; empty where it is not recorded, which does not mean that the site was
    always there. Example: 2013-07-01."""

    opened_precision: DatePrecision | None
    """How exactly `opened_on` is known: the day, only the month, or only the year. Example: day."""

    closed_on: dt.date | None
    """The day the last mission personnel left the site, or on which the mission counts it closed. Example:
    2023-10-31."""

    closed_precision: DatePrecision | None
    """How exactly `closed_on` is known: the day, only the month, or only the year. Example: day."""

    handed_over_on: dt.date | None
    """The day the site was formally handed over; empty where no hand-over took place or none is recorded. Example:
    2023-08-03."""

    handed_over_precision: DatePrecision | None
    """How exactly `handed_over_on` is known: the day, only the month, or only the year. Example: day."""

    closure_order: int | None
    """Position of this closing among the closings of the 2023 withdrawal. Unit: ordinal. Example: 8."""

    received_by: str | None
    """The actor that took the site over. Example: mali-government."""

    witnesses: NumberOfWitnesses
    """Whether the day of closing, or the site itself while it is not closed, rests on one source or on several that
    were written independently; copies of one wire story are one. Checked against the claims. Example: several."""
