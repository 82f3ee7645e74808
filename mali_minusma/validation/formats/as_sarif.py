"""The report in SARIF 2.1.0, the form in which code hosts and editors take the results of checks."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from mali_minusma._version import __version__
from mali_minusma.contract import load_contract
from mali_minusma.validation.formats.as_json import array
from mali_minusma.validation.formats.choosing import chosen
from mali_minusma.validation.formats.escaping import as_json, plain, shortened
from mali_minusma.validation.formats.places import Places
from mali_minusma.validation.formats.plain_values import finding_dict, summary
from mali_minusma.validation.formats.wording import sentence, unsaid
from mali_minusma.validation.reasons import Reasons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.formats.places import Place
    from mali_minusma.validation.report import Finding, Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def pieces(report: Report, limit: int | None) -> Iterator[str]:
    """Yield one document with one run: the rules that are broken, then the findings as results."""
    rules, places = sorted(report.counts), Places(report)
    run = {
        "tool": {
            "driver": {
                "name": "mali-minusma",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": _rules(rules),
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, limit)],
        "properties": {**summary(report, limit), "target": places.target},
    }
    head = as_json({"version": "2.1.0", "$schema": SCHEMA, "runs": [run]}, indent=2)
    yield head.removesuffix("\n    }\n  ]\n}") + ',\n      "results": ['
    yield from array(_results(report, limit, rules, places), depth=3)
    yield "]\n    }\n  ]\n}\n"


def _rules(rules: list[str]) -> list[dict[str, Any]]:
    reasons = Reasons(load_contract())
    described = []
    for rule in rules:
        expected, reason = reasons.of(rule)
        described.append(
            {
                "id": rule,
                "shortDescription": _message(f"{rule} expects {expected}"),
                "fullDescription": _message(reason),
                "defaultConfiguration": {"level": "error"},
                "help": _message(f"Expected: {expected}.\nWhy: {reason}\nThe codebook describes every column."),
            }
        )
    return described


def _invocation(report: Report, limit: int | None) -> dict[str, Any]:
    totals = summary(report, limit)
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": totals["exit_status"]}
    if left := totals["omitted"]:
        note = {"level": "warning", "message": _message(f"There are {unsaid(report, left)}.")}
        invocation["toolExecutionNotifications"] = [note]
    return invocation


def _results(report: Report, limit: int | None, rules: list[str], places: Places) -> Iterator[dict[str, Any]]:
    index = {rule: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for finding in chosen(report, limit):
        place = places.of(finding)
        likeness = _likeness(finding, place)
        seen[likeness] += 1
        parts = finding_dict(finding)
        yield {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": "error",
            "message": _message(f"{place.inside}: {sentence(finding)}" if place.inside else sentence(finding)),
            "locations": [_location(finding, place)],
            "partialFingerprints": _fingerprints(f"{likeness}:{seen[likeness]}", place),
            "properties": {name: parts[name] for name in ("row", "column", "value", "expected", "hint", "found_by")},
        }


def _location(finding: Finding, place: Place) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if place.path:
        location["physicalLocation"] = physical = {"artifactLocation": {"uri": place.uri}}
        if place.line is not None:
            physical["region"] = _region(place.line, place.position)
    if place.inside:
        name = finding.column or finding.file
        location["logicalLocations"] = [{"name": plain(name), "fullyQualifiedName": place.inside, "kind": "member"}]
    return location


def _region(line: int, position: int | None) -> dict[str, Any]:
    if position is None:
        return {"startLine": line}
    # The character at which the cell begins: a finding doesn't say how far the cell goes, its quotes included.
    return {"startLine": line, "startColumn": position, "endLine": line, "endColumn": position + 1}


def _likeness(finding: Finding, place: Place) -> str:
    """Return what stays the same when rows are added above: not the line."""
    file = finding.file if place.inside else ""
    parts = (finding.rule, place.path, file, finding.column, finding.value)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _fingerprints(own: str, place: Place) -> dict[str, str]:
    """Return the marks by which a later run knows the finding again.

    GitHub goes by `primaryLocationLineHash`. Its upload action makes that from the text of the line, and warns of any
    other; it makes none where there is no line.
    """
    return (
        {"findingHash/v1": own} if place.line is not None else {"findingHash/v1": own, "primaryLocationLineHash": own}
    )


def _message(text: str) -> dict[str, str]:
    """Return a message; braces would be places to fill in, and brackets a link."""
    return {"text": shortened(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}
