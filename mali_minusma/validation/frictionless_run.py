"""A run of frictionless over a package, with as much of the schemas as it looks at."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

# What frictionless looks at when it checks cells; the rest of a schema it would copy for every table and key.
_OF_FIELD: Final = ("name", "type", "format", "constraints")
_OF_SCHEMA: Final = ("fields", "primaryKey", "foreignKeys", "missingValues")


@dataclass(frozen=True, slots=True)
class Said:
    """An error of frictionless."""

    table: str
    """The table it is about; empty for the package as a whole."""
    kind: str
    row: int
    """Number of the line of the table, the header being 1; 1 if the error isn't about a row."""
    column: str
    columns: list[str]
    note: str
    message: str


def run(descriptor: dict[str, Any], folder: str) -> list[Said]:
    """Return what frictionless finds in a package.

    Args:
        descriptor: a descriptor made by this package, never one from outside: frictionless would follow its addresses.
        folder: the folder that the paths of the descriptor are relative to.
    """
    from frictionless import FrictionlessException, Package

    names = {resource["name"] for resource in descriptor["resources"]}
    package = Package.from_descriptor(_for_cells(descriptor), basepath=folder)
    try:
        package.to_descriptor(validate=True)
    except FrictionlessException as problem:
        return [_said("", error) for error in problem.to_errors()]
    found = []
    for resource in package.resources:
        if resource.name in names:
            # By default it stops at 1,000 errors and says so nowhere.
            report = resource.validate(limit_errors=2**31)
            found += [_said("", error) for error in report.errors]
            found += [_said(task.name, error) for task in report.tasks for error in task.errors]
    return found


def _for_cells(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor with what is needed to check cells, and with a resource for each key that is referred to.

    frictionless reads the table that a foreign key refers to again for every foreign key, with all its columns as the
    schema says. The resource of a key is the same file, read up to the column of the key.
    """
    slim = descriptor | {"resources": [_slim(resource) for resource in descriptor["resources"]]}
    tables = {resource["name"]: resource for resource in slim["resources"]}
    keys: dict[str, dict[str, Any]] = {}
    for table in tables.values():
        for link in table["schema"].get("foreignKeys", ()):
            reference = link["reference"]
            target = tables[reference["resource"] or table["name"]]
            name = reference["resource"] = f"{target['name']}.{'.'.join(reference['fields'])}"
            keys[name] = _key(name, target, reference["fields"])
    slim["resources"] += keys.values()
    return slim


def _slim(resource: dict[str, Any]) -> dict[str, Any]:
    schema = {name: resource["schema"][name] for name in _OF_SCHEMA if name in resource["schema"]}
    schema["fields"] = [{name: field[name] for name in _OF_FIELD if name in field} for field in schema["fields"]]
    return deepcopy(resource | {"schema": schema})


def _key(name: str, table: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    schema = table["schema"]
    last = max(index for index, field in enumerate(schema["fields"]) if field["name"] in columns)
    fields = [{part: field[part] for part in field if part != "constraints"} for field in schema["fields"][: last + 1]]
    kept = {part: table[part] for part in table if part not in {"hash", "bytes", "rows"}}
    return {**kept, "name": name, "schema": {"fields": fields, "missingValues": schema["missingValues"]}}


def _said(table: str, error: Any) -> Said:  # noqa: ANN401 - frictionless' errors share no typed base with these attributes
    row, column = getattr(error, "row_number", 1), getattr(error, "field_name", "")
    columns = list(getattr(error, "field_names", ()))
    return Said(table, error.type, row, column, columns, error.note, error.message)
