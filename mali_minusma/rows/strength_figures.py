# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/strength_figures.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import ComponentCounted, DatePrecision, NumberQualifier, StrengthMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthFigure:
    """One row is one figure of strength, as one source reported it: deployed, authorised, withdrawn or planned, and what it counts.

    One row of `tables/strength_figures.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["strength_figures"]] = "strength_figures"

    figure_id: str
    """Whose strength, what is counted, as of when, by whom; permanent. Example: minusma-military-2022-07-14-mali."""

    force_id: str
    """The mission or another force whose strength it is. Example: minusma."""

    event_id: str | None
    """The event that the figure belongs to; empty for a plain report of strength. Example: 2022-07-14-rotations-
    suspended."""

    measure: StrengthMeasure
    """What the number measures. Example: deployed."""

    component: ComponentCounted
    """Who is counted. Example: military."""

    iso3: str | None
    """Contributing country; empty: the whole force. Example: CIV."""

    count: int
    """The number as the source gives it, never rounded. Unit: persons. Example: 12261."""

    qualifier: NumberQualifier
    """The word the source puts before the number; a number is never stripped of it. Example: more_than."""

    as_of: dt.date
    """The day on which the figure is true, or up to which it counts. Example: 2022-07-14."""

    as_of_precision: DatePrecision
    """How exactly `as_of` is known: the day, only the month, or only the year. Example: day."""

    source_id: str
    """The document the row was read from. Example: minusma-2023-10-31-kidal."""

    locator: str
    """Where in the source: paragraph (counted from the title, which is 1, unless the source numbers its own), page,
    table row or record. Example: para 5."""

    note: str | None
    """What the figure counts or leaves open. Example: The suspended rotations would affect this number.."""
