"""Read CSV text exactly as RFC 4180 writes it, and know where each cell stands.

Readers made for convenience repair what they don't understand: they fill short rows, drop a stray
quote, read bad bytes as something else. This one reports, with line and column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

_CELL: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n|\Z)')


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the text isn't CSV."""

    rule: str
    line: int
    position: int
    value: str
    expected: str


@dataclass(slots=True)
class TextTable:
    """The header and the cells of a file, all as text."""

    path: str
    header: list[str] = field(default_factory=list)
    records: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _offsets: list[list[int]] = field(default_factory=list)
    _header_offsets: list[int] = field(default_factory=list)
    _line_starts: list[int] = field(default_factory=lambda: [0])

    def place(self, record: int, column: int) -> tuple[int, int]:
        """Return line and character position, both from 1, of a cell; record -1 is the header."""
        offsets = self._header_offsets if record < 0 else self._offsets[record]
        return self._where(offsets[min(column, len(offsets) - 1)])

    def _where(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


def read_text(data: bytes, path: str) -> TextTable:
    r"""Return the cells of a CSV file.

    Args:
        data: the bytes of the file: UTF-8 without a byte-order mark, lines ended by LF.
        path: how findings name the file.

    Returns:
        The table; `faults` lists what is not CSV. A record with a fault in its form is left out of
        `records`, since its cells can't be told apart, and reading goes on at the next line.

    >>> table = read_text(b'id,name\n1,"a, b"\n2\n', "t.csv")
    >>> table.records
    [['1', 'a, b']]
    >>> table.faults[0].rule, table.faults[0].line
    ('file.cell-count', 3)
    """
    table = TextTable(path)
    text = _decode(data, table)
    if text is None:
        return table
    table._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]  # noqa: SLF001 - built here
    at = 0
    while at < len(text):
        start = at
        cells, offsets, at = _record(text, at, table)
        if cells is not None:
            _accept(table, start, cells, offsets)
    if not table.header:
        table.faults.append(Fault("file.empty", 1, 1, "", "a header line with the names of the columns"))
    elif text[-1] != "\n":
        line, position = table._where(len(text))  # noqa: SLF001 - built here
        table.faults.append(Fault("file.last-line", line, position, "", "a line feed at the end of the last line"))
    return table


def _decode(data: bytes, table: TextTable) -> str | None:
    if data.startswith(b"\xef\xbb\xbf"):
        table.faults.append(Fault("file.encoding", 1, 1, "byte-order mark", "UTF-8 without a byte-order mark"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        position = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        byte = f"byte 0x{data[error.start]:02x}"
        table.faults.append(Fault("file.encoding", line, position, byte, "UTF-8: save the file in that encoding"))
        return None
    for name, character in (("NUL character", "\0"), ("carriage return", "\r")):
        if (found := text.find(character)) >= 0:
            line, position = text.count("\n", 0, found) + 1, found - text.rfind("\n", 0, found)
            expected = "lines ended by a line feed alone" if character == "\r" else "text without NUL characters"
            table.faults.append(
                Fault("file.line-ends" if character == "\r" else "file.nul", line, position, name, expected)
            )
            text = text.replace("\r\n", "\n").replace("\r", "\n") if character == "\r" else text
    return text


def _record(text: str, at: int, table: TextTable) -> tuple[list[str] | None, list[int], int]:
    cells: list[str] = []
    offsets: list[int] = []
    while True:
        found = _CELL.match(text, at)
        if found is None:
            return None, offsets, _skip_broken(text, at, table)
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        offsets.append(at)
        at = found.end()
        if end != ",":
            return cells, offsets, at


def _skip_broken(text: str, at: int, table: TextTable) -> int:
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    line, position = table._where(at)  # noqa: SLF001 - built by the reader
    expected = 'quotes around the whole cell, and each quote inside it written twice: "a ""b"" c"'
    table.faults.append(Fault("file.quotes", line, position, text[at : min(line_end, at + 60)], expected))
    return line_end + 1


def _accept(table: TextTable, start: int, cells: list[str], offsets: list[int]) -> None:
    if not table.header:
        table.header = cells
        table._header_offsets = offsets  # noqa: SLF001 - built here
        return
    if len(cells) != len(table.header):
        line, position = table._where(start)  # noqa: SLF001 - built here
        blank = cells == [""]
        expected = "no blank line" if blank else f"{len(table.header)} cells, as in the header; found {len(cells)}"
        rule = "file.blank-line" if blank else "file.cell-count"
        table.faults.append(Fault(rule, line, position, ",".join(cells)[:60], expected))
        return
    table.records.append(cells)
    table._offsets.append(offsets)  # noqa: SLF001 - built here
