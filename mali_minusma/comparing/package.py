"""A version of the package as its own descriptor tells it: schemas, and rows as text.

The other version may have other tables, columns and rules than this one, so nothing is looked up in our schemas, and
whatever a descriptor says is checked before it is used.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.comparing.files import DESCRIPTOR, PackageError, open_files

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from mali_minusma.comparing.files import Files

Key = tuple[str, ...]
"""The texts of a row's key, in the order of the key."""

_SIZES: Final = frozenset({"bytes", "hash", "rows", "version", "resources"})
"""What a descriptor says of the contents, which are compared themselves."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one version: what is declared of it, and its rows."""

    name: str
    about: Mapping[str, Any]
    """What the descriptor says of the table beside its schema: title, description, path, terms."""
    schema: Mapping[str, Any]
    """The rest of the schema: what isn't a field, a key or a rule."""
    fields: Mapping[str, Mapping[str, Any]]
    """By name, in order of the columns."""
    primary_key: tuple[str, ...]
    foreign_keys: tuple[str, ...]
    """Each as one text: column, table, column."""
    rules: Mapping[str, Mapping[str, Any]]
    """The rules across the columns of a row, by identifier."""
    rows: Mapping[Key, Sequence[str]]
    """The rows by key, in order of the file."""

    @property
    def has_identifiers(self) -> bool:
        """Whether a row is named by one column: an identifier, which others may refer to for ever."""
        return len(self.primary_key) == 1


@dataclass(frozen=True, slots=True)
class Package:
    """One version of the package."""

    name: str
    """Where it was read."""
    version: str
    """As declared; empty if the descriptor has none."""
    about: Mapping[str, Any]
    """What the descriptor says beside version and tables."""
    tables: Mapping[str, Table]
    """By name, in order of the descriptor."""


def read_package(path: str | os.PathLike[str]) -> Package:
    """Read the package at a path.

    Args:
        path: a folder, `datapackage.json`, a zip or a wheel.

    Raises:
        PackageError: if it isn't there, or something in it isn't understood.

    >>> from mali_minusma.locate import root
    >>> read_package(root()).tables["bases"].primary_key
    ('base_id',)
    """
    files = open_files(path)
    try:
        content = json.loads(files.read(DESCRIPTOR).decode("utf-8"), parse_constant=_not_json)
    except PackageError:
        raise
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{files.name}: {DESCRIPTOR} is not JSON in UTF-8: {error}") from None
    descriptor = _object(content, f"{files.name}: {DESCRIPTOR}")
    resources = _list(descriptor.get("resources"), f"{files.name}: resources")
    tables: dict[str, Table] = {}
    for number, item in enumerate(resources):
        where = f"{files.name}: resources[{number}]"
        resource = _object(item, where)
        name = _text(resource.get("name"), f"{where}.name")
        if name in tables:
            raise PackageError(f"{where}: the table {name!r} is declared twice")
        tables[name] = _table(files, f"{files.name}: table {name}", name, resource)
    version = descriptor.get("version", "")
    if not isinstance(version, str):
        raise PackageError(f"{files.name}: version: expected a text such as 0.4.0, found {_kind(version)}")
    about = {key: value for key, value in descriptor.items() if key not in _SIZES}
    return Package(files.name, version, about, tables)


def _table(files: Files, where: str, name: str, resource: Mapping[str, Any]) -> Table:
    path = _text(resource.get("path"), f"{where}: path")
    for key, known in (("format", "csv"), ("encoding", "utf-8"), ("dialect", {})):
        if resource.get(key, known) != known:
            raise PackageError(f"{where}: {key}: only tables in CSV, UTF-8, with comma and quotes are compared")
    schema = dict(_object(resource.get("schema"), f"{where}: schema (inside the descriptor)"))
    fields: dict[str, Mapping[str, Any]] = {}
    for number, item in enumerate(_list(schema.pop("fields", None), f"{where}: schema.fields")):
        field = _object(item, f"{where}: schema.fields[{number}]")
        column = _text(field.get("name"), f"{where}: schema.fields[{number}].name")
        if column in fields:
            raise PackageError(f"{where}: the column {column!r} is declared twice")
        _object(field.get("constraints", {}), f"{where}: constraints of {column}")
        fields[column] = field
    primary_key = _names(schema.pop("primaryKey", None), f"{where}: schema.primaryKey")
    if not primary_key or (unknown := [part for part in primary_key if part not in fields]):
        told = f"names the unknown column {unknown[0]!r}" if primary_key else "is empty, so rows can't be told apart"
        raise PackageError(f"{where}: schema.primaryKey {told}")
    keys = _list(schema.pop("foreignKeys", []), f"{where}: schema.foreignKeys")
    foreign = tuple(_foreign_key(item, f"{where}: schema.foreignKeys[{number}]") for number, item in enumerate(keys))
    rules: dict[str, Mapping[str, Any]] = {}
    for number, item in enumerate(_list(schema.pop("rules", []), f"{where}: schema.rules")):
        rule = _object(item, f"{where}: schema.rules[{number}]")
        rules[_text(rule.get("id"), f"{where}: schema.rules[{number}].id")] = rule
    about = {key: value for key, value in resource.items() if key not in _SIZES | {"schema", "name"}}
    rows = _rows(files.read(path), f"{files.name}: {path}", list(fields), primary_key)
    return Table(name, about, schema, fields, primary_key, foreign, rules, rows)


def _foreign_key(item: object, where: str) -> str:
    key = _object(item, where)
    reference = _object(key.get("reference"), f"{where}.reference")
    columns = ", ".join(_names(key.get("fields"), f"{where}.fields"))
    targets = ", ".join(_names(reference.get("fields"), f"{where}.reference.fields"))
    table = reference.get("resource", "")
    if not isinstance(table, str):
        raise PackageError(f"{where}.reference.resource: expected the name of a table, found {_kind(table)}")
    return f"{columns} -> {table}({targets})"


def _rows(data: bytes, where: str, columns: list[str], primary_key: tuple[str, ...]) -> dict[Key, Sequence[str]]:
    """Return the rows of a CSV file by key; refuse a file that isn't what its schema says."""
    header, *records = _records(data, where)
    if header != columns:
        missing = [name for name in columns if name not in header]
        more = [name for name in header if name not in columns]
        told = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has also {', '.join(more)}"] * bool(more)
        raise PackageError(
            f"{where}: the header is not that of the schema: it {' and '.join(told) or 'has another order'}"
        )
    at = [columns.index(name) for name in primary_key]
    rows: dict[Key, Sequence[str]] = {}
    for number, record in enumerate(records, 1):
        if len(record) != len(columns):
            raise PackageError(f"{where}: row {number} has {len(record)} cells, the header {len(columns)}")
        key = tuple(record[index] for index in at)
        if key in rows:
            raise PackageError(f"{where}: row {number} has the key {'/'.join(key)!r} of an earlier row")
        rows[key] = record
    return rows


def _records(data: bytes, where: str) -> list[list[str]]:
    try:
        records = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    except (ValueError, csv.Error) as error:
        # The slower reader knows the place; or it has no objection, as to a very long cell.
        from mali_minusma.text import read_text

        table = read_text(data, where)
        if table.faults:
            fault = table.faults[0]
            place = ":".join([where, *map(str, fault.place or ())])
            raise PackageError(f"{place}: expected {fault.expected}") from None
        if not table.header:
            raise PackageError(f"{where}: {error}") from None
        records = [table.header, *table.records]
    if not records:
        raise PackageError(f"{where}: the file is empty: expected a header")
    return records


def _not_json(word: str) -> object:
    raise ValueError(f"{word} is not a value of JSON")


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PackageError(f"{where}: expected an object, found {_kind(value)}")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise PackageError(f"{where}: expected a list, found {_kind(value)}")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise PackageError(f"{where}: expected a text, found {_kind(value)}")
    return value


def _names(value: object, where: str) -> tuple[str, ...]:
    """Return names of columns, which a Table Schema may also write as one text."""
    names = [value] if isinstance(value, str) else _list(value, where)
    return tuple(_text(name, where) for name in names)


def _kind(value: object) -> str:
    """Say what kind of JSON value was found, without quoting what may be long.

    >>> _kind([1])
    'a list'
    """
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return "nothing" if value in (None, "") else kinds.get(type(value), "a number")
