r"""The findings as CSV, safe to open in a spreadsheet.

UTF-8, comma, every cell in quotes, one line a finding: control characters, line feeds among them, are written as
escapes (`\n`). A spreadsheet runs a cell that begins with = + - @ (or their full-width forms, or one of them after
blanks) as a formula: such a cell gets an apostrophe before it, and so does one that begins with an apostrophe, so that
taking one away always gives the text back. The last row has the rule `report.summary` and states the totals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mali_minusma.validation.formats.choosing import chosen, written
from mali_minusma.validation.formats.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mali_minusma.validation.report import Report

COLUMNS: Final = (
    "file", "line", "position", "row", "column", "value", "rule", "reason", "expected", "hint", "found_by",
)  # fmt: skip
"""The columns, named as the parts of a finding."""

_FORMULA: Final = re.compile(r"'|[\t\r]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def pieces(report: Report, limit: int | None) -> Iterator[str]:
    """Yield the header, a row a finding, and the row of totals."""
    yield _row(COLUMNS)
    for finding in chosen(report, limit):
        parts = (getattr(finding, name) for name in COLUMNS[:-1])
        yield _row([*("" if part is None else str(part) for part in parts), "; ".join(finding.found_by)])
    shown = written(report, limit)
    totals = f"total={len(report)} written={shown} omitted={len(report) - shown}"
    last = {"file": report.target, "value": totals, "rule": "report.summary"}
    yield _row(last.get(name, "") for name in COLUMNS)


def cell(text: str) -> str:
    """Return a cell in quotes that no spreadsheet runs.

    >>> print(cell("=1+1"), cell("-5"), cell("'tis"), cell('a "b" c'))
    "'=1+1" "'-5" "''tis" "a ""b"" c"
    """
    safe = ("'" if _FORMULA.match(text) else "") + plain(text)
    return '"' + safe.replace('"', '""') + '"'


def _row(cells: Iterable[str]) -> str:
    return ",".join(map(cell, cells)) + "\n"
