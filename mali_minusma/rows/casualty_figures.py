# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/casualty_figures.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import (
    CasualtyMeasure,
    CauseOfCasualty,
    DatePrecision,
    NumberQualifier,
    PopulationCounted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyFigure:
    """One row is one figure of people killed, injured, detained or displaced, as one source reported it.

    Figures that count different things or speak of different days are different rows.

    One row of `tables/casualty_figures.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["casualty_figures"]] = "casualty_figures"

    figure_id: str
    """What is counted, as of when, by whom; permanent. Example: peacekeepers-killed-2023-07-01-rt."""

    event_id: str | None
    """The event that the figure belongs to; empty for totals. Example: 2022-07-10-ivorian-soldiers-arrested."""

    measure: CasualtyMeasure
    """What happened to the people counted. Example: killed."""

    population: PopulationCounted
    """Who is counted. Example: peacekeepers."""

    cause: CauseOfCasualty
    """The cause that the source gives, as it gives it. Example: malicious_act."""

    iso3: str | None
    """Nationality of the people counted, where the figure counts one. Example: CIV."""

    count: int
    """The number as the source gives it, never rounded. Unit: persons. Example: 303."""

    qualifier: NumberQualifier
    """The word the source puts before the number; a number is never stripped of it. Example: more_than."""

    period_start: dt.date | None
    """First day of the period that the figure counts over. Example: 2013-04-25."""

    period_start_precision: DatePrecision | None
    """How exactly `period_start` is known: the day, only the month, or only the year. Example: day."""

    as_of: dt.date
    """The day up to which the figure counts, or on which it is true. Example: 2023-07-01."""

    as_of_precision: DatePrecision
    """How exactly `as_of` is known: the day, only the month, or only the year. Example: day."""

    source_id: str
    """The document the row was read from. Example: minusma-2023-10-31-kidal."""

    locator: str
    """Where in the source: paragraph (counted from the title, which is 1, unless the source numbers its own), page,
    table row or record. Example: para 5."""

    note: str | None
    """What the figure counts or leaves open. Example: The source says killed in action, but the UN's total for all
    causes was 304 on this day.."""
