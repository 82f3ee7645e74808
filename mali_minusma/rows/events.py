# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/events.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import DatePrecision, EventStatus, EventType, NumberOfWitnesses


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row is something that happened, was announced for a later date, or was alleged.

    One row of `tables/events.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["events"]] = "events"

    event_id: str
    """Date as first recorded, then a few words; permanent, even if the date is corrected later. Example:
    2022-07-14-rotations-suspended."""

    event_type: EventType
    """What kind of event it is. Example: restriction."""

    title: str
    """What happened, in one line of our own. Example: Mali suspends all rotations of MINUSMA contingents."""

    start_date: dt.date
    """First day of the event, or the first day of its month or year. Example: 2022-07-14."""

    end_date: dt.date | None
    """Last day, at the same precision; empty for an event of one day, month or year, and for one that goes on. Example:
    2023-10-23."""

    date_precision: DatePrecision
    """How exactly `start_date` is known: the day, only the month, or only the year. Example: day."""

    status: EventStatus
    """Whether it happened. Example: occurred."""

    place_id: str | None
    """Where it happened; empty where no source says. Example: bamako."""

    base_id: str | None
    """The base of the mission that it concerns. Example: kidal."""

    ordinal: int | None
    """Position in a numbered series that sources speak of: the eighth rotation, the eighth base to close, the fifth
    contingent. Unit: ordinal. Example: 8."""

    witnesses: NumberOfWitnesses
    """Whether the event rests on one source or on several that were written independently; copies of one wire story are
    one. Checked against the claims. Example: several."""

    description: str
    """What happened, in our own words. Example: The foreign ministry suspended every rotation of the mission's
    contingents, including those already scheduled, and cited national security.."""
