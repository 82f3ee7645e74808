"""A frame of pandas or of polars, or a Parquet file, as batches; no value is changed on the way."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.columns import Read, read_column, unfit
from mali_minusma.inputs.header import header_faults, positions
from mali_minusma.inputs.pandas_frames import all_nan, read_pandas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mali_minusma.contract.model import Field, TableSchema
    from mali_minusma.inputs.batch import Report

ROWS: Final = 2**17
"""So many rows are taken at a time."""


class FrameSource:
    """A frame held in memory, or a Parquet file that polars reads in pieces."""

    ordered = False

    def __init__(self, frame: Any, name: str, schema: TableSchema, *, extra_columns: bool = False) -> None:  # noqa: ANN401
        self.name = name
        self.columns: tuple[str, ...] = ()
        self._fields: dict[str, tuple[Field, int]] = {}
        """The columns that can be read, and where each stands."""
        self._frame = frame
        self.schema = schema
        self._extra = extra_columns

    def batches(self, report: Report) -> Iterator[Batch]:
        """Yield the rows; a column whose dtype can't hold its type is reported once and left out."""
        names = self._names()
        for fault in header_faults(names, self.schema, lambda _: None, extra_columns=self._extra):
            report(fault)
        found = positions(names, self.schema)
        fields = self._fields = {}
        for name, column in zip(found, self._without_rows(list(found.values())), strict=True):
            field = self.schema.by_name[name]
            if _read(field, column) is None:
                report(unfit(field, column.dtype))
            else:
                fields[name] = (field, found[name])
        self.columns = tuple(fields)
        yield from self._every(self.columns)

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:
        """Yield the pieces that hold some rows; of a lazy frame, which may be costly to cut, all."""
        if isinstance(self._frame, pl.LazyFrame):
            yield from self._every(columns)
        else:
            yield from (self._piece(start, columns) for start in starts(wanted))

    def _every(self, columns: Collection[str]) -> Iterator[Batch]:
        """Yield all rows."""
        if not isinstance(self._frame, pl.LazyFrame):
            yield from (self._piece(start, columns) for start in range(0, len(self._frame), ROWS))
            return
        first = 0
        for piece in self._frame.collect_batches(chunk_size=ROWS):
            yield self._batch(piece, first, columns)
            first += len(piece)

    def _piece(self, first: int, columns: Collection[str]) -> Batch:
        """Return so many rows of a frame in memory."""
        rows = self._frame.iloc[first : first + ROWS] if _is_pandas(self._frame) else self._frame.slice(first, ROWS)
        return self._batch(rows, first, columns)

    def _batch(self, rows: Any, first: int, columns: Collection[str]) -> Batch:  # noqa: ANN401 - of pandas or polars
        column = rows.to_series if isinstance(rows, pl.DataFrame) else lambda position: rows.iloc[:, position]
        fields = ((name, *self._fields[name]) for name in self._fields if name in columns)
        read = {name: _read(field, column(position)) for name, field, position in fields}
        return _batch({name: given for name, given in read.items() if given is not None}, first, len(rows))

    def _names(self) -> list[object]:
        if isinstance(self._frame, pl.LazyFrame):
            return list(self._frame.collect_schema())
        return list(self._frame.columns)

    def _without_rows(self, wanted: list[int]) -> list[Any]:
        """Return the wanted columns without their rows: what they can hold."""
        if not _is_pandas(self._frame):
            empty = self._frame.lazy().limit(0).collect()
            return [empty.to_series(position) for position in wanted]
        columns = [self._frame.iloc[:, position] for position in wanted]
        return [column.iloc[:0].astype(object) if all_nan(column) else column.iloc[:0] for column in columns]


class ParquetFile(FrameSource):
    """A Parquet file; what polars can't read in it is reported."""

    def __init__(self, path: Path, name: str, schema: TableSchema, *, extra_columns: bool = False) -> None:
        super().__init__(None, name, schema, extra_columns=extra_columns)
        self._path = path

    def batches(self, report: Report) -> Iterator[Batch]:
        """Yield the rows up to where the file can't be read."""
        try:
            # Opened here: polars can't be told a name that isn't UTF-8.
            with self._path.open("rb") as file:
                self._frame = pl.scan_parquet(file, glob=False, hive_partitioning=False)
                yield from super().batches(report)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, MemoryError) as error:
            problem = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            report(Fault("file.parquet", f"a sound Parquet file ({problem})"))

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:
        """Yield the pieces that hold some rows."""
        with self._path.open("rb") as file:
            scan = pl.scan_parquet(file, glob=False, hive_partitioning=False)
            for start in starts(wanted):
                yield self._batch(scan.slice(start, ROWS).collect(), start, columns)


def starts(wanted: Sequence[int]) -> list[int]:
    """Return the first rows of the pieces that hold some rows.

    >>> starts([0, 5, ROWS + 1])
    [0, 131072]
    """
    return sorted({number // ROWS * ROWS for number in wanted})


def _batch(read: dict[str, Read], first: int, height: int) -> Batch:
    frame = pl.DataFrame([column.series.alias(name) for name, column in read.items()])
    unreadable = {name: column.unreadable for name, column in read.items() if column.unreadable is not None}
    shown = {(row, name): text for name, column in read.items() for row, text in (column.shown or {}).items()}
    return Batch(frame, range(first, first + height), unreadable, shown)


def _is_pandas(frame: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(frame, pandas.DataFrame)


def is_frame(target: object) -> bool:
    """Tell whether something is a frame of pandas or of polars."""
    return _is_pandas(target) or isinstance(target, pl.DataFrame | pl.LazyFrame)


def _read(field: Field, column: Any) -> Read | None:  # noqa: ANN401 - a series of pandas or of polars
    if isinstance(column, pl.Series):
        return read_column(field, column)
    return read_pandas(field, column)
