"""The filters behind the loaders: by period, by value, by actor and by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from mali_minusma.dates import DateLike, day
from mali_minusma.names import find_actor, find_place
from mali_minusma.reading import read_frame

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from mali_minusma.rows import TableName

T = TypeVar("T", bound=str)

OneOrMore: TypeAlias = "T | Collection[T]"
"""One value, or several of which any may match."""


class Period(NamedTuple):
    """The columns of a table that say when a row is true."""

    first: str
    last: str | None = None
    first_precision: str | None = None
    last_precision: str | None = None
    open_ended: bool = False
    """Whether a missing day means that it is not known or not over; otherwise a missing last day means one day."""


def select(
    table: TableName,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    period: Period | None = None,
    equals: Mapping[str, OneOrMore[str] | int | None] | None = None,
) -> pd.DataFrame:
    """Return the rows of a table that lie in a period and hold the given values.

    Args:
        table: name of the table.
        since: first day asked for, included.
        until: last day asked for, included.
        period: the columns that say when a row is true.
        equals: the value or values that each column must hold; None means any.

    Raises:
        ValueError: if a value is not in the column's vocabulary, with the nearest one, or if since is after until.
    """
    whole = frame = read_frame(table)
    for column, wanted in (equals or {}).items():
        if wanted is not None:
            values = [wanted] if isinstance(wanted, str | int) else list(wanted)
            matching = frame[column].isin(values)
            if not set(values) <= set(frame.loc[matching, column]):
                _check_vocabulary(table, column, values)
            frame = frame[matching]
    if period is not None and not (since is None and until is None):
        frame = frame[overlaps(frame, since, until, period)]
    return whole if frame is whole else frame.reset_index(drop=True)


def _check_vocabulary(table: str, column: str, values: Collection[str | int]) -> None:
    """Refuse a value that the column could never hold; one that no row holds today is no mistake."""
    from mali_minusma.hints import near
    from mali_minusma.reading import table_schema

    allowed = [category.value for category in table_schema(table).by_name[column].enum]
    for value in values:
        if allowed and value not in allowed:
            hint = near(str(value), allowed) or f"Known are: {', '.join(allowed)}."
            raise ValueError(f"{column}={value!r} is not in the vocabulary of {table}. {hint}")


def overlaps(frame: pd.DataFrame, since: DateLike | None, until: DateLike | None, period: Period) -> pd.Series[bool]:
    """Return which rows of a frame are true at some time from `since` to `until`; all are, if neither is given.

    Raises:
        ValueError: if since is after until.
    """
    import pandas as pd

    if since is None and until is None:
        return pd.Series(True, index=frame.index)  # noqa: FBT003 - the value of the series
    asked_first = pd.Timestamp.min if since is None else pd.Timestamp(day(since, last=False))
    asked_last = pd.Timestamp.max if until is None else pd.Timestamp(day(until, last=True))
    if asked_first > asked_last:
        raise ValueError(f"since={since!r} is after until={until!r}")
    first = frame[period.first]
    last = last_day(frame, period.first, period.first_precision)
    if period.last is not None:
        ends = last_day(frame, period.last, period.last_precision)
        last = ends if period.open_ended else ends.fillna(last)
    if period.open_ended:
        # An unknown beginning or end doesn't shut a row out.
        return ~((first > asked_last) | (last < asked_first))
    return (first <= asked_last) & (last >= asked_first)


def last_day(frame: pd.DataFrame, column: str, precision_column: str | None) -> pd.Series[pd.Timestamp]:
    """Return the last day of the day, month or year that a column holds."""
    import pandas as pd

    days = frame[column]
    if precision_column is None:
        return days
    precision = frame[precision_column]
    days = days.mask(precision == "month", days + pd.offsets.MonthEnd(0))
    return days.mask(precision == "year", days + pd.offsets.YearEnd(0))


def events_of(actors: Collection[str]) -> set[str]:
    """Return the identifiers of the events in which any of some actors took part."""
    from mali_minusma.rows.records import records

    return {row.event_id for row in records("event_actors") if row.actor_id in actors}


def codes_of_actor(name: str) -> list[str]:
    """Return the country code of a state, in a list.

    Raises:
        LookupError: if the name is nobody's, or not a state's.
    """
    from mali_minusma.rows.records import records

    actor = find_actor(name)
    codes = [row.iso3 for row in records("actors") if row.actor_id == actor and row.iso3 is not None]
    if not codes:
        raise LookupError(f"{name!r} is {actor}, which is not a state: this table names states only")
    return codes


def with_parts(name: str) -> set[str]:
    """Return the identifiers of an actor and of those that have it as parent, or as parent's parent."""
    from mali_minusma.rows.records import records

    found, added = set[str](), {find_actor(name)}
    while added:
        found |= added
        added = {row.actor_id for row in records("actors") if row.parent_id in added} - found
    return found


def without_place(place_ids: pd.Series[str], name: str) -> pd.Series[bool]:
    """Return which rows have no place, or one that can't be told to lie in the place asked for or outside it."""
    from mali_minusma.rows.records import records

    asked = next(row for row in records("places") if row.place_id == find_place(name))
    unknown = place_ids.isna()
    if asked.place_type == "region":
        vague = {row.place_id for row in records("places") if row.iso3 == asked.iso3 and row.admin1 is None}
        unknown |= place_ids.isin(vague)
    return unknown


def places_at(name: str) -> set[str]:
    """Return the identifiers of a place and, for a region or a country, of the places in it."""
    from mali_minusma.rows.records import records

    identifier = find_place(name)
    rows = records("places")
    asked = next(row for row in rows if row.place_id == identifier)
    if asked.place_type == "country":
        return {row.place_id for row in rows if row.iso3 == asked.iso3}
    if asked.place_type == "region":
        return {row.place_id for row in rows if row.admin1 is not None and row.admin1 == asked.admin1}
    return {identifier}
