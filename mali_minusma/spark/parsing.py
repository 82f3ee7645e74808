r"""What a worker does with a piece of a file: the reader of files runs over it, and its rows go back as Arrow.

So what a record is, and what is wrong with one that isn't, is decided by the same code as on one machine. Beside the
rows a piece gives its faults, and one summary by which the driver puts the pieces together.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from mali_minusma.contract import load_contract
from mali_minusma.dialects.polars_checks import read_text
from mali_minusma.dialects.spark_sql import raw
from mali_minusma.inputs.batch import Batch
from mali_minusma.inputs.columns import POLARS_DTYPES
from mali_minusma.inputs.csv_file import CsvFile
from mali_minusma.inputs.streams import Bytes
from mali_minusma.spark.splits import Cut, close_of, cut, seems_inside
from mali_minusma.validation.keys import Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from mali_minusma.inputs.batch import Fault

ROW, FAULT, SUMMARY = range(3)
"""The kinds of rows that a worker gives back."""

LARGEST: Final = 16 * 2**20
"""So many bytes of a record that lies across pieces go by way of the driver, and no more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every worker knows of the file."""

    table: str
    columns: tuple[str, ...]
    """The columns of the schema that the header names, in the order of the schema."""
    names: tuple[str, ...]
    """The header, with a name that no schema has in each place that isn't one of those columns."""
    skip: int
    """How many bytes the header takes, its line feed included."""
    lines: int
    """How many lines the header takes."""
    size: int
    """How long the file is."""
    inside: Mapping[int, bool] = field(default_factory=dict)
    """By where a piece begins, whether that is inside quotes; where this doesn't say it, it is guessed."""
    probe: bool = False
    """Whether only summaries are wanted, with how the piece ends for either beginning."""

    @property
    def header(self) -> bytes:
        """The header as the first line of what the reader is given."""
        return ",".join(self.names).encode() + b"\n"

    @property
    def ending(self) -> bytes:
        """A record after the last, which tells how many there were before it."""
        return b",".join([b"x"] * len(self.names)) + b"\n"


@dataclass(slots=True)
class Summary:
    """What the driver needs to know of a piece."""

    start: int
    """Where in the file it begins."""
    size: int
    """How many bytes it has."""
    inside: bool = False
    """Whether it was read as beginning inside quotes."""
    close: str = "none"
    """How a cell that is open at its start is closed in it."""
    ends_open: tuple[bool, bool] = (False, False)
    """Whether it ends inside quotes if it begins outside them, and if it begins inside; only the first or second is
    known unless both were asked for."""
    head: str = ""
    tail: str = ""
    """What belongs to records of other pieces: its bytes as Latin-1."""
    through: bool = False
    """Whether one record goes through the whole of it."""
    too_long: bool = False
    """Whether its head or tail is too long to be passed on."""
    part: PartSummary | None = None
    carriage_return: tuple[int, int] | None = None
    """Line of the piece and character of the first one."""
    last_line: int = 0
    """How many characters its last line has."""


@dataclass(slots=True)
class PartSummary:
    """What the driver needs to know of some records that were read together."""

    records: int = 0
    sound: int = 0
    lines: int = 0
    first: tuple[int, list[Any], str] | None = None
    """The first record with a whole key: its number, its key, and the cell of the key's first column."""
    last: list[Any] | None = None
    """The key of the last record with a whole one."""
    broken: tuple[int, str] | None = None
    """The first record whose key comes before that of the one above: its number and the cell."""


def schema_of(columns: Sequence[str]) -> pa.Schema:
    """Return the columns that a worker gives back: kind, part, position, note, and the cells as text."""
    fixed = [("kind", pa.int8()), ("part", pa.int64()), ("position", pa.int64()), ("note", pa.string())]
    return pa.schema([*fixed, *((raw(name), pa.string()) for name in columns)])


def parse(plan: Plan, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the rows, the faults and the summary of each piece that a worker is given, line by line."""
    for start, length, given in blocks(batches):
        yield from _piece(plan, start, length, given)


def blocks(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, int, bytes]]:
    """Join lines to the pieces that they come from: where each begins in the file, how long Spark cut it, its bytes."""
    here: tuple[int, int] | None = None
    held: list[bytes] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        starts = batch.column(0).to_numpy()
        lines = batch.column(2)
        offsets = np.frombuffer(lines.buffers()[1], np.int32)[lines.offset : lines.offset + len(lines) + 1]
        data = memoryview(lines.buffers()[2])
        edges = [0, *(np.flatnonzero(np.diff(starts)) + 1).tolist(), len(starts)]
        for first, after in pairwise(edges):
            piece = int(starts[first]), int(batch.column(1)[first].as_py())
            if here not in {None, piece}:
                yield *here, b"".join(held)
                held = []
            here = piece
            held.append(bytes(data[offsets[first] : offsets[after]]))
    if here is not None:
        yield *here, b"".join(held)


def _piece(plan: Plan, start: int, length: int, given: bytes) -> Iterator[pa.RecordBatch]:
    summary = Summary(start, len(given))
    block = _without_returns(given, summary)
    if start == 0:
        block = block[plan.skip :]  # a byte-order mark was taken off by Spark
    if block:
        summary.last_line = len(block[block.rfind(b"\n", 0, -1) + 1 : -1].decode("utf-8", "surrogateescape"))
    summary.close = close_of(block)
    if plan.probe:
        outside, inside = (_is_open(block, cut(block, inside=inside)) for inside in (False, True))
        summary.ends_open = outside, inside
        yield _noted(plan, SUMMARY, 2 * start, [_json(summary)])
        return
    summary.inside = _begins_inside(plan, start, block)
    found = cut(block, inside=summary.inside)
    is_open = _is_open(block, found)
    summary.ends_open = (False, is_open) if summary.inside else (is_open, False)
    found = _to_the_end(plan, start + length, block, found)
    head, tail = block[: found.start], block[found.end :]
    summary.through = found.through
    summary.too_long = len(head) > LARGEST or len(tail) > LARGEST
    if not summary.too_long:
        summary.head, summary.tail = head.decode("latin-1"), tail.decode("latin-1")
    part = Part(plan, 2 * start)
    yield from part.rows(block[found.start : found.end])
    summary.part = part.summary
    yield _noted(plan, SUMMARY, 2 * start, [_json(summary)])


def whole_records(plan: Plan, start: int, length: int, given: bytes) -> bytes:
    """Return the whole records of a piece: those of the part that has its number."""
    block = _without_returns(given, Summary(start, len(given)))
    if start == 0:
        block = block[plan.skip :]
    found = _to_the_end(plan, start + length, block, cut(block, inside=_begins_inside(plan, start, block)))
    return block[found.start : found.end]


def _begins_inside(plan: Plan, start: int, block: bytes) -> bool:
    return plan.inside[start] if start in plan.inside else start > 0 and seems_inside(block)


def _to_the_end(plan: Plan, end: int, block: bytes, found: Cut) -> Cut:
    """Take what is open at the end of the last piece as a record: nothing follows that could close it."""
    return Cut(found.start, len(block)) if end >= plan.size and not found.through else found


def _is_open(block: bytes, found: Cut) -> bool:
    return found.through or found.end < len(block)


def _json(summary: Summary) -> str:
    return json.dumps(asdict(summary))


def _without_returns(given: bytes, summary: Summary) -> bytes:
    """Return the bytes with every line end as a line feed, as the reader of files does."""
    at = given.find(b"\r")
    if at < 0:
        return given
    line = given.count(b"\n", 0, at)
    summary.carriage_return = line, len(given[given.rfind(b"\n", 0, at) + 1 : at].decode("utf-8", "surrogateescape"))
    # A line feed of Spark's stands at the end of a last line that has none.
    return given.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


class Part:
    """Whole records that stand together, read by the reader of files."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.summary = PartSummary()
        self._plan = plan
        self._number = number
        self._schema = load_contract().tables[plan.table]
        key = self._schema.primary_key
        self._key = key if set(key) <= set(plan.columns) else ()
        self._order = Order(self._schema, plan.columns)
        self._faults: list[Fault] = []

    def rows(self, block: bytes) -> Iterator[pa.RecordBatch]:
        """Yield the sound records, and the faults of the others."""
        self.summary.lines = block.count(b"\n")
        if not block:
            return
        for batch in self.batches(block):
            yield self._arrow(batch)
            yield from self._told()
        yield from self._told()

    def batches(self, block: bytes) -> Iterator[Batch]:
        """Yield the sound records as the reader gives them; the header is its first line."""
        plan = self._plan
        pieces = (plan.header, block, plan.ending)
        source = CsvFile(Bytes("", lambda size: _sliced(pieces, size)), self._schema, extra_columns=True)
        held: Batch | None = None
        for batch in source.batches(self._faults.append):
            if held is not None:
                yield self._counted(held, len(held.frame))
            held = batch
        assert held is not None  # noqa: S101 - the ending is a sound record
        sound = len(held.frame) - 1
        self.summary.records = held.numbers[sound]
        yield self._counted(held, sound)

    def _counted(self, batch: Batch, rows: int) -> Batch:
        self.summary.sound += rows
        return Batch(batch.frame.head(rows), batch.numbers[:rows], place=batch.place)

    def _arrow(self, batch: Batch) -> pa.RecordBatch:
        frame, numbers = batch.frame, batch.numbers
        self._look_at_keys(frame, numbers)
        rows = len(numbers)
        fixed = [
            pa.array(np.full(rows, ROW, np.int8)),
            pa.array(np.full(rows, self._number, np.int64)),
            pa.array(np.asarray(numbers, np.int64)),
            pa.nulls(rows, pa.string()),
        ]
        cells = [frame[name].to_arrow().cast(pa.string()) for name in self._plan.columns]
        return pa.RecordBatch.from_arrays([*fixed, *cells], schema=schema_of(self._plan.columns))

    def _look_at_keys(self, frame: pl.DataFrame, numbers: Sequence[int]) -> None:
        """Remember the first and the last key, and the first that is out of order."""
        if not self._key:
            return
        fields = [self._schema.by_name[name] for name in self._key]
        values = frame.select(read_text(field).cast(POLARS_DTYPES[field.type]).alias(field.name) for field in fields)
        whole = values.with_row_index("row number").drop_nulls()
        if not len(whole):
            return
        summary = self.summary
        if summary.first is None:
            index, *key = whole.row(0)
            summary.first = numbers[index], _plain(key), frame[self._key[0]][index]
        if summary.broken is None and (index := self._order.first_break(values)) is not None:
            summary.broken = numbers[index], frame[self._key[0]][index]
        summary.last = _plain(whole.row(-1)[1:])

    def _told(self) -> Iterator[pa.RecordBatch]:
        # What is wrong with the header is told once, by the driver.
        notes = [json.dumps(asdict(fault)) for fault in self._faults if fault.rule != "file.header"]
        self._faults.clear()
        if notes:
            yield _noted(self._plan, FAULT, self._number, notes)


def _plain(key: Sequence[Any]) -> list[Any]:
    """Return the parts of a key so that JSON can hold them, in the same order as they have."""
    return [part if isinstance(part, str | int) else part.isoformat() for part in key]


def _sliced(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), size):
            yield piece[start : start + size]


def _noted(plan: Plan, kind: int, part: int, notes: Sequence[str]) -> pa.RecordBatch:
    fixed = [
        pa.array(np.full(len(notes), kind, np.int8)),
        pa.array(np.full(len(notes), part, np.int64)),
        pa.nulls(len(notes), pa.int64()),
        pa.array(notes, pa.string()),
    ]
    cells = [pa.nulls(len(notes), pa.string()) for _ in plan.columns]
    return pa.RecordBatch.from_arrays([*fixed, *cells], schema=schema_of(plan.columns))
