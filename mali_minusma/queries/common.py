"""What several questions need: names of countries, the sources behind a group, and the distance to a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast, get_args

from mali_minusma.dates import DateLike, day
from mali_minusma.reading import read_texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from mali_minusma.rows.vocabularies import ContributedPersonnelType

MAX_DISTANCE_DAYS: Final = 31
"""How far from the day asked for a report may lie, unless the caller says otherwise: a month of monthly reports."""


COUNTED: Final[dict[str, tuple[ContributedPersonnelType, ...]]] = {
    "military": ("troops", "staff_officers", "experts_on_mission"),
    "police": ("formed_police_units", "individual_police"),
}
"""Which personnel types of the monthly reports each ceiling of the Council counts."""


def by_column(table: str, column: str, value: str = "name") -> dict[str, str]:
    """Return one column of a table by another, such as the names of actors by their identifiers or codes.

    >>> by_column("actors", "iso3")["CIV"]
    "Côte d'Ivoire"
    """
    return {row[column]: row[value] for row in read_texts(table) if row[column]}


def with_country(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with the column `country` after `iso3`."""
    result = frame.copy()
    names = result["iso3"].map(by_column("actors", "iso3")).astype("str")
    result.insert(list(result.columns).index("iso3") + 1, "country", names)
    return result


def sources_of(values: Iterable[str]) -> str:
    """Return identifiers of sources as one text, sorted and without repetition.

    >>> sources_of(["b", "a; b"])
    'a; b'
    """
    return "; ".join(sorted({part for value in values for part in split_sources(value)}))


def split_sources(text: object) -> list[str]:
    """Return the identifiers in a cell of the column `sources`; a missing cell has none.

    >>> split_sources("a; b")
    ['a', 'b']
    """
    return [part for part in text.split("; ") if part] if isinstance(text, str) else []


def choices(asked: str | Sequence[str] | None, literal: object, what: str) -> list[str]:
    """Return what was asked for as a list, in the order given.

    Raises:
        ValueError: if a word is not one of the literal type, with the nearest one.
    """
    wanted = [] if asked is None else [asked] if isinstance(asked, str) else list(asked)
    known = cast("tuple[str, ...]", get_args(literal))
    for word in wanted:
        if word not in known:
            from mali_minusma.hints import near

            hint = near(str(word), known) or f"Known are: {', '.join(known)}."
            raise ValueError(f"{what}={word!r} is not understood. {hint}")
    if len(set(wanted)) < len(wanted):
        raise ValueError(f"{what} names the same thing twice: {', '.join(wanted)}")
    return wanted


def distance(first: pd.Series[Any], last: pd.Series[Any], asked: dt.date) -> pd.Series[Any]:
    """Return how many days lie between a day and periods: 0 inside, negative if the period ends before the day."""
    import pandas as pd

    moment = pd.Timestamp(asked)
    after = (first - moment).dt.days.clip(lower=0)
    before = (last - moment).dt.days.clip(upper=0)
    return (after + before).astype("Int64")


def asked_day(on: DateLike) -> dt.date:
    """Return the day that a question is about: a month or a year is asked for at its end, as the reports count."""
    return day(on, last=True)


def period_of(
    on: DateLike | None, since: DateLike | None, until: DateLike | None
) -> tuple[DateLike | None, DateLike | None]:
    """Return the first and the last day of what was asked for: a day, month or year, or a period.

    Raises:
        ValueError: if both are given.
    """
    if on is None:
        return since, until
    if since is not None or until is not None:
        raise ValueError("give either a day (on=) or a period (since=, until=)")
    return on, on
