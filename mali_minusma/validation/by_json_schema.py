"""JSON Schema's view of each record, translated to the rules of the contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract import load_contract
from mali_minusma.dialects.json_schema import json_schema
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from mali_minusma.contract.model import RowRule
    from mali_minusma.dialects.json_schema import Json
    from mali_minusma.validation.table import Row, Table

NAME = "JSON Schema"

KEPT: Final = 2**16
"""How many values of a column, or of columns that a condition compares, are remembered."""

_OF_TYPE = {"type", "format", "minLength"}

Found: TypeAlias = tuple[str, str, str]
"""Rule, column and what was expected, of one error in one row."""


@dataclass(frozen=True)
class Part:
    """A part of a schema that looks at some columns only, and what it found in their values so far.

    A record is valid if each property and each condition of its schema is, so that a value that came before, in
    another row or in another copy of a table, isn't walked through again.
    """

    columns: tuple[str, ...]
    schema: dict[str, Json]
    rule: RowRule | None
    """The rule that a condition stands for; a property stands for the constraints of its field."""
    seen: dict[tuple[str, ...], tuple[Found, ...]] = field(default_factory=dict)


def hits(table: Table) -> Iterator[Hit]:
    """Yield what the table's JSON Schema finds in its records."""
    from jsonschema import Draft202012Validator

    whole = Draft202012Validator({}, format_checker=Draft202012Validator.FORMAT_CHECKER)
    parts = [(part, whole.evolve(schema=part.schema)) for part in _parts(table.name)]
    for row in table.rows:
        record: dict[str, Json] = {}
        for part, validator in parts:
            texts = tuple([row.text[column] for column in part.columns])
            found = part.seen.get(texts)
            if found is None:
                record = record or as_record(table, row)
                errors = validator.iter_errors({column: record[column] for column in part.columns})
                found = tuple(dict.fromkeys(_found(table, row, error, part) for error in errors))
                if len(part.seen) < KEPT:
                    part.seen[texts] = found
            for rule, column, message in found:
                yield Hit(table.name, row.index, column, rule, NAME, message)


@cache
def _parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a table's schema: its properties, then its conditions."""
    table = load_contract().tables[name]
    schema = json_schema(table)
    properties, conditions = schema["properties"], schema.get("allOf", [])
    if not isinstance(properties, dict) or not isinstance(conditions, list):
        raise TypeError(f"the JSON Schema of {name} has no properties")
    unsaid = schema["x-not-expressible"]
    rules = [rule for rule in table.row_rules if not isinstance(unsaid, list) or rule.rule not in unsaid]
    said = [Part((column,), {"properties": {column: value}}, None) for column, value in properties.items()]
    for rule, condition in zip(rules, conditions, strict=True):
        if isinstance(condition, dict):
            named = _named(condition)
            said.append(Part(tuple(column for column in properties if column in named), condition, rule))
    return tuple(said)


def _named(schema: Json) -> set[str]:
    """Return the properties that a schema names."""
    if isinstance(schema, list):
        return {name for part in schema for name in _named(part)}
    if not isinstance(schema, dict):
        return set()
    named = {name for key, part in schema.items() if key != "properties" for name in _named(part)}
    properties = schema.get("properties", {})
    return named | (set(properties) if isinstance(properties, dict) else set())


def as_record(table: Table, row: Row) -> dict[str, Json]:
    """Return the row as the JSON object that the schema describes; an unreadable cell stays text."""
    record: dict[str, Json] = {}
    for column in table.schema.by_name:
        value, text = row.value[column], row.text[column]
        if value is None:
            record[column] = text or None
        else:
            record[column] = value if isinstance(value, int | float) else text
    return record


def _found(table: Table, row: Row, error: ValidationError, part: Part) -> Found:
    if part.rule is not None:
        return part.rule.rule, part.rule.fields[0], ""
    (column,) = part.columns
    constrained = table.schema.by_name[column]
    name = str(error.validator)
    if row.text[column] == "" and constrained.required:
        name = "required"
    elif name in _OF_TYPE or (name == "pattern" and constrained.pattern is None):
        name = "type"
    return constrained.rule(name), column, ""
