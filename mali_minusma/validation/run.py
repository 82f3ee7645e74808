"""Run every validator over a package, a file or a frame, and merge what they find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mali_minusma._version import __version__
from mali_minusma.contract import load_contract
from mali_minusma.reading import ATTRIBUTE
from mali_minusma.validation import by_frictionless, by_json_schema, by_pandera
from mali_minusma.validation.frames import frame_report
from mali_minusma.validation.merge import merge
from mali_minusma.validation.package import open_package
from mali_minusma.validation.reasons import FILE_RULES, Reasons
from mali_minusma.validation.relations import foreign_key_hits, rule_hits
from mali_minusma.validation.report import Report
from mali_minusma.validation.table import read_table

if TYPE_CHECKING:
    import os

    import pandas as pd
    import polars as pl

    from mali_minusma.validation.table import Table, Tables


class NotATableError(ValueError):
    """What was given can't be validated: no such file, or no telling which table it is."""


def validate(target: str | os.PathLike[str] | pd.DataFrame | pl.DataFrame | None, table: str | None) -> Report:
    """Validate a package, a CSV file or a frame; `mali_minusma.validate` documents the arguments.

    Raises:
        NotATableError: if there is no such file, or no telling which table it is.
    """
    contract = load_contract()
    if target is None:
        return _validate_package(contract.root)
    if hasattr(target, "columns"):
        name = table or getattr(target, "attrs", {}).get(ATTRIBUTE)
        return frame_report(target, _known_table(name, "the frame"))
    path = Path(target)
    if path.is_dir() or path.name == "datapackage.json":
        if table is not None:
            raise NotATableError(f"{path} is a package, not one table: leave out the table {table!r}")
        return _validate_package(path if path.is_dir() else path.parent)
    if not path.is_file():
        raise NotATableError(f"no file or folder {path}")
    return _validate_file(path, _known_table(table or _named_after(path), str(path)))


def _named_after(path: Path) -> str | None:
    return path.stem if path.stem in load_contract().tables else None


def _known_table(table: str | None, what: str) -> str:
    tables = load_contract().tables
    if table in tables and table is not None:
        return table
    asked = f"there is no table {table!r}" if table else f"say which table {what} is"
    raise NotATableError(f"{asked}: {', '.join(tables)}")


def _validate_package(folder: Path) -> Report:
    contract = load_contract()
    package = open_package(folder)
    hits = list(package.hits)
    for table in package.tables.values():
        hits += table.hits
        if table.well_formed:
            hits += by_pandera.hits(table)
            hits += by_json_schema.hits(table)
    validators, rules = _versions(), len(Reasons(contract))
    if len(package.tables) == len(contract.tables) and all(table.well_formed for table in package.tables.values()):
        hits += foreign_key_hits(package.tables, package.tables)
        hits += rule_hits(package.tables)
        hits += by_frictionless.hits(package.descriptor, folder, package.tables)
    else:
        validators["frictionless"] = "not run, nor the rules between tables: mend the files first"
        rules -= len(contract.cross_rules) + sum(len(table.foreign_keys) for table in contract.tables.values())
    rows = {name: len(table.rows) for name, table in package.tables.items()}
    return Report(str(folder), merge(hits, package.tables), rows, rules, validators, __version__)


def _validate_file(path: Path, name: str) -> Report:
    contract = load_contract()
    table = read_table(contract.tables[name], path.read_bytes(), str(path))
    own = _targets_of(table)
    hits = list(table.hits)
    if table.well_formed:
        hits += by_pandera.hits(table)
        hits += by_json_schema.hits(table)
        hits += foreign_key_hits({name: table}, own)
    validators = _versions()
    validators["frictionless"] = "not run: it checks packages"
    rules = len(contract.tables[name].rule_ids()) + len(FILE_RULES)
    return Report(str(path), merge(hits, {**own, name: table}), {name: len(table.rows)}, rules, validators, __version__)


def _targets_of(table: Table) -> Tables:
    """Return the tables of this package that a table's foreign keys point at."""
    contract = load_contract()
    targets = [contract.tables[name] for name in sorted({link.table for link in table.schema.foreign_keys})]
    return {
        schema.name: read_table(schema, (contract.root / schema.path).read_bytes(), schema.path) for schema in targets
    }


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {
        "mali-minusma": __version__,
        "pandera": version("pandera"),
        "jsonschema": version("jsonschema"),
        "frictionless": version("frictionless"),
    }
