"""What is wrong with a record: stray quotes, bad bytes, NULs, too few or too many cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.places import within
from mali_minusma.inputs.records import LONGEST, QUOTES, visible

if TYPE_CHECKING:
    from mali_minusma.inputs.batch import Report
    from mali_minusma.inputs.records import Record

_BAD_BYTE: Final = re.compile("[\udc80-\udcff]")
SHOWN: Final = 60
"""So many characters of a line at fault are shown."""


def judge(  # noqa: PLR0913, PLR0917 - what a fault is made of
    record: Record, text: str, line: int, number: int, width: int, report: Report
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
    if record.broken or len(record.cells) != width or text[record.end - 1] != "\n":
        found = fault(record, text, line, number, width)
        report(found)
        return found.rule
    nul = text.find("\0", record.start, record.end)
    if nul >= 0:
        place = within(text, record.start, nul, line)
        report(Fault("file.nul", "text without NUL characters", "NUL character", place, number))
    return ""


def fault(record: Record, text: str, line: int, number: int, width: int) -> Fault:
    """Return what is wrong with a record that isn't one, that has no end, or that hasn't the cells of the header."""
    if record.broken:
        at = record.offsets[-1]
        line_end = text.find("\n", at)
        value = text[at : min(len(text) if line_end < 0 else line_end, at + SHOWN)]
        place = within(text, record.start, at, line)
        return Fault("file.quotes", QUOTES, visible(value), place, number)
    if record.cells == [""]:
        return Fault("file.blank-line", "no blank line", place=(line, 1))
    if text[record.end - 1] == "\n":
        expected = f"{width} cells, as in the header; found {len(record.cells)}"
    else:
        expected = f"{width} cells, as in the header, and a line feed behind them within {LONGEST // 2**20} MiB"
    return Fault("file.cell-count", expected, visible(",".join(record.cells)[:SHOWN]), (line, 1), number)
