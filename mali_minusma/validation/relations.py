"""What holds between rows and tables: foreign keys, and the rules across tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract
from mali_minusma.validation.rules import RULES
from mali_minusma.validation.rules.registry import Data
from mali_minusma.validation.table import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.table import Tables

NAME: Final = "mali-minusma"


def foreign_key_hits(tables: Tables, targets: Tables) -> Iterator[Hit]:
    """Yield the values of `tables` that should be keys of a table in `targets` and aren't.

    A table in `tables` that refers to itself is looked up in itself.
    """
    for table in tables.values():
        for link in table.schema.foreign_keys:
            target = tables.get(link.table, targets[link.table])
            keys = {row[link.target] for row in target.rows}
            for row in table.rows:
                if row[link.field] and row[link.field] not in keys:
                    yield Hit(table.name, row.index, link.field, link.rule, NAME)


def rule_hits(tables: Tables) -> Iterator[Hit]:
    """Yield what the rules across tables find; every table of the contract must be there."""
    contract = load_contract()
    data = Data(contract, tables)
    for declared in contract.cross_rules:
        for broken in RULES[declared.rule](data):
            row = -1 if broken.row is None else broken.row.index
            yield Hit(broken.table, row, broken.column, declared.rule, NAME, broken.expected)
