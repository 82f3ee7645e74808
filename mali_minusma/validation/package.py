"""Open a package for validation: its descriptor, then its tables, trusting neither."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mali_minusma.contract import load_contract
from mali_minusma.dialects.descriptor import PROFILE, table_schema
from mali_minusma.locate import inside
from mali_minusma.validation.table import Hit, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mali_minusma.contract import TableSchema
    from mali_minusma.validation.table import Tables


@dataclass(slots=True)
class OpenPackage:
    """A package whose files were read."""

    tables: Tables = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    descriptor: dict[str, Any] = field(default_factory=dict)
    """A descriptor of our own making for the tables found, with the sizes and hashes that the package declares."""


def open_package(folder: Path) -> OpenPackage:
    """Read the descriptor and the tables of the package in `folder`."""
    package = OpenPackage(descriptor={"$schema": PROFILE, "name": "validated", "resources": []})
    declared = _declared(folder, package)
    if declared is None:
        return package
    for name, schema in load_contract().tables.items():
        match declared.pop(name, []):
            case [resource]:
                _open_table(folder, schema, resource, package)
            case several:
                found = f"it is declared {len(several)} times"
                package.hits.append(_hit(name, "package.table", f"the table {name} once; {found}", name))
    package.hits += [_hit("", "package.table", "only tables of the contract", name) for name in sorted(declared)]
    return package


def _declared(folder: Path, package: OpenPackage) -> dict[str, list[dict[str, Any]]] | None:
    """Return the resources of the descriptor by name, or None if it can't be read."""
    path = folder / "datapackage.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        resources = content["resources"]
        named: dict[str, list[dict[str, Any]]] = {}
        for resource in resources:
            named.setdefault(str(resource["name"]), []).append(resource)
    except FileNotFoundError:
        problem = "a file datapackage.json in the folder"
    except (ValueError, RecursionError) as error:
        problem = f"JSON in UTF-8 ({error})"
    except (KeyError, TypeError):
        problem = "an object with a list `resources`, each with a name"
    else:
        return named
    package.hits.append(_hit("", "package.descriptor", problem))
    return None


def _open_table(folder: Path, schema: TableSchema, resource: dict[str, Any], package: OpenPackage) -> None:
    relative = resource.get("path")
    try:
        if not isinstance(relative, str):
            raise ValueError(f"path {relative!r} is not one relative path")  # noqa: TRY301, TRY004 - reported below
        data = inside(folder, relative).read_bytes()
    except ValueError as error:
        package.hits.append(_hit(schema.name, "package.path", str(error), str(relative)))
        return
    except OSError:
        package.hits.append(_hit(schema.name, "package.file", f"a readable file {relative}", str(relative)))
        return
    table = read_table(schema, data, relative)
    package.tables[schema.name] = table
    package.hits += _integrity(schema, resource, data, len(table.text.records))
    # frictionless gets these three as declared, if they have the right form, and everything else from us.
    stated = {"hash": str, "bytes": int, "rows": int}
    safe = {key: resource[key] for key, kind in stated.items() if isinstance(resource.get(key), kind)}
    package.descriptor["resources"].append(
        {
            "name": schema.name,
            "type": "table",
            "path": relative,
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            **safe,
            "schema": table_schema(schema),
        }
    )


def _integrity(schema: TableSchema, resource: dict[str, Any], data: bytes, rows: int) -> Iterator[Hit]:
    actual = f"sha256:{hashlib.sha256(data).hexdigest()}"
    for rule, key, value in (
        ("package.hash", "hash", actual),
        ("package.bytes", "bytes", len(data)),
        ("package.rows", "rows", rows),
    ):
        if resource.get(key) != value:
            expected = f"{key} {value}, as the file is: undo the change, or run `mali-minusma build` if it is meant"
            yield _hit(schema.name, rule, expected, str(resource.get(key, "")))
    if resource.get("schema") != table_schema(schema):
        yield _hit(schema.name, "package.schema", "the schema of this version of the package; run `mali-minusma build`")


def _hit(table: str, rule: str, expected: str, value: str = "") -> Hit:
    return Hit(table, -1, "", rule, "reader", expected, value)
