"""Rules that hold tables against each other and against published totals."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERIOD: Final = re.compile(r"\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?", re.ASCII)

KNOWN: Final = frozenset({"complete", "partial"})
"""The states of coverage that promise rows."""

CAUSES: Final = {
    "malicious_act": {"malicious_act"},
    "accident": {"accident"},
    "illness": {"illness"},
    "undetermined": {"to_be_determined", "unknown"},
    "all": {"malicious_act", "accident", "illness", "to_be_determined", "unknown"},
}
"""The incident types of the UN's record that each cause of a reported figure counts."""


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
    for row in data.rows("troop_contributions"):
        if row["month"] and row["month"] not in status:
            yield Break("troop_contributions", row, "month", "a month that coverage accounts for")


@rule("fatalities.totals-match-published")
def totals_match_published(data: Data) -> Iterator[Break]:
    """Find totals read from the UN's casualty record that its deaths don't add up to."""
    deaths = data.rows("fatalities")
    origin = {row["source_id"] for row in deaths}
    for figure in data.rows("casualty_figures"):
        counted = (figure["measure"], figure["population"]) == ("killed", "peacekeepers")
        if not counted or figure["event_id"] or figure["source_id"] not in origin or figure["cause"] not in CAUSES:
            continue
        types = Counter(
            death["incident_type"]
            for death in deaths
            if figure["period_start"] <= death["incident_date"] <= figure["as_of"]
            and figure["iso3"] in {"", death["iso3"]}
        )
        total = sum(types[kind] for kind in CAUSES[figure["cause"]])
        if figure["as_of_precision"] == "day" and total != figure.value["count"]:
            yield Break("casualty_figures", figure, "count", f"{total}, the deaths in fatalities up to that day")
