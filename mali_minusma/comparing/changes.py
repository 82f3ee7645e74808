"""What a comparison finds: changes of the schemas, and of the rows table by table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mali_minusma.comparing.policy import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.comparing.policy import Effect


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """One change of what is declared."""

    kind: str
    """One of `KINDS`."""
    table: str
    """Empty if it is about the package as a whole."""
    column: str
    """Empty if it is about the table as a whole."""
    old: str
    """What was declared, as text; empty if nothing was."""
    new: str
    """What is declared, as text; empty if nothing is."""

    @property
    def effect(self) -> Effect:
        """What the change means: `breaking`, `addition` or `correction`."""
        return KINDS[self.kind].effect

    @property
    def subject(self) -> str:
        """What it is about: a table and a column of it, a table, or the package."""
        return ".".join(part for part in (self.table, self.column) if part) or "the package"

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON takes it."""
        return {
            "kind": self.kind,
            "effect": self.effect,
            "table": self.table,
            "column": self.column,
            "old": self.old,
            "new": self.new,
        }


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that holds something else than it did."""

    table: str
    key: str
    """The row's key; the parts of a composite key are joined by slashes."""
    column: str
    old: str
    """As written in the file; empty if the cell was."""
    new: str

    @property
    def kind(self) -> str:
        """One of `KINDS`: an empty cell is filled, a value changed or taken out."""
        return "cell-filled" if not self.old else "cell-changed" if self.new else "cell-emptied"

    @property
    def effect(self) -> Effect:
        """What the change means: `addition` or `correction`."""
        return KINDS[self.kind].effect

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON takes it, without the table."""
        return {"kind": self.kind, "key": self.key, "column": self.column, "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class RowChanges:
    """The rows of one table that both versions have: which came, went and changed."""

    table: str
    added: tuple[str, ...]
    """Keys, in order of the new file."""
    removed: tuple[str, ...]
    """Keys, in order of the old file."""
    changed: tuple[CellChange, ...]
    """In order of the old file, then of the columns."""
    removed_kind: str
    """`row-removed` if a row's key is an identifier, `row-withdrawn` if it is a statement with a composite key."""

    def __len__(self) -> int:
        """Return how many rows and cells differ."""
        return len(self.added) + len(self.removed) + len(self.changed)

    def effects(self) -> Iterator[Effect]:
        """Yield what the changes mean, each kind once."""
        if self.added:
            yield KINDS["row-added"].effect
        if self.removed:
            yield KINDS[self.removed_kind].effect
        yield from {cell.effect for cell in self.changed}

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind, in order of gravity, without those that aren't."""
        found = dict.fromkeys(KINDS, 0)
        found["row-added"], found[self.removed_kind] = len(self.added), len(self.removed)
        for cell in self.changed:
            found[cell.kind] += 1
        return {kind: count for kind, count in found.items() if count}

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON takes them."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": [cell.to_dict() for cell in self.changed],
        }


def told(value: object) -> str:
    """Return a JSON value as text: a text as it is, anything else as JSON; nothing as an empty text.

    >>> told("a"), told(["a"]), told(None)
    ('a', '["a"]', '')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
