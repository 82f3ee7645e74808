"""frictionless' view of the package: an independent second opinion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mali_minusma.validation import frictionless_run
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mali_minusma.validation.frictionless_run import Said
    from mali_minusma.validation.table import Table, Tables

NAME = "frictionless"

_PACKAGE_ERRORS = {"hash-count": "package.hash", "byte-count": "package.bytes", "row-count": "package.rows"}
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


def hits(descriptor: dict[str, Any], folder: Path, tables: Tables) -> Iterator[Hit]:
    """Yield what frictionless says of a package, as hits of the rules of the contract.

    Args:
        descriptor: a descriptor made by this package, never one from outside: frictionless would follow its addresses.
        folder: the folder that the paths of the descriptor are relative to.
        tables: the tables, well formed, so that its row numbers are ours.
    """
    for error in frictionless_run.run(descriptor, str(folder)):
        if error.table:
            yield _hit(tables[error.table], error)
        else:
            yield Hit("", -1, "", f"frictionless.{error.kind}", NAME, error.message)


def _hit(table: Table, error: Said) -> Hit:
    row, column = error.row - 2, error.column
    match error.kind:
        case "type-error":
            return Hit(table.name, row, column, f"{table.name}.{column}.type", NAME)
        case "constraint-error":
            found = _CONSTRAINT.search(error.note)
            return Hit(
                table.name, row, column, f"{table.name}.{column}.{found.group(1) if found else 'constraint'}", NAME
            )
        case "primary-key":
            return Hit(table.name, row, table.schema.primary_key[0], table.schema.key_rule, NAME)
        case "foreign-key":
            column = error.columns[0]
            return Hit(table.name, row, column, f"{table.name}.{column}.foreign-key", NAME)
        case kind if kind in _PACKAGE_ERRORS:
            return Hit(table.name, -1, "", _PACKAGE_ERRORS[kind], NAME, error.note)
        case kind:
            return Hit(table.name, -1, column, f"frictionless.{kind}", NAME, error.message)
