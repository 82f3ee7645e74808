"""The contract of a table in the dialect that a pipeline speaks."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from mali_minusma.reading import table_schema

if TYPE_CHECKING:
    import pandera.pandas
    import pandera.polars

    from mali_minusma.dialects.json_schema import Json
    from mali_minusma.rows import TableName

Dialect: TypeAlias = Literal["table", "json", "pandera", "pandera-polars"]


@overload
def schema(table: TableName, dialect: Literal["table", "json"] = "table") -> dict[str, Json]: ...
@overload
def schema(table: TableName, dialect: Literal["pandera"]) -> pandera.pandas.DataFrameSchema: ...
@overload
def schema(table: TableName, dialect: Literal["pandera-polars"]) -> pandera.polars.DataFrameSchema: ...
def schema(table: TableName, dialect: Dialect = "table") -> object:
    """Return the schema of a table.

    Args:
        table: name of the table.
        dialect: `table` for a Table Schema (Data Package v2), `json` for a JSON Schema (2020-12) of one record,
            `pandera` or `pandera-polars` for a schema of a pandas or a polars frame that has its types.

    Returns:
        A dictionary ready for JSON, or a pandera schema. All of them are made from the same file.

    Raises:
        ValueError: if there is no such table or dialect.

    >>> import mali_minusma as mm
    >>> mm.schema("bases")["primaryKey"]
    ['base_id']
    >>> mm.schema("bases", dialect="pandera").validate(mm.bases()).shape[0]
    17
    """
    contract = table_schema(table)
    match dialect:
        case "table":
            from mali_minusma.dialects.descriptor import table_schema as descriptor_schema

            said: dict[str, Any] = descriptor_schema(contract)
            return deepcopy(said)
        case "json":
            from mali_minusma.dialects.json_schema import json_schema

            return json_schema(contract)
        case "pandera":
            from mali_minusma.dialects.pandera_schema import pandas_schema

            return pandas_schema(contract)
        case "pandera-polars":
            from mali_minusma.dialects.pandera_schema import polars_schema

            return polars_schema(contract)
        case _:
            raise ValueError(f"no dialect {dialect!r}; known are: table, json, pandera, pandera-polars")
