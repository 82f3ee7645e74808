"""The same rows in every form that is taken: text files, packed or not, Parquet, and frames."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from mali_minusma.validation import Report
from tests.fuzz.model import columns, kinds

Rows = Sequence[Mapping[str, str]]
"""The cells of a table as a CSV file writes them: a missing one is empty."""

NUMERIC = {"integer": r"-?(0|[1-9][0-9]*)", "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"}
DTYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "yearmonth": pl.Date}


def csv_bytes(table: str, rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(table))
    writer.writerows([row[name] for name in columns(table)] for row in rows)
    return text.getvalue().encode()


def json_lines(table: str, rows: Rows) -> bytes:
    """Write each record with numbers as numbers, where the cell is one, and missing members null or left out."""
    lines = []
    for number, row in enumerate(rows):
        members = [
            f"{json.dumps(name)}: {_json(row[name], kind)}"
            for name, kind in kinds(table).items()
            if row[name] or number % 2
        ]
        lines.append("{" + ", ".join(members) + "}\n")
    return "".join(lines).encode()


def _json(cell: str, kind: str) -> str:
    if not cell:
        return "null"
    # What is a number in a file is one in JSON too, written as it stands there.
    number = kind in NUMERIC and re.fullmatch(NUMERIC[kind], cell)
    return cell if number else json.dumps(cell, ensure_ascii=len(cell) % 2 == 0)


def zipped(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def as_text(table: str, rows: Rows) -> pl.DataFrame:
    """Return a frame of texts, each as it stands in a file."""
    return pl.DataFrame(
        {name: [row[name] or None for row in rows] for name in columns(table)},
        schema=dict.fromkeys(columns(table), pl.String),
    )


def as_typed(table: str, rows: Rows) -> pl.DataFrame:
    """Return a frame with the documented dtypes; a column with a cell that is not of its type stays text."""
    frame = as_text(table, rows)
    typed = []
    for name, kind in kinds(table).items():
        try:
            values = [_value(row[name], kind) if row[name] else None for row in rows]
        except ValueError:
            typed.append(frame[name])
        else:
            typed.append(pl.Series(name, values, dtype=DTYPES[kind]))
    return pl.DataFrame(typed)


def _value(cell: str, kind: str) -> object:
    if kind in NUMERIC and (not re.fullmatch(NUMERIC[kind], cell) or len(cell) > 15):
        raise ValueError
    match kind:
        case "integer":
            return int(cell)
        case "number":
            return float(cell)
        case "date":
            return dt.datetime.strptime(cell, "%Y-%m-%d").date() if len(cell) == 10 else int("")
        case "yearmonth":
            return dt.datetime.strptime(cell, "%Y-%m").date() if len(cell) == 7 else int("")
        case _:
            return cell


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return the frame with the dtypes of pandas that hold missing values: str, Int64, float64, datetime64."""
    made = {}
    for series in frame:
        match series.dtype:
            case pl.Int64:
                made[series.name] = pd.array(series.to_list(), dtype="Int64")
            case pl.Float64:
                made[series.name] = pd.array(series.to_list(), dtype="float64")
            case pl.Date:
                made[series.name] = pd.to_datetime(pd.Series(series.to_list(), dtype="object")).astype("datetime64[us]")
            case _:
                made[series.name] = pd.Series(series.to_list(), dtype="str")
    return pd.DataFrame(made, columns=frame.columns)


def _file(name: str, make: Callable[[str, Rows], bytes]) -> Callable[[Path, str, Rows], Path]:
    def written(folder: Path, table: str, rows: Rows) -> Path:
        path = folder / name
        path.write_bytes(make(table, rows))
        return path

    return written


def parquet_bytes(frame: pl.DataFrame, **options: Any) -> bytes:
    packed = io.BytesIO()
    frame.write_parquet(packed, **options)
    return packed.getvalue()


def _gz(table: str, rows: Rows) -> bytes:
    return gzip.compress(csv_bytes(table, rows))


TEXT_FORMS: dict[str, Callable[[Path, str, Rows], Any]] = {
    "CSV": _file("t.csv", csv_bytes),
    "gzip": _file("t.csv.gz", _gz),
    "zip of one file": _file("t.zip", lambda table, rows: zipped("t.csv", csv_bytes(table, rows))),
    "zip of one file in a folder": _file("t.zip", lambda table, rows: zipped("a/t.csv", csv_bytes(table, rows))),
    "gzip in two members": _file(
        "t.csv.gz",
        lambda table, rows: b"".join(map(gzip.compress, halves(csv_bytes(table, rows)))),
    ),
    "gzip named .csv": _file("t.csv", _gz),
    "zip named .csv": _file("t.csv", lambda table, rows: zipped("t.csv", csv_bytes(table, rows))),
    "CSV named .txt": _file("t.txt", csv_bytes),
    "CSV named .parquet": _file("t.parquet", csv_bytes),
    "CSV named .gz": _file("t.gz", csv_bytes),
    "CSV without a name's ending": _file("t", csv_bytes),
}
"""Forms that have lines and positions, the same in all."""

JSON_FORMS: dict[str, Callable[[Path, str, Rows], Any]] = {
    "JSON Lines": _file("t.jsonl", json_lines),
    "JSON Lines named .ndjson": _file("t.ndjson", json_lines),
    "JSON Lines named .csv": _file("t.csv", json_lines),
    "JSON Lines in gzip": _file("t.jsonl.gz", lambda table, rows: gzip.compress(json_lines(table, rows))),
}

FRAME_FORMS: dict[str, Callable[[Path, str, Rows], Any]] = {
    "Parquet of texts": _file("t.parquet", lambda table, rows: parquet_bytes(as_text(table, rows))),
    "Parquet of types": _file("t.parquet", lambda table, rows: parquet_bytes(as_typed(table, rows))),
    "Parquet in many row groups": _file(
        "t.parquet", lambda table, rows: parquet_bytes(as_typed(table, rows), row_group_size=2)
    ),
    "Parquet named .csv": _file("t.csv", lambda table, rows: parquet_bytes(as_typed(table, rows))),
    "polars, texts": lambda _, table, rows: as_text(table, rows),
    "polars, types": lambda _, table, rows: as_typed(table, rows),
    "polars, categories": lambda _, table, rows: as_text(table, rows).cast(pl.Categorical),
    "polars, lazy": lambda _, table, rows: as_typed(table, rows).lazy(),
    "polars, in chunks": lambda _, table, rows: pl.concat(
        [as_typed(table, rows)[:1], as_typed(table, rows)[1:]], rechunk=False
    ),
    "pandas, texts": lambda _, table, rows: as_pandas(as_text(table, rows)),
    "pandas, types": lambda _, table, rows: as_pandas(as_typed(table, rows)),
    "pandas, categories": lambda _, table, rows: as_pandas(as_text(table, rows)).astype("category"),
    "pandas, Python objects": lambda _, table, rows: pd.DataFrame(
        {series.name: pd.Series(series.to_list(), dtype="object") for series in as_typed(table, rows)}
    ),
}
"""Forms that know rows by their position alone."""

FORMS = TEXT_FORMS | JSON_FORMS | FRAME_FORMS


def halves(data: bytes) -> tuple[bytes, bytes]:
    return data[: len(data) // 2], data[len(data) // 2 :]


Found = tuple[int | None, str, str, str]


def found(report: Report, kind_of: Mapping[str, str]) -> list[Found]:
    """Return (row, column, rule, value) of what was found, in order, apart from the order of rows.

    Numbers are compared as numbers: a frame doesn't keep whether 1.5 was written 1.50.
    """
    return [
        (item.row, item.column, item.rule, plain(item.value, kind_of.get(item.column, "string")))
        for item in report.findings
        if item.rule != "file.sorted"
    ]


def plain(value: str, kind: str) -> str:
    if kind in NUMERIC and re.fullmatch(NUMERIC["number"], value) and len(value) < 16:
        return repr(float(value) + 0.0)
    return value
