"""Rules on contributions: each month is accounted for, and adds up to what was published."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.table import Row

_PERIOD: Final = re.compile(r"\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?", re.ASCII)

KNOWN: Final = frozenset({"complete", "partial"})
"""The states of coverage that promise rows."""


def months(period: str) -> list[str]:
    """Return the months of a period of coverage.

    >>> months("2022-11/2023-01")
    ['2022-11', '2022-12', '2023-01']
    >>> len(months("2017"))
    12
    """
    first, _, last = period.partition("/")
    start, end = _month(first, 1), _month(last or first, 12)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1)]


def _month(text: str, default: int) -> int:
    year, _, month = text.partition("-")
    return int(year) * 12 + int(month or default) - 1


@rule("coverage.agrees-with-table")
def coverage_agrees(data: Data) -> Iterator[Break]:
    """Find months of contributions that coverage doesn't account for, or promises in vain."""
    present = {row["month"] for row in data.rows("troop_contributions")}
    totals = {figure["as_of"][:7] for figure in _month_totals(data)}
    status: dict[str, str] = {}
    for row in data.rows("coverage"):
        # A period of another form is the finding of its pattern.
        if row["table"] == "troop_contributions" and _PERIOD.fullmatch(row["period"]):
            for month in months(row["period"]):
                if month in status:
                    yield Break("coverage", row, "period", f"each month once: {month} is in another period as well")
                status[month] = row["status"]
                if (row["status"] in KNOWN) != (month in present):
                    found = "has rows" if month in present else "has no rows"
                    yield Break(
                        "coverage", row, "status", f"a status that fits: {month} {found} in troop_contributions"
                    )
                if (row["status"] == "totals_only") != (month in totals - present):
                    found = "has" if month in totals else "doesn't have"
                    yield Break("coverage", row, "status", f"a status that fits: {month} {found} a total")
    for row in data.rows("troop_contributions"):
        if row["month"] and row["month"] not in status:
            yield Break("troop_contributions", row, "month", "a month that coverage accounts for")


def _month_totals(data: Data) -> Iterator[Row]:
    """Yield the totals of the mission at the end of a month that come from who publishes the contributions."""
    origin = {row["source_id"]: row["origin"] for row in data.rows("sources")}
    publishers = {origin.get(source) for source in {row["source_id"] for row in data.rows("troop_contributions")}}
    for figure in data.rows("strength_figures"):
        whole = (figure["force_id"], figure["measure"], figure["component"], figure["iso3"])
        kind = (figure["qualifier"], figure["as_of_precision"])
        if (
            whole == ("minusma", "deployed", "uniformed", "")
            and kind == ("exact", "day")
            and origin.get(figure["source_id"]) in publishers
            and _ends_month(figure.value("as_of"))
        ):
            yield figure


def _ends_month(day: object) -> bool:
    return isinstance(day, dt.date) and day.day == calendar.monthrange(day.year, day.month)[1]


@rule("troop_contributions.sum-matches-published")
def sum_matches_published(data: Data) -> Iterator[Break]:
    """Find totals of a month that its contributions don't add up to."""
    sums: Counter[str] = Counter()
    for row in data.rows("troop_contributions"):
        total = row.value("total")
        sums[row["month"]] += total if isinstance(total, int) else 0
    for figure in _month_totals(data):
        month = figure["as_of"][:7]
        if month in sums and sums[month] != figure.value("count"):
            yield Break("strength_figures", figure, "count", f"{sums[month]}, the contributions of {month} together")
