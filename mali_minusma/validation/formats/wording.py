"""Where a finding is and what is wrong, in words that several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.validation.formats.escaping import WIDTH, plain, quoted

if TYPE_CHECKING:
    from mali_minusma.validation.report import Finding, Report


def where(finding: Finding) -> str:
    """Return the place: `file:line:position`, or the row where there are no lines."""
    row = f" row {finding.row}" if finding.row is not None and finding.line is None else ""
    return plain(finding.place) + row


def sentence(finding: Finding) -> str:
    """Return what is wrong and what was expected, on one line."""
    shown = [quoted(finding.value)] if finding.value else []
    column = [f"in column {plain(finding.column, WIDTH)}"] if finding.column else []
    said = f"expected {plain(finding.expected)}"
    found = " ".join([*shown, *column])
    return " ".join(part for part in (f"{found}: {said}." if found else f"{said}.", plain(finding.hint)) if part)


def verdict(report: Report) -> str:
    """Return whether the target is valid."""
    return f"{plain(report.target)}: {'valid' if report else 'NOT valid'}"


def extent(report: Report) -> str:
    """Return how much was read, run and found."""
    tables, rows = counted(len(report.rows), "table"), counted(sum(report.rows.values()), "row")
    rules, found = counted(report.rules, "rule"), counted(len(report), "finding")
    return f"{tables}, {rows}, {rules} run, {found} (schemas {report.schema_version})"


def unsaid(report: Report, left: int) -> str:
    """Return how many findings are left out, and how many of them nothing more is known of."""
    known = f" ({report.omitted:,} of them only counted: a larger `keep` keeps more)" if report.omitted else ""
    return f"{left:,} more {'finding' if left == 1 else 'findings'} in all, not printed{known}"


def counted(number: int, noun: str) -> str:
    """Return the number with its noun.

    >>> counted(1, "row"), counted(1234, "row")
    ('1 row', '1,234 rows')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
