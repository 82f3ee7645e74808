"""The ways to break one constraint, and what stands just inside it: by constraint, for any field."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract.lexical import write
from tests.proof import row_rules, wrong_types
from tests.proof.cells import MEMBER_LEFT_OUT, MISSING, Row, good, key_of, real_keys, real_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mali_minusma.contract import Constraint, Field, ForeignKey, TableSchema, Value
    from tests.proof.cells import Cell


@dataclass(frozen=True, slots=True)
class Change:
    """Cells to write into one row, and the rows that must stand beside it."""

    cells: Mapping[str, Cell]
    beside: tuple[int, ...] = ()


Ways: TypeAlias = "Callable[[int], Iterable[Change]]"
"""For the index of a row, the changes that would do, the best first."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to break a rule, or (if it doesn't break it) a value just inside it that must be accepted."""

    rule: str
    column: str
    """Where the finding is shown."""
    name: str
    ways: Ways
    breaks: bool = True
    optional: bool = False
    """Whether the tables need not have a row in which it can be written alone."""
    touched: frozenset[str] = field(default_factory=frozenset)
    """The columns that it is about."""

    @property
    def last_resort(self) -> bool:
        """Whether it is tried only where no smaller change breaks the rule."""
        return self.name == row_rules.SEVERAL


def variants(table: TableSchema) -> Iterator[Variant]:
    """Yield every way in which a rule of the table is broken or met."""
    for item in table.fields:
        touched = frozenset({item.name})
        for name, cell in wrong_types.wrong(item).items():
            yield Variant(item.rule("type"), item.name, name, _always(item, cell), touched=touched)
        for name, cell in wrong_types.right(item).items():
            yield Variant(
                item.rule("type"), item.name, name, _always(item, cell), breaks=False, optional=True, touched=touched
            )
        for constraint in item.constraints:
            for name, cells in _BROKEN[constraint.name](item, constraint).items():
                # One of the ways to break a pattern may be a valid value of another pattern.
                yield Variant(
                    constraint.rule, item.name, name, _any_of(item, cells),
                    optional=constraint.name == "pattern", touched=touched,
                )  # fmt: skip
            for name, cell in _kept(item, constraint).items():
                yield Variant(constraint.rule, item.name, name, _always(item, cell), breaks=False, touched=touched)
    key = table.primary_key[0]
    yield Variant(table.key_rule, key, "the key of an earlier row", partial(_earlier_key, table))
    for link in table.foreign_keys:
        yield from _dangling(table, link)
    for rule in table.row_rules:
        for name, breaks, ways in row_rules.ways(table, rule):
            yield Variant(
                rule.rule, rule.fields[0], name, _cells_only(table, ways), breaks,
                optional=True, touched=frozenset(rule.fields),
            )  # fmt: skip


def _always(item: Field, cell: Cell) -> Ways:
    return _any_of(item, [cell])


def _any_of(item: Field, cells: Iterable[Cell]) -> Ways:
    changes = [Change({item.name: cell}) for cell in cells]
    return lambda _: changes


def _cells_only(table: TableSchema, ways: Callable[[Row], Iterable[Mapping[str, Cell]]]) -> Ways:
    return lambda index: (Change(cells) for cells in ways(real_rows(table.name)[index]))


def _required(_: Field, __: Constraint) -> dict[str, list[Cell]]:
    return {"missing": [MISSING], "left out": [MEMBER_LEFT_OUT]}


def _pattern(item: Field, _: Constraint) -> dict[str, list[Cell]]:
    valid = item.example
    texts = {
        "newline at the end": f"{valid}\n",
        "newline at the start": f"\n{valid}",
        "space at the start": f" {valid}",
        "space at the end": f"{valid} ",
        "more text behind": f"{valid} and more",
        "more text before": f"see {valid}",
        "a second line": f"{valid}\n{valid}",
        "another case": valid.swapcase(),
        "letter of another script": valid.replace("a", "\u0430").replace("M", "\u041c"),
        "digits of another script": valid.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)}),
        "another kind of text": "!?",
    }
    return {name: [good(item, text)] for name, text in texts.items() if text != valid}


def _enum(item: Field, constraint: Constraint) -> dict[str, list[Cell]]:
    values = [str(value) for value in _values(constraint)]
    texts = {
        "another case": [value.upper() for value in values],
        "a capital": [value.capitalize() for value in values],
        "a letter more": [f"{value}x" for value in values],
        "a letter less": [value[:-1] for value in values],
        "space at the start": [f" {value}" for value in values],
        "newline at the end": [f"{value}\n" for value in values],
        "something else": ["nothing of the kind"],
    }
    wrong = {name: [text for text in several if text not in values] for name, several in texts.items()}
    return {name: [good(item, text) for text in several] for name, several in wrong.items() if several}


def _values(constraint: Constraint) -> tuple[str, ...]:
    return constraint.value if isinstance(constraint.value, tuple) else ()


def _limit(item: Field, constraint: Constraint) -> dict[str, list[Cell]]:
    sign = -1 if constraint.name == "minimum" else 1
    beyond = {"just outside": _step(item, constraint.value, sign), "far outside": _far(item, sign)}
    return {name: [good(item, write(value, item.type))] for name, value in beyond.items()}


def _step(item: Field, limit: object, sign: int) -> Value:
    match limit:
        case dt.date() if item.type == "yearmonth":
            month = limit.year * 12 + limit.month - 1 + sign
            return dt.date(month // 12, month % 12 + 1, 1)
        case dt.date():
            return limit + dt.timedelta(days=sign)
        case int() | float():
            return limit + sign if item.type == "integer" else limit + sign * 0.00001
        case _:
            raise AssertionError(f"a limit of another kind: {limit!r}")


def _far(item: Field, sign: int) -> Value:
    if item.type in {"date", "yearmonth"}:
        return dt.date(1, 1, 1) if sign < 0 else dt.date(9999, 12, 1)
    return sign * 10**6


def _max_length(item: Field, constraint: Constraint) -> dict[str, list[Cell]]:
    return {name: [good(item, text)] for name, text in _lengths(item, constraint, more=1).items()}


DOVE: Final = "\U0001f54a"
"""One character that UTF-16 writes as two, and UTF-8 as four bytes."""


def _lengths(item: Field, constraint: Constraint, more: int) -> dict[str, str]:
    length = int(str(constraint.value)) + more
    texts = {"letters": item.example + "a" * (length - len(item.example))}
    if item.pattern is None:
        texts |= {"letters of two bytes": "é" * length, "characters beyond the BMP": DOVE * length}
    return {(f"one more: {name}" if more else f"the limit: {name}"): text for name, text in texts.items()}


_BROKEN: Final[Mapping[str, Callable[[Field, Constraint], dict[str, list[Cell]]]]] = {
    "required": _required,
    "pattern": _pattern,
    "enum": _enum,
    "minimum": _limit,
    "maximum": _limit,
    "maxLength": _max_length,
}


def _kept(item: Field, constraint: Constraint) -> dict[str, Cell]:
    """Return what stands just inside a constraint."""
    match constraint.name:
        case "enum":
            return {f"the value {value}": good(item, value) for value in _values(constraint)}
        case "minimum" | "maximum" if not isinstance(constraint.value, tuple):
            return {"the limit": good(item, write(constraint.value, item.type))}
        case "maxLength":
            return {name: good(item, text) for name, text in _lengths(item, constraint, more=0).items()}
        case _:
            return {}


def _earlier_key(table: TableSchema, index: int) -> Iterator[Change]:
    rows = real_rows(table.name)
    for earlier in range(max(0, index - 5), index):
        if key_of(table, rows[earlier]) is not None:
            yield Change({name: rows[earlier][name] for name in table.primary_key}, (earlier,))


def _dangling(table: TableSchema, link: ForeignKey) -> Iterator[Variant]:
    item = table.by_name[link.field]
    keys = sorted(str(key) for key in real_keys(link.table))[:40]
    texts = {
        "no such key": ["nobody-and-nowhere"],
        "a longer key": [f"{key}-x" for key in keys],
        "a shorter key": [key[:-1] for key in keys],
    }
    for name, several in texts.items():
        cells = [good(item, text) for text in several if text not in real_keys(link.table)]
        yield Variant(link.rule, link.field, name, _any_of(item, cells), touched=frozenset({link.field}))
