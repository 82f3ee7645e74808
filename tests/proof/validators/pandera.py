"""pandera, on frames of pandas and of polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
from pandera.errors import SchemaErrors

import mali_minusma as mm
from mali_minusma.contract.lexical import PANDAS_DTYPES
from tests.frames import POLARS
from tests.proof.validators.common import Columns, Finding, Form, Request, of_type_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from mali_minusma.contract import TableSchema
    from mali_minusma.schemas import Dialect
    from tests.proof.cells import Row

_PANDAS_OTHER = {
    "texts": (["string"], "str"),
    "objects": (["string"], "object"),
    "decimal numbers": (["number", "integer"], "float64"),
    "whole numbers": (["integer"], "Int64"),
}
_POLARS_OTHER = {
    "texts": (["string"], pl.String),
    "decimal numbers": (["number"], pl.Float64),
    "whole numbers": (["integer"], pl.Int64),
}


def pandas_frame(table: TableSchema, rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as a pandas frame with the dtypes that the contract documents."""
    return pd.DataFrame(
        {
            name: pd.Series([row[name].pandas for row in rows], dtype=object).astype(PANDAS_DTYPES[field.type])
            for name, field in table.by_name.items()
        }
    )


def polars_frame(table: TableSchema, rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a polars frame with the types that the contract documents."""
    return pl.DataFrame(
        {
            name: pl.Series(name, [row[name].polars for row in rows], dtype=POLARS[field.type])
            for name, field in table.by_name.items()
        }
    )


class _Pandera:
    tool = "pandera"
    dialect: Dialect
    frame: Callable[[TableSchema, Sequence[Row]], Any]
    others: Mapping[str, Any]

    def not_expressible(self, table: TableSchema) -> Collection[str]:
        declared: list[str] = self._schema(table).metadata["not-expressible"]
        return declared

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        schemas = {request.table.name: self._schema(request.table) for request in requests}
        return [
            _found(request.table, schemas[request.table.name], type(self).frame(request.table, request.rows))
            for request in requests
        ]

    def whole_columns(self, table: TableSchema, rows: Sequence[Row]) -> Columns:
        schema = self._schema(table)
        frame = type(self).frame(table, rows)
        return {
            f"a column of {name}": (
                self.replaced(table, name),
                _found(table, schema, self._changed(frame, table, name)),
            )
            for name in self.others
        }

    def replaced(self, table: TableSchema, name: str) -> list[str]:
        """Return the columns that are put in another type by `name`: those that have another."""
        kinds, _ = self.others[name]
        return [field.name for field in table.fields if field.type not in kinds]

    def _changed(self, frame: Any, table: TableSchema, name: str) -> Any:
        raise NotImplementedError

    def _schema(self, table: TableSchema) -> Any:
        return mm.schema(table.name, dialect=self.dialect)  # type: ignore[call-overload]


class OnPandas(_Pandera):
    """`mali_minusma.schema(table, dialect="pandera")`."""

    name = "pandera-pandas"
    form: Form = "pandas"
    dialect: Dialect = "pandera"
    frame = staticmethod(pandas_frame)
    others = _PANDAS_OTHER

    def _changed(self, frame: pd.DataFrame, table: TableSchema, name: str) -> pd.DataFrame:
        dtype = self.others[name][1]
        value = "5" if dtype in {"str", "object"} else 5
        return frame.assign(
            **{column: pd.Series([value] * len(frame), dtype=dtype) for column in self.replaced(table, name)}
        )


class OnPolars(_Pandera):
    """`mali_minusma.schema(table, dialect="pandera-polars")`."""

    name = "pandera-polars"
    form: Form = "polars"
    dialect: Dialect = "pandera-polars"
    frame = staticmethod(polars_frame)
    others = _POLARS_OTHER

    def _changed(self, frame: pl.DataFrame, table: TableSchema, name: str) -> pl.DataFrame:
        dtype = self.others[name][1]
        return frame.with_columns(pl.lit(5).cast(dtype).alias(column) for column in self.replaced(table, name))


def _found(table: TableSchema, schema: Any, frame: Any) -> set[Finding]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        records: list[Any] = cases.to_dict("records") if isinstance(cases, pd.DataFrame) else cases.to_dicts()
        return of_type_alone(table, {finding for case in records for finding in _findings(table, case)})
    return set()


def _findings(table: TableSchema, case: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what one failure case says; the rule stands at the head of the message of the check."""
    check, column = str(case["check"]), str(case["column"])
    row = None if case["index"] is None or pd.isna(case["index"]) else int(case["index"])
    rule = check.partition(": ")[0]
    shown = {item.rule: item.fields[0] for item in table.row_rules} | {table.key_rule: table.primary_key[0]}
    if rule in shown:
        yield row, shown[rule], rule
    elif check == "not_nullable":
        yield row, column, table.by_name[column].rule("required")
    elif check.startswith("dtype("):
        yield None, column, table.by_name[column].rule("type")
    else:
        yield row, column, rule
