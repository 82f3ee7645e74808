"""Predicates as dataframe expressions, the same for pandas and polars."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from mali_minusma.contract.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    In,
    Not,
    Present,
    StartsPeriod,
    Sum,
    operand_fields,
)

if TYPE_CHECKING:
    from mali_minusma.contract.predicate import Operand, Predicate


def expression(predicate: Predicate, words: Any) -> Any:  # noqa: ANN401 - an expression of the language given
    """Return an expression that is True on each row where the predicate holds, and never missing.

    Args:
        predicate: what has to hold.
        words: the module that writes expressions: `polars`, or `narwhals`, which has the same words for pandas.

    >>> import polars as pl
    >>> from mali_minusma.contract.predicate import Present
    >>> pl.DataFrame({"a": ["x", None]}).select(holds=expression(Present("a"), pl))["holds"].to_list()
    [True, False]
    """
    match predicate:
        case Present(field):
            return ~words.col(field).is_null()
        case In(field, values):
            return ~words.col(field).is_null() & words.col(field).is_in(list(values))
        case Compare(operator, left, right):
            first, second = _operand(left, words), _operand(right, words)
            holds = first <= second if operator == "le" else first == second
            names = (*operand_fields(left), *operand_fields(right))
            return reduce(or_, (words.col(name).is_null() for name in names)) | holds
        case StartsPeriod(date, precision):
            return _starts_period(words.col(date), words.col(precision))
        case Not(part):
            return ~expression(part, words)
        case AllOf(parts):
            return reduce(and_, (expression(part, words) for part in parts))
        case AnyOf(parts):
            return reduce(or_, (expression(part, words) for part in parts))


def _operand(operand: Operand, words: Any) -> Any:  # noqa: ANN401 - as above
    match operand:
        case Sum(fields):
            return reduce(lambda total, name: total + words.col(name), fields[1:], words.col(fields[0]))
        case Constant(value):
            return words.lit(value)
        case _:
            return words.col(operand)


def _starts_period(date: Any, precision: Any) -> Any:  # noqa: ANN401 - as above
    neither = date.is_null() & precision.is_null()
    both = ~date.is_null() & ~precision.is_null()
    month, year = precision == "month", precision == "year"
    # A precision outside the vocabulary is the finding of the enumeration, not of this rule.
    first = ~(month | year) | ((date.dt.day() == 1) & (month | (date.dt.month() == 1)))
    return neither | (both & first)
