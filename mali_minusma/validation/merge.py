"""Merge what several validators found into one list of findings: one place and rule, one finding."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract
from mali_minusma.hints import near
from mali_minusma.validation.engine import NAME
from mali_minusma.validation.reasons import Reasons
from mali_minusma.validation.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mali_minusma.contract import TableSchema
    from mali_minusma.validation.collect import Collector
    from mali_minusma.validation.hit import Hit
    from mali_minusma.validation.table import Table

HINTED: Final = 100
"""For so many findings a hint is worked out: comparing with thousands of keys takes longer than all the rest."""


class Merger:
    """Puts together what the engine found, and what others say of it."""

    def __init__(
        self,
        found: Collector,
        tables: Mapping[str, Table],
        keys: Mapping[str, Iterable[str]],
        names: Mapping[str, str],
    ) -> None:
        """Begin with what the engine found.

        Args:
            found: the engine's hits.
            tables: the tables whose rows are at hand, for the place and the text of cells.
            keys: the values that a foreign key may have, by its rule.
            names: how each table's file is named.
        """
        self._found = found
        self._tables = tables
        self._keys = keys
        self._names = names
        self._groups: dict[tuple[str, int, str, str, str], list[Hit]] = {}
        self._hints: dict[tuple[str, str], str] = {}
        for hit in found.hits():
            self._groups.setdefault(_where(hit), []).append(hit)
        self._incomplete = {rule for rule in found.counts if found.has_dropped(rule)}

    def add(self, hits: Iterable[Hit]) -> None:
        """Add the hits of another validator.

        A cell whose text doesn't write a value of its type is reported as that alone: what other validators say of
        the empty cell that they were given instead would mislead.
        """
        for hit in hits:
            table = self._tables.get(hit.table)
            if table and (hit.row, hit.column) in table.unreadable and not hit.rule.endswith(".type"):
                continue
            group = self._groups.get(_where(hit))
            if group is not None:
                group.append(hit)
            # Of a rule whose hits weren't all kept it can't be told whether this is one of them.
            elif hit.rule not in self._incomplete and self._found.add(hit):
                self._groups[_where(hit)] = [hit]

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings: table by table, what is about a file as a whole, then in order of row, column and rule.

        The order is the same for every form of a table.
        """
        reasons = Reasons(load_contract())
        hinted: dict[str, int] = {}
        made = []
        for where in sorted(self._groups, key=_order):
            rule = where[3]
            hinted[rule] = hinted.get(rule, 0) + 1
            made.append(self._finding(self._groups[where], reasons, hint=hinted[rule] <= HINTED))
        return tuple(made)

    def _finding(self, group: list[Hit], reasons: Reasons, *, hint: bool) -> Finding:
        hit = group[0]
        table = self._tables.get(hit.table)
        expected, reason = reasons.of(hit.rule)
        detail = next((each.expected for each in group if each.expected), "")
        value = next((each.value for each in group if each.value is not None), None)
        place = next((each.place for each in group if each.place), None)
        if table is not None and hit.row >= 0:
            place = place or table.place(hit.row, hit.column)
            if value is None and hit.column:
                value = table.text_of(hit.row, hit.column)
        line, position = place or (None, None)
        said = next((each.hint for each in group if each.hint), "")
        return Finding(
            self._names.get(hit.table, hit.table) or "datapackage.json",
            line,
            position,
            hit.row + 1 if hit.row >= 0 else None,
            hit.column,
            value or "",
            hit.rule,
            reason,
            detail or expected,
            said or (self._hint(hit, value or "") if hint else ""),
            tuple(dict.fromkeys(each.by for each in group)),
        )

    def _hint(self, hit: Hit, value: str) -> str:
        if (hit.rule, value) not in self._hints:
            self._hints[hit.rule, value] = self._near(hit, value)
        return self._hints[hit.rule, value]

    def _near(self, hit: Hit, value: str) -> str:
        schema: TableSchema | None = load_contract().tables.get(hit.table)
        if schema is None or not value:
            return ""
        field = schema.by_name.get(hit.column)
        if field is not None and hit.rule == field.rule("enum"):
            return near(value[:200], [category.value for category in field.enum])
        return near(value[:200], self._keys.get(hit.rule, ()))


def _where(hit: Hit) -> tuple[str, int, str, str, str]:
    """Return what tells a finding from others: hits that share it are one."""
    if hit.row >= 0:
        return hit.table, hit.row, hit.column, hit.rule, ""
    # Two faults of one file that no cell tells apart are told apart by their place.
    line, character = hit.place or (0, 0)
    apart = f"{line:12} {character:12} {hit.value} {hit.expected}" if hit.by == NAME else str(hit.value)
    return hit.table, hit.row, hit.column, hit.rule, apart


def _order(where: tuple[str, int, str, str, str]) -> tuple[int, int, str, int, str]:
    table, row, column, rule, apart = where
    at_table, at_column = _rank(table, column)
    return at_table, row, apart, at_column, rule


@cache
def _rank(table: str, column: str) -> tuple[int, int]:
    """Return where a table stands among all, and a column in it; -1 for what isn't there."""
    tables = load_contract().tables
    columns = list(tables[table].by_name) if table in tables else []
    at = columns.index(column) if column in columns else -1
    return list(tables).index(table) if table in tables else -1, at
