"""Line and character of cells, worked out only for those that somebody asks for."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mali_minusma.inputs.csv_layout import Offsets
    from mali_minusma.inputs.header import Header


class Places:
    """Where the records of a block stand in the file."""

    def __init__(self, block: bytes, line: int, starts: Callable[[], tuple[Offsets, Offsets]]) -> None:
        """Prepare to tell places.

        Args:
            block: the bytes of the records.
            line: the line of the file at which they begin.
            starts: works out where they begin, and before how many line feeds each; called if a place is asked for.
        """
        self._block = block
        self._line = line
        self._work_out = starts

    @cached_property
    def _starts(self) -> tuple[Offsets, Offsets]:
        return self._work_out()

    def line(self, index: int) -> int:
        """Return the line on which a record begins."""
        return self._start(index)[1]

    def _start(self, index: int) -> tuple[int, int]:
        """Return where a record begins, and on which line."""
        starts, line_feeds = self._starts
        return int(starts[index]), self._line + int(line_feeds[index])

    def of(self, header: Header) -> Callable[[int, str], tuple[int, int] | None]:
        """Return the function that gives line and character of a cell, by the record's index and the column."""

        def place(index: int, column: str) -> tuple[int, int]:
            cell = header.positions.get(column, 0)
            at, line = self._start(index)
            return self._cell(at, cell, line)

        return place

    def _cell(self, start: int, cell: int, line: int) -> tuple[int, int]:
        end = start + 2**9
        while True:
            # Without the rest of the block: a record is short, a block isn't.
            before = _cells(cell).match(self._block, start, end)
            if before is not None:
                text = before[0].decode("utf-8")
                return within(text, 0, len(text), line)
            end = start + 2 * (end - start)


@cache
def _cells(number: int) -> re.Pattern[bytes]:
    """Return what so many cells look like in a sound record, each with the comma behind it."""
    return re.compile(rb'(?:(?:"[^"]*(?:""[^"]*)*"|[^",\n]*),){%d}' % number)


def within(text: str, start: int, offset: int, line: int) -> tuple[int, int]:
    """Return line and character of an offset in a text, counted from `start`, which begins a line.

    >>> within("ab,cd", 0, 3, 7)
    (7, 4)
    """
    before = text.rfind("\n", start, offset)
    return line + text.count("\n", start, offset), offset - (start - 1 if before < 0 else before)
