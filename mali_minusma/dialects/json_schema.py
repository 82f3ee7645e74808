"""A table's records as a JSON Schema (draft 2020-12), for one record in any language.

A record is an object with one member a column; a missing value is `null` or left out, unless the
column is required. What JSON Schema can't say (keys, order of dates, sums) is listed under
`x-not-expressible`, so that a green result is not read as more than it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mali_minusma.contract.lexical import INT64_MAX, INT64_MIN, WRITTEN
from mali_minusma.contract.predicate import AllOf, AnyOf, Compare, In, Not, Present, StartsPeriod

if TYPE_CHECKING:
    from mali_minusma.contract.model import Field, TableSchema
    from mali_minusma.contract.predicate import Predicate

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def anchored(pattern: str) -> str:
    r"""Return the pattern so that it must match the whole text; `$` alone would let a newline through.

    >>> anchored("[A-Z]{3}")
    '^(?:[A-Z]{3})(?![\\s\\S])'
    """
    return rf"^(?:{pattern})(?![\s\S])"


def json_schema(table: TableSchema) -> dict[str, Json]:
    """Return the JSON Schema of one record of the table.

    >>> from mali_minusma.contract import load_contract
    >>> json_schema(load_contract().tables["mandates"])["required"]
    ['resolution', 'adopted_on', 'subject', 'summary', 'event_id', 'witnesses']
    """
    conditions: list[Json] = []
    unsaid: list[Json] = [table.key_rule, *(key.rule for key in table.foreign_keys)]
    for field in table.fields:
        unsaid += [constraint.rule for constraint in field.constraints if not expressible(field, constraint.name)]
    for rule in table.row_rules:
        said = _predicate(rule.check)
        if said is None:
            unsaid.append(rule.rule)
        else:
            conditions.append({"$comment": f"{rule.rule}: {rule.reason}", **said})
    properties: dict[str, Json] = {field.name: _property(field) for field in table.fields}
    schema: dict[str, Json] = {
        "$schema": DRAFT,
        "$id": f"{table.name}.json",
        "title": f"{table.title}: one record",
        "description": table.description,
        "type": "object",
        "properties": properties,
        "required": [field.name for field in table.fields if field.required],
        "additionalProperties": False,
    }
    if conditions:
        schema["allOf"] = conditions
    schema["x-not-expressible"] = unsaid
    return schema


def expressible(field: Field, constraint: str) -> bool:
    """Tell whether JSON Schema can say this constraint of this field: it has no order of dates."""
    return not (constraint in {"minimum", "maximum"} and field.type in {"date", "yearmonth"})


def _property(field: Field) -> Json:
    kind = field.type if field.type in {"integer", "number"} else "string"
    said: dict[str, Json] = {"title": field.title, "description": field.description}
    said["type"] = kind if field.required else [kind, "null"]
    if field.type == "date":
        said["format"] = "date"
    match _patterns(field):
        case [pattern]:
            said["pattern"] = pattern
        case [_, *_] as several:
            said["allOf"] = [{"pattern": pattern} for pattern in several]
    if field.enum:
        values: list[Json] = [category.value for category in field.enum]
        said["enum"] = values if field.required else [*values, None]
    if field.type == "string":
        # An empty text is what a file writes for a missing value; in a record it would be neither.
        said["minLength"] = 1
    # JSON has integers of any size, a frame has those of 64 bits.
    limits = {"minimum": INT64_MIN, "maximum": INT64_MAX} if field.type == "integer" else {}
    declared = {"minimum": field.minimum, "maximum": field.maximum}
    said |= limits | {name: limit for name, limit in declared.items() if isinstance(limit, int | float)}
    if field.max_length is not None:
        said["maxLength"] = field.max_length
    if field.unit is not None:
        said["x-unit"] = field.unit
    example = field.raw["example"]
    if isinstance(example, str | int | float):
        said["examples"] = [example]
    return said


def _patterns(field: Field) -> list[str]:
    patterns = [WRITTEN[field.type]] if field.type in {"date", "yearmonth"} else []
    if field.pattern is not None:
        patterns.append(field.pattern)
    return [anchored(pattern) for pattern in patterns]


def _predicate(predicate: Predicate) -> dict[str, Json] | None:
    """Return the predicate as a subschema, or None if JSON Schema can't compare what it compares."""
    match predicate:
        case Present(field):
            return {"required": [field], "properties": {field: {"not": {"type": "null"}}}}
        case In(field, values):
            return {"required": [field], "properties": {field: {"enum": list(values)}}}
        case Compare():
            return None
        case StartsPeriod(date, precision):
            return _starts_period(date, precision)
        case Not(part):
            said = _predicate(part)
            return None if said is None else {"not": said}
        case AllOf(parts) | AnyOf(parts):
            branches = [_predicate(part) for part in parts]
            if any(branch is None for branch in branches):
                return None
            return {"allOf" if isinstance(predicate, AllOf) else "anyOf": [branch for branch in branches if branch]}


def _starts_period(date: str, precision: str) -> dict[str, Json]:
    def both(values: Json, ending: str) -> Json:
        return {
            "required": [date, precision],
            "properties": {precision: values, date: {"type": "string", "pattern": anchored(f"[0-9]{{4}}{ending}")}},
        }

    neither: Json = {"properties": {date: {"type": "null"}, precision: {"type": "null"}}}
    return {
        "anyOf": [
            neither,
            both({"enum": ["month"]}, "-[0-9]{2}-01"),
            both({"enum": ["year"]}, "-01-01"),
            both({"type": "string", "not": {"enum": ["month", "year"]}}, r"[\s\S]*"),
        ]
    }
