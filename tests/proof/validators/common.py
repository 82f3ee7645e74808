"""What every validator of the proof is asked, and answers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from mali_minusma.contract import load_contract
from tests.proof.cells import LEFT_OUT
from tests.proof.oracle import columns_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from mali_minusma.contract import TableSchema
    from tests.proof.cells import Row

Finding: TypeAlias = tuple[int | None, str, str]
"""Position of the row, or None for the column as a whole; column; rule."""

Columns: TypeAlias = "dict[str, tuple[list[str], set[Finding]]]"
"""By what was put in: the columns that it was put into, and what was found."""

Form: TypeAlias = Literal["text", "record", "pandas", "polars"]
"""The attribute of a cell that a validator is given."""


@dataclass(frozen=True, slots=True)
class Request:
    """Rows of one table to validate."""

    table: TableSchema
    rows: Sequence[Row]
    keys: bool
    """Whether references to other tables are looked up."""


class Validator(Protocol):
    """One tool, given the contract in its own dialect."""

    name: str
    """The column of the matrix that its results belong to."""
    tool: str
    """The distribution whose version a known fault names."""
    form: Form

    def not_expressible(self, table: TableSchema) -> Collection[str]:
        """Return the rules of the table that the dialect itself says it can't express."""

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        """Return what is found in each request."""

    def whole_columns(self, table: TableSchema, rows: Sequence[Row]) -> Columns:
        """Return which columns were put in another type as a whole, and what was found then, by what was put in."""


def of_type_alone(table: TableSchema, found: set[Finding]) -> set[Finding]:
    """Drop what is said of a cell that is of the wrong type beside that, and of rules that look at it."""
    columns = _columns(table.name)
    of_type = {table.by_name[name].rule("type"): name for name in table.by_name}
    wrong = {(row, of_type[rule]) for row, _, rule in found if rule in of_type}
    return {
        (row, column, rule)
        for row, column, rule in found
        if rule in of_type or not any({(row, name), (None, name)} & wrong for name in columns.get(rule, {column}))
    }


@cache
def _columns(name: str) -> dict[str, frozenset[str]]:
    table = load_contract().tables[name]
    return {table.key_rule: frozenset(table.primary_key)} | {rule.rule: columns_of(rule) for rule in table.row_rules}


def record(row: Row) -> dict[str, Any]:
    """Return a row as a JSON object."""
    return {name: cell.record for name, cell in row.items() if cell.record is not LEFT_OUT}


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table as the package writes its own: UTF-8, comma, LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
