"""pandera's view of a table, translated to the rules of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.contract import TableSchema
    from mali_minusma.validation.table import Table

NAME = "pandera"


def hits(table: Table) -> Iterator[Hit]:
    """Yield what pandera finds in the typed values of a table."""
    from mali_minusma.dialects.pandera_schema import pandas_schema

    if not table.height:
        return
    yield from frame_hits(table.schema, table.frame(), pandas_schema(table.schema))


def frame_hits(schema: TableSchema, frame: Any, validator: Any) -> Iterator[Hit]:  # noqa: ANN401 - pandas' or polars'
    """Yield what a pandera schema finds in a frame of pandas or of polars.

    Args:
        schema: the contract's schema of the table.
        frame: a frame; rows are counted by position, whatever its index.
        validator: the pandera schema made from `schema`.
    """
    from pandera.errors import SchemaErrors

    try:
        validator.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        records = cases.to_dict("records") if hasattr(cases, "to_records") else cases.to_dicts()
        for case in records:
            yield from _hit(schema, case)


def _hit(schema: TableSchema, case: dict[str, Any]) -> Iterator[Hit]:
    check, column = str(case["check"]), case["column"]
    row = int(case["index"]) if case["index"] is not None and case["index"] == case["index"] else -1
    rule = check.partition(": ")[0]
    by_rule = {item.rule: item for item in schema.row_rules}
    if rule in by_rule:
        yield Hit(schema.name, row, by_rule[rule].fields[0], rule, NAME)
    elif rule == schema.key_rule:
        yield Hit(schema.name, row, schema.primary_key[0], schema.key_rule, NAME)
    elif check == "not_nullable":
        yield Hit(schema.name, row, column, f"{schema.name}.{column}.required", NAME)
    elif check in {"column_in_dataframe", "column_in_schema", "column_ordered"}:
        name = str(case["failure_case"])
        expected = f"exactly the columns {', '.join(schema.by_name)}, in this order"
        yield Hit(schema.name, -1, name, "file.header", NAME, expected, name)
    elif check.startswith("dtype("):
        expected = f"a column of type {check.removeprefix('dtype(').rstrip(')')}"
        yield Hit(schema.name, -1, column, f"{schema.name}.{column}.type", NAME, expected, str(case["failure_case"]))
    else:
        yield Hit(schema.name, row, column, rule, NAME)
