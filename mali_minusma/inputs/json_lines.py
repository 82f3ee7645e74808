"""JSON Lines: one object a line, with the types that the JSON Schemas ask for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.blocks import Blocks, silently
from mali_minusma.inputs.header import header_faults
from mali_minusma.inputs.json_plain import PlainLines
from mali_minusma.inputs.json_strict import TOO_LONG, position, read_object, texts_of
from mali_minusma.inputs.records import LONGEST
from mali_minusma.inputs.text_stream import TextStream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Report
    from mali_minusma.inputs.streams import Bytes

BLOCK = 8 * 2**20
"""How many bytes are read at a time."""

NAMES: Final = 100_000
"""So many unknown names are remembered, so that each is reported once."""


class JsonLines:
    """A file of JSON objects, one a line, plain or packed."""

    ordered = False

    def __init__(self, source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> None:
        self.name = source.name
        self.columns = tuple(schema.by_name)
        self._source = source
        self.schema = schema
        self._extra = extra_columns
        self._blocks = Blocks(source)

    def batches(self, report: Report) -> Iterator[Batch]:
        """Yield the objects; a line that isn't one is reported."""
        stream = TextStream(self._source, report, BLOCK)
        reader = _Reader(self.schema, report, extra_columns=self._extra)
        blocks = self._blocks = Blocks(self._source)
        too_long = False
        while stream.buffer or stream.more():
            size = stream.buffer.rfind(b"\n") + 1
            if size and too_long:
                stream.take(stream.buffer.find(b"\n") + 1)  # the end of a line that was reported
                reader.number += 1
                too_long = False
            elif size:
                block, line = stream.buffer[:size], stream.line
                blocks.add(reader.number, stream, size, sound=False)
                stream.take(size)
                batch = reader.batch(block, line, stream.line - line)
                if len(batch.frame):
                    yield batch
            elif len(stream.buffer) >= LONGEST:
                if not too_long:
                    report(Fault("file.json", TOO_LONG, place=(stream.line, 1), row=reader.number))
                too_long = True
                stream.take(len(stream.buffer))
            elif not stream.more():
                return

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:  # noqa: ARG002 - lines are whole
        """Yield the blocks of a plain file that hold some records; of any other, all."""
        blocks = self._blocks.holding(wanted)
        if blocks is None:
            yield from self.batches(silently)
            return
        reader = _Reader(self.schema, silently, extra_columns=self._extra)
        for block, data in blocks:
            reader.number = block.first
            yield reader.batch(data, block.line, data.count(b"\n"))


class _Reader:
    """Reads blocks of whole lines, one after the other: plain lines at once, any other strictly."""

    def __init__(self, schema: TableSchema, report: Report, *, extra_columns: bool) -> None:
        self.number = 0
        """The number of the next record, sound or broken."""
        self._schema = schema
        self._report = report
        self._extra = extra_columns
        self._unknown: set[str] = set()
        self._plain = PlainLines(schema)

    def batch(self, block: bytes, line: int, count: int) -> Batch:
        """Return the objects of a block that begins at this line and has so many."""
        first = self.number
        frame, taken = self._plain.read(block, lambda name: self._extra or name in self._unknown)
        lines = cache(lambda: block.split(b"\n"))  # asked for where a line is at fault, and not before
        at: Sequence[int] = range(count)
        numbers: Sequence[int] = range(first, first + count)
        shown: dict[tuple[int, str], str] = {}
        if len(frame) < count:
            rest = np.ones(count, dtype=bool)
            rest[taken.to_numpy()] = False
            objects, blank = self._read_strictly(lines(), rest, line)
            places = np.concatenate([taken.to_numpy(), np.fromiter(objects, np.int64)])
            order = np.argsort(places)
            others, shown = self._frame(list(objects.values()))
            frame = pl.concat([frame, others])[order]
            at = places[order].tolist()
            numbers = (first + places[order] - np.cumsum(blank)[places[order]]).tolist()
            count -= int(blank.sum())
            row_of = np.argsort(order)[len(taken) :].tolist()
            shown = {(row_of[row], name): text for (row, name), text in shown.items()}
        self.number += count
        for name in frame.columns:
            if (frame[name] == "").any():
                shown |= {(row, name): "" for row in (frame[name] == "").arg_true().to_list()}
                frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)))

        def place(row: int, column: str) -> tuple[int, int]:
            return line + at[row], position(lines()[at[row]], column)

        return Batch(frame, numbers, _unreadable(shown, len(frame)), shown, place)

    def _read_strictly(
        self, lines: list[bytes], chosen: npt.NDArray[np.bool_], line: int
    ) -> tuple[dict[int, dict[str, Any]], npt.NDArray[np.bool_]]:
        """Return the objects of the chosen lines, by line of the block, and which of the lines are blank."""
        objects: dict[int, dict[str, Any]] = {}
        blank = np.zeros(len(chosen), dtype=bool)
        number = self.number
        for index in np.flatnonzero(chosen).tolist():
            raw = lines[index]
            found = read_object(raw, line + index, number + index, self._report)
            if found is not None:
                self._report_unknown(found, raw, line + index)
                objects[index] = found
            elif not raw.strip():
                blank[index] = True
                number -= 1
        return objects, blank

    def _frame(self, objects: list[dict[str, Any]]) -> tuple[pl.DataFrame, dict[tuple[int, str], str]]:
        """Return the columns of objects as text, and what is shown of what isn't of its type."""
        columns: list[pl.Series] = []
        shown: dict[tuple[int, str], str] = {}
        for field in self._schema.fields:
            texts, bad = texts_of(field.type, [item.get(field.name) for item in objects])
            columns.append(pl.Series(field.name, texts, pl.String))
            shown |= {(row, field.name): text for row, text in bad.items()}
        return pl.DataFrame(columns), shown

    def _report_unknown(self, found: dict[str, Any], raw: bytes, line: int) -> None:
        if self._extra or found.keys() <= self._schema.by_name.keys() or len(self._unknown) >= NAMES:
            return
        new = [name for name in found if name not in self._schema.by_name and name not in self._unknown]
        if not new:
            return
        self._unknown.update(new)
        names = [*self._schema.by_name, *new]
        for fault in header_faults(
            names, self._schema, lambda at: (line, position(raw, names[at])), extra_columns=False, ordered=False
        ):
            self._report(fault)


def _unreadable(shown: Mapping[tuple[int, str], str], height: int) -> dict[str, pl.Series]:
    masks: defaultdict[str, npt.NDArray[np.bool_]] = defaultdict(lambda: np.zeros(height, dtype=bool))
    for row, name in shown:
        masks[name][row] = True
    return {name: pl.Series(mask) for name, mask in masks.items()}
