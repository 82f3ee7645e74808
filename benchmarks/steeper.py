"""What grows faster than the table does: each step of each series, judged from the results."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import median
from benchmarks.parts.validators import OURS
from benchmarks.tables import number, pairs, percent, records

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLERATED: Final = 1.1
"""By how much more than the table a figure may grow: a tenth, which is what runs differ by."""

WHAT: Final = {"seconds": "time", "peak": "memory"}


def steps(results: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Yield each step: what it is, how many times more there is to do, how many times more it took."""
    ours = [item for item in records(results, "csv") if item["contestant"] == OURS and "runs" in item]
    for fewer, more in pairwise(ours):
        for what, named in WHAT.items():
            taken = median(more["runs"], what) / median(fewer["runs"], what)
            yield f"{named} from {fewer['rows']:,} to {more['rows']:,} rows", more["rows"] / fewer["rows"], taken
    wide = [validate for _, validate in pairs(results, "growth", grown="more columns")]
    for fewer, more in pairwise(wide):
        for what, named in WHAT.items():
            taken = median(more["runs"], what) / median(fewer["runs"], what)
            columns = (more["step"] + 12) / (fewer["step"] + 12)
            yield f"{named} from {fewer['step'] + 12:g} to {more['step'] + 12:g} columns", columns, taken
    bad = [validate for _, validate in pairs(results, "growth", grown="bad cells")]
    if bad:
        clean, some, most = bad[0], bad[-2], bad[-1]
        for what, named in WHAT.items():
            first, then, last = (median(item["runs"], what) for item in (clean, some, most))
            # What is above the clean file's, so that the cost of the rows themselves doesn't hide that of findings.
            added = (last - first) / (then - first) if then > first else 1.0
            growth = most["planted"] / some["planted"]
            yield f"{named} added to a clean file's from {percent(some)} to {percent(most)} bad cells", growth, added


def told(results: dict[str, Any]) -> str:
    """Return the steps that are steeper than a straight line, or that there are none."""
    every = list(steps(results))
    worse = [
        f"- {what}: {number(taken)} times, for {number(more)} times as much to do"
        for what, more, taken in every
        if taken > more * TOLERATED
    ]
    if not worse:
        return f"Of the {len(every)} steps measured, none grows faster than a straight line."
    return f"Of the {len(every)} steps measured, these grow faster than a straight line:\n\n" + "\n".join(worse)
