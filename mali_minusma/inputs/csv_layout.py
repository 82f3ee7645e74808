"""Find the records of a block of CSV bytes at once, without reading their cells.

Quotes alternate between opening and closing, doubled ones included; so counting them tells which
line feeds and commas stand outside. Where a quote stands where none may, its record alone is read
character by character, and counting begins anew behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import numpy as np

from mali_minusma.inputs.records import LONGEST, record_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Offsets: TypeAlias = NDArray[np.int64]

_LISTED: Final = 2**20
"""No more places than these are made a list of."""

_QUOTE: Final = ord('"')
_COMMA: Final = ord(",")
_LINE_FEED: Final = ord("\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where records begin and end, how many cells each has, and which have a quote where none may stand."""

    starts: Offsets
    ends: Offsets
    cells: Offsets
    broken: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many bytes the records take."""
        return int(self.ends[-1]) if len(self.ends) else 0

    def records(self, block: bytes) -> tuple[Offsets, Offsets]:
        """Return where each record begins, and how many line feeds come before."""
        line_feeds = np.flatnonzero(np.frombuffer(block, np.uint8) == _LINE_FEED)
        return self.starts, np.searchsorted(line_feeds, self.starts)


@dataclass(frozen=True, slots=True)
class Extent:
    """The complete records at the start of a block."""

    size: int
    """How many bytes they take."""
    quoting: int = 0
    """How many of these are quotes that belong to no cell."""
    quotes: Offsets = field(default_factory=lambda: np.zeros(0, np.int64))
    """Where quotes stand."""

    @property
    def may_have_empty_quotes(self) -> bool:
        """Whether a quote that opens a cell may be followed by the one that closes it."""
        even = len(self.quotes) // 2 * 2
        return bool((self.quotes[0:even:2] + 1 == self.quotes[1:even:2]).any())

    def records(self, block: bytes) -> tuple[Offsets, Offsets]:
        """Return where each record begins, and how many line feeds come before."""
        line_feeds = np.flatnonzero(np.frombuffer(block, np.uint8, self.size) == _LINE_FEED)
        ending = np.arange(len(line_feeds))
        if len(self.quotes):
            ending = np.flatnonzero(np.searchsorted(self.quotes, line_feeds) % 2 == 0)
        first = np.zeros(1, np.int64)
        return np.concatenate((first, line_feeds[ending[:-1]] + 1)), np.concatenate((first, ending[:-1] + 1))


def extent(block: bytes) -> Extent | None:
    r"""Return the extent of the complete records at the start of a block, or None if a quote is misplaced in it.

    >>> found = extent(b'1,"a\nb"\n2,"c""d"\n3')
    >>> found.size, found.quoting
    (17, 5)
    >>> extent(b'1,a"b"\n') is None
    True
    """
    if b'"' not in block:
        return Extent(block.rfind(b"\n") + 1)
    symbols = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(symbols == _QUOTE)
    if len(_misplaced(symbols, quotes, 0)):
        return None
    at = len(block)
    while (at := block.rfind(b"\n", 0, at)) >= 0:
        before = int(np.searchsorted(quotes, at))
        if before % 2 == 0:
            # Of a doubled quote one belongs to the cell; its first looks as if it closed the cell, its second follows.
            opening, closing = quotes[0:before:2], quotes[1:before:2]
            doubled = np.count_nonzero(opening[1:] == closing[:-1] + 1)
            return Extent(at + 1, before - int(doubled), quotes)
        at = int(quotes[before - 1])  # this one stands in a cell, and so does all back to where that opens
    return Extent(0)


def layout(block: bytes, *, last: bool = True, longest: int = LONGEST) -> Layout:
    r"""Return the layout of the records of a block.

    Args:
        block: bytes from the start of a record.
        last: whether nothing follows them. If something does, a record that may go on there is left out.
        longest: from how many bytes on a record that has no end is broken.

    >>> found = layout(b'1,"a\nb"\n2,c\n3', last=False)
    >>> found.ends.tolist(), found.cells.tolist()
    ([8, 12], [2, 2])
    >>> layout(b'1,a"b"\n2,c\n').broken.tolist()
    [True, False]
    """
    symbols = _Symbols(block)
    stretches, broken, stop = symbols.stretches(last=last, longest=longest)
    line_feeds = symbols.outside(symbols.line_feeds[: np.searchsorted(symbols.line_feeds, stop)], stretches)
    # Records follow each other without a gap, so where each ends tells where the next begins.
    ends = np.sort(np.concatenate((line_feeds + 1, np.array([end for _, end in broken], np.int64))))
    starts = np.concatenate((np.zeros(min(1, len(ends)), np.int64), ends[:-1]))
    commas = symbols.outside(np.flatnonzero(symbols.all == _COMMA), stretches)
    cells = np.diff(np.searchsorted(commas, ends), prepend=0) + 1
    return Layout(starts, ends, cells, np.isin(starts, [start for start, _ in broken]))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Records that follow each other and have quotes only where they may be."""

    start: int
    stop: int
    parity: int
    """How many quotes stand before it, modulo two."""


class _Symbols:
    """The bytes of a block that give it its form."""

    def __init__(self, block: bytes) -> None:
        self.block = block
        self.all = np.frombuffer(block, np.uint8)
        self.line_feeds = np.flatnonzero(self.all == _LINE_FEED)
        self.quotes = np.flatnonzero(self.all == _QUOTE)
        self._known: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    @cached_property
    def _text(self) -> str:
        """The block, a character for each byte: what gives it its form is ASCII, and no other byte looks like it."""
        return self.block.decode("latin-1")

    def stretches(self, *, last: bool, longest: int) -> tuple[list[_Stretch], list[tuple[int, int]], int]:
        """Return the stretches, start and end of the broken records between them, and where what is complete ends."""
        stretches: list[_Stretch] = []
        broken: list[tuple[int, int]] = []
        start, size = 0, len(self.block)
        while True:
            parity = bisect_left(self._quotes, start) % 2 if start else 0
            stop = self._next_broken(start, parity)
            stretches.append(_Stretch(start, stop, parity))
            if stop == size:
                return stretches, broken, stop
            start, unfinished = self._line(stop)
            if unfinished and not last and size - stop < longest:
                return stretches, broken, stop
            broken.append((stop, start))

    def _line(self, start: int) -> tuple[int, bool]:
        """Return where the broken or endless record there ends, and whether it may go on behind the block."""
        if self._goes_on(start):
            return len(self.block), True
        record = record_at(self._text, start)
        return record.end, record.open or (record.end == len(self.block) and not self.block.endswith(b"\n"))

    def _next_broken(self, start: int, parity: int) -> int:
        """Return where the next record begins that is broken or has no end, or where the block ends."""
        misplaced, line_ends = self._by_parity(parity)
        at = bisect_left(misplaced, start)
        above = bisect_left(line_ends, misplaced[at] if at < len(misplaced) else len(self.block)) - 1
        return max(start, line_ends[above] + 1 if above >= 0 else 0)

    def _goes_on(self, start: int) -> bool:
        """Tell whether the record that begins there has no end in the block, and nothing wrong with it so far."""
        before = bisect_left(self._quotes, start)
        misplaced, line_ends = self._by_parity(before % 2)
        closed = (len(self._quotes) - before) % 2 == 0
        behind = len(misplaced) == 0 or misplaced[-1] < start, len(line_ends) == 0 or line_ends[-1] < start
        return closed and all(behind)

    @cached_property
    def _quotes(self) -> Sequence[int]:
        return _to_search(self.quotes)

    def _by_parity(self, parity: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return the misplaced quotes, and the line feeds outside quotes, if so many quotes modulo two came before."""
        if parity not in self._known:
            outside = self.line_feeds[(np.searchsorted(self.quotes, self.line_feeds) - parity) % 2 == 0]
            misplaced = _misplaced(self.all, self.quotes, parity)
            self._known[parity] = _to_search(misplaced), _to_search(outside)
        return self._known[parity]

    def outside(self, places: Offsets, stretches: list[_Stretch]) -> Offsets:
        """Return those of the places that stand outside quotes, and not in a broken record."""
        starts, stops, parities = (
            np.array([getattr(stretch, name) for stretch in stretches]) for name in ("start", "stop", "parity")
        )
        within = np.searchsorted(starts, places, "right") - 1
        even = (np.searchsorted(self.quotes, places) - parities[within]) % 2 == 0
        chosen: Offsets = places[even & (places < stops[within])]
        return chosen


def _to_search(places: Offsets) -> Sequence[int]:
    """Return places to look up one by one: as a list, which is faster, unless it would fill memory."""
    return places.tolist() if len(places) <= _LISTED else cast("Sequence[int]", places)


def _misplaced(symbols: NDArray[Any], quotes: Offsets, parity: int) -> Offsets:
    """Return the quotes that neither open a cell, nor close one, nor are one of a doubled pair.

    Args:
        symbols: the bytes.
        quotes: where quotes stand.
        parity: whether the first of them opens (0) or closes (1) a cell.
    """
    opening, closing = quotes[parity::2], quotes[1 - parity :: 2]
    opening, closing = opening[opening > 0], closing[closing + 1 < len(symbols)]
    fits = np.zeros(256, np.bool_)
    fits[[_COMMA, _LINE_FEED, _QUOTE]] = True
    wrong = np.concatenate((opening[~fits[symbols[opening - 1]]], closing[~fits[symbols[closing + 1]]]))
    return np.sort(wrong)
