"""A CSV file as batches of text, as fast as the file is sound and as strict where it isn't."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma.inputs import csv_strict
from mali_minusma.inputs.ahead import made_ahead
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.blocks import Blocks, silently
from mali_minusma.inputs.csv_block import read_again, read_judged, read_sound
from mali_minusma.inputs.csv_layout import extent, layout
from mali_minusma.inputs.header import identify
from mali_minusma.inputs.records import LONGEST, records
from mali_minusma.inputs.text_stream import TextStream

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Batch, Report
    from mali_minusma.inputs.csv_layout import Extent, Layout
    from mali_minusma.inputs.header import Header
    from mali_minusma.inputs.streams import Bytes

BLOCK = 8 * 2**20
"""How many bytes are read at a time."""

LONGEST_HEADER: Final = 8 * 2**20
"""No header is longer, in bytes: it isn't one."""


class CsvFile:
    """A CSV file, plain or packed."""

    ordered = True

    def __init__(self, source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> None:
        self.name = source.name
        self.columns: tuple[str, ...] = ()
        self._source = source
        self.schema = schema
        self._extra = extra_columns
        self._header_read: Header | None = None
        self._blocks = Blocks(source)

    def batches(self, report: Report) -> Iterator[Batch]:
        """Yield the records that could be told apart; every other is reported."""
        stream = TextStream(self._source, report, BLOCK)
        header = self._header(stream, report)
        if header is None:
            return
        self._header_read = header
        blocks = self._blocks = Blocks(self._source)

        def cut(put: Callable[[_Piece | Fault], None]) -> None:
            stream.report = put  # so that faults keep their place among the pieces
            _cut(stream, put)

        first = 0
        for piece in made_ahead(cut):
            if isinstance(piece, Fault):
                report(piece)
                continue
            batch, following = piece.read(header, first, report)
            blocks.add(first, piece, len(piece.data), sound=isinstance(batch.numbers, range))
            first = following
            if len(batch.frame):
                yield batch

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:
        """Yield the blocks of a plain file that hold some records; of any other, all."""
        header, blocks = self._header_read, self._blocks.holding(wanted)
        if header is None or blocks is None:
            yield from self.batches(silently)
            return
        for block, data in blocks:
            batch = read_again(data, block.line, header, block.first, columns) if block.sound else None
            yield batch or read_judged(data, layout(data), block.line, header, block.first, silently)[0]

    def _header(self, stream: TextStream, report: Report) -> Header | None:
        """Read the first record and take it off the stream."""
        while True:
            if len(stream.buffer) > LONGEST_HEADER and b"\n" not in stream.buffer:
                expected = f"a header of at most {LONGEST_HEADER // 2**20} MiB, ended by a line feed"
                report(Fault("file.header", expected, place=(1, 1)))
                return None
            text = stream.buffer.decode("utf-8", "surrogateescape")
            first = next(records(text, last=stream.ended), None)
            if first is not None:
                break
            if stream.ended:
                if not stream.cut_short:
                    report(Fault("file.empty", "a header line with the names of the columns", place=(1, 1)))
                return None
            stream.more()
        csv_strict.judge(first, text, 1, -1, len(first.cells), report)
        if first.cells == [""]:
            report(csv_strict.fault(first, text, 1, -1, 0))
        if first.broken or first.cells == [""]:
            return None
        header = identify(first, self.schema, report, extra_columns=self._extra)
        self.columns = header.columns
        stream.take(len(text[: first.end].encode("utf-8", "surrogateescape")))
        return header


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bytes of a file from the start of a record to the end of one."""

    data: bytes
    whole: Extent | None
    """Their extent, unless a quote is misplaced in them."""
    found: Layout | None
    """Their layout, where one is."""
    offset: int
    line: int
    faithful: bool

    def read(self, header: Header, first: int, report: Report) -> tuple[Batch, int]:
        """Return the sound records, of which the first has this number, and the number of the record behind them."""
        if self.whole is not None:
            batch = read_sound(self.data, self.whole, self.line, header, first)
            if batch is not None:
                return batch, first + len(batch.frame)
        return read_judged(self.data, self.found or layout(self.data), self.line, header, first, report)


def _cut(stream: TextStream, put: Callable[[_Piece], None]) -> None:
    """Cut what is left of a stream into pieces."""
    while stream.buffer or stream.more():
        ended = stream.ended
        piece = _piece(stream)
        if piece is not None:
            put(piece)
            stream.take(len(piece.data))
        elif ended:
            return
        if piece is None or len(stream.buffer) < BLOCK:
            stream.more()  # a record goes on in the next block


def _piece(stream: TextStream) -> _Piece | None:
    """Return the complete records of the buffer, or None if there are none yet."""
    buffer, where = stream.buffer, (stream.offset, stream.line, stream.faithful)
    whole = extent(buffer)
    if whole is not None and whole.size:
        return _Piece(buffer[: whole.size], whole, None, *where)
    if whole is not None and len(buffer) < LONGEST and not stream.ended:
        return None
    # What is cut off with its file is not blamed.
    longest = sys.maxsize if stream.cut_short else LONGEST
    found = layout(buffer, last=stream.ended and not stream.cut_short, longest=longest)
    return _Piece(buffer[: found.size], None, found, *where) if found.size else None
