"""A CSV file as batches of text, as fast as the file is sound and as strict where it isn't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from mali_minusma.inputs import csv_strict
from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.csv_layout import layout
from mali_minusma.inputs.header import identify
from mali_minusma.inputs.places import Places
from mali_minusma.inputs.records import LONGEST, records
from mali_minusma.inputs.text_stream import TextStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.csv_layout import Layout
    from mali_minusma.inputs.header import Header
    from mali_minusma.inputs.streams import Bytes

BLOCK = 8 * 2**20
"""How many bytes are read at a time."""

LONGEST_HEADER: Final = 8 * 2**20
"""No header is longer, in bytes: it isn't one."""

_MARK: Final = b"\xef\xbb\xbf"


class CsvFile:
    """A CSV file, plain or packed."""

    ordered = True

    def __init__(self, source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> None:
        self.name = source.name
        self.columns: tuple[str, ...] = ()
        self._source = source
        self.schema = schema
        self._extra = extra_columns

    def batches(self, report: Callable[[Fault], None]) -> Iterator[Batch]:
        """Yield the records that could be told apart; every other is reported."""
        stream = TextStream(self._source, report, BLOCK)
        header = self._header(stream, report)
        if header is None:
            return
        first = 0
        while stream.buffer or stream.more():
            ended = stream.ended
            size, batch, first = _next_batch(stream, header, first, report)
            if batch is not None and len(batch.frame):
                yield batch
            stream.take(size)
            if size == 0 and ended:
                return
            if size == 0 or len(stream.buffer) < BLOCK:
                stream.more()  # a record goes on in the next block

    def _header(self, stream: TextStream, report: Callable[[Fault], None]) -> Header | None:
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


def _next_batch(
    stream: TextStream, header: Header, first: int, report: Callable[[Fault], None]
) -> tuple[int, Batch | None, int]:
    """Return how many bytes were read from the buffer, the records in them, and the number of the next record."""
    found = layout(stream.buffer)
    if found is not None and found.size == 0 and len(stream.buffer) < LONGEST and not stream.ended:
        return 0, None, first
    block = stream.buffer[: found.size] if found is not None else b""
    if found is None or not block or not _plain_text(block):
        return csv_strict.read(stream, header, first, report)
    return found.size, *_read_fast(block, found, stream.line, header, first, report)


def _plain_text(block: bytes) -> bool:
    """Tell whether the block is UTF-8 without NULs."""
    if b"\0" in block:
        return False
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_fast(  # noqa: PLR0913, PLR0917 - a block, where it stands, and where faults go
    block: bytes, found: Layout, line: int, header: Header, first: int, report: Callable[[Fault], None]
) -> tuple[Batch, int]:
    """Read a block whose quotes are in order; records with another number of cells than the header are reported."""
    numbers: range | list[int] = range(first, first + len(found.ends))
    starts, ends = found.starts, found.ends
    sound = found.cells == header.width
    places = Places(block, starts, line)
    if not sound.all():
        numbers = []
        number = first
        for index, good in enumerate(sound.tolist()):
            if good:
                numbers.append(number)
            else:
                text = block[starts[index] : ends[index]].decode("utf-8")
                record = next(records(text))
                broken = csv_strict.fault(record, text, places.line(index), number, header.width)
                report(broken)
                if broken.rule == "file.blank-line":
                    continue
            number += 1
        following = number
        starts, ends = starts[sound], ends[sound]
        places = Places(block, starts, line)
        block = b"".join(block[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    else:
        following = first + len(ends)
    frame = _parse(block, header) if header.columns else pl.DataFrame(height=len(starts))
    if frame is None or len(frame) != len(starts):
        frame = _parse_slowly(block, header)
    return Batch(frame, numbers, place=places.of(header)), following


def _parse(block: bytes, header: Header) -> pl.DataFrame | None:
    """Return the columns of a block as text, or None if polars doesn't take it."""
    marked = block.startswith(_MARK)
    try:
        frame = pl.read_csv(
            # polars would take a mark off the first cell, as if it stood for the encoding.
            b"," * (header.width - 1) + b"\n" + block if marked else block,
            has_header=False,
            schema={f"{position}": pl.String for position in range(header.width)},
            columns=list(header.positions.values()),
            infer_schema=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    # A cell that is two quotes is as empty as one that is nothing.
    cells = {name: pl.col(f"{position}") for name, position in header.positions.items()}
    if b'""' in block:
        cells = {name: pl.when(cell != "").then(cell) for name, cell in cells.items()}
    return frame.slice(int(marked)).select(**cells)


def _parse_slowly(block: bytes, header: Header) -> pl.DataFrame:
    """Return the columns of a block as text, record by record."""
    rows = [record.cells for record in records(block.decode("utf-8"))]
    return csv_strict.frame_of(rows, header)
