"""JSON Schema's view of each record, translated to the rules of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.dialects.json_schema import json_schema
from mali_minusma.validation.table import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from mali_minusma.dialects.json_schema import Json
    from mali_minusma.validation.table import Row, Table

NAME = "JSON Schema"

_OF_TYPE = {"type", "format"}


def hits(table: Table) -> Iterator[Hit]:
    """Yield what the table's JSON Schema finds in its records."""
    from jsonschema import Draft202012Validator

    schema = json_schema(table.schema)
    conditions = _conditions(table, schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for row in table.rows:
        record = as_record(table, row)
        seen = set()
        for error in validator.iter_errors(record):
            hit = _hit(table, row, error, conditions)
            if (hit.rule, hit.column) not in seen:
                seen.add((hit.rule, hit.column))
                yield hit


def as_record(table: Table, row: Row) -> dict[str, Json]:
    """Return the row as the JSON object that the schema describes; an unreadable cell stays text."""
    record: dict[str, Json] = {}
    for field in table.schema.fields:
        value, text = row.value[field.name], row.text[field.name]
        if value is None:
            record[field.name] = text or None
        else:
            record[field.name] = value if isinstance(value, int | float) else text
    return record


def _hit(table: Table, row: Row, error: ValidationError, conditions: list[str]) -> Hit:
    path = list(error.absolute_schema_path)
    if path[0] == "allOf" and isinstance(path[1], int):
        rule = conditions[path[1]]
        fields = next(item.fields for item in table.schema.row_rules if item.rule == rule)
        return Hit(table.name, row.index, fields[0], rule, NAME)
    if not error.absolute_path:
        return Hit(table.name, row.index, "", f"{table.name}.{error.validator}", NAME, error.message)
    column = str(error.absolute_path[0])
    field = table.schema.by_name[column]
    name = str(error.validator)
    if row.text[column] == "" and field.required:
        name = "required"
    elif name in _OF_TYPE or (name == "pattern" and field.pattern is None):
        name = "type"
    return Hit(table.name, row.index, column, field.rule(name), NAME)


def _conditions(table: Table, schema: dict[str, Json]) -> list[str]:
    """Return the rules in the order in which they stand under `allOf`."""
    unsaid = schema["x-not-expressible"]
    return [rule.rule for rule in table.schema.row_rules if not isinstance(unsaid, list) or rule.rule not in unsaid]
