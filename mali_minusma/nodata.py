"""What is said when the tables hold no answer: a gap, never a silent zero."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, NamedTuple

from mali_minusma.dates import DateLike, day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


class NoData(UserWarning):
    """A question has no answer in the tables, or not a whole one; the message says why and what is nearest.

    Queries that return frames issue it as a warning and return what there is. To stop instead, turn it into an
    error: `warnings.simplefilter("error", mm.NoData)`.

    Raises:
        NoData: where warnings of this class are errors.

    >>> import warnings
    >>> import mali_minusma as mm
    >>> with warnings.catch_warnings(record=True) as said:
    ...     warnings.simplefilter("always")
    ...     len(mm.strength(on="2019-03", by="contributor"))
    0
    >>> said[0].category is mm.NoData, said[0].message.table
    (True, 'troop_contributions')
    """

    def __init__(self, message: str, table: str = "", notes: Sequence[str] = ()) -> None:
        """Keep the message, the table that has no answer, and what `coverage` says of the gap."""
        super().__init__(" ".join([message, *notes]))
        self.table = table
        self.notes = tuple(notes)


class Span(NamedTuple):
    """A row of `coverage`: a period of a table, and how far it is known."""

    first: dt.date
    last: dt.date
    status: str
    note: str


def spans(table: str) -> list[Span]:
    """Return what `coverage` says of a table, in order of time.

    >>> spans("fatalities")[0].status
    'complete'
    """
    from mali_minusma.reading import read_texts

    found = []
    for row in read_texts("coverage"):
        if row["table"] == table:
            first, _, last = row["period"].partition("/")
            found.append(Span(day(first, last=False), day(last or first, last=True), row["status"], row["note"]))
    return sorted(found)


def coverage_notes(table: str, first: dt.date, last: dt.date) -> list[str]:
    """Return what `coverage` says of a period of a table, as sentences; what is complete says nothing."""
    touched = [span for span in spans(table) if span.first <= last and span.last >= first and span.status != "complete"]
    return [f"[{span.first:%Y-%m} to {span.last:%Y-%m}, {span.status}] {span.note}" for span in touched]


def warn(message: str, table: str = "", notes: Sequence[str] = ()) -> None:
    """Warn that there is no answer, at the line outside this package that asked."""
    depth, frame = 2, sys._getframe(1)  # noqa: SLF001 - the one way to find the line that asked
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "mali_minusma":
        depth, frame = depth + 1, frame.f_back
    warnings.warn(NoData(message, table, notes), stacklevel=depth)


def outside(table: str, since: DateLike | None, until: DateLike | None) -> str | None:
    """Return what is wrong if a period lies wholly outside what a table covers, or nothing."""
    known = spans(table)
    first, last = known[0].first, max(span.last for span in known)
    if until is not None and day(until, last=True) < first:
        return f"{table} begin in {first:%Y-%m}: there is nothing before, which does not mean that there was none."
    if since is not None and day(since, last=False) > last:
        return f"{table} end with {last:%Y-%m}: there is nothing after, which does not mean that there was none."
    return None
