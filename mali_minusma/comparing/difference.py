"""The difference between two versions of the package, for people, for programs and for the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.comparing.policy import EFFECTS, KINDS, gravest, needed, raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mali_minusma.comparing.changes import CellChange, RowChanges, SchemaChange
    from mali_minusma.comparing.policy import Effect, Part

WIDEST: Final = 70
"""Characters of a value that the text shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table `corrections`, as far as a comparison needs it."""

    correction_id: str
    subject_table: str
    subject_id: str
    field: str
    """Empty: the row as a whole was withdrawn."""
    old_value: str
    new_value: str
    version: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions; true if anything does."""

    old: str
    """Where the old version was read."""
    new: str
    """Where the new version was read."""
    old_version: str
    """As declared; empty if the descriptor has none."""
    new_version: str
    """As declared; empty if the descriptor has none."""
    schema: tuple[SchemaChange, ...]
    """Gravest kinds first, then by table and column."""
    tables: tuple[RowChanges, ...]
    """For each table of both versions whose rows differ, in the order of the old descriptor."""
    entries: tuple[Entry, ...]
    """What the new version's table `corrections` records."""
    disproved: tuple[tuple[Entry, str], ...]
    """Entries that say of the old version what it doesn't hold, with what it holds."""

    def __len__(self) -> int:
        """Return how many changes there are: of the schemas, rows that came or went, and cells."""
        return len(self.schema) + sum(map(len, self.tables))

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return len(self) > 0

    @property
    def effect(self) -> Effect:
        """The gravest meaning of the changes: `breaking`, `addition`, `correction` or `none`."""
        declared = {change.effect for change in self.schema}
        return gravest(declared | {effect for table in self.tables for effect in table.effects()})

    @property
    def needed(self) -> Part:
        """The part of the version number that must rise: `major`, `minor`, `patch` or `none`.

        Below 1.0 it is never the major one: a breaking change raises the minor number.
        """
        return needed(self.effect, self.old_version)

    @property
    def raised(self) -> Part:
        """The part of the version number that rose; `none` if none did."""
        return raised(self.old_version, self.new_version)

    def counts(self) -> dict[str, int]:
        """Return how many changes there are of each kind, gravest first, without those that aren't."""
        found = dict.fromkeys(KINDS, 0)
        for change in self.schema:
            found[change.kind] += 1
        for table in self.tables:
            for kind, count in table.counts().items():
                found[kind] += count
        return {kind: count for kind, count in found.items() if count}

    def faults(self) -> list[str]:
        """Return what a release must not have, one line each: a wrong number, or changes that nobody recorded."""
        from mali_minusma.comparing.release import faults

        return faults(self)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON takes it."""
        return {
            "old": {"package": self.old, "version": self.old_version},
            "new": {"package": self.new, "version": self.new_version},
            "effect": self.effect,
            "needed": self.needed,
            "raised": self.raised,
            "counts": self.counts(),
            "schema": [change.to_dict() for change in self.schema],
            "tables": {table.table: table.to_dict() for table in self.tables},
        }

    def text(self, limit: int = 20) -> str:
        """Return the difference for people.

        Args:
            limit: how many lines of each group are shown; all are counted.
        """
        return "\n".join(self._lines(limit))

    def _lines(self, limit: int) -> Iterator[str]:
        versions = [version or "no version" for version in (self.old_version, self.new_version)]
        yield f"{versions[0]} ({self.old}) -> {versions[1]} ({self.new})"
        if not self:
            yield "no difference"
            return
        for effect in EFFECTS:
            changes = [change for change in self.schema if change.effect == effect]
            if changes:
                yield f"\nschemas, {effect} ({len(changes):,})"
                yield from limited([_schema_line(change) for change in changes], limit)
        for table in self.tables:
            counts = ", ".join(f"{kind} {count:,}" for kind, count in table.counts().items())
            yield f"\n{table.table}: {counts}"
            yield from limited([f"  - {key}" for key in table.removed], limit)
            yield from limited([f"  + {key}" for key in table.added], limit)
            yield from limited([_cell_line(cell) for cell in table.changed], limit)
        yield f"\n{len(self):,} differences, the gravest: {self.effect}"
        rose = f"the {self.raised} one rose" if self.raised != "none" else "none rose"
        yield f"of the version number the {self.needed} part must rise at least; {rose}"


def limited(lines: Sequence[str], limit: int) -> Iterable[str]:
    """Return the first lines, and a line that says how many more there are.

    >>> limited(["a", "b", "c"], 1)
    ['a', '  ... 2 more, not printed']
    """
    more = len(lines) - limit
    return [*lines[:limit], f"  ... {more:,} more, not printed"] if more > 0 else lines


def clipped(text: str) -> str:
    """Return a value in quotes, on one line, cut if it is long.

    >>> clipped("a" * 100)[-5:]
    "aaa…'"
    """
    return repr(text if len(text) <= WIDEST else text[: WIDEST - 1] + "…")


def became(old: str, new: str, word: str = "->") -> str:
    """Return two values in quotes; of long ones, which begin alike, the part where they part.

    >>> became("", "x" * 3)
    "'' -> 'xxx'"
    >>> became("y" * 80 + " two", "y" * 80 + " three")
    "'…yyyyyyyy two' -> '…yyyyyyyy three'"
    """
    alike = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), min(len(old), len(new))
    )
    if max(len(old), len(new)) > WIDEST and alike > WIDEST // 2:
        from_here = alike - 10
        old, new = "…" + old[from_here:], "…" + new[from_here:]
    return f"{clipped(old)} {word} {clipped(new)}"


def _schema_line(change: SchemaChange) -> str:
    what = became(change.old, change.new) if change.old and change.new else clipped(change.old or change.new)
    return f"  {change.kind}: {change.subject}: {what}"


def _cell_line(cell: CellChange) -> str:
    return f"  ~ {cell.key} {cell.column}: {became(cell.old, cell.new)}"
