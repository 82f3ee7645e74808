"""Print tables for people and for programs: aligned text, CSV or JSON, without any dataframe library."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING

from mali_minusma.contract.lexical import parse
from mali_minusma.contract.source import load_contract
from mali_minusma.reading import read_cells, table_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST = 40
"""Characters of a cell that the aligned form shows; CSV and JSON show all of it."""


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    r"""Return the rows as CSV, written as the tables are.

    >>> as_csv(["a", "b"], [["1", "x,y"]])
    'a,b\n1,"x,y"\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def as_json(table: str, rows: Sequence[Sequence[str]]) -> str:
    """Return the rows as a JSON list of records, valid against the table's JSON Schema."""
    fields = table_schema(table).fields
    records = []
    for row in rows:
        record: dict[str, object] = {}
        for field, text in zip(fields, row, strict=True):
            number = field.type in {"integer", "number"} and text != ""
            record[field.name] = parse(text, field.type) if number else text or None
        records.append(record)
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def as_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the rows in aligned columns; long cells are cut and marked with an ellipsis.

    >>> print(as_text(["id", "name"], [["1", "Gao"]]), end="")
    id  name
    --  ----
    1   Gao
    """
    cut = [[_cut(cell) for cell in row] for row in rows]
    widths = [max([_width(name), *(_width(row[column]) for row in cut)]) for column, name in enumerate(header)]
    lines = [header, ["-" * width for width in widths], *cut]
    return "".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in lines
    )


def overview() -> str:
    """Return what is in the package: version, tables with rows and period, and the gaps that coverage names."""
    contract = load_contract()
    rows = []
    for name, schema in contract.tables.items():
        header, cells = read_cells(name)
        dates = [index for index, field in enumerate(schema.fields) if field.type in {"date", "yearmonth"}]
        days = sorted(cell[index] for cell in cells for index in dates if cell[index])
        period = f"{days[0]} to {days[-1]}" if days else ""
        rows.append([name, f"{len(cells):,}", str(len(header)), period, schema.title])
    _, covered = read_cells("coverage")
    gaps: dict[str, dict[str, int]] = {}
    for table, _, status, _ in covered:
        gaps.setdefault(table, {}).setdefault(status, 0)
        gaps[table][status] += 1
    lines = [as_text(["table", "rows", "columns", "dates in it", "title"], rows), "\ncoverage (periods by status):\n"]
    for table, statuses in sorted(gaps.items()):
        counts = ", ".join(f"{status} {count}" for status, count in sorted(statuses.items()))
        lines.append(f"  {table}: {counts}\n")
    return "".join(lines)


def _cut(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= WIDEST else line[: WIDEST - 1] + "…"


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(letter) else 1 for letter in text)
