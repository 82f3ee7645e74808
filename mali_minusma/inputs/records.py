"""Read CSV text exactly as RFC 4180 writes it, record by record.

Readers made for convenience repair what they don't understand: they fill short rows, drop a stray
quote, read bad bytes as something else. This one says where the text isn't CSV, and goes on at the
next line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 64 * 2**20
"""No record is longer, in characters: a quote that nothing closes must not swallow the rest of a large file."""

QUOTES: Final = 'quotes around the whole cell, and each quote inside it written twice: "a ""b"" c"'

_PLAIN: Final = re.compile(r'[^",\n]*')


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or a line that isn't one."""

    start: int
    end: int
    """Where the next record begins."""
    cells: list[str]
    offsets: list[int]
    """Where each cell begins; if the record is broken, the last is the cell at fault."""
    broken: bool = False
    open: bool = False
    """Whether it is broken by a quote that nothing closes in the text given."""


def records(text: str, *, last: bool = True, longest: int = LONGEST) -> Iterator[Record]:
    r"""Yield the records of a text whose lines end with a line feed.

    Args:
        text: the text, from the start of a record.
        last: whether nothing follows it. If something does, a record that may go on there is not yielded.
        longest: from which length on a record that has no end is broken.

    >>> [record.cells for record in records('1,"a, b"\n2,""\n')]
    [['1', 'a, b'], ['2', '']]
    >>> [(record.broken, record.offsets[-1]) for record in records('1,"a" b\n')]
    [(True, 2)]
    """
    at = 0
    while at < len(text):
        record = record_at(text, at)
        unfinished = record.open or (record.end == len(text) and text[-1] != "\n")
        if unfinished and not last and len(text) - at < longest:
            return
        yield record
        at = record.end


def record_at(text: str, start: int) -> Record:
    """Return the record that begins at an offset, or the line there that isn't one."""
    cells: list[str] = []
    offsets: list[int] = []
    at = start
    while True:
        offsets.append(at)
        if text.startswith('"', at):
            close = _closing(text, at + 1)
            if close < 0:
                return _broken(text, start, offsets, open_=True)
            cells.append(text[at + 1 : close].replace('""', '"'))
            at = close + 1
        else:
            found = _PLAIN.match(text, at)
            assert found is not None  # noqa: S101 - it matches the empty text
            cells.append(found[0])
            at = found.end()
        match text[at : at + 1]:
            case ",":
                at += 1
            case "\n" | "":
                return Record(start, min(at + 1, len(text)), cells, offsets)
            case _:
                return _broken(text, start, offsets)


def _closing(text: str, at: int) -> int:
    """Return where the quote stands that closes the cell, or -1."""
    while True:
        found = text.find('"', at)
        if found < 0 or not text.startswith('"', found + 1):
            return found
        at = found + 2


def _broken(text: str, start: int, offsets: list[int], *, open_: bool = False) -> Record:
    line_end = text.find("\n", offsets[-1])
    return Record(start, len(text) if line_end < 0 else line_end + 1, [], offsets, broken=True, open=open_)


def visible(text: str) -> str:
    r"""Return a text in which bytes that aren't UTF-8 are shown as `\xNN`.

    >>> visible(b"M\xe9naka".decode("utf-8", "surrogateescape"))
    'M\\xe9naka'
    """
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
