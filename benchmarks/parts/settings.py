"""How much is measured, and what a run has to hold to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
"""Numbers of rows, each ten times the one before it."""

A_MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Settings:
    """What one run is given."""

    folder: Path
    """Where large tables are made; it is removed at the end."""
    rounds: int = 3
    most_rows: int = SIZES[-1]
    longest: float = 100.0
    """What would take longer, in seconds, is left out."""
    largest: float = float("inf")
    """What would hold more memory, in MiB, is left out."""
    say: Callable[[str], None] = print
    keep: Callable[[list[dict[str, Any]]], None] = lambda _: None
    """Keeps what a long part has measured so far, in case that it is cut short."""

    @property
    def sizes(self) -> list[int]:
        """Return the numbers of rows that are measured.

        >>> from pathlib import Path
        >>> Settings(Path(), most_rows=50_000).sizes
        [10000]
        >>> Settings(Path(), most_rows=2000).sizes
        [2000]
        """
        return [rows for rows in SIZES if rows <= self.most_rows] or [self.most_rows]

    @property
    def rows(self) -> int:
        """Return the number of rows of what is measured at one size: a million, if as many are allowed."""
        return min(self.most_rows, A_MILLION)

    def told(self) -> dict[str, Any]:
        """Return what the results keep of these settings."""
        return {"rounds": self.rounds, "most rows": self.most_rows, "longest": self.longest}


def expected_at(rows: int, before: list[tuple[int, float]]) -> float:
    """Return what a contestant will take with so many rows, from what it took with fewer: along a straight line.

    >>> expected_at(1000, [])
    0.0
    >>> expected_at(1000, [(100, 3.0)])
    30.0
    >>> expected_at(510, [(10, 1.0), (110, 2.0)])
    6.0
    """
    if not before:
        return 0.0
    if len(before) == 1:
        ((size, taken),) = before
        return taken * rows / size
    (size, taken), (larger, more) = before[-2:]
    return more + max(0.0, more - taken) / (larger - size) * (rows - larger)
