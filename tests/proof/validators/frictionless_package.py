"""frictionless, on a package of the batch and the tables that it refers to: a second opinion."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from frictionless import Package

from mali_minusma.contract import load_contract
from mali_minusma.dialects.descriptor import not_expressible, table_schema
from tests.proof.cells import real_rows
from tests.proof.validators.common import Columns, Finding, Form, Request, of_type_alone, write_csv

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mali_minusma.contract import TableSchema
    from tests.proof.cells import Row

_CONSTRAINT: Final = re.compile(r'constraint "(\w+)"')


class OnPackage:
    """`frictionless.Package`, with the Table Schema of this package's descriptor."""

    name = "frictionless"
    tool = "frictionless"
    form: Form = "text"

    def not_expressible(self, table: TableSchema) -> Collection[str]:
        return not_expressible(table)

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [_find(request) for request in requests]

    def whole_columns(self, _: TableSchema, __: Sequence[Row]) -> Columns:
        return {}


def _find(request: Request) -> set[Finding]:
    table = request.table
    schema = table_schema(table)
    targets: dict[str, set[str]] = {}
    if request.keys:
        for link in table.foreign_keys:
            used = {str(row[link.field].text) for row in request.rows}
            if link.table != table.name:
                targets.setdefault(link.table, set()).update(used)
    else:
        schema = {key: value for key, value in schema.items() if key != "foreignKeys"}
    with tempfile.TemporaryDirectory() as folder:
        texts = [[str(cell.text) for cell in row.values()] for row in request.rows]
        write_csv(Path(folder) / "rows.csv", list(table.by_name), texts)
        resources = [_resource(table.name, "rows.csv", schema)]
        resources += [_target(Path(folder), name, used) for name, used in targets.items()]
        package = Package.from_descriptor({"name": "batch", "resources": resources}, basepath=folder)
        report = package.validate(limit_errors=2**31)
    assert not report.errors, report.errors
    found = {_read(table, error) for task in report.tasks if task.name == table.name for error in task.errors}
    assert all(task.valid for task in report.tasks if task.name != table.name)
    return of_type_alone(table, found)


def _resource(name: str, path: str, schema: dict[str, Any]) -> dict[str, Any]:
    form = {"type": "table", "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": name, "path": path, **form, "schema": schema}


def _target(folder: Path, name: str, used: set[str]) -> dict[str, Any]:
    """Write those keys of another table that are referred to, and return their resource."""
    table = load_contract().tables[name]
    (key,) = table.primary_key
    field = next(item for item in table_schema(table)["fields"] if item["name"] == key)
    keys = [str(row[key].text) for row in real_rows(name) if row[key].text in used]
    write_csv(folder / f"{name}.csv", [key], [[text] for text in keys])
    return _resource(name, f"{name}.csv", {"fields": [field], "primaryKey": [key]})


def _read(table: TableSchema, error: Any) -> Finding:
    row, column = getattr(error, "row_number", 1) - 2, getattr(error, "field_name", "")
    match error.type:
        case "type-error":
            return row, column, table.by_name[column].rule("type")
        case "constraint-error":
            constraint = _CONSTRAINT.search(error.note)
            return row, column, table.by_name[column].rule(constraint.group(1) if constraint else "constraint")
        case "primary-key" if "None" in error.note:
            # A key whose every part is missing: the same as that its columns are required.
            return row, table.primary_key[0], table.by_name[table.primary_key[0]].rule("required")
        case "primary-key":
            return row, table.primary_key[0], table.key_rule
        case "foreign-key":
            column = error.field_names[0]
            return row, column, table.by_name[column].rule("foreign-key")
        case kind:
            return row, column, f"frictionless.{kind}"
