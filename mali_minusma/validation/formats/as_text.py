"""The report for people: the broken rules, each with why it is there, what it expects and its first findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.validation.formats.choosing import chosen_by_rule
from mali_minusma.validation.formats.escaping import WIDTH, plain, quoted
from mali_minusma.validation.formats.wording import counted, extent, unsaid, verdict, where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mali_minusma.validation.report import Finding, Report

ITSELF: Final = ("mali-minusma",)

NOT_CHECKED: Final = 10
"""So many reasons why something was not checked are printed."""


def pieces(report: Report, limit: int | None) -> Iterator[str]:
    """Yield the lines of the report."""
    shown, apart = 0, None
    kept = chosen_by_rule(report, None)
    for rule, findings in chosen_by_rule(report, limit).items():
        # A rule without an example is one line, and needs no blank line from the next such.
        if apart is not None and (apart or findings):
            yield "\n"
        apart = bool(findings)
        shown += len(findings)
        yield from _group(rule, report.counts[rule], kept[rule], findings)
    if left := len(report) - shown:
        yield f"\n... and {unsaid(report, left)}\n"
    if not report:
        yield "\n"
    yield f"{verdict(report)}\n"
    yield f"  {extent(report)}\n"
    yield from (f"  not checked: {plain(reason)}\n" for reason in report.skipped[:NOT_CHECKED])
    if left := len(report.skipped[NOT_CHECKED:]):
        yield f"  not checked: {left:,} more rules\n"
    yield "  checked by " + ", ".join(f"{name} {version}" for name, version in report.validators.items()) + "\n"


def _group(rule: str, count: int, kept: Sequence[Finding], findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a rule and those of its findings that are shown; what all that are kept share is said once, above them."""
    column = _shared(kept, lambda finding: finding.column)
    yield f"{plain(rule)}{f' in column {plain(column, WIDTH)}' if column else ''}: {counted(count, 'finding')}\n"
    expected = _shared(kept, lambda finding: finding.expected)
    found_by = _shared(kept, _others)
    if not findings:
        return
    yield f"  why: {plain(findings[0].reason)}\n"
    if expected:
        yield f"  expected: {plain(expected)}\n"
    if found_by:
        yield f"  found by: {plain(found_by)}\n"
    for finding in findings:
        said = [
            f"in column {plain(finding.column, WIDTH)}:" if finding.column and not column else "",
            quoted(finding.value) if finding.value else "",
            f"expected {plain(finding.expected)}" if finding.expected and not expected else "",
            f"({plain(finding.hint)})" if finding.hint else "",
            f"(found by {plain(_others(finding))})" if _others(finding) and not found_by else "",
        ]
        yield f"  {': '.join(part for part in (where(finding), ' '.join(filter(None, said))) if part)}\n"
    if left := count - len(findings):
        yield f"  ... and {left:,} more\n"


def _others(finding: Finding) -> str:
    """Return who found it, where that says more than that this package did."""
    return "" if finding.found_by == ITSELF else ", ".join(finding.found_by)


def _shared(findings: Sequence[Finding], part: Callable[[Finding], str]) -> str:
    """Return what all the findings have in this part, or nothing if they differ."""
    parts = {part(finding) for finding in findings}
    return parts.pop() if len(parts) == 1 else ""
