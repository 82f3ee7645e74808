"""What is wrong with some rows, read from the contract value by value, independently of every validator.

It chooses the rows to change, so that a change breaks one rule alone; no validator is judged by another.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mali_minusma.contract import Field, TableSchema, Value
from mali_minusma.contract.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    In,
    Not,
    Operand,
    Predicate,
    Present,
    StartsPeriod,
    Sum,
)  # fmt: skip
from tests.proof.cells import Row, key_of, real_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from mali_minusma.contract import RowRule
    from tests.proof.cells import Cell

Fault: TypeAlias = tuple[str, str]
"""Column and rule."""


def row_faults(table: TableSchema, row: Mapping[str, Cell], changed: Collection[str]) -> set[Fault]:
    """Return what is wrong with a row of which only the columns in `changed` differ from a valid one."""
    found = {(name, rule) for name in changed for rule in _cell_faults(table.by_name[name], row[name])}
    for rule in table.row_rules:
        looked_at = columns_of(rule)
        if looked_at.isdisjoint(changed) or any(row[name].wrong for name in looked_at):
            continue
        if not holds(rule.check, row):
            found.add((rule.fields[0], rule.rule))
    return found


def batch_faults(table: TableSchema, rows: Sequence[Row], *, keys: bool) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong between rows: keys used twice, and (with `keys`) references to rows that don't exist."""
    seen: set[tuple[Value, ...]] = set()
    for index, row in enumerate(rows):
        key = key_of(table, row)
        if key in seen:
            yield index, table.primary_key[0], table.key_rule
        elif key is not None:
            seen.add(key)
    for link in table.foreign_keys if keys else ():
        own = link.table == table.name
        known: Collection[object] = {row[link.target].value for row in rows} if own else real_keys(link.table)
        for index, row in enumerate(rows):
            value = row[link.field].value
            if value is not None and value not in known:
                yield index, link.field, link.rule


def _cell_faults(field: Field, cell: Cell) -> Iterator[str]:
    if cell.wrong:
        yield field.rule("type")
        return
    if cell.value is None:
        if field.required:
            yield field.rule("required")
        return
    for constraint in field.constraints:
        if constraint.name != "required" and not _KEEPS[constraint.name](cell.value, constraint.value):
            yield constraint.rule


_KEEPS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "pattern": lambda value, limit: re.fullmatch(limit, value) is not None,
    "enum": lambda value, limit: value in limit,
    "minimum": lambda value, limit: bool(value >= limit),
    "maximum": lambda value, limit: bool(value <= limit),
    "maxLength": lambda value, limit: len(value) <= limit,
}


def columns_of(rule: RowRule) -> frozenset[str]:
    """Return the columns that a rule looks at."""
    return _columns_of(rule.check)


@cache
def _columns_of(check: Predicate) -> frozenset[str]:
    return frozenset(_columns(check))


def _columns(part: Predicate | Operand) -> Iterator[str]:
    match part:
        case str():
            yield part
        case Present(field) | In(field, _):
            yield field
        case Sum(fields):
            yield from fields
        case Compare(_, left, right):
            yield from (*_columns(left), *_columns(right))
        case StartsPeriod(date, precision):
            yield from (date, precision)
        case Not(inner):
            yield from _columns(inner)
        case AllOf(parts) | AnyOf(parts):
            yield from (name for inner in parts for name in _columns(inner))


def holds(predicate: Predicate, row: Mapping[str, Cell]) -> bool:
    """Tell whether a predicate holds for a row in which no cell that it looks at is of the wrong type."""
    match predicate:
        case Present(field):
            return row[field].value is not None
        case In(field, values):
            return row[field].value in values
        case Compare(operator, left, right):
            first, second = _operand(left, row), _operand(right, row)
            if first is None or second is None:
                return True
            return first <= second if operator == "le" else first == second  # type: ignore[operator]
        case StartsPeriod(date, precision):
            return _starts_period(row[date].value, row[precision].value)
        case Not(part):
            return not holds(part, row)
        case AllOf(parts):
            return all(holds(part, row) for part in parts)
        case AnyOf(parts):
            return any(holds(part, row) for part in parts)


def _operand(operand: Operand, row: Mapping[str, Cell]) -> Value | None:
    match operand:
        case Constant(value):
            return value
        case Sum(fields):
            values = [row[name].value for name in fields]
            return None if None in values else sum(value for value in values if isinstance(value, int | float))
        case _:
            return row[operand].value


def _starts_period(date: Value | None, precision: Value | None) -> bool:
    if not isinstance(date, dt.date) or precision is None:
        return date is None and precision is None
    match precision:
        case "month":
            return date.day == 1
        case "year":
            return (date.month, date.day) == (1, 1)
        case _:
            return True
