"""What a release must not have: a version number that says too little, and changes that nobody recorded."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mali_minusma.comparing.difference import Entry, became, clipped
from mali_minusma.comparing.files import PackageError
from mali_minusma.comparing.policy import KINDS, PARTS, next_version, release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mali_minusma.comparing.changes import CellChange
    from mali_minusma.comparing.difference import Difference
    from mali_minusma.comparing.package import Package

TABLE: Final = "corrections"
_COLUMNS: Final = tuple(Entry.__dataclass_fields__)

Cell = tuple[str, str, str]
"""Table, key and column; an empty column is the row as a whole."""


def entries_of(package: Package) -> tuple[Entry, ...]:
    """Return what a version's table `corrections` records; nothing if it has no such table.

    Raises:
        PackageError: if the table lacks a column that is needed.
    """
    table = package.tables.get(TABLE)
    if table is None:
        return ()
    columns = list(table.fields)
    if missing := [name for name in _COLUMNS if name not in columns]:
        raise PackageError(f"{package.name}: table {TABLE}: expected a column {missing[0]!r}")
    at = [columns.index(name) for name in _COLUMNS]
    return tuple(Entry(*(row[index] for index in at)) for row in table.rows.values())


def disproved(entries: tuple[Entry, ...], old: Package, new: Package) -> tuple[tuple[Entry, str], ...]:
    """Return the first entry since the old version about each cell whose old value the old version doesn't hold.

    Also one about a row that is said to be withdrawn and is there. A cell that was empty, and a row that the old
    version didn't have, may have been filled and corrected in between, and prove nothing.
    """
    found = []
    chains = _since(entries, old.version)
    rows = {name: _by_text(old, name) for name, _, _ in chains}
    now = {name: _by_text(new, name) for name, _, column in chains if not column}
    for (name, key, column), chain in chains.items():
        if not column:
            if key in now[name]:
                found.append((chain[0], "the row is still there"))
        elif key in rows[name] and column in old.tables[name].fields:
            held = rows[name][key][list(old.tables[name].fields).index(column)]
            if held and held != chain[0].old_value:
                found.append((chain[0], f"{old.version} held {clipped(held)}"))
    return tuple(found)


def _by_text(package: Package, name: str) -> dict[str, Sequence[str]]:
    """Return the rows of a table by key as one text; nothing if there is no such table."""
    table = package.tables.get(name)
    return {} if table is None else {"/".join(key): row for key, row in table.rows.items()}


def _since(entries: tuple[Entry, ...], version: str) -> dict[Cell, list[Entry]]:
    """Return the entries of the releases after one, by what they are about, oldest first."""
    after = release(version)
    chains: defaultdict[Cell, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: release(entry.version) or (0, 0, 0)):
        when = release(entry.version)
        if after is None or (when is not None and when > after):
            chains[entry.subject_table, entry.subject_id, entry.field].append(entry)
    return dict(chains)


def faults(difference: Difference) -> list[str]:
    """Return the faults of a difference as a release, one line each, with what to do."""
    return [*_of_version(difference), *_of_record(difference)]


def _of_version(difference: Difference) -> Iterator[str]:
    old, new = difference.old_version, difference.new_version
    for name, version in ((difference.old, old), (difference.new, new)):
        if release(version) is None:
            yield f"{name}: the version {version!r} is not of the form MAJOR.MINOR.PATCH: write three numbers"
            return
    if (release(old) or ()) > (release(new) or ()):
        yield f"the version goes back from {old} to {new}: name the older package first, or raise the number"
        return
    must = difference.needed
    if PARTS.index(difference.raised) > PARTS.index(must):
        kinds = [f"{kind} {count:,}" for kind, count in difference.counts().items()]
        grave = [text for text in kinds if KINDS[text.split()[0]].effect == difference.effect]
        lowest = next_version(old, must)
        below = " (below 1.0 a breaking change raises the minor number)" if must == "minor" and old[:2] == "0." else ""
        yield (
            f"the version went from {old} to {new}, but what changed is of the kind {difference.effect} "
            f"({', '.join(grave)}): raise it to {lowest} or more{below}"
        )


def _of_record(difference: Difference) -> Iterator[str]:
    chains = _since(difference.entries, difference.old_version)
    version = difference.new_version
    for table in difference.tables:
        for cell in table.changed:
            if cell.old and not _records(chains.get((cell.table, cell.key, cell.column), []), cell):
                yield (
                    f"tables/{cell.table}.csv: {cell.key}, column {cell.column}: "
                    f"{became(cell.old, cell.new, 'became')}, which tables/corrections.csv doesn't record: add an "
                    f"entry with these two values, the reason and version {version}, or undo the change"
                )
        for key in table.removed:
            if (table.table, key, "") not in chains:
                yield (
                    f"tables/{table.table}.csv: the row {key} is gone, which tables/corrections.csv doesn't record: "
                    f"add an entry with an empty field, the reason and version {version}, or put the row back"
                )
    for entry, held in difference.disproved:
        yield f"tables/corrections.csv: {entry.correction_id} is not what happened: {held}; mend the entry"
    now = release(version)
    for entry in difference.entries:
        when = release(entry.version)
        if when is None or (now is not None and when > now):
            yield f"tables/corrections.csv: {entry.correction_id} is of version {entry.version!r}, this is {version}"


def _records(chain: list[Entry], cell: CellChange) -> bool:
    return bool(chain) and chain[0].old_value == cell.old and chain[-1].new_value == cell.new
