"""Where rules across tables register themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mali_minusma.contract import Contract
    from mali_minusma.validation.table import Row, Tables

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a rule across tables is broken."""

    table: str
    row: Row | None
    column: str
    expected: str


@dataclass(frozen=True, slots=True)
class Data:
    """What a rule may look at: every table's rows, and the contract."""

    contract: Contract
    tables: Tables
    _made: dict[object, Any] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table."""
        return self.tables[table].rows

    def by_key(self, table: str) -> dict[str, Row]:
        """Return the rows of a table by their key; made once, since many rules ask."""
        if table not in self._made:
            self._made[table] = dict(zip(self.tables[table].keys, self.rows(table), strict=True))
        found: dict[str, Row] = self._made[table]
        return found

    def once(self, make: Callable[[Data], Made]) -> Made:
        """Return what a function makes of the tables; made once, since several rules ask for the same."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made


Rule: TypeAlias = "Callable[[Data], Iterator[Break]]"

RULES: Final[dict[str, Rule]] = {}
"""The code of each rule, by the identifier under which `schemas/rules.json` declares it."""


def rule(identifier: str) -> Callable[[Rule], Rule]:
    """Register the decorated function as the code of a rule."""

    def register(function: Rule) -> Rule:
        RULES[identifier] = function
        return function

    return register
