"""Large tables with thirty planted faults: the same bytes each time, and what a validator has to find in them.

Rows are made in pieces, so that memory stays bounded however many there are. A fault is planted in the first row, in
the last, on both sides of where readers commonly cut a file, and evenly between. What a form can't hold (text in a
column of numbers, in Parquet and frames) is not planted there; `expected` says what is.

    python -m benchmarks.planted TABLE ROWS FOLDER
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from dataclasses import astuple, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast, get_args

import polars as pl
from polars.io.plugins import register_io_source

from benchmarks.planted_faults import FAULTS, FEWEST, KINDS, Kind, rows_of_faults
from benchmarks.planted_rows import sound
from mali_minusma.contract import load_contract

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from benchmarks.planted_faults import Fault

FileForm: TypeAlias = Literal["csv", "gzip", "parquet", "jsonl"]
Form: TypeAlias = Literal["csv", "gzip", "parquet", "jsonl", "pandas", "polars"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
FILES: Final[Mapping[FileForm, str]] = {"csv": ".csv", "gzip": ".csv.gz", "parquet": ".parquet", "jsonl": ".jsonl"}

PIECE: Final = 50_000
"""How many rows are made at a time."""

DTYPES: Final = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "yearmonth": pl.Date}


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding that a validator owes."""

    row: int
    """Row below the header, from 1."""
    column: str
    rule: str
    value: str | None
    """The offending text; empty if the cell is, None for a value of JSON that no text writes."""
    line: int | None = None
    """Line of a file of lines, from 1, at which the cell begins."""
    position: int | None = None
    """Character in the line of a CSV file, from 1, at which the cell begins."""


class PlantedTable:
    """A table of so many rows, with its faults or without.

    >>> [item.rule for item in PlantedTable("mandates", 1000).expected("csv")][-1]
    'mandates.witnesses.required'
    """

    def __init__(self, table: str, rows: int, *, faults: bool = True) -> None:
        """Describe the table; nothing is made yet.

        Raises:
            ValueError: if there is no such table here, or fewer rows than the faults need, or more than there are keys.
        """
        if table not in FAULTS:
            raise ValueError(f"no planted table {table!r}: there are {', '.join(FAULTS)}")
        if rows < FEWEST:
            raise ValueError(f"at least {FEWEST} rows, so that the faults keep apart; asked for {rows}")
        self.table = table
        self.rows = rows
        self.schema = load_contract().tables[table]
        sound(table, rows, pl.Series([0]))  # refuses more rows than there are keys
        self._faults = {kind: rows_of_faults(table, rows, kind) if faults else {} for kind in KINDS}

    def expected(self, form: Form) -> list[Expected]:
        """Return what has to be found in this form of the table, in order of rows."""
        text = form in {"csv", "gzip"}
        return [
            self._located(item) if text else item.told(in_lines=form == "jsonl")
            for item in self._planted(form).values()
        ]

    def write(self, form: FileForm, folder: Path) -> Path:
        """Write the table as a file of this form, and return its path."""
        path = folder / f"{self.table}{FILES[form]}"
        match form:
            case "csv":
                with path.open("wb") as file:
                    self._write_csv(file)
            case "gzip":
                # Without name and time, so that the bytes are the same each time.
                with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:
                    self._write_csv(cast("IO[bytes]", file))
            case "parquet":
                schema = {field.name: DTYPES[field.type] for field in self.schema.fields}
                pieces = register_io_source(lambda *_: self._typed_pieces(), schema=schema)
                pieces.sink_parquet(path, row_group_size=2 * PIECE)
            case "jsonl":
                with path.open("wb") as file:
                    file.writelines(self._json_lines())
        return path

    def polars_frame(self) -> pl.DataFrame:
        """Return the table as a polars frame with the documented types."""
        return pl.concat(self._typed_pieces(), rechunk=True)

    def pandas_frame(self) -> pd.DataFrame:
        """Return the table as a pandas frame with the documented types."""
        import pandas as pd

        frame = self.polars_frame()
        columns: dict[str, Any] = {}
        for field in self.schema.fields:
            column = frame[field.name]
            match field.type:
                case "string":
                    columns[field.name] = pd.array(column.to_list(), dtype="str")
                case "integer":
                    columns[field.name] = pd.arrays.IntegerArray(
                        column.fill_null(0).to_numpy(writable=True), column.is_null().to_numpy(writable=True)
                    )
                case "number":
                    columns[field.name] = column.to_numpy()
                case _:
                    columns[field.name] = column.cast(pl.Datetime("us")).to_numpy()
        return pd.DataFrame(columns)

    def _planted(self, form: Form) -> dict[int, _Planted]:
        """Return what is planted in this form, by row."""
        kind: Kind = "text" if form in {"csv", "gzip"} else "json" if form == "jsonl" else "typed"
        faults = self._faults[kind]
        needed = sorted({number for row, fault in faults.items() for number in (row, _twin(row, fault))})
        cells = sound(self.table, self.rows, pl.Series(needed, dtype=pl.Int64) - 1).to_dicts()
        by_row = dict(zip(needed, cells, strict=True))
        return {row: self._plant(row, fault, by_row[row], by_row[_twin(row, fault)]) for row, fault in faults.items()}

    def _plant(self, row: int, fault: Fault, before: dict[str, Any], twin: dict[str, Any]) -> _Planted:
        cells = {
            name: (twin[name] and change(twin[name])) if callable(change) else change
            for name, change in fault.cells.items()
        }
        rule = fault.rule if fault.rule.startswith("file.") else f"{self.table}.{fault.rule}"
        column = self._column(rule)
        return _Planted(row, column, rule, before | cells, frozenset(cells))

    def _column(self, rule: str) -> str:
        """Return the column that a finding of this rule names."""
        shown = {item.rule: item.fields[0] for item in self.schema.row_rules}
        shown |= dict.fromkeys(("file.sorted", self.schema.key_rule), self.schema.primary_key[0])
        return shown.get(rule) or rule.split(".")[1]

    def _pieces(self, planted: Mapping[int, _Planted]) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the table piece by piece as texts, with the number of rows before each."""
        for start in range(0, self.rows, PIECE):
            index = pl.int_range(start, min(start + PIECE, self.rows), eager=True)
            frame = sound(self.table, self.rows, index)
            changes: dict[str, dict[int, object]] = {}
            for row, item in planted.items():
                if start < row <= start + PIECE:
                    for name in item.changed:
                        changes.setdefault(name, {})[row - 1 - start] = item.cells[name]
            for name, cells in changes.items():
                values = pl.Series(list(cells.values()), dtype=pl.String)
                frame = frame.with_columns(frame[name].scatter(list(cells), values))
            yield start, frame

    @cached_property
    def _line_feeds(self) -> dict[int, int]:
        """By row with a fault, how many line feeds stand inside cells of the rows above it."""
        counted: dict[int, int] = {}
        above = 0
        planted = self._planted("csv")
        for start, frame in self._pieces(planted):
            each = pl.all().str.count_matches("\n", literal=True).fill_null(0).cast(pl.Int64)
            running = frame.select(each).sum_horizontal().cum_sum()
            for row in planted:
                if start < row <= start + len(frame):
                    counted[row] = above + (running[row - start - 2] if row - start > 1 else 0)
            above += running[-1]
        return counted

    def _located(self, item: _Planted) -> Expected:
        left = list(item.cells)[: list(item.cells).index(item.column)]
        text = "".join(f"{_quoted(item.cells[name])}," for name in left)
        line = 1 + item.row + self._line_feeds[item.row] + text.count("\n")
        return replace(item.told(), line=line, position=len(text) - text.rfind("\n"))

    def _write_csv(self, file: IO[bytes]) -> None:
        file.write((",".join(self.schema.by_name) + "\n").encode())
        for _, frame in self._pieces(self._planted("csv")):
            # One record after another, each ended by a line feed; a missing value is nothing at all.
            frame.write_csv(file, include_header=False)

    def _typed_pieces(self) -> Iterator[pl.DataFrame]:
        for _, frame in self._pieces(self._planted("parquet")):
            yield frame.select(_typed(field.name, field.type) for field in self.schema.fields)

    def _json_lines(self) -> Iterator[bytes]:
        planted = self._planted("jsonl")
        numbers = [field for field in self.schema.fields if field.type in {"integer", "number"}]
        for start, frame in self._pieces({}):
            text = io.BytesIO()
            frame.with_columns(_typed(field.name, field.type) for field in numbers).write_ndjson(text)
            lines = text.getvalue().splitlines(keepends=True)
            for row, item in planted.items():
                if start < row <= start + len(lines):
                    record = json.loads(lines[row - 1 - start]) | self._json_cells(item)
                    lines[row - 1 - start] = (json.dumps(record, ensure_ascii=False) + "\n").encode()
            yield from lines

    def _json_cells(self, item: _Planted) -> dict[str, object]:
        """Return the planted cells as values of JSON: numbers, unless the text of one is the fault."""
        cells: dict[str, Any] = {name: item.cells[name] for name in item.changed}
        for name, cell in cells.items():
            number = {"integer": int, "number": float}.get(self.schema.by_name[name].type)
            if number and isinstance(cell, str) and item.rule != f"{self.table}.{name}.type":
                cells[name] = number(cell)
        return cells


@dataclass(frozen=True, slots=True)
class _Planted:
    """A fault in its row."""

    row: int
    column: str
    rule: str
    cells: Mapping[str, Any]
    """The whole row."""
    changed: frozenset[str]

    def told(self, *, in_lines: bool = False) -> Expected:
        """Return what has to be found; in JSON Lines a record is a line."""
        cell = self.cells[self.column]
        whole = isinstance(cell, str | int | float) and not isinstance(cell, bool)
        value = "" if cell is None else str(cell) if whole else None
        return Expected(self.row, self.column, self.rule, value, self.row if in_lines else None)


def _twin(row: int, fault: Fault) -> int:
    return fault.twin if fault.twin > 0 else row + fault.twin


def _quoted(cell: str | None) -> str:
    """Return a cell as RFC 4180 writes it, in quotes only where it needs them."""
    if cell is None:
        return ""
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\r\n') or not cell else cell


def _typed(name: str, kind: str) -> pl.Expr:
    """Return a column of texts with its type; a month is its first day."""
    text = pl.col(name)
    if kind == "yearmonth":
        text = pl.when(text.str.len_bytes() == len("2013-07")).then(text + "-01").otherwise(text)
    # Polars reads no day from text by a cast.
    return text.str.to_date("%Y-%m-%d") if DTYPES[kind] == pl.Date else text.cast(DTYPES[kind])


def main(arguments: list[str]) -> int:
    """Write a table with its faults in every form of file, and what has to be found in each."""
    usage = f"usage: python -m benchmarks.planted TABLE ROWS FOLDER\n  TABLE: {', '.join(FAULTS)}\n"
    if len(arguments) != len(("TABLE", "ROWS", "FOLDER")) or not arguments[1].isdecimal():
        sys.stderr.write(f"{usage}  ROWS: at least {FEWEST}\n")
        return 2
    table, rows, folder = arguments
    try:
        planted = PlantedTable(table, int(rows))
    except ValueError as error:
        sys.stderr.write(f"{usage}  {error}\n")
        return 2
    into = Path(folder)
    into.mkdir(parents=True, exist_ok=True)
    for form in FILES:
        print(planted.write(form, into))
        path = into / f"{table}{FILES[form]}.expected.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(item.name for item in fields(Expected))
            writer.writerows(astuple(item) for item in planted.expected(form))
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
