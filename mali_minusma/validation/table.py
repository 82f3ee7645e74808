"""A table that validators other than the engine look at: its cells column by column, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl

from mali_minusma.contract.lexical import write
from mali_minusma.dialects.polars_checks import unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from mali_minusma.contract import TableSchema, Value
    from mali_minusma.inputs.batch import Batch


class Row(dict[str, str]):
    """One record: the text of each cell by its column; empty if the value is missing or could not be read."""

    __slots__ = ("_at", "_table", "index")

    index: int
    """Number of the record in its source, from 0."""
    _at: int
    _table: Table

    @classmethod
    def all_of(cls, table: Table) -> list[Row]:
        """Return the rows of a table."""
        rows = []
        names = table.columns
        for at, cells in enumerate(zip(*map(table.cells, names), strict=True)):
            row = cls(zip(names, cells, strict=True))
            row.index, row._at, row._table = table.numbers[at], at, table
            rows.append(row)
        return rows

    def value(self, name: str) -> Value | None:
        """Return the typed value of a cell; None if it is missing or could not be read."""
        return self._table.values(name)[self._at]

    def text(self, name: str) -> str:
        """Return the text of a cell as the file writes it, also if it could not be read."""
        return self._table.texts(name)[self._at]

    @property
    def key(self) -> str:
        """The key as `claims.subject_id` writes it."""
        return self._table.keys[self._at]


@dataclass
class Table:
    """One table that was read for validation.

    It is kept as it was read, in columns. What a validator asks for is made of them when it first asks: most rules
    look at a few columns of a few tables.
    """

    schema: TableSchema
    path: str
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    """Cells whose text doesn't write a value of their type: (row, column)."""
    well_formed: bool = True
    """Whether every record of the file could be told apart and has the columns of the schema."""
    numbers: list[int] = field(default_factory=list)
    """Number of each record in its source, from 0: broken records are counted and are not here."""
    _batches: list[Batch] = field(default_factory=list)
    _at_fault: set[str] = field(default_factory=set)
    _read: list[pl.DataFrame] = field(default_factory=list)
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _cells: dict[str, list[str]] = field(default_factory=dict)
    _values: dict[str, Sequence[Value | None]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.schema.name

    @property
    def height(self) -> int:
        """How many records there are."""
        return len(self.numbers)

    @property
    def columns(self) -> list[str]:
        """The columns that were identified, in the order of the schema."""
        there = self._batches[0].frame.columns if self._batches else ()
        return [name for name in self.schema.by_name if name in there]

    def judge_form(self, broken: Collection[str]) -> None:
        """Note whether the table is well formed, by the rules that were broken when it was read."""
        # A column whose dtype can't hold its type was told of and left out: nobody can look at the whole row.
        whole = not self._batches or len(self.columns) == len(self.schema.by_name)
        self.well_formed = whole and not STRUCTURAL & set(broken)

    def add(self, batch: Batch, values: pl.DataFrame) -> None:
        """Keep a batch."""
        self._batches.append(batch)
        self._read.append(values)
        for name in self.columns:
            if at_fault := values[unreadable(name)].arg_true().to_list():
                self.unreadable.update((batch.numbers[index], name) for index in at_fault)
                self._at_fault.add(name)
        self.numbers += batch.numbers

    def texts(self, name: str) -> list[str]:
        """Return the cells of a column as a file writes them."""
        if name not in self._texts:
            self._texts[name] = list(chain.from_iterable(self._written(name, batch) for batch in self._batches))
        return self._texts[name]

    def _written(self, name: str, batch: Batch) -> list[str]:
        series = batch.frame[name]
        if series.dtype == pl.String:
            texts: list[str] = series.fill_null("").to_list()
            return texts
        kind = self.schema.by_name[name].type
        return ["" if value is None else write(value, kind) for value in series]

    def values(self, name: str) -> Sequence[Value | None]:
        """Return the typed values of a column; None where one is missing or could not be read."""
        if name not in self._values:
            self._values[name] = list(chain.from_iterable(values[name].to_list() for values in self._read))
        return self._values[name]

    def cells(self, name: str) -> list[str]:
        """Return the texts of a column; empty also where a value could not be read."""
        if name not in self._cells:
            texts = self.texts(name)
            if name in self._at_fault:
                known = self.values(name)
                texts = ["" if value is None else text for text, value in zip(texts, known, strict=True)]
            self._cells[name] = texts
        return self._cells[name]

    @cached_property
    def rows(self) -> list[Row]:
        """The records that could be told apart."""
        return Row.all_of(self)

    @cached_property
    def keys(self) -> list[str]:
        """The key of each record, as `claims.subject_id` writes it."""
        return list(map("/".join, zip(*map(self.texts, self.schema.primary_key), strict=True)))

    def place(self, row: int, column: str) -> tuple[int, int] | None:
        """Return line and character of a cell, if the table comes from a text."""
        batch = self._batches[bisect_right(self._batches, row, key=lambda batch: batch.numbers[0]) - 1]
        return batch.place(batch.numbers.index(row), column)

    def text_of(self, row: int, column: str) -> str:
        """Return a cell as a file writes it."""
        return self.texts(column)[bisect_right(self.numbers, row) - 1] if column in self.columns else ""

    def frame(self) -> pd.DataFrame:
        """Return the typed values as a pandas frame with the documented dtypes."""
        from mali_minusma.reading import frame_of

        return frame_of(self.schema, {name: self.values(name) for name in self.columns})


STRUCTURAL: Final = frozenset(
    {
        "file.encoding", "file.empty", "file.quotes", "file.blank-line", "file.cell-count", "file.header",
        "file.compression", "file.json", "file.parquet",
    }
)  # fmt: skip
"""Faults of form after which rows, columns or row numbers are not what they seem."""

Tables: TypeAlias = "dict[str, Table]"
