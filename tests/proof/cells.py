"""One cell as each validator is given it: text in a file, a value in a record, a value in a frame."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract import Field, TableSchema, Value, load_contract, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

UNWRITABLE: Final = object()
"""Stands for a value in a form that can't hold it: `about ten` in a column of integers."""

LEFT_OUT: Final = object()
"""Stands for a member that a record doesn't have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it means, and how each form writes it."""

    value: Value | None
    """None if the cell is missing or of the wrong type."""
    wrong: bool
    """Whether what is written is not a value of the column's type."""
    text: object
    record: object
    pandas: object
    polars: object

    @property
    def missing(self) -> bool:
        """Whether there is no value, and nothing wrong in its place."""
        return self.value is None and not self.wrong


Row: TypeAlias = "dict[str, Cell]"

MISSING: Final = Cell(None, False, "", None, None, None)  # noqa: FBT003
MEMBER_LEFT_OUT: Final = Cell(None, False, UNWRITABLE, LEFT_OUT, UNWRITABLE, UNWRITABLE)  # noqa: FBT003


def good(field: Field, text: str) -> Cell:
    """Return the cell that a text writes; empty for a missing one."""
    if text == "":
        return MISSING
    value = parse(text, field.type)
    return Cell(value, False, text, value if isinstance(value, int | float) else text, value, value)  # noqa: FBT003


def bad(
    text: object = UNWRITABLE, record: object = UNWRITABLE, pandas: object = UNWRITABLE, polars: object = UNWRITABLE
) -> Cell:
    """Return a cell that holds something that is not a value of its column's type."""
    return Cell(None, True, text, record, pandas, polars)  # noqa: FBT003


@cache
def real_rows(table: str) -> tuple[Row, ...]:
    """Return the rows of a table of the package."""
    contract = load_contract()
    schema = contract.tables[table]
    with (contract.root / schema.path).open(encoding="utf-8", newline="") as file:
        return tuple(
            {name: _good(table, name, text) for name, text in record.items()} for record in csv.DictReader(file)
        )


@cache
def _good(table: str, column: str, text: str) -> Cell:
    return good(load_contract().tables[table].by_name[column], text)


@cache
def real_keys(table: str) -> frozenset[Value]:
    """Return the keys of a table that others refer to."""
    (key,) = load_contract().tables[table].primary_key
    return frozenset(value for row in real_rows(table) if (value := row[key].value) is not None)


def key_of(table: TableSchema, row: Mapping[str, Cell]) -> tuple[Value, ...] | None:
    """Return the key of a row, or None if a part of it is missing or of the wrong type."""
    parts = [row[name].value for name in table.primary_key]
    return None if any(part is None for part in parts) else tuple(part for part in parts if part is not None)
