"""Read the hand-edited schemas; refuse whatever is not understood.

An unknown key, a category without its enumeration or a vocabulary that means two things would
otherwise pass silently through every tool downstream, so each stops here with the file's name.
"""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

from mali_minusma.contract import predicate
from mali_minusma.contract.lexical import FIELD_TYPES, FieldType, Value, parse
from mali_minusma.contract.model import (
    Category,
    CrossRule,
    Evidence,
    Field,
    ForeignKey,
    Provenance,
    RowRule,
    TableSchema,
)
from mali_minusma.contract.patterns import bare_alternatives, unportable
from mali_minusma.locate import root as package_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_TABLE_KEYS = {
    "$schema", "name", "title", "description", "rowClass", "evidence", "fields", "primaryKey", "foreignKeys",
    "missingValues", "rules",
}  # fmt: skip
_FIELD_KEYS = {
    "name", "type", "title", "description", "example", "unit", "provenance", "constraints", "categories", "vocabulary",
}  # fmt: skip
_CONSTRAINTS = {"required", "pattern", "enum", "minimum", "maximum", "maxLength"}


class ContractError(ValueError):
    """A schema file says something that this package doesn't understand, or contradicts itself."""


@dataclass(frozen=True)
class Contract:
    """Every table's schema and every rule across tables."""

    root: Path
    tables: Mapping[str, TableSchema]
    """By name, in the order in which `schemas/package.json` lists them."""
    cross_rules: tuple[CrossRule, ...]
    package: Mapping[str, object]
    """Title, description, licences and sources of the package, as in `schemas/package.json`."""

    @cached_property
    def vocabularies(self) -> Mapping[str, tuple[Category, ...]]:
        """The named enumerations that fields share."""
        fields = (field for table in self.tables.values() for field in table.fields)
        return {field.vocabulary: field.enum for field in fields if field.vocabulary is not None}

    @property
    def upstream(self) -> Mapping[str, list[dict[str, str]]]:
        """What each table is taken from: title, path and terms of each upstream source."""
        return cast("Mapping[str, list[dict[str, str]]]", self.package["upstream"])

    def rule_ids(self) -> list[str]:
        """Return the identifier of every rule: per table, then across tables."""
        return [
            *(rule for table in self.tables.values() for rule in table.rule_ids()),
            *(rule.rule for rule in self.cross_rules),
        ]

    def codes(self, name: str) -> dict[str, Any]:
        """Return the list of standard codes in `schemas/codes/NAME.json`."""
        return _json(self.root / "schemas" / "codes" / f"{name}.json")


@lru_cache(maxsize=4)
def load_contract(root: Path | None = None) -> Contract:
    """Return the contract that the schemas under `root` make.

    Args:
        root: a folder with `schemas/`; by default the one that this package carries.

    Raises:
        ContractError: if a schema is not understood, with its file and the place in it.

    >>> contract = load_contract()
    >>> contract.tables["bases"].primary_key
    ('base_id',)
    """
    root = root or package_root()
    folder = root / "schemas"
    package = _json(folder / "package.json")
    tables = {name: _table(folder / "tables" / f"{name}.json", name) for name in package["tables"]}
    rules = tuple(_cross_rule(rule, tables) for rule in _json(folder / "rules.json")["rules"])
    contract = Contract(root, tables, rules, package)
    _check_whole(contract)
    return contract


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContractError(f"{path.name}: the file is missing") from None
    except ValueError as error:
        raise ContractError(f"{path.name}: not JSON: {error}") from None
    if not isinstance(content, dict):
        raise ContractError(f"{path.name}: expected an object")
    return content


def _known(where: str, source: Mapping[str, object], keys: set[str], optional: set[str] | None = None) -> None:
    """Refuse a key that isn't known, and the lack of one that isn't optional (without `optional` all are)."""
    if unknown := sorted(set(source) - keys):
        raise ContractError(f"{where}: unknown key {unknown[0]!r}; known are: {', '.join(sorted(keys))}")
    if optional is not None and (missing := sorted(keys - optional - set(source))):
        raise ContractError(f"{where}: the key {missing[0]!r} is missing")


def _table(path: Path, name: str) -> TableSchema:
    source = _json(path)
    _known(path.name, source, _TABLE_KEYS, {"foreignKeys", "rules"})
    if source["name"] != name or source["missingValues"] != [""]:
        raise ContractError(f'{path.name}: the name is the file\'s, and missingValues is [""]')
    fields = tuple(_field(f"{path.name}: field {item.get('name')!r}", name, item) for item in source["fields"])
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise ContractError(f"{path.name}: a field is declared twice")
    keys = tuple(_foreign_key(path.name, name, key, names) for key in source.get("foreignKeys", []))
    rules = tuple(_row_rule(path.name, rule, names) for rule in source.get("rules", []))
    primary_key = tuple(source["primaryKey"])
    for part in primary_key:
        if part not in names or not fields[names.index(part)].required:
            raise ContractError(f"{path.name}: primary key field {part!r} is not a required field")
    evidence = _evidence(path.name, source["evidence"], fields, keys)
    texts = (source["title"], source["description"], source["rowClass"])
    return TableSchema(name, *texts, evidence, fields, primary_key, keys, rules, source)


def _field(where: str, table: str, source: Mapping[str, Any]) -> Field:
    _known(where, source, _FIELD_KEYS, {"unit", "constraints", "categories", "vocabulary"})
    limits: Mapping[str, Any] = source.get("constraints", {})
    _known(where, limits, _CONSTRAINTS)
    if keyword.iskeyword(source["name"]):
        raise ContractError(f"{where}: {source['name']!r} is a word of Python, so no row class can have that column")
    kind = source["type"]
    if kind not in FIELD_TYPES:
        raise ContractError(f"{where}: unknown type {kind!r}; known are: {', '.join(FIELD_TYPES)}")
    categories = tuple(Category(item["value"], item["label"]) for item in source.get("categories", []))
    if [category.value for category in categories] != limits.get("enum", []):
        raise ContractError(f"{where}: `enum` and `categories` don't list the same values in the same order")
    pattern = limits.get("pattern")
    if pattern is not None:
        _check_pattern(where, pattern)
    try:
        return Field(
            table, source["name"], cast("FieldType", kind), source["title"], source["description"],
            str(source["example"]), cast("Provenance", source["provenance"]), source.get("unit"),
            source.get("vocabulary"), bool(limits.get("required", False)), pattern, categories,
            _limit(limits.get("minimum"), kind), _limit(limits.get("maximum"), kind), limits.get("maxLength"), source,
        )  # fmt: skip
    except ValueError as error:
        raise ContractError(f"{where}: {error}") from None


def _limit(value: str | float | None, kind: FieldType) -> Value | None:
    return parse(value, kind) if isinstance(value, str) else value


def _check_pattern(where: str, pattern: str) -> None:
    """Refuse a pattern that not every tool reads alike."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ContractError(f"{where}: pattern {pattern!r} is not a regular expression: {error}") from None
    if bare_alternatives(pattern):
        raise ContractError(f"{where}: put the alternatives of pattern {pattern!r} in parentheses")
    if piece := unportable(pattern):
        raise ContractError(
            f"{where}: {piece!r} in pattern {pattern!r} means different things in different tools, or nothing: write"
            f" out which characters are meant, such as [0-9] or [^\\x00-\\x20]; the whole text must match anyway"
        )


def _foreign_key(where: str, table: str, source: Mapping[str, Any], names: Iterable[str]) -> ForeignKey:
    match source:
        case {"fields": [field], "reference": {"resource": str(target), "fields": [target_field]}} if field in names:
            return ForeignKey(f"{table}.{field}.foreign-key", field, target, target_field)
        case _:
            raise ContractError(f"{where}: foreign key {source!r} must name one field of this table and one of another")


def _evidence(where: str, source: object, fields: Iterable[Field], keys: Iterable[ForeignKey]) -> Evidence:
    links = {key.field: key for key in keys}
    match source:
        case {"through": str(field)} if field in links:
            return Evidence("through", links[field])
        case "claims" | "none":
            return Evidence(source)
        case "source_id" if any(field.name == "source_id" for field in fields):
            return Evidence("source_id")
        case _:
            raise ContractError(
                f"{where}: evidence {source!r} is not claims, source_id, none or a foreign key to go through"
            )


def _row_rule(where: str, source: Mapping[str, Any], names: list[str]) -> RowRule:
    _known(where, source, {"id", "fields", "check", "reason"}, set())
    try:
        check = predicate.read(source["check"], names)
    except ValueError as error:
        raise ContractError(f"{where}: rule {source.get('id')!r}: {error}") from None
    if unknown := [name for name in source["fields"] if name not in names]:
        raise ContractError(f"{where}: rule {source['id']!r}: unknown field {unknown[0]!r}")
    return RowRule(source["id"], tuple(source["fields"]), check, source["reason"])


def _cross_rule(source: Mapping[str, Any], tables: Mapping[str, TableSchema]) -> CrossRule:
    _known("rules.json", source, {"id", "tables", "also_reads", "reason"}, {"also_reads"})
    more = source.get("also_reads", [])
    reads = dict.fromkeys([*source["tables"], *(tables if more == "all" else more)])
    if unknown := [name for name in reads if name not in tables]:
        raise ContractError(f"rules.json: rule {source['id']!r} names the unknown table {unknown[0]!r}")
    return CrossRule(source["id"], tuple(source["tables"]), tuple(reads), source["reason"])


def _check_whole(contract: Contract) -> None:
    seen: dict[str, tuple[Category, ...]] = {}
    for table in contract.tables.values():
        for field in table.fields:
            if field.vocabulary is not None and seen.setdefault(field.vocabulary, field.enum) != field.enum:
                raise ContractError(f"{table.name}.json: vocabulary {field.vocabulary!r} differs from another table's")
        for key in table.foreign_keys:
            target = contract.tables.get(key.table)
            if target is None or target.primary_key != (key.target,):
                raise ContractError(f"{table.name}.json: {key.rule} doesn't point at the key of a table")
    ids = contract.rule_ids()
    if repeated := sorted({rule for rule in ids if ids.count(rule) > 1}):
        raise ContractError(f"rule identifier {repeated[0]!r} is used twice")
