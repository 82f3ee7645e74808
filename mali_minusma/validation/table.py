"""A table as validators see it: its text, its typed values, and which cells could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract.lexical import EXPECTED, parse
from mali_minusma.reading import frame_of
from mali_minusma.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mali_minusma.contract import TableSchema, Value
    from mali_minusma.text import TextTable


@dataclass(frozen=True, slots=True)
class Hit:
    """One validator's view that one rule is broken in one row and column."""

    table: str
    row: int
    """Index of the record, from 0; -1 for the table or the file as a whole."""
    column: str
    rule: str
    by: str
    expected: str = ""
    """What was expected, where the rule alone doesn't say."""
    value: str | None = None
    """The offending text, where it isn't the cell."""
    place: tuple[int, int] | None = None
    """Line and character, where they aren't the cell's."""


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
    text: TextTable
    hits: list[Hit] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    """Cells whose text doesn't write a value of their type: (row, column)."""

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.schema.name

    @property
    def well_formed(self) -> bool:
        """Whether every record of the file could be told apart and has the columns of the schema."""
        return not any(hit.rule in STRUCTURAL for hit in self.hits)

    def frame(self) -> pd.DataFrame:
        """Return the typed values as a pandas frame with the documented dtypes."""
        return frame_of(self.schema, [row.value for row in self.rows])


STRUCTURAL: Final = frozenset(
    {"file.encoding", "file.empty", "file.quotes", "file.blank-line", "file.cell-count", "file.header"}
)
"""Faults of form after which rows, columns or row numbers are not what they seem."""

Tables: TypeAlias = "dict[str, Table]"


def read_table(schema: TableSchema, data: bytes, path: str) -> Table:
    """Read the bytes of a CSV file as a table of this schema; what can't be read becomes hits."""
    text = read_text(data, path)
    table = Table(schema, text)
    table.hits += [
        Hit(schema.name, -1, "", fault.rule, "reader", fault.expected, fault.value, (fault.line, fault.position))
        for fault in text.faults
    ]
    if text.header:
        header = list(_header_hits(schema, text))
        table.hits += header
        if not any(hit.rule == "file.header" for hit in header):
            table.hits += _read_rows(table)
    return table


def _header_hits(schema: TableSchema, text: TextTable) -> Iterator[Hit]:
    names = list(schema.by_name)
    if text.header == names:
        return
    for position, name in enumerate(text.header):
        if name not in names or text.header.index(name) != position:
            known = "each column once" if name in names else f"one of the columns {', '.join(names)}"
            yield Hit(schema.name, -1, name, "file.header", "reader", known, name, text.place(-1, position))
    missing = [name for name in names if name not in text.header]
    for name in missing:
        yield Hit(schema.name, -1, name, "file.header", "reader", f"a column {name}", "", text.place(-1, 0))
    if not missing and len(text.header) == len(names):
        order = "the columns in the order " + ", ".join(names)
        yield Hit(schema.name, -1, "", "file.header", "reader", order, ",".join(text.header), text.place(-1, 0))


def _read_rows(table: Table) -> Iterator[Hit]:
    fields = table.schema.fields
    for index, record in enumerate(table.text.records):
        row = Row(index, {}, {})
        for item, cell in zip(fields, record, strict=True):
            row.text[item.name] = cell
            row.value[item.name] = None
            if cell != "":
                try:
                    row.value[item.name] = parse(cell, item.type)
                except ValueError:
                    table.unreadable.add((index, item.name))
                    yield Hit(table.name, index, item.name, item.rule("type"), "reader", EXPECTED[item.type])
        table.rows.append(row)
    yield from _order_hits(table)


def _order_hits(table: Table) -> Iterator[Hit]:
    """Yield the first row that is out of order: a table is sorted so that a change shows as one line."""
    key = table.schema.primary_key
    before: tuple[tuple[int, str], ...] | None = None
    for row in table.rows:
        # Numbers sort as numbers; everything else as its text.
        here = tuple((v if isinstance(v := row.value[name], int) else 0, row.text[name]) for name in key)
        if before is not None and here < before:
            yield Hit(table.name, row.index, key[0], "file.sorted", "reader")
            return
        before = here
