"""Name the nearest known word to one that isn't known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def near(value: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known value, or nothing.

    >>> near("Ivroy-coast", ["ivory-coast", "mali"])
    "Did you mean 'ivory-coast'?"
    """
    found = get_close_matches(value.lower(), list(known), 1) if value else []
    return f"Did you mean {found[0]!r}?" if found else ""
