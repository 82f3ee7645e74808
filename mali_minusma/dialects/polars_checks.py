"""A table's schema as polars expressions: how text is read as values, and what fails where.

These run over columns of text (as a file holds them) or of values, batch by batch. A check looks at
values that were read; a cell that doesn't write a value of its type is the finding of its type alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import polars as pl

from mali_minusma.contract.lexical import WRITTEN
from mali_minusma.contract.predicate import fields_of
from mali_minusma.dialects.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import narwhals.stable.v2 as nw

    from mali_minusma.contract.model import Constraint, Field, TableSchema


@dataclass(frozen=True)
class Check:
    """What fails, and where it is shown."""

    rule: str
    column: str
    fails: pl.Expr
    """True on each row that breaks the rule, and never missing."""


def unreadable(column: str) -> str:
    """Return the name of the column that tells which cells of another could not be read; no field can have it."""
    return f"{column} unreadable"


def read_text(field: Field) -> pl.Expr:
    """Return the values that a column of text writes; missing where it writes none.

    >>> from mali_minusma.contract import load_contract
    >>> order = load_contract().tables["bases"].by_name["closure_order"]
    >>> pl.DataFrame({"closure_order": ["8", "1_0", None]}).select(read_text(order)).to_series().to_list()
    [8, None, None]
    """
    text = pl.col(field.name)
    if field.type == "string":
        return text
    written = text.str.contains(rf"\A(?:{WRITTEN[field.type]})\z")
    match field.type:
        case "integer":
            return pl.when(written).then(text.cast(pl.Int64, strict=False))
        case "number":
            value = text.cast(pl.Float64, strict=False)
            return pl.when(written & value.is_finite()).then(value)
        case "date":
            return pl.when(written).then(text.str.to_date("%Y-%m-%d", strict=False))
        case "yearmonth":
            return pl.when(written).then((text + "-01").str.to_date("%Y-%m-%d", strict=False))


def row_rules(table: TableSchema, columns: Collection[str]) -> dict[str, nw.Expr]:
    """Return, by rule, the expression that holds on a row: the one that pandera checks as well.

    Args:
        table: the schema.
        columns: the columns that are there; a rule that looks at another one can't be run.
    """
    return {rule.rule: expression(rule.check) for rule in table.row_rules if fields_of(rule.check) <= set(columns)}


def checks(table: TableSchema, columns: Collection[str]) -> Iterator[Check]:
    """Yield the checks of a table that look at one row.

    They look at its values, the columns named by `unreadable`, and those of `row_rules` under the rule's identifier.

    Args:
        table: the schema.
        columns: the columns that are there.
    """
    for field in table.fields:
        if field.name in columns:
            yield Check(field.rule("type"), field.name, pl.col(unreadable(field.name)))
            for constraint in field.constraints:
                yield Check(constraint.rule, field.name, fails(field, constraint))
    for rule in table.row_rules:
        looked_at = fields_of(rule.check)
        if looked_at <= set(columns):
            # What can't be read says nothing about the row.
            silent = reduce(or_, (pl.col(unreadable(name)) for name in sorted(looked_at)))
            yield Check(rule.rule, rule.fields[0], ~pl.col(rule.rule) & ~silent)


def fails(field: Field, constraint: Constraint) -> pl.Expr:
    """Return the expression that is True where a constraint of one column is broken."""
    value: pl.Expr = pl.col(field.name)
    limit: Any = constraint.value
    match constraint.name:
        case "required":
            return value.is_null() & ~pl.col(unreadable(field.name))
        case "pattern":
            broken = ~value.str.contains(rf"\A(?:{limit})\z")
        case "enum":
            broken = ~value.is_in(pl.lit(pl.Series(list(limit), dtype=pl.String)).implode())
        case "minimum":
            broken = value < limit
        case "maximum":
            broken = value > limit
        case "maxLength":
            broken = value.str.len_chars() > limit
    return broken.fill_null(value=False)
