"""Which findings a limited report shows: some of every broken rule, rather than all of the first one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mali_minusma.validation.report import Finding, Report


def allotted(kept: Mapping[str, int], limit: int) -> dict[str, int]:
    """Return how many findings of each rule are shown: each rule's first before any rule's second, and so on.

    Args:
        kept: how many findings of each rule there are to show, the rules in the order in which they are served.
        limit: how many are shown in all.

    >>> allotted({"often": 900, "sometimes": 3, "once": 1}, 8)
    {'often': 4, 'sometimes': 3, 'once': 1}
    """
    given = dict.fromkeys(kept, 0)
    while limit > 0 and (waiting := [rule for rule in kept if given[rule] < kept[rule]]):
        # All that wait get the same, as far as the limit and the one with the fewest go.
        share = max(1, min([limit // len(waiting), *(kept[rule] - given[rule] for rule in waiting)]))
        for rule in waiting[:limit]:
            given[rule] += share
            limit -= share
    return given


def chosen(report: Report, limit: int | None) -> Iterator[Finding]:
    """Yield the findings that are shown, in the order of the report; without a limit all that were kept."""
    if limit is None or limit >= len(report.findings):
        yield from report.findings
        return
    left = _allotted_of(report, limit)
    for finding in report.findings:
        if left[finding.rule] > 0:
            left[finding.rule] -= 1
            yield finding


def chosen_by_rule(report: Report, limit: int | None) -> dict[str, list[Finding]]:
    """Return the findings that are shown of each broken rule, the rule most often broken first."""
    shown: dict[str, list[Finding]] = {rule: [] for rule in report.counts}
    for finding in chosen(report, limit):
        shown[finding.rule].append(finding)
    return shown


def written(report: Report, limit: int | None) -> int:
    """Return how many findings are shown."""
    return len(report.findings) if limit is None else max(0, min(limit, len(report.findings)))


def _allotted_of(report: Report, limit: int) -> dict[str, int]:
    kept = Counter(finding.rule for finding in report.findings)
    return allotted({rule: kept[rule] for rule in report.counts}, limit)
