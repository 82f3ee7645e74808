"""JSON Schema, by jsonschema in Python and by ajv in Node: the same schemas, the same reading of their errors."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from jsonschema import Draft202012Validator

import mali_minusma as mm
from mali_minusma.contract.lexical import INT64_MAX, INT64_MIN
from tests.node import PINNED, node
from tests.proof.validators.common import Columns, Finding, Form, Request, of_type_alone, record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mali_minusma.contract import TableSchema
    from mali_minusma.rows import TableName
    from tests.proof.cells import Row

PROGRAM: Final = PINNED / "validate.js"

_OF_TYPE: Final = {"type", "format", "minLength"}


@dataclass(frozen=True, slots=True)
class Error:
    """One error as the specification of JSON Schema describes it."""

    path: tuple[str, ...]
    """Where in the schema the keyword stands."""
    missing: str | None
    """The member that is missing, for `required`."""


class _JsonSchema:
    form: Form = "record"

    def not_expressible(self, table: TableSchema) -> Collection[str]:
        declared: list[str] = _schema(table)["x-not-expressible"]
        return declared

    def whole_columns(self, _: TableSchema, __: Sequence[Row]) -> Columns:
        return {}


class InPython(_JsonSchema):
    """The package jsonschema, with its checker of formats."""

    name = "jsonschema"
    tool = "jsonschema"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [_read(request, self._errors(request)) for request in requests]

    def _errors(self, request: Request) -> Iterator[list[Error]]:
        schema = _schema(request.table)
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for given in map(record, request.rows):
            errors = []
            for error in validator.iter_errors(given):
                path = tuple(map(str, error.absolute_schema_path))
                missing = (
                    [name for name in schema["required"] if name not in given] if path == ("required",) else [None]
                )
                errors += [Error(path, name) for name in missing]
            yield errors


class InNode(_JsonSchema):
    """The npm package ajv, with ajv-formats, in strict mode; one process for all requests."""

    name = "ajv"
    tool = "ajv"

    def __init__(self, modules: Path) -> None:
        self.modules = modules

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        schemas = {request.table.name: _schema(request.table) for request in requests}
        batches = [
            {"table": request.table.name, "records": [record(row) for row in request.rows]} for request in requests
        ]
        done = subprocess.run(
            [node(), str(PROGRAM), str(self.modules)],
            input=json.dumps({"schemas": schemas, "batches": batches}),
            capture_output=True, check=False, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, f"Node stopped:\n{done.stderr}"
        return [
            _read(request, ([_of_ajv(error) for error in record] for record in batch))
            for request, batch in zip(requests, json.loads(done.stdout), strict=True)
        ]


def _of_ajv(error: dict[str, Any]) -> Error:
    parts = error["schemaPath"].removeprefix("#/").split("/")
    return Error(tuple(part.replace("~1", "/").replace("~0", "~") for part in parts), error.get("missing"))


def _schema(table: TableSchema) -> dict[str, Any]:
    return cast("dict[str, Any]", mm.schema(cast("TableName", table.name), dialect="json"))


def _read(request: Request, errors: Any) -> set[Finding]:
    table, conditions = request.table, _schema(request.table).get("allOf", [])
    found: set[Finding] = {
        (position, *_rule(table, record(request.rows[position]), conditions, error))
        for position, several in enumerate(errors)
        for error in several
    }
    return of_type_alone(table, found)


def _rule(table: TableSchema, given: dict[str, Any], conditions: list[Any], error: Error) -> tuple[str, str]:
    """Return the column and the rule that an error is about."""
    match error.path:
        case ("required",):
            return str(error.missing), table.by_name[str(error.missing)].rule("required")
        case ("allOf", number, *_):
            rule = conditions[int(number)]["$comment"].partition(": ")[0]
            return next(item.fields[0] for item in table.row_rules if item.rule == rule), rule
        case ("properties", column, *_, keyword):
            field, value = table.by_name[column], given[column]
            of_64_bits = not isinstance(value, int) or INT64_MIN <= value <= INT64_MAX
            beyond = keyword in {"minimum", "maximum"} and not of_64_bits
            if value is None and field.required:
                return column, field.rule("required")
            if keyword in _OF_TYPE or (keyword == "pattern" and field.pattern is None) or beyond:
                return column, field.rule("type")
            return column, field.rule(keyword)
        case _:
            raise AssertionError(f"an error that no rule stands for: {error}")
