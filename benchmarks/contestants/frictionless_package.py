"""frictionless, the table of events in a package with the two tables that its foreign keys point to.

It takes the Table Schema as the package ships it. Our row rules aren't part of that standard.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frictionless import Package, Resource, Schema, system

from benchmarks.contestants.telling import Told, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]

KINDS: Final = {
    "type-error": "type", "primary-key": "primary-key", "foreign-key": "foreign-key", "constraint-error": "constraint"
}  # fmt: skip

CONSTRAINT: Final = re.compile(r'constraint "(\w+)"')

KEY: Final = re.compile(r"for \"(\w+)\"")


def main(path: str) -> None:
    """Validate, and say what was found in the table of events."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    resources = [resource("events", path, schemas["events"])]
    for name in ("places", "bases"):
        alone = {key: value for key, value in schemas[name].items() if key != "foreignKeys"}
        resources.append(resource(name, str(ROOT / "tables" / f"{name}.csv"), alone))
    with system.use_context(trusted=True):
        report = Package(resources=resources).validate(limit_errors=2**31)
    tell(findings(next(task for task in report.tasks if task.name == "events")))


def resource(name: str, path: str, schema: dict[str, Any]) -> Resource:
    """Return a table with its schema."""
    return Resource(name=name, path=path, schema=Schema.from_descriptor(schema))


def findings(task: Any) -> Iterator[Told]:  # noqa: ANN401 - a task of frictionless
    """Yield what was found, in our words."""
    for error in task.errors:
        kind = KINDS.get(error.type)
        column = getattr(error, "field_name", None)
        if kind == "constraint":
            said = CONSTRAINT.search(error.note)
            kind = said and said[1]
        elif kind == "foreign-key":
            column = error.field_names[0] if hasattr(error, "field_names") else None
        yield Told(error.row_number - 1, column, kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
