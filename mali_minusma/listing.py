"""Print tables for people and for programs: aligned text, CSV or JSON, without any dataframe library."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from typing import TYPE_CHECKING

from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import parse
from mali_minusma.reading import ATTRIBUTE, read_cells
from mali_minusma.tracing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from mali_minusma.contract.lexical import FieldType

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


def as_json(header: Sequence[str], types: Sequence[FieldType], rows: Sequence[Sequence[str]]) -> str:
    r"""Return the rows as a JSON list of records; rows of a table are valid against its JSON Schema.

    >>> as_json(["id", "n"], ["string", "integer"], [["a", ""]])
    '[\n  {\n    "id": "a",\n    "n": null\n  }\n]\n'
    """
    records = []
    for row in rows:
        record: dict[str, object] = {}
        for name, kind, text in zip(header, types, row, strict=True):
            number = kind in {"integer", "number"} and text != ""
            record[name] = parse(text, kind) if number else text or None
        records.append(record)
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def write(
    header: Sequence[str], types: Sequence[FieldType], rows: Sequence[Sequence[str]], form: str, left_out: int = 0
) -> None:
    """Print rows of texts on standard output in one of the forms: table, csv or json."""
    match form:
        case "csv":
            text = as_csv(header, rows)
        case "json":
            text = as_json(header, types, rows)
        case _:
            text = as_text(header, rows) + (f"... {left_out} more rows\n" if left_out else "")
    sys.stdout.write(text)


def cells_of(frame: pd.DataFrame) -> tuple[list[str], list[FieldType], list[list[str]]]:
    """Return header, types and texts of a frame, written as the tables write them; a missing value is an empty text.

    >>> import mali_minusma as mm
    >>> cells_of(mm.top_contributors(on="2017-05", n=1)[["rank", "country", "as_of"]])
    (['rank', 'country', 'as_of'], ['integer', 'string', 'date'], [['1', 'Burkina Faso', '2017-05-31']])
    """
    known = COLUMNS.get(str(frame.attrs.get(ATTRIBUTE)), {})
    header = [str(name) for name in frame.columns]
    types = [known.get(name, _type(str(frame.dtypes.iloc[number]))) for number, name in enumerate(header)]
    columns = [list(frame.iloc[:, number]) for number in range(len(types))]
    return header, types, texts_of(types, zip(*columns, strict=True))


def texts_of(types: Sequence[FieldType], rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """Return the texts of rows of values, written as the tables write them; a missing value is an empty text.

    >>> texts_of(["integer", "string"], [(13, None)])
    [['13', '']]
    """
    return [[text_of(value, kind) for value, kind in zip(row, types, strict=True)] for row in rows]


def _type(dtype: str) -> FieldType:
    if dtype.startswith("datetime"):
        return "date"
    return {"Int64": "integer", "int64": "integer", "float64": "number", "Float64": "number"}.get(dtype, "string")  # type: ignore[return-value]


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
    from mali_minusma.contract.source import load_contract

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
