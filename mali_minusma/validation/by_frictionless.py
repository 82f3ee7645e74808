"""frictionless' view of the package: an independent second opinion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mali_minusma.validation.table import Table, Tables

NAME = "frictionless"

_PACKAGE_ERRORS = {"hash-count": "package.hash", "byte-count": "package.bytes", "row-count": "package.rows"}
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


def hits(descriptor: dict[str, Any], folder: Path, tables: Tables) -> Iterator[Hit]:
    """Yield what frictionless finds.

    Args:
        descriptor: a descriptor made by this package, never one from outside: frictionless would follow its addresses.
        folder: the folder that the paths of the descriptor are relative to.
        tables: the tables, well formed, so that its row numbers are ours.
    """
    from frictionless import Package

    package = Package.from_descriptor(descriptor, basepath=str(folder))
    # By default it stops at 1,000 errors and says so nowhere.
    report = package.validate(limit_errors=2**31)
    for error in report.errors:
        yield Hit("", -1, "", f"frictionless.{error.type}", NAME, error.message)
    for task in report.tasks:
        table = tables[task.name]
        for error in task.errors:
            yield _hit(table, error)


def _hit(table: Table, error: Any) -> Hit:  # noqa: ANN401 - frictionless' errors share no typed base with these attributes
    schema = table.schema
    row = getattr(error, "row_number", 1) - 2
    column = getattr(error, "field_name", "")
    match error.type:
        case "type-error":
            return Hit(table.name, row, column, f"{table.name}.{column}.type", NAME)
        case "constraint-error":
            found = _CONSTRAINT.search(error.note)
            return Hit(
                table.name, row, column, f"{table.name}.{column}.{found.group(1) if found else 'constraint'}", NAME
            )
        case "primary-key":
            return Hit(table.name, row, schema.primary_key[0], schema.key_rule, NAME)
        case "foreign-key":
            column = error.field_names[0]
            return Hit(table.name, row, column, f"{table.name}.{column}.foreign-key", NAME)
        case kind if kind in _PACKAGE_ERRORS:
            return Hit(table.name, -1, "", _PACKAGE_ERRORS[kind], NAME, error.note)
        case _:
            return Hit(table.name, -1, column, f"frictionless.{error.type}", NAME, error.message)
