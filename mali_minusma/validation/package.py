"""Open a package for validation: its descriptor, then its tables, trusting neither."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mali_minusma.contract import load_contract
from mali_minusma.dialects.descriptor import PROFILE, table_schema
from mali_minusma.inputs.archive import DESCRIPTOR, read_all
from mali_minusma.inputs.kinds import open_bytes
from mali_minusma.inputs.streams import BrokenStreamError, UnreadableError
from mali_minusma.validation.engine import NAME, Engine
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mali_minusma.contract import TableSchema
    from mali_minusma.inputs.archive import Archive
    from mali_minusma.inputs.streams import Bytes
    from mali_minusma.validation.collect import Collector
    from mali_minusma.validation.options import Options
    from mali_minusma.validation.table import Tables


class Sealed:
    """The bytes of a file, with the size and the hash of what was read of them, so that the file is read once."""

    def __init__(self, data: Bytes) -> None:
        self._data = data
        self._seal: tuple[str, int] | None = None

    def to_read(self) -> Bytes:
        """Return the bytes, for somebody else to read."""
        return self._data if self._data.packed else replace(self._data, pieces=self._pieces)

    def seal(self) -> tuple[str, int] | None:
        """Return hash and size of the file; None if it doesn't unpack.

        It is read again only if nobody has read all of it.
        """
        if self._seal is None:
            try:
                for _ in self._watched(self._data.stored(2**20)):
                    pass
            except BrokenStreamError:
                return None
        return self._seal

    def _pieces(self, size: int) -> Iterator[bytes]:
        pieces = self._data.pieces(size)
        return pieces if self._seal else self._watched(pieces)

    def _watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            yield piece
        self._seal = f"sha256:{digest.hexdigest()}", size


@dataclass(slots=True)
class OpenPackage:
    """A package whose files were read and checked one by one."""

    found: Collector
    tables: Tables = field(default_factory=dict)
    descriptor: dict[str, Any] = field(default_factory=dict)
    """A descriptor of our own making for the tables found, with the sizes and hashes that the package declares."""


def open_package(archive: Archive, found: Collector, options: Options, progress: Callable[[str], None]) -> OpenPackage:
    """Read the descriptor and the tables of a package; every hit goes to `found`.

    Args:
        archive: the folder or the zip file.
        found: where hits go.
        options: whether tables of the contract may be missing, and columns be there that it doesn't have.
        progress: is told how far it is.
    """
    package = OpenPackage(found, descriptor={"$schema": PROFILE, "name": "validated", "resources": []})
    declared = _declared(archive, package)
    if declared is None:
        return package
    for name, schema in load_contract().tables.items():
        match declared.pop(name, []):
            case [resource]:
                _open_table(archive, schema, resource, package, options, progress)
            case [] if options.partial:
                continue
            case several:
                times = f"it is declared {len(several)} times"
                found.add(_hit(name, "package.table", f"the table {name} once; {times}", name))
    for name in sorted(declared):
        found.add(_hit("", "package.table", "only tables of the contract", name))
    return package


def _declared(archive: Archive, package: OpenPackage) -> dict[str, list[dict[str, Any]]] | None:
    """Return the resources of the descriptor by name, or None if it can't be read."""
    try:
        content = json.loads(read_all(archive.bytes(DESCRIPTOR)).decode("utf-8"))
        resources = content["resources"]
        named: dict[str, list[dict[str, Any]]] = {}
        for resource in resources:
            named.setdefault(str(resource["name"]), []).append(resource)
    except FileNotFoundError:
        problem = "a file datapackage.json in the folder"
    except UnreadableError as error:
        problem = str(error)
    except (ValueError, RecursionError) as error:
        problem = f"JSON in UTF-8 ({error})"
    except (KeyError, TypeError):
        problem = "an object with a list `resources`, each with a name"
    else:
        return named
    package.found.add(_hit("", "package.descriptor", problem))
    return None


def _open_table(  # noqa: PLR0913, PLR0917 - a table of a package, and how to read it
    archive: Archive,
    schema: TableSchema,
    resource: dict[str, Any],
    package: OpenPackage,
    options: Options,
    progress: Callable[[str], None],
) -> None:
    relative = resource.get("path")
    try:
        if not isinstance(relative, str):
            raise ValueError(f"path {relative!r} is not one relative path")  # noqa: TRY301, TRY004 - reported below
        data = Sealed(archive.bytes(relative))
        source = open_bytes(data.to_read(), schema, extra_columns=options.allows_extra)
    except (OSError, UnreadableError) as error:
        problem = f"a readable file {relative}" + ("" if isinstance(error, OSError) else f" ({error})")
        package.found.add(_hit(schema.name, "package.file", problem, str(relative)))
        return
    except ValueError as error:
        package.found.add(_hit(schema.name, "package.path", str(error), str(relative)))
        return
    table = Table(schema, relative)
    before = package.found.counts.copy()
    engine = Engine(source, package.found, targets={}, seen=table.add, progress=progress)
    engine.run()
    table.judge_form(package.found.counts - before)
    package.tables[schema.name] = table
    for hit in _integrity(schema, resource, data, engine.rows):
        package.found.add(hit)
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


def _integrity(schema: TableSchema, resource: dict[str, Any], data: Sealed, rows: int) -> Iterator[Hit]:
    seal = data.seal()
    found = [] if seal is None else [("hash", seal[0]), ("bytes", seal[1]), ("rows", rows)]
    for key, value in found:
        if resource.get(key) != value:
            expected = f"{key} {value}, as the file is: undo the change, or run `mali-minusma build` if it is meant"
            yield _hit(schema.name, f"package.{key}", expected, str(resource.get(key, "")))
    if resource.get("schema") != table_schema(schema):
        yield _hit(schema.name, "package.schema", "the schema of this version of the package; run `mali-minusma build`")


def _hit(table: str, rule: str, expected: str, value: str = "") -> Hit:
    return Hit(table, -1, "", rule, NAME, expected, value)
