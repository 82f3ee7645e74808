"""Find the records of a block of CSV bytes at once, without reading their cells.

Quotes alternate between opening and closing, doubled ones included; so counting them tells which
line feeds and commas stand outside. What this can't tell apart is left to the strict reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Offsets: TypeAlias = NDArray[np.int64]

_QUOTE: Final = ord('"')
_COMMA: Final = ord(",")
_LINE_FEED: Final = ord("\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where records begin and end, and how many cells each has."""

    starts: Offsets
    ends: Offsets
    cells: Offsets

    @property
    def size(self) -> int:
        """How many bytes the complete records take."""
        return int(self.ends[-1]) if len(self.ends) else 0


def layout(block: bytes) -> Layout | None:
    r"""Return the layout of the complete records at the start of a block, or None if a quote stands where none may.

    >>> found = layout(b'1,"a\nb"\n2,c\n3')
    >>> found.ends.tolist(), found.cells.tolist()
    ([8, 12], [2, 2])
    >>> layout(b'1,a"b"\n') is None
    True
    """
    symbols = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(symbols == _LINE_FEED)
    commas = np.flatnonzero(symbols == _COMMA)
    if b'"' in block:
        quotes = np.flatnonzero(symbols == _QUOTE)
        ends = _outside(ends, quotes)
        commas = _outside(commas, quotes)
        if not _well_placed(symbols, quotes):
            return None
    before = np.searchsorted(commas, ends)
    cells = np.diff(before, prepend=0) + 1
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    return Layout(starts, ends + 1, cells)


def _outside(places: Offsets, quotes: Offsets) -> Offsets:
    outside: Offsets = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _well_placed(symbols: NDArray[Any], quotes: Offsets) -> bool:
    """Tell whether each quote opens a cell, closes one, or is one of a doubled pair."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = symbols[opening[opening > 0] - 1]
    after = symbols[closing[closing + 1 < len(symbols)] + 1]
    allowed = (_COMMA, _LINE_FEED, _QUOTE)
    return bool(np.isin(before, allowed).all() and np.isin(after, allowed).all())
