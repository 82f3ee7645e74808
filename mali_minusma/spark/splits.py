r"""Where records begin and end in a piece of a CSV file that begins at the start of some line.

Spark cuts a file at line feeds, and a line feed may stand inside quotes. So a piece may begin inside a cell of a
record that began in an earlier one, and end inside a cell that goes on in a later one. Pieces have no carriage
returns, and end with a line feed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np

from mali_minusma.inputs.records import records

if TYPE_CHECKING:
    from numpy.typing import NDArray

Close: TypeAlias = Literal["good", "bad", "none"]
"""How a cell that is open at the start of a piece is closed in it, if it is."""

_QUOTE: Final = ord('"')
_LINE_FEED: Final = ord("\n")
_BESIDE: Final = (ord(","), _LINE_FEED, _QUOTE)
_GUESSED: Final = 2**16
"""So many bytes are looked at to guess whether a piece begins inside quotes."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the whole records of a piece stand in it."""

    start: int
    """Where the first begins: what stands before it ends a record of an earlier piece."""
    end: int
    """Where the last ends: what follows begins a record that goes on in a later piece."""
    through: bool = False
    """Whether there is none, since a record goes through the whole piece."""


def close_of(block: bytes) -> Close:
    r"""Tell how a cell that is open at the start of a piece is closed.

    >>> close_of(b'b"\n'), close_of(b'b"" c\n'), close_of(b'b" c\n')
    ('good', 'none', 'bad')
    """
    at = block.find(b'"')
    while at >= 0 and block[at + 1 : at + 2] == b'"':
        at = block.find(b'"', at + 2)
    if at < 0:
        return "none"
    return "good" if block[at + 1 : at + 2] in {b",", b"\n", b""} else "bad"


def seems_inside(block: bytes) -> bool:
    r"""Guess whether a piece begins inside quotes; a wrong guess shows when the pieces are put together.

    >>> seems_inside(b'more",5\n1,"a"\n'), seems_inside(b'1,"a"\n')
    (True, False)
    """
    head = block[:_GUESSED]
    return _line_ends(head) is None and _line_ends(b'"' + head) is not None


def cut(block: bytes, *, inside: bool) -> Cut:
    r"""Tell where the whole records of a piece stand in it, as the strict reader of records tells them apart.

    Args:
        block: the piece.
        inside: whether it begins inside quotes.

    >>> cut(b'b"\n1,2\n3,"c\n', inside=True), cut(b'1,2\n', inside=False)
    (Cut(start=3, end=7, through=False), Cut(start=0, end=4, through=False))
    """
    text = b'"' + block if inside else block
    ends = _line_ends(text)
    if ends is not None:
        first, last = (int(ends[0]), int(ends[-1])) if len(ends) else (0, 0)
    else:
        first, last = _strictly(text)
    if not last:
        return Cut(len(block), len(block), through=True) if inside else Cut(0, 0)
    return Cut(first - 1, last - 1) if inside else Cut(0, last)


def _line_ends(text: bytes) -> NDArray[Any] | None:
    """Return where records end, or None if a quote stands where none may, so that counting quotes doesn't tell."""
    symbols = np.frombuffer(text, np.uint8)
    ends: NDArray[Any] = np.flatnonzero(symbols == _LINE_FEED)
    if b'"' not in text:
        return ends + 1
    quotes = np.flatnonzero(symbols == _QUOTE)
    opening, closing = quotes[0::2], quotes[1::2]
    before = symbols[opening[opening > 0] - 1]
    after = symbols[closing[closing + 1 < len(symbols)] + 1]
    if not (np.isin(before, _BESIDE).all() and np.isin(after, _BESIDE).all()):
        return None
    outside: NDArray[Any] = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return outside + 1


def _strictly(text: bytes) -> tuple[int, int]:
    """Return where the first record ends, and the last that doesn't go on; 0 where there is none."""
    decoded = text.decode("utf-8", "surrogateescape")
    first = last = 0
    for record in records(decoded, last=False):
        first = first or record.end
        last = record.end
    return tuple(len(decoded[:end].encode("utf-8", "surrogateescape")) for end in (first, last))  # type: ignore[return-value]
