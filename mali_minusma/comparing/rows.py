"""Compare the rows of a table that two versions have, by key and cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.comparing.changes import CellChange, RowChanges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mali_minusma.comparing.package import Key, Table


def row_changes(old: Table, new: Table) -> RowChanges:
    """Return which rows came and went, and which cells changed, in the columns that both have.

    Where the key of the table changed, rows are found by the old key if the new file still tells them apart by it, or
    else by the new key; if neither can be, all rows went and others came.
    """
    before, after = old.rows, new.rows
    if old.primary_key != new.primary_key:
        if (by_old := _keyed(new, old.primary_key)) is not None:
            after = by_old
        elif (by_new := _keyed(old, new.primary_key)) is not None:
            before = by_new
        else:
            return _changes(old, [*map("/".join, new.rows)], [*map("/".join, old.rows)], [])
    whole = list(old.fields) == list(new.fields)
    places = [
        (name, list(old.fields).index(name), list(new.fields).index(name)) for name in old.fields if name in new.fields
    ]
    changed: list[CellChange] = []
    removed: list[str] = []
    for key, row in before.items():
        other = after.get(key)
        if other is None:
            removed.append("/".join(key))
        elif not whole or row != other:
            changed += [
                CellChange(old.name, "/".join(key), name, row[one], other[two])
                for name, one, two in places
                if row[one] != other[two]
            ]
    return _changes(old, ["/".join(key) for key in after if key not in before], removed, changed)


def _changes(table: Table, added: list[str], removed: list[str], changed: list[CellChange]) -> RowChanges:
    kind = "row-removed" if table.has_identifiers else "row-withdrawn"
    return RowChanges(table.name, tuple(added), tuple(removed), tuple(changed), kind)


def _keyed(table: Table, key: tuple[str, ...]) -> Mapping[Key, Sequence[str]] | None:
    """Return the rows of a table by other columns than its key, if they tell the rows apart."""
    columns = list(table.fields)
    if not set(key) <= set(columns):
        return None
    at = [columns.index(name) for name in key]
    found = {tuple(row[index] for index in at): row for row in table.rows.values()}
    return found if len(found) == len(table.rows) else None
