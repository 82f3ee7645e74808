"""A table's schema for pandera, for frames of pandas or of polars that already have their types.

The rule's identifier opens the message of every check, so that a failure says which rule of
`schemas/` it broke. A type is enforced by the column as a whole, and what a column of that type can hold that no file
can write (an empty text, infinity, a time of day, the middle of a month) by a check. What one frame can't say, its
foreign keys, is listed under `not-expressible` in the schema's metadata.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from mali_minusma.contract.lexical import EXPECTED, PANDAS_DTYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandera.pandas as pandera_pandas
    import pandera.polars as pandera_polars

    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.contract.model import Constraint, Field, TableSchema
    from mali_minusma.contract.predicate import Predicate


Whole: TypeAlias = "dict[FieldType, Callable[[Any], Any]]"
"""By type of date, the check that a value is a whole day, or the first day of a month."""

# pandera's own `unique` reports every copy in polars, and its backends differ on missing values; so a check does it.
_KEY_REASON: Final = "the key is that of an earlier row"


def pandas_schema(table: TableSchema) -> pandera_pandas.DataFrameSchema:
    """Return the pandera schema for a pandas frame with the dtypes of `PANDAS_DTYPES`.

    >>> from mali_minusma.contract import load_contract
    >>> pandas_schema(load_contract().tables["bases"]).name
    'bases'
    """
    import narwhals.stable.v2 as nw
    import pandas as pd
    import pandera.pandas as pa

    from mali_minusma.dialects.expressions import expression

    def holds(check: Predicate) -> Callable[[pd.DataFrame], pd.Series[bool]]:
        row_rule = expression(check, nw)
        return lambda frame: nw.from_native(frame, eager_only=True).select(ok=row_rule)["ok"].to_native()

    def limit(value: object) -> object:
        return pd.Timestamp(value) if isinstance(value, dt.date) else value

    def first_of_key(frame: pd.DataFrame) -> pd.Series[bool]:
        key = frame[list(table.primary_key)]
        return ~(key.duplicated() & key.notna().all(axis=1))

    whole: Whole = {
        "date": lambda days: days == days.dt.normalize(),
        "yearmonth": lambda days: (days == days.dt.normalize()) & (days.dt.day == 1),
    }
    columns = {
        field.name: pa.Column(
            PANDAS_DTYPES[field.type], _checks(pa.Check, field, limit, r"\Z", whole), nullable=not field.required
        )
        for field in table.fields
    }
    checks = _across(pa.Check, table, first_of_key, holds)
    return pa.DataFrameSchema(
        columns, checks=checks, strict=True, ordered=True, name=table.name, metadata=_metadata(table)
    )


def polars_schema(table: TableSchema) -> pandera_polars.DataFrameSchema:
    """Return the pandera schema for a polars frame: String, Int64, Float64 and Date.

    >>> from mali_minusma.contract import load_contract
    >>> sorted(polars_schema(load_contract().tables["coverage"]).columns)
    ['note', 'period', 'status', 'table']
    """
    import narwhals.stable.v2 as nw
    import pandera.polars as pa
    import polars as pl

    from mali_minusma.dialects.expressions import expression
    from mali_minusma.inputs.columns import POLARS_DTYPES

    def holds(check: Predicate) -> Callable[[pa.PolarsData], pl.LazyFrame]:
        row_rule = expression(check, nw)
        return lambda data: nw.from_native(data.lazyframe).select(ok=row_rule).to_native()

    def first_of_key(data: pa.PolarsData) -> pl.LazyFrame:
        incomplete = pl.any_horizontal(pl.col(name).is_null() for name in table.primary_key)
        return data.lazyframe.select(ok=pl.struct(table.primary_key).is_first_distinct() | incomplete)

    def first_of_month(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).dt.day() == 1)

    whole: Whole = {"yearmonth": first_of_month}
    columns = {
        field.name: pa.Column(
            POLARS_DTYPES[field.type],
            _checks(pa.Check, field, lambda value: value, "$", whole),
            nullable=not field.required,
        )
        for field in table.fields
    }
    checks = _across(pa.Check, table, first_of_key, holds)
    return pa.DataFrameSchema(
        columns, checks=checks, strict=True, ordered=True, name=table.name, metadata=_metadata(table)
    )


def _metadata(table: TableSchema) -> dict[str, list[str]]:
    """Return what the schema says of itself: a key of another table can't be looked up in one frame."""
    return {"not-expressible": [key.rule for key in table.foreign_keys]}


def _across(check: Any, table: TableSchema, first_of_key: Any, holds: Callable[[Predicate], Any]) -> list[Any]:  # noqa: ANN401
    """Return the checks across columns: of the key, then of each rule of the table."""
    rules = [(table.key_rule, _KEY_REASON, first_of_key)]
    rules += [(rule.rule, rule.reason, holds(rule.check)) for rule in table.row_rules]
    # A missing cell is for the function to judge, not to be passed over.
    return [check(function, name=rule, error=f"{rule}: {why}", ignore_na=False) for rule, why, function in rules]


def _checks(check: Any, field: Field, limit: Callable[[object], object], end: str, whole: Whole) -> list[Any]:  # noqa: ANN401
    """Return the checks of one field.

    `end` is what only the very end of a text matches: in Python's regular expressions `$` lets a trailing newline
    through, in polars' it doesn't.
    """
    declared = [
        _check(check, constraint, limit(constraint.value), end, f"{constraint.rule}: expected {constraint.expected}")
        for constraint in field.constraints
        if constraint.name != "required"  # pandera's own `nullable`
    ]
    return [*_type_checks(check, field, whole), *declared]


def _type_checks(check: Any, field: Field, whole: Whole) -> list[Any]:  # noqa: ANN401
    """Return the checks of what a column of the right type can hold and no file can write."""
    error = f"{field.rule('type')}: expected {EXPECTED[field.type]}"
    match field.type:
        case "string":
            return [check.str_length(min_value=1, error=error)]
        case "number":
            # Infinities, and in polars NaN, which is not a missing value there.
            return [check.in_range(-sys.float_info.max, sys.float_info.max, error=error)]
        case kind:
            return [check(whole[kind], name=field.rule("type"), error=error)] if kind in whole else []


def _check(check: Any, constraint: Constraint, value: Any, end: str, error: str) -> Any:  # noqa: ANN401
    match constraint.name:
        case "pattern":
            # str_matches anchors the start alone.
            return check.str_matches(rf"(?:{value}){end}", error=error)
        case "enum":
            return check.isin(list(value), error=error)
        case "minimum":
            return check.ge(value, error=error)
        case "maximum":
            return check.le(value, error=error)
        case "maxLength":
            return check.str_length(max_value=value, error=error)
        case "required":
            raise AssertionError("required is said by `nullable`")
