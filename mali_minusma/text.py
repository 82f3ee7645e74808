"""A small CSV file read whole: its cells as text, and where each stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.csv_strict import judge
from mali_minusma.inputs.records import records
from mali_minusma.inputs.streams import Bytes
from mali_minusma.inputs.text_stream import TextStream


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
        offset = offsets[min(column, len(offsets) - 1)]
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
    >>> table.faults[0].rule, table.faults[0].place
    ('file.cell-count', (3, 1))
    """
    table = TextTable(path)
    stream = TextStream(Bytes(path, lambda _: iter([data])), table.faults.append, len(data))
    while stream.more():
        pass
    text = stream.buffer.decode("utf-8", "surrogateescape")
    starts = table._line_starts  # noqa: SLF001 - built here
    starts += [at + 1 for at, character in enumerate(text) if character == "\n"]
    for number, record in enumerate(records(text)):
        width = len(table.header) if number else len(record.cells)
        line = bisect_right(starts, record.start)
        if judge(record, text, line, number - 1, width, table.faults.append):
            continue
        if number:
            table.records.append(record.cells)
            table._offsets.append(record.offsets)  # noqa: SLF001 - built here
        else:
            table.header, table._header_offsets = record.cells, record.offsets  # noqa: SLF001 - built here
    if not text and not stream.cut_short:
        table.faults.append(Fault("file.empty", "a header line with the names of the columns", place=(1, 1)))
    return table
