"""Findings and reports made by hand, and texts that a table should not be able to hold."""

from __future__ import annotations

from dataclasses import replace

from mali_minusma.validation import Finding, Report

FIRST = Finding(
    file="tables/events.csv",
    line=3,
    position=27,
    row=2,
    column="event_type",
    value="attak",
    rule="events.event_type.enum",
    reason="Type of event: What kind of event it is.",
    expected="one of: attack, coup",
    hint="Did you mean 'attack'?",
    found_by=("mali-minusma",),
)
SIZES = {"rows": {"events": 5}, "rules": 40, "validators": {"mali-minusma": "1.2.3"}, "schema_version": "1.2.3"}
ODD = [
    "two\nlines\r\n", 'say "x"', "::error file=a::b", "##[add-mask]b", "50%0A, or: more", "👩\u200d🚒 é", "x" * 5_000_000,
    "\x1b[31mred", "\x9b31mred", "\u202eright to left", "\u2028separator", "\ud800", "\0", "=1+1", "{0} [x](https://e)",
]  # fmt: skip


def report(*findings: Finding, target: str = "mine", **counts: int) -> Report:
    return Report(target, findings, **SIZES, counts=counts)


def several(rule: str, number: int) -> list[Finding]:
    return [replace(FIRST, rule=rule, line=line, row=line - 1) for line in range(2, number + 2)]


def of_values(*values: str) -> Report:
    return report(*(replace(FIRST, value=value, line=line) for line, value in enumerate(values, 2)))
