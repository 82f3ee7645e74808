"""What holds between tables of a package: foreign keys, and the rules across tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.contract import load_contract
from mali_minusma.validation.engine import NAME
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.rules import RULES
from mali_minusma.validation.rules.registry import Data
from mali_minusma.validation.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mali_minusma.validation.names import Keys
    from mali_minusma.validation.table import Tables


def references(tables: Tables, keys: Keys, skipped: list[str]) -> dict[str, Collection[str]]:
    """Return, by rule of a foreign key, the values that it may have.

    A table of the package is looked up in the package; one that it lacks where `keys` says. What can't be looked up
    is added to `skipped`.
    """
    known: dict[str, Collection[str]] = {}
    for table in tables.values():
        links = table.schema.foreign_keys
        inside = [] if keys == "off" else [link for link in links if link.table in tables]
        for link in inside:
            table_of = tables[link.table]
            known[link.rule] = set(table_of.cells(link.target)) if link.target in table_of.columns else set()
        found, unchecked = targets_of(table.schema, keys, [link for link in links if link not in inside])
        known |= {rule: set(values.to_list()) for rule, values in found.items()}
        skipped += unchecked
    return known


def foreign_key_hits(tables: Tables, known: Mapping[str, Collection[str]]) -> Iterator[Hit]:
    """Yield the values that should be keys of a table and aren't: not among those known, by rule of the foreign key."""
    for table in tables.values():
        for link in table.schema.foreign_keys:
            if link.rule in known and link.field in table.columns:
                among = known[link.rule]
                for number, text in zip(table.numbers, table.cells(link.field), strict=True):
                    if text and text not in among:
                        yield Hit(table.name, number, link.field, link.rule, NAME)


def rule_hits(tables: Tables, skipped: list[str]) -> Iterator[Hit]:
    """Yield what the rules across tables find; a rule of which a table is missing or can't be read isn't run."""
    contract = load_contract()
    data = Data(contract, tables)
    for declared in contract.cross_rules:
        if missing := [name for name in declared.reads if name not in tables]:
            skipped.append(f"{declared.rule}: the package has no {', '.join(missing)}")
        elif broken := [name for name in declared.reads if not tables[name].well_formed]:
            skipped.append(f"{declared.rule}: mend the form of {', '.join(broken)} first")
        else:
            for found in RULES[declared.rule](data):
                row = -1 if found.row is None else found.row.index
                yield Hit(found.table, row, found.column, declared.rule, NAME, found.expected)
