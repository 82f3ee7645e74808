"""What one validator finds in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One validator's view that one rule is broken in one row and column."""

    table: str
    row: int
    """Index of the record, from 0; -1 for the table or the file as a whole."""
    column: str
    rule: str
    by: str
    expected: str = ""
    """What was expected, where the rule alone doesn't say."""
    value: str | None = None
    """The offending text, where it isn't the cell."""
    place: tuple[int, int] | None = None
    """Line and character, where they are known already."""
    hint: str = ""
    """What to do, where the rule and the value don't tell."""
