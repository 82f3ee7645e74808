"""What has to change with a cell so that the rules across the columns of its row still hold."""

from __future__ import annotations

import datetime as dt
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

from mali_minusma.contract import load_contract
from mali_minusma.contract.lexical import INT64_MAX, INT64_MIN
from mali_minusma.contract.predicate import Compare, Constant, StartsPeriod, Sum
from tests.proof.cells import MISSING, good, real_rows
from tests.proof.oracle import columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.contract import TableSchema
    from tests.proof.cells import Cell, Row

_DONORS = 40
"""How many rows lend their cells."""


def companions(table: TableSchema, row: Row, touched: frozenset[str]) -> Iterator[dict[str, Cell]]:
    """Yield further cells to write into a row in which the columns in `touched` were changed."""
    tied = _tied(table.name, touched)
    empty = [name for name in tied if not table.by_name[name].required]
    settled = [{}, *islice(_settled(table, row, touched), 12)]
    for size in range(4):
        for names in combinations(empty, size):
            for cells in settled:
                yield {**dict.fromkeys(names, MISSING), **cells}
    for donor in real_rows(table.name)[:_DONORS]:
        yield {name: donor[name] for name in tied}


def _tied(name: str, touched: frozenset[str]) -> tuple[str, ...]:
    """Return the columns that rules tie to these, directly or through others."""
    table = load_contract().tables[name]
    known = set(touched)
    while more := {name for rule in table.row_rules if columns_of(rule) & known for name in columns_of(rule)} - known:
        known |= more
    return tuple(name for name in table.by_name if name in known - touched)


def _settled(table: TableSchema, row: Row, touched: frozenset[str]) -> Iterator[dict[str, Cell]]:
    """Yield cells that make a rule hold, by what it compares."""
    for rule in table.row_rules:
        if touched & columns_of(rule):
            match rule.check:
                case StartsPeriod(date, precision):
                    yield from _in_step(table, row, date, precision)
                case Compare("le", str() as left, str() as right):
                    yield from ({left: row[right]}, {right: row[left]})
                case Compare("eq", Sum(parts), right):
                    yield from _balanced(table, row, parts, right, touched)


def _in_step(table: TableSchema, row: Row, date: str, precision: str) -> Iterator[dict[str, Cell]]:
    day, exact = table.by_name[date], table.by_name[precision]
    known = row[date].value
    year = known.year if isinstance(known, dt.date) else 2020
    yield {precision: good(exact, "day")}
    yield {date: good(day, f"{year:04}-01-01")}
    yield {date: good(day, "2020-01-01"), precision: good(exact, "day")}


def _balanced(
    table: TableSchema, row: Row, parts: tuple[str, ...], right: object, touched: frozenset[str]
) -> Iterator[dict[str, Cell]]:
    """Yield another summand, or another sum, with which the sum is right again."""
    numbers = {name: row[name].value for name in chain(parts, [right] if isinstance(right, str) else [])}
    known = {name: value for name, value in numbers.items() if isinstance(value, int)}
    if len(known) < len(numbers):
        return
    total = right.value if isinstance(right, Constant) else known[str(right)]
    short = total - sum(known[name] for name in parts)
    for name, value in known.items():
        right_again = value + (short if name in parts else -short)
        if name not in touched and INT64_MIN <= right_again <= INT64_MAX:
            yield {name: good(table.by_name[name], str(right_again))}
