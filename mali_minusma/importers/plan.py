"""Compare what a file of the UN says with a table: what it adds, what it changes, what it no longer has."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mali_minusma.reading import read_texts, table_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Incoming:
    """The rows of a file, in the form of a table of this package."""

    table: str
    path: str
    rows: Mapping[str, Mapping[str, str]]
    """By key; only the columns that the file knows."""
    lines: Mapping[str, int]
    """The line of the file on which each row begins."""
    source: Mapping[str, str]
    """The row of `sources` for the file."""
    in_scope: Callable[[Mapping[str, str]], bool]
    """Whether the file would have a row of the table, so that its absence says something."""
    locator: Callable[[str], str]
    """Where a row is found in the file, as `claims.locator` writes it."""


@dataclass(frozen=True)
class Change:
    """One cell that the file reads otherwise."""

    key: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Plan:
    """What it takes to bring a table to what a file says; nothing is written by making one."""

    incoming: Incoming
    folder: Path
    additions: tuple[str, ...]
    changes: tuple[Change, ...]
    removals: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.additions or self.changes or self.removals)

    def text(self, limit: int) -> str:
        """Return the plan for people: counts, then at most `limit` lines of each kind."""
        file, table = self.incoming.path, self.incoming.table
        lines = [f"{file}: compared with {table}; rows of the mission: {len(self.incoming.rows):,}"]
        for name, mark, items in (
            ("additions", "+", [self._addition(key) for key in self.additions]),
            ("changes", "~", [self._change(change) for change in self.changes]),
            ("removals", "-", [f"{key}: in {table}, not in the file" for key in self.removals]),
        ):
            lines.append(f"{name}: {len(items)}")
            lines += [f"  {mark} {item}" for item in items[:limit]]
            if len(items) > limit:
                lines.append(f"    and {len(items) - limit} more, not printed")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return the whole plan as plain values, for JSON."""
        return {
            "table": self.incoming.table,
            "additions": [dict(self.incoming.rows[key]) for key in self.additions],
            "changes": [
                {"key": change.key, "field": change.field, "old": change.old, "new": change.new}
                for change in self.changes
            ],
            "removals": list(self.removals),
        }

    def _addition(self, key: str) -> str:
        row = self.incoming.rows[key]
        cells = ", ".join(f"{name} {value}" for name, value in row.items() if value not in key.split("/"))
        return f"{key}: {cells} (line {self.incoming.lines[key]})"

    def _change(self, change: Change) -> str:
        old, new = change.old or "empty", change.new or "empty"
        return f"{change.key}: {change.field} {old} -> {new} (line {self.incoming.lines[change.key]})"


def compare(incoming: Incoming, folder: Path) -> Plan:
    """Compare a file with a table.

    Args:
        incoming: what a file says, as `read_fatalities` or `read_contributions` return it.
        folder: the folder of the package whose table is compared.

    Returns:
        The differences, sorted by key.

    Raises:
        ValueError: if the table is not of its form.
        OSError: if the table can't be read.
    """
    current = rows_of(folder, incoming.table)
    changes = [
        Change(key, name, current[key][name], value)
        for key, row in incoming.rows.items()
        if key in current
        for name, value in row.items()
        if current[key][name] != value
    ]
    return Plan(
        incoming,
        folder,
        tuple(sorted(key for key in incoming.rows if key not in current)),
        tuple(sorted(changes, key=lambda change: (change.key, change.field))),
        tuple(sorted(k for k, row in current.items() if k not in incoming.rows and incoming.in_scope(row))),
    )


def rows_of(folder: Path, table: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table as texts, by their key.

    Raises:
        ValueError: if the table is not of its form.
        OSError: if the table can't be read.
    """
    schema = table_schema(table)
    try:
        return {schema.key_of(row): row for row in read_texts(table, folder)}
    except (ValueError, KeyError, StopIteration, csv.Error):
        raise ValueError(f"{folder / schema.path} is not a sound table: `mali-minusma validate` says where") from None
