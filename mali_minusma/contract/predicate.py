"""The small language in which a schema says what holds across the columns of a row.

A predicate is a JSON object with one operator:

- `{"present": F}`, `{"missing": F}`: the cell holds a value, or doesn't;
- `{"in": [F, [values]]}`: the cell holds one of the values (a missing cell doesn't);
- `{"le": [A, B]}`, `{"eq": [A, B]}`: compare two operands, each a field, `{"value": x}` or `{"sum": [fields]}`.
  A comparison with a missing operand holds: nothing is known that could break it;
- `{"starts_period": [D, P]}`: date `D` and its precision `P` are both present or both missing, and a month or a
  year is written as its first day;
- `{"all": [...]}`, `{"any": [...]}`, `{"not": ...}`, `{"if": ..., "then": ...}`.

It is deliberately too small to compute with, so that every dialect (pandas, polars, SQL, JSON
Schema) can say the same thing, or say that it can't.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


@dataclass(frozen=True)
class Present:
    """The cell holds a value."""

    field: str


@dataclass(frozen=True)
class In:
    """The cell holds one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """The sum of several number fields; missing if one of them is."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class Constant:
    """A fixed whole number."""

    value: int


Operand: TypeAlias = str | Sum | Constant


@dataclass(frozen=True)
class Compare:
    """`left <= right` (`le`) or `left == right` (`eq`); holds if an operand is missing."""

    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True)
class StartsPeriod:
    """The date is the first day of the period that its precision names; both or neither are given."""

    date: str
    precision: str


@dataclass(frozen=True)
class Not:
    """The part doesn't hold."""

    part: Predicate


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Predicate, ...]


Predicate: TypeAlias = Present | In | Compare | StartsPeriod | Not | AllOf | AnyOf


def read(source: object, fields: Collection[str]) -> Predicate:
    """Return the predicate that a JSON object writes.

    Args:
        source: the object under `check` in a schema.
        fields: the names that the table has.

    Raises:
        ValueError: if an operator or a field is unknown; nothing is skipped.

    >>> read({"if": {"present": "b"}, "then": {"le": ["a", "b"]}}, {"a", "b"})
    AnyOf(parts=(Not(part=Present(field='b')), Compare(operator='le', left='a', right='b')))
    >>> read({"present": "c"}, {"a", "b"})
    Traceback (most recent call last):
    ...
    ValueError: unknown field 'c'
    """
    match source:
        case {"if": condition, "then": consequence, **rest} if not rest:
            return AnyOf((Not(read(condition, fields)), read(consequence, fields)))
        case dict() if len(source) == 1:
            ((operator, argument),) = source.items()
            reader = _READERS.get(operator)
            if reader is None:
                raise ValueError(f"unknown operator {operator!r}; known are: if, {', '.join(_READERS)}")
            return reader(argument, fields)
        case _:
            raise ValueError(f"expected an object with one operator, found {source!r}")


def _field(name: object, fields: Collection[str]) -> str:
    if not isinstance(name, str) or name not in fields:
        raise ValueError(f"unknown field {name!r}")
    return name


def _operand(source: object, fields: Collection[str]) -> Operand:
    match source:
        case {"sum": [*names]}:
            return Sum(tuple(_field(name, fields) for name in names))
        case {"value": int(value)}:
            return Constant(value)
        case _:
            return _field(source, fields)


def _pair(argument: object) -> tuple[object, object]:
    match argument:
        case [first, second]:
            return first, second
        case _:
            raise ValueError(f"expected a list of two, found {argument!r}")


def _in(argument: object, fields: Collection[str]) -> In:
    name, values = _pair(argument)
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"expected a list of texts, found {values!r}")
    return In(_field(name, fields), tuple(values))


def _compare(operator: str) -> Callable[[object, Collection[str]], Compare]:
    def build(argument: object, fields: Collection[str]) -> Compare:
        left, right = _pair(argument)
        return Compare(operator, _operand(left, fields), _operand(right, fields))

    return build


def _starts_period(argument: object, fields: Collection[str]) -> StartsPeriod:
    date, precision = _pair(argument)
    return StartsPeriod(_field(date, fields), _field(precision, fields))


def _parts(argument: object, fields: Collection[str]) -> tuple[Predicate, ...]:
    if not isinstance(argument, list) or not argument:
        raise ValueError(f"expected a list of predicates, found {argument!r}")
    return tuple(read(part, fields) for part in argument)


_READERS: dict[str, Callable[[object, Collection[str]], Predicate]] = {
    "present": lambda argument, fields: Present(_field(argument, fields)),
    "missing": lambda argument, fields: Not(Present(_field(argument, fields))),
    "in": _in,
    "le": _compare("le"),
    "eq": _compare("eq"),
    "starts_period": _starts_period,
    "not": lambda argument, fields: Not(read(argument, fields)),
    "all": lambda argument, fields: AllOf(_parts(argument, fields)),
    "any": lambda argument, fields: AnyOf(_parts(argument, fields)),
}


def fields_of(predicate: Predicate) -> frozenset[str]:
    """Return the fields that a predicate looks at.

    >>> sorted(fields_of(Compare("le", "a", Sum(("b", "c")))))
    ['a', 'b', 'c']
    """
    match predicate:
        case Present(field) | In(field):
            return frozenset({field})
        case Compare(_, left, right):
            return frozenset((*operand_fields(left), *operand_fields(right)))
        case StartsPeriod(date, precision):
            return frozenset({date, precision})
        case Not(part):
            return fields_of(part)
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*map(fields_of, parts))


def operand_fields(operand: Operand) -> tuple[str, ...]:
    """Return the fields whose values an operand is made of."""
    match operand:
        case Sum(fields):
            return fields
        case Constant():
            return ()
        case _:
            return (operand,)
