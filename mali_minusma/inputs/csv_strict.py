"""The slow and strict way through a block: stray quotes, bad bytes and NULs are reported one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.places import within
from mali_minusma.inputs.records import QUOTES, records, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mali_minusma.inputs.header import Header
    from mali_minusma.inputs.records import Record
    from mali_minusma.inputs.text_stream import TextStream

_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")
SHOWN: Final = 60
"""So many characters of a line at fault are shown."""

SPAN: Final = 2**20
"""So much text is read strictly before the fast way is tried again."""


def read(
    stream: TextStream, header: Header, first: int, report: Callable[[Fault], None]
) -> tuple[int, Batch | None, int]:
    """Read the records of the buffer; return its bytes that were read, the sound ones, and the next record's number."""
    text = stream.buffer.decode("utf-8", "surrogateescape")
    numbers: list[int] = []
    rows: list[list[str]] = []
    places: list[tuple[int, int, list[int]]] = []
    number, line, end = first, stream.line, 0
    for record in records(text, last=stream.ended):
        if record.open and stream.cut_short:
            end = record.end  # the end of the file is missing, and was reported
            break
        broken = judge(record, text, line, number, header.width, report)
        if not broken:
            numbers.append(number)
            rows.append(record.cells)
            places.append((record.start, line, record.offsets))
        number += broken != "file.blank-line"
        line += text.count("\n", record.start, record.end)
        end = record.end
        if end > SPAN:
            break
    if not end:
        return 0, None, number
    size = len(text[:end].encode("utf-8", "surrogateescape"))

    def place(index: int, column: str) -> tuple[int, int]:
        start, at_line, offsets = places[index]
        offset = offsets[header.positions.get(column, 0)]
        return within(text, start, offset, at_line)

    return size, Batch(frame_of(rows, header), numbers, place=place), number


def frame_of(rows: Sequence[Sequence[str]], header: Header) -> pl.DataFrame:
    """Return the known columns of some records as text; an empty cell is a missing value."""
    if not header.columns:
        return pl.DataFrame(height=len(rows))
    return pl.DataFrame(
        [
            pl.Series(name, [row[position] or None for row in rows], pl.String)
            for name, position in header.positions.items()
        ]
    )


def judge(  # noqa: PLR0913, PLR0917 - what a fault is made of
    record: Record, text: str, line: int, number: int, width: int, report: Callable[[Fault], None]
) -> str:
    """Report what is wrong with a record; return the rule if it can't be read, and nothing if it can."""
    if bad := _BAD_BYTE.search(text, record.start, record.end):
        byte = ord(bad[0]) - 0xDC00
        hint = f"0x{byte:02x} is {bytes([byte]).decode('latin-1')!r} in Latin-1" if byte >= 0xA0 else ""  # noqa: PLR2004
        expected = f"UTF-8: byte 0x{byte:02x} isn't; save the file in that encoding"
        around = text[max(record.start, bad.start() - SHOWN // 2) : min(record.end, bad.start() + SHOWN // 2)]
        place = within(text, record.start, bad.start(), line)
        report(Fault("file.encoding", expected, visible(around.strip("\n")), place, number, hint=hint))
        return "file.encoding"
    if record.broken or len(record.cells) != width:
        found = fault(record, text, line, number, width)
        report(found)
        return found.rule
    nul = text.find("\0", record.start, record.end)
    if nul >= 0:
        place = within(text, record.start, nul, line)
        report(Fault("file.nul", "text without NUL characters", "NUL character", place, number))
    return ""


def fault(record: Record, text: str, line: int, number: int, width: int) -> Fault:
    """Return what is wrong with a record that isn't one, or that hasn't the cells of the header."""
    if record.broken:
        at = record.offsets[-1]
        line_end = text.find("\n", at)
        value = text[at : min(len(text) if line_end < 0 else line_end, at + SHOWN)]
        place = within(text, record.start, at, line)
        return Fault("file.quotes", QUOTES, visible(value), place, number)
    if record.cells == [""]:
        return Fault("file.blank-line", "no blank line", place=(line, 1))
    expected = f"{width} cells, as in the header; found {len(record.cells)}"
    return Fault("file.cell-count", expected, visible(",".join(record.cells)[:SHOWN]), (line, 1), number)
