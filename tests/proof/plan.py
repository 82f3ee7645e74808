"""Which cell of which row is changed to break which rule: mutations, one a row, in batches of rows of one table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract
from tests.proof.cells import UNWRITABLE, Row, key_of, real_keys, real_rows
from tests.proof.companions import companions
from tests.proof.oracle import Fault, batch_faults, row_faults
from tests.proof.variants import Change, Variant, variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mali_minusma.contract import TableSchema, Value

    _How = Callable[[TableSchema, Variant, int], Iterable[Change]]

LARGEST: Final = 150
"""How many rows a batch may have."""

_TRIED: Final = 12
"""How many rows are kept in reserve for one variant, where the first are taken."""


_SEARCHED: Final = 800
"""How many rows of a table, spread over it, are searched for one that suits."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One row with one thing changed, and what every validator that claims it must find there."""

    variant: Variant
    index: int
    row: Row
    faults: frozenset[Fault]
    """Empty if the row stays valid."""

    @property
    def in_frames(self) -> bool:
        """Whether a frame can hold it."""
        return any(self._fits(form) for form in ("pandas", "polars"))

    def _fits(self, form: str) -> bool:
        return all(getattr(cell, form) is not UNWRITABLE for cell in self.row.values())


@dataclass(slots=True)
class Batch:
    """Rows of one table, in their order, some of them with a mutation."""

    table: TableSchema
    keys: bool
    """Whether references to other tables are looked up."""
    in_frames: bool
    """Whether frames can hold its mutations; the others stand in batches of their own, that frames need not be made of."""
    mutations: dict[int, Mutation] = field(default_factory=dict)
    beside: set[int] = field(default_factory=set)
    """Rows that stand in it unchanged."""
    taken: set[int] = field(default_factory=set)
    """Rows whose keys others were given."""

    @property
    def indexes(self) -> list[int]:
        """The rows of the table that are in it."""
        return sorted(self.beside | set(self.mutations))

    def rows(self) -> list[Row]:
        """Return the rows with their mutations."""
        real = real_rows(self.table.name)
        return [self.mutations[index].row if index in self.mutations else real[index] for index in self.indexes]

    def take(self, mutation: Mutation, change: Change) -> bool:
        """Take the mutation in, unless it would break anything in another row."""
        beside = set(change.beside)
        if self.keys:
            # Before the mutation and after it, what a row refers to in its own table must be there.
            for row in (real_rows(self.table.name)[mutation.index], mutation.row):
                beside |= _parents(self.table, row)
        full = len(self.mutations) >= LARGEST
        if full or mutation.index in self.mutations or mutation.index in self.beside | beside:
            return False
        if any(index in self.mutations for index in beside):
            return False
        grown = replace(self, mutations={**self.mutations, mutation.index: mutation}, beside=self.beside | beside)
        moves = bool(set(self.table.primary_key) & set(change.cells))
        # Where neither keys nor references change nothing can happen between rows, and most changes are of that kind.
        between = self.keys or moves or mutation.index in self.taken
        if between and (grown.between() != grown.expected_between() or grown.alike()):
            return False
        self.mutations, self.beside = grown.mutations, grown.beside
        if moves and (key := key_of(self.table, mutation.row)):
            self.taken |= {index for index in (_index_of(self.table, key),) if index is not None}
        return True

    def between(self) -> set[tuple[int, str, str]]:
        """Return what is wrong between its rows."""
        indexes = self.indexes
        found = batch_faults(self.table, self.rows(), keys=self.keys)
        return {(indexes[position], column, rule) for position, column, rule in found}

    def alike(self) -> bool:
        """Tell whether two keys, each with a part that is missing or wrong, are the same in the rest.

        Some tools take that for a key used twice, and some don't; it isn't what a mutation is about.
        """
        keys = [tuple(row[name].value for name in self.table.primary_key) for row in self.rows()]
        partial = [key for key in keys if None in key and any(part is not None for part in key)]
        return len(set(partial)) < len(partial)

    def expected_between(self) -> set[tuple[int, str, str]]:
        """Return what was meant to be wrong between its rows."""
        rules = {self.table.key_rule, *(link.rule for link in self.table.foreign_keys)}
        return {
            (index, column, rule)
            for index, mutation in self.mutations.items()
            for column, rule in mutation.faults
            if rule in rules
        }


class UnbrokenError(AssertionError):
    """No row was found in which a rule could be broken."""


@cache
def plan(name: str) -> tuple[Batch, ...]:
    """Return the batches that break every rule of a table in every way.

    Raises:
        UnbrokenError: if a rule can't be broken in any row.
    """
    table = load_contract().tables[name]
    batches: list[Batch] = []
    broken: set[str] = set()
    for number, variant in enumerate(variants(table)):
        if variant.last_resort and variant.rule in broken:
            continue
        if _place(table, variant, batches, start=number * 7):
            broken |= {variant.rule} if variant.breaks else set()
        elif not variant.optional:
            raise UnbrokenError(f"no row of {table.name} was found to show {variant.rule}: {variant.name}")
    if unbroken := sorted(set(table.rule_ids()) - broken):
        raise UnbrokenError(f"no row of {table.name} was found in which {unbroken[0]} alone is broken")
    return tuple(batches)


def _place(table: TableSchema, variant: Variant, batches: list[Batch], start: int) -> bool:
    keys = variant.rule.endswith(".foreign-key")
    fitting = _fitting(table, variant, start)
    first = list(islice(fitting, _TRIED))
    in_frames = any(mutation.in_frames for mutation, _ in first)
    for batch in batches:
        alike = (batch.keys, batch.in_frames) == (keys, in_frames)
        if alike and any(batch.take(*candidate) for candidate in first):
            return True
    for candidate in chain(first, islice(fitting, 200)):
        fresh = Batch(table, keys, in_frames)
        if fresh.take(*candidate):
            batches.append(fresh)
            return True
    return False


def _fitting(table: TableSchema, variant: Variant, start: int) -> Iterator[tuple[Mutation, Change]]:
    """Yield the mutations that show the variant: with the rule alone broken, or else with as little else as can be."""
    found = False
    for fits in _changed(table, variant, start, _bare):
        if fits[0].faults <= {(variant.column, variant.rule)}:
            found = True
            yield fits
    if found:
        return
    companions = sorted(_changed(table, variant, start, _with_companions), key=lambda fits: len(fits[0].faults))
    for fits in companions:
        if len(fits[0].faults) == len(companions[0][0].faults) and (variant.breaks or not fits[0].faults):
            yield fits


def _changed(table: TableSchema, variant: Variant, start: int, how: _How) -> Iterator[tuple[Mutation, Change]]:
    rows = real_rows(table.name)
    step = -(-len(rows) // _SEARCHED)
    for position in range(0, len(rows), step):
        index = (start + position) % len(rows)
        for change in how(table, variant, index):
            row = {**rows[index], **change.cells}
            faults = row_faults(table, row, change.cells) | _across(table, variant, row)
            if ((variant.column, variant.rule) in faults) == variant.breaks:
                yield Mutation(variant, index, row, frozenset(faults)), change


def _across(table: TableSchema, variant: Variant, row: Row) -> set[Fault]:
    """Return the faults of a row's keys; references are looked up only where the variant is about them."""
    if variant.rule == table.key_rule:
        return {(variant.column, variant.rule)}
    return {
        (link.field, link.rule)
        for link in table.foreign_keys
        if link.rule == variant.rule and row[link.field].value is not None
        if row[link.field].value not in real_keys(link.table)
    }


def _bare(_: TableSchema, variant: Variant, index: int) -> Iterable[Change]:
    return variant.ways(index)


def _with_companions(table: TableSchema, variant: Variant, index: int) -> Iterator[Change]:
    rows = real_rows(table.name)
    for change in islice(variant.ways(index), 4) if index < _ROWS_WITH_COMPANIONS else ():
        yield change
        for more in companions(table, {**rows[index], **change.cells}, variant.touched):
            yield Change({**more, **change.cells}, change.beside)


_ROWS_WITH_COMPANIONS: Final = 40


def _parents(table: TableSchema, row: Row) -> set[int]:
    """Return the rows of the same table that a row refers to, and those that they refer to."""
    found: set[int] = set()
    links = [link for link in table.foreign_keys if link.table == table.name]
    waiting = [row]
    while waiting:
        here = waiting.pop()
        for link in links:
            value = here[link.field].value
            index = None if value is None else _index_of(table, (value,))
            if index is not None and index not in found:
                found.add(index)
                waiting.append(real_rows(table.name)[index])
    return found


def _index_of(table: TableSchema, key: tuple[Value, ...] | None) -> int | None:
    return None if key is None else _indexes(table.name).get(key)


@cache
def _indexes(name: str) -> dict[tuple[Value, ...] | None, int]:
    table = load_contract().tables[name]
    return {key_of(table, row): index for index, row in enumerate(real_rows(name))}
