"""The Data Package descriptor (`datapackage.json`): what a download of the CSV files needs to explain itself."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from mali_minusma._version import __version__
from mali_minusma.inputs.csv_file import CsvFile
from mali_minusma.inputs.streams import Bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mali_minusma.contract import Contract, TableSchema

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"

_OF_RESOURCE: Final = frozenset({"name", "title", "description", "rowClass", "evidence"})


def table_schema(table: TableSchema) -> dict[str, Any]:
    """Return the Table Schema (Data Package v2) of a table, with this package's rules beside it.

    >>> from mali_minusma.contract import load_contract
    >>> table_schema(load_contract().tables["bases"])["primaryKey"]
    ['base_id']
    """
    return {key: value for key, value in table.raw.items() if key not in _OF_RESOURCE}


def not_expressible(table: TableSchema) -> list[str]:
    """Return the rules of a table that its Table Schema can't say to tools that know nothing of this package.

    Table Schema has no rules across the columns of a row: ours stand under `rules`, a property of our own. And where an
    empty text is a missing value there is no text that isn't a string.

    >>> from mali_minusma.contract import load_contract
    >>> not_expressible(load_contract().tables["event_threads"])
    ['event_threads.event_id.type', 'event_threads.thread.type']
    """
    texts = [field.rule("type") for field in table.fields if field.type == "string"]
    return [*texts, *(rule.rule for rule in table.row_rules)]


def descriptor(contract: Contract, folder: Path) -> dict[str, Any]:
    """Return the descriptor of the package whose tables lie under `folder`.

    Sizes, counts and hashes are those of the files as they are now; there is no timestamp, so that
    the same tables always give the same descriptor.
    """
    package = contract.package
    return {
        "$schema": PROFILE,
        "name": package["name"],
        "title": package["title"],
        "description": package["description"],
        "version": __version__,
        "keywords": package["keywords"],
        "contributors": package["contributors"],
        "licenses": package["licenses"],
        "sources": [{"title": "The table of sources", "path": "tables/sources.csv"}],
        "resources": [
            resource(table, folder, package["licenses"], contract.upstream[table.name])
            for table in contract.tables.values()
        ],
    }


def resource(table: TableSchema, folder: Path, licenses: object, upstream: object) -> dict[str, Any]:
    """Return the descriptor of one table: where it is, how big, under which terms, with which schema."""
    data = (folder / table.path).read_bytes()
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": _rows(data, table),
        "licenses": licenses,
        "sources": upstream,
        "schema": table_schema(table),
    }


def _rows(data: bytes, table: TableSchema) -> int:
    source = CsvFile(Bytes(table.path, lambda _: iter([data])), table)
    return sum(len(batch.frame) for batch in source.batches(lambda _: None))
