"""Where the blocks of a plain file stand, so that some of them can be read again without the rest."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mali_minusma.inputs.batch import Fault
    from mali_minusma.inputs.streams import Bytes


class Where(Protocol):
    """Where bytes stand in a file."""

    @property
    def offset(self) -> int:
        """How many bytes came before."""

    @property
    def line(self) -> int:
        """Line at which they begin, from 1."""

    @property
    def faithful(self) -> bool:
        """Whether all bytes so far are as the file has them."""


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes of a file that hold whole records."""

    first: int
    """Number of the first record."""
    offset: int
    size: int
    line: int
    """Line at which they begin, from 1."""
    sound: bool
    """Whether nothing is wrong with their form."""


class Blocks:
    """The blocks of a file, in order."""

    def __init__(self, source: Bytes) -> None:
        self._path = source.path
        self._blocks: list[Block] = []
        self._lost = False

    def add(self, first: int, where: Where, size: int, *, sound: bool) -> None:
        """Remember so many bytes, from which the record of a number and those behind it were read."""
        self._blocks.append(Block(first, where.offset, size, where.line, sound))
        # What was changed on the way stands elsewhere in the file.
        self._lost |= not where.faithful

    def holding(self, wanted: Sequence[int]) -> Iterator[tuple[Block, bytes]] | None:
        """Return the blocks with records of some numbers, and their bytes, or None if they can't be told."""
        return None if self._path is None or self._lost else self._read(wanted)

    def _read(self, wanted: Sequence[int]) -> Iterator[tuple[Block, bytes]]:
        assert self._path is not None  # noqa: S101 - the caller looked
        firsts = [block.first for block in self._blocks]
        with self._path.open("rb") as file:
            for index in sorted({bisect_right(firsts, number) - 1 for number in wanted}):
                block = self._blocks[index]
                file.seek(block.offset)
                yield block, file.read(block.size)


def silently(_: Fault) -> None:
    """Say nothing of what was said before."""
