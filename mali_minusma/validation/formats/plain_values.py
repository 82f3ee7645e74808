"""A report as plain values: what the forms for programs have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mali_minusma.validation.formats.choosing import chosen, written
from mali_minusma.validation.formats.escaping import shortened

if TYPE_CHECKING:
    from mali_minusma.validation.report import Finding, Report


def summary(report: Report, limit: int | None) -> dict[str, Any]:
    """Return the report without its findings; `Report.to_dict` documents the keys."""
    shown = written(report, limit)
    return {
        "target": report.target,
        "valid": bool(report),
        "exit_status": 0 if report else 1,
        "total": len(report),
        "written": shown,
        "omitted": len(report) - shown,
        "counts": report.counts,
        "rows": report.rows,
        "rules": report.rules,
        "skipped": list(report.skipped),
        "validators": report.validators,
        "schema_version": report.schema_version,
    }


def finding_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; a text of more than a thousand characters is shortened, and says so."""
    return {
        "file": finding.file,
        "line": finding.line,
        "position": finding.position,
        "row": finding.row,
        "column": shortened(finding.column),
        "value": shortened(finding.value),
        "rule": finding.rule,
        "reason": finding.reason,
        "expected": shortened(finding.expected),
        "hint": shortened(finding.hint),
        "found_by": list(finding.found_by),
    }


def report_dict(report: Report, limit: int | None) -> dict[str, Any]:
    """Return the report with its findings."""
    return {**summary(report, limit), "findings": [finding_dict(finding) for finding in chosen(report, limit)]}
