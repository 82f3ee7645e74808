"""The ways to break a rule across the columns of a row, found from its predicate."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract.lexical import write
from mali_minusma.contract.predicate import Compare, StartsPeriod, Sum
from tests.proof.cells import MISSING, good, real_rows
from tests.proof.oracle import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mali_minusma.contract import Field, RowRule, TableSchema
    from tests.proof.cells import Cell, Row

Ways: TypeAlias = "Callable[[Row], Iterable[Mapping[str, Cell]]]"

SOME: Final = 4
"""How many values of a column are tried."""

SEVERAL: Final = "several columns changed"
"""The way that is tried only where none that changes one column breaks the rule."""


def ways(table: TableSchema, rule: RowRule) -> Iterator[tuple[str, bool, Ways]]:
    """Yield the name of each way, whether it breaks the rule, and for a row the changes that would do."""
    match rule.check:
        case StartsPeriod(date, precision):
            yield from _precision(table, date, precision)
        case Compare("le", str() as left, str() as right):
            earlier, later = table.by_name[left], table.by_name[right]
            yield "the wrong way round", True, lambda row: _after(earlier, row, later)
            yield "the same", False, partial(_same, left, right)
        case Compare("eq", Sum(parts), right):
            whole = [right] if isinstance(right, str) else []
            for name, step in (("one too many", 1), ("one too few", -1)):
                yield name, True, partial(_counted, table, [*whole, *parts], step)
        case _:
            yield from _any_change(table, rule)


def _precision(table: TableSchema, date: str, precision: str) -> Iterator[tuple[str, bool, Ways]]:
    day, exact = table.by_name[date], table.by_name[precision]

    def on(month: int, number: int, written: str) -> Ways:
        def cells(row: Row) -> Iterator[dict[str, Cell]]:
            known = row[date].value
            for year in (known.year if isinstance(known, dt.date) else 2020, 2020, 2015):
                text = dt.date(year, month, number).isoformat()
                yield {date: good(day, text), precision: good(exact, written)}

        return cells

    yield "a day in the middle of the month", True, on(5, 14, "month")
    yield "a day in January of the year", True, on(1, 2, "year")
    yield "the first of another month of the year", True, on(2, 1, "year")
    yield "the first of the month", False, on(5, 1, "month")
    yield "the first of the year", False, on(1, 1, "year")
    yield "any day", False, on(5, 14, "day")
    yield "a date without its precision", True, lambda _: [{date: good(day, "2020-01-01"), precision: MISSING}]
    yield "a precision without its date", True, lambda _: [{date: MISSING, precision: good(exact, "day")}]


def _after(earlier: Field, row: Row, later: Field) -> Iterator[dict[str, Cell]]:
    """Yield changes after which one date comes just after the other: by a day, or by a month or a year."""
    first, last = row[earlier.name].value, row[later.name].value
    if isinstance(last, dt.date):
        for day in (last + dt.timedelta(days=1), _next_month(last), dt.date(last.year + 1, 1, 1)):
            yield {earlier.name: good(earlier, write(day, earlier.type))}
    if isinstance(first, dt.date):
        for day in (first - dt.timedelta(days=1), first.replace(day=1), dt.date(first.year - 1, 1, 1)):
            if day < first:
                yield {later.name: good(later, write(day, later.type))}


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _same(left: str, right: str, row: Row) -> Iterator[dict[str, Cell]]:
    if not row[right].missing:
        yield {left: row[right]}


def _counted(table: TableSchema, columns: list[str], step: int, row: Row) -> Iterator[dict[str, Cell]]:
    for name in columns:
        value = row[name].value
        if isinstance(value, int):
            yield {name: good(table.by_name[name], str(value + step))}


def _any_change(table: TableSchema, rule: RowRule) -> Iterator[tuple[str, bool, Ways]]:
    """Yield, for each column that the rule looks at, its value taken away and another one put in."""
    columns = sorted(columns_of(rule), key=list(table.by_name).index)
    for name in columns:
        if not table.by_name[name].required:
            yield f"without {name}", True, partial(_without, name)
        yield f"with another {name}", True, partial(_others, table, name, columns)
    yield SEVERAL, True, partial(_product, table, columns)


def _without(name: str, _: Row) -> list[dict[str, Cell]]:
    return [{name: MISSING}]


def _others(table: TableSchema, name: str, columns: list[str], row: Row) -> Iterator[dict[str, Cell]]:
    for cell in _candidates(table, name, columns, row):
        if cell is not MISSING and cell.value != row[name].value:
            yield {name: cell}


def _product(table: TableSchema, columns: list[str], row: Row) -> Iterator[dict[str, Cell]]:
    for cells in product(*(_candidates(table, name, columns, row) for name in columns)):
        yield dict(zip(columns, cells, strict=True))


def _candidates(table: TableSchema, name: str, columns: list[str], row: Row) -> list[Cell]:
    """Return cells to try: values of the field, values of its neighbours, nothing."""
    item = table.by_name[name]
    values = [category.value for category in item.enum] or _real(table.name, name)
    cells = [good(item, value) for value in dict.fromkeys([*values, item.example])]
    cells += [row[other] for other in columns if other != name and table.by_name[other].type == item.type]
    return cells if item.required else [*cells, MISSING]


def _real(table: str, column: str) -> list[str]:
    texts = dict.fromkeys(str(row[column].text) for row in real_rows(table)[:500])
    return [text for text in texts if text][:SOME]
