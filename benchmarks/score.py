"""What a contestant found of what was planted: the row, the row and the column, or the reason too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.contestants.telling import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.planted import Expected


def heard(output: str) -> tuple[list[Told], dict[str, Any]]:
    r"""Return the findings that a contestant wrote, and its last line.

    >>> heard('[3, "status", "enum"]\n{"findings": 1, "counts": {}}\n')
    ([Told(row=3, column='status', kind='enum')], {'findings': 1, 'counts': {}})
    """
    *lines, last = output.splitlines()
    return [Told(*json.loads(line)) for line in lines], json.loads(last)


def score(told: Iterable[Told], expected: Iterable[Expected]) -> dict[str, int]:
    """Return how many of the planted faults were found, and how many sound rows were blamed.

    A key and a rule of a row are about several columns, so that a tool needn't name one. The row alone can be found
    for another reason: a day that a cast lost is reported as missing.
    """
    by_row: dict[int, list[Told]] = {}
    for item in told:
        by_row.setdefault(item.row, []).append(item)
    counts = dict.fromkeys(("planted", "rows", "columns", "reasons"), 0)
    rows = set()
    for owed in expected:
        rows.add(owed.row)
        *_, kind = owed.rule.split(".")
        whole_row = kind == "primary-key" or owed.rule.count(".") == 1
        there = by_row.get(owed.row, [])
        named = [item for item in there if item.column == owed.column or (whole_row and item.column is None)]
        counts["planted"] += 1
        counts["rows"] += bool(there)
        counts["columns"] += bool(named)
        counts["reasons"] += any(item.kind == kind for item in named)
    return {**counts, "sound rows blamed": len(by_row.keys() - rows)}
