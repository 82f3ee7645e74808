"""A table's schema as polars expressions: how text is read as values, and what fails where.

These run over columns of text (as a file holds them) or of values, batch by batch. A check looks at
values that were read; a cell that doesn't write a value of its type is the finding of its type alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from mali_minusma.contract.lexical import WRITTEN
from mali_minusma.contract.predicate import fields_of
from mali_minusma.dialects.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Collection

    from mali_minusma.contract.model import Constraint, Field, TableSchema


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
    return pl.when(text.str.contains(rf"\A(?:{WRITTEN[field.type]})\z")).then(cast_text(field))


def cast_text(field: Field) -> pl.Expr:
    """Return the values that a column of text writes in which every text is of the form that its type is written in.

    Missing where it is of that form and writes no value all the same, such as the 30th of February.
    """
    text = pl.col(field.name)
    match field.type:
        case "string":
            return text
        case "integer":
            return text.cast(pl.Int64, strict=False)
        case "number":
            value = text.cast(pl.Float64, strict=False)
            return pl.when(value.is_finite()).then(value)
        case "date":
            return text.str.to_date("%Y-%m-%d", strict=False)
        case "yearmonth":
            return (text + "-01").str.to_date("%Y-%m-%d", strict=False)


def row_rules(table: TableSchema, columns: Collection[str]) -> dict[str, pl.Expr]:
    """Return, by rule, the expression that is True on a row that keeps it.

    Args:
        table: the schema.
        columns: the columns that are there; a rule that looks at another one can't be run.
    """
    return {rule.rule: expression(rule.check, pl) for rule in table.row_rules if fields_of(rule.check) <= set(columns)}


def fails(field: Field, constraint: Constraint) -> pl.Expr:
    """Return the expression that is True where a constraint of one column is broken, and never missing.

    A cell that can't be read is missing; that it isn't `required` that it breaks is for the caller to know.
    """
    value: pl.Expr = pl.col(field.name)
    limit: Any = constraint.value
    match constraint.name:
        case "required":
            return value.is_null()
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
