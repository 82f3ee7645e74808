"""Predicates as dataframe expressions, the same for pandas and polars."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

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


def expression(predicate: Predicate) -> nw.Expr:
    """Return an expression that is True on each row where the predicate holds, and never missing.

    >>> import pandas as pd
    >>> from mali_minusma.contract.predicate import Present
    >>> frame = nw.from_native(pd.DataFrame({"a": ["x", None]}), eager_only=True)
    >>> frame.select(holds=expression(Present("a")))["holds"].to_list()
    [True, False]
    """
    match predicate:
        case Present(field):
            return ~nw.col(field).is_null()
        case In(field, values):
            return ~nw.col(field).is_null() & nw.col(field).is_in(list(values))
        case Compare(operator, left, right):
            first, second = _operand(left), _operand(right)
            holds = first <= second if operator == "le" else first == second
            unknown = reduce(or_, (nw.col(name).is_null() for name in (*operand_fields(left), *operand_fields(right))))
            return unknown | holds
        case StartsPeriod(date, precision):
            return _starts_period(nw.col(date), nw.col(precision))
        case Not(part):
            return ~expression(part)
        case AllOf(parts):
            return reduce(and_, map(expression, parts))
        case AnyOf(parts):
            return reduce(or_, map(expression, parts))


def _operand(operand: Operand) -> nw.Expr:
    match operand:
        case Sum(fields):
            return reduce(lambda total, name: total + nw.col(name), fields[1:], nw.col(fields[0]))
        case Constant(value):
            return nw.lit(value)
        case _:
            return nw.col(operand)


def _starts_period(date: nw.Expr, precision: nw.Expr) -> nw.Expr:
    neither = date.is_null() & precision.is_null()
    both = ~date.is_null() & ~precision.is_null()
    first_of_month = precision.is_in(["month"]) & (date.dt.day() == 1)
    first_of_year = precision.is_in(["year"]) & (date.dt.day() == 1) & (date.dt.month() == 1)
    # A precision outside the vocabulary is the finding of the enumeration, not of this rule.
    other = ~precision.is_in(["month", "year"])
    return neither | (both & (other | first_of_month | first_of_year))
