"""A table that validators other than the engine look at: its typed rows, their text, and where each cell stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract.lexical import write
from mali_minusma.dialects.polars_checks import unreadable
from mali_minusma.reading import frame_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from mali_minusma.contract import TableSchema, Value
    from mali_minusma.inputs.batch import Batch


@dataclass(slots=True)
class Row:
    """One record: typed values, and the text they were read from."""

    index: int
    value: dict[str, Value | None]
    text: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the text of a cell; empty if the value is missing or could not be read."""
        return self.text[name] if self.value[name] is not None else ""


@dataclass(slots=True)
class Table:
    """One table that was read for validation."""

    schema: TableSchema
    path: str
    rows: list[Row] = field(default_factory=list)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    """Cells whose text doesn't write a value of their type: (row, column)."""
    well_formed: bool = True
    """Whether every record of the file could be told apart and has the columns of the schema."""
    _batches: list[Batch] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.schema.name

    def add(self, batch: Batch, values: pl.DataFrame) -> None:
        """Keep a batch as rows."""
        self._batches.append(batch)
        columns = [name for name in self.schema.by_name if name in batch.frame.columns]
        texts = batch.frame.select(columns).iter_rows()
        typed = values.select(columns).iter_rows()
        kinds = [self.schema.by_name[name].type for name in columns]
        for number, row, known in zip(batch.numbers, texts, typed, strict=True):
            text = {
                name: cell if isinstance(cell, str) else "" if cell is None else write(cell, kind)
                for name, cell, kind in zip(columns, row, kinds, strict=True)
            }
            self.rows.append(Row(number, dict(zip(columns, known, strict=True)), text))
        for name in columns:
            at_fault = values[unreadable(name)].arg_true().to_list()
            self.unreadable |= {(batch.numbers[index], name) for index in at_fault}

    def place(self, row: int, column: str) -> tuple[int, int] | None:
        """Return line and character of a cell, if the table comes from a text."""
        batch = self._batches[bisect_right(self._batches, row, key=lambda batch: batch.numbers[0]) - 1]
        return batch.place(batch.numbers.index(row), column)

    def text_of(self, row: int, column: str) -> str:
        """Return a cell as a file writes it."""
        return self.rows[bisect_right(self.rows, row, key=lambda each: each.index) - 1].text.get(column, "")

    def frame(self) -> pd.DataFrame:
        """Return the typed values as a pandas frame with the documented dtypes."""
        return frame_of(self.schema, [row.value for row in self.rows])


STRUCTURAL: Final = frozenset(
    {
        "file.encoding", "file.empty", "file.quotes", "file.blank-line", "file.cell-count", "file.header",
        "file.compression", "file.json", "file.parquet",
    }
)  # fmt: skip
"""Faults of form after which rows, columns or row numbers are not what they seem."""

Tables: TypeAlias = "dict[str, Table]"
