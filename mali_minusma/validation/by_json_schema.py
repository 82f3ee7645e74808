"""JSON Schema's view of each record, translated to the rules of the contract."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from mali_minusma.contract import load_contract
from mali_minusma.dialects.json_schema import json_schema
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from mali_minusma.contract.model import Field, RowRule
    from mali_minusma.dialects.json_schema import Json
    from mali_minusma.validation.table import Table

NAME = "JSON Schema"

KEPT: Final = 2**16
"""How many values of a column, or of columns that a condition compares, are remembered."""

_OF_TYPE = {"type", "format", "minLength"}

Found: TypeAlias = tuple[str, str]
"""Rule and column of one error in one row."""


@dataclass(frozen=True)
class Part:
    """A part of a schema that looks at some columns only, and what it found in their values so far.

    A record is valid if each property and each condition of its schema is, so that a value that came before, in
    another row or in another copy of a table, isn't walked through again.
    """

    columns: tuple[str, ...]
    validator: Validator
    rule: RowRule | None
    """The rule that a condition stands for; a property stands for the constraints of its field."""
    seen: dict[tuple[str, ...], tuple[Found, ...]] = field(default_factory=dict)

    def judge(self, field_of: Mapping[str, Field], texts: tuple[str, ...], values: tuple[Json, ...]) -> Iterator[Found]:
        """Yield what the validator finds in the values of the columns, which the texts write."""
        if self.rule is not None:
            record: Json = dict(zip(self.columns, values, strict=True))
            for _ in self.validator.iter_errors(record):
                yield self.rule.rule, self.rule.fields[0]
            return
        (column,) = self.columns
        for error in self.validator.iter_errors(values[0]):
            yield _rule(field_of[column], texts[0], error), column


def hits(table: Table) -> Iterator[Hit]:
    """Yield what the table's JSON Schema finds in its records."""
    at_fault: defaultdict[int, list[Found]] = defaultdict(list)
    for part in _parts(table.name):
        each = list(zip(*map(table.texts, part.columns), strict=True))
        found = _found(table, part, dict(zip(each, range(table.height), strict=True)))
        if found:
            for at, texts in enumerate(each):
                at_fault[at] += found.get(texts, ())
    for at in sorted(at_fault):
        for rule, column in at_fault[at]:
            yield Hit(table.name, table.numbers[at], column, rule, NAME)


def _found(table: Table, part: Part, places: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], tuple[Found, ...]]:
    """Return what a part finds in the values of its columns, each given once with the place of a row that has it."""
    at_fault = {}
    fields = table.schema.by_name
    columns = [as_json(table, column) for column in part.columns]
    for texts, at in places.items():
        found = part.seen.get(texts)
        if found is None:
            values = tuple([column[at] for column in columns])
            found = tuple(dict.fromkeys(part.judge(fields, texts, values)))
            if len(part.seen) < KEPT:
                part.seen[texts] = found
        if found:
            at_fault[texts] = found
    return at_fault


@cache
def _parts(name: str) -> tuple[Part, ...]:
    """Return the parts of a table's schema: its properties, then its conditions."""
    from jsonschema import Draft202012Validator

    table = load_contract().tables[name]
    schema = json_schema(table)
    whole = Draft202012Validator({}, format_checker=Draft202012Validator.FORMAT_CHECKER)
    properties, conditions = schema["properties"], schema.get("allOf", [])
    if not isinstance(properties, dict) or not isinstance(conditions, list):
        raise TypeError(f"the JSON Schema of {name} has no properties")
    unsaid = schema["x-not-expressible"]
    rules = [rule for rule in table.row_rules if not isinstance(unsaid, list) or rule.rule not in unsaid]
    said = [Part((column,), whole.evolve(schema=value), None) for column, value in properties.items()]
    for rule, condition in zip(rules, conditions, strict=True):
        if isinstance(condition, dict):
            named = _named(condition)
            said.append(Part(tuple(filter(named.__contains__, properties)), whole.evolve(schema=condition), rule))
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


def as_json(table: Table, column: str) -> Sequence[Json]:
    """Return a column as members of the JSON objects that the schema describes; an unreadable cell stays text."""
    texts = table.texts(column)
    if table.schema.by_name[column].type not in {"integer", "number"}:
        return [text or None for text in texts]
    return [
        value if isinstance(value, int | float) else text or None
        for value, text in zip(table.values(column), texts, strict=True)
    ]


def _rule(constrained: Field, text: str, error: ValidationError) -> str:
    name = str(error.validator)
    if not text and constrained.required:
        name = "required"
    elif name in _OF_TYPE or (name == "pattern" and constrained.pattern is None):
        name = "type"
    return constrained.rule(name)
