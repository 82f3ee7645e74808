"""A CSV file cut into pieces and put together as on Spark, but in one process: what workers do, and what the driver does."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence

import polars as pl
import pyarrow as pa

from mali_minusma.contract import load_contract
from mali_minusma.dialects.spark_sql import raw
from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.spark.chain import joints, nothing_lost, of_the_whole, out_of_order, places, settled
from mali_minusma.spark.csv_table import summary_of
from mali_minusma.spark.heading import MARK, plan_of
from mali_minusma.spark.parsing import FAULT, ROW, SUMMARY, Part, Plan, Summary, blocks, parse, schema_of, whole_records
from mali_minusma.spark.seeing import places_in
from mali_minusma.validation.collect import Collector
from mali_minusma.validation.engine import NAME, Engine
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.merge import Merger
from mali_minusma.validation.report import Finding

LINES = pa.schema([("start", pa.int64()), ("length", pa.int64()), ("line", pa.binary())])


def cut_as_spark_does(data: bytes, size: int) -> list[pa.RecordBatch]:
    """Cut a file after so many bytes each time: a line belongs to the piece that it begins in, or at the end of."""
    batches = []
    at = 0
    text = data if data.endswith(b"\n") else data + b"\n"
    for start in range(0, len(data), size):
        length = min(size, len(data) - start)
        lines = []
        while at < len(data) and at <= start + length:
            end = text.index(b"\n", at) + 1
            lines.append(text[at:end] if at else text[:end].removeprefix(MARK))
            at = end
        if lines:
            columns = [[start] * len(lines), [length] * len(lines), lines]
            batches.append(
                pa.RecordBatch.from_arrays(
                    [pa.array(c, f.type) for c, f in zip(columns, LINES, strict=True)], schema=LINES
                )
            )
    return batches


class Pieced:
    """A source whose records were read in pieces of so many bytes."""

    ordered = True
    name = "t.csv"

    def __init__(self, data: bytes, table: str, size: int) -> None:
        self.schema = load_contract().tables[table]
        self.columns: tuple[str, ...] = ()
        self.read = 0
        """How many times the pieces were read."""
        self.joints = 0
        self.sound = 0
        self.broken: tuple[int, Hit] | None = None
        self._data = data
        self._lines = cut_as_spark_does(data, size)
        self._rows: list[pa.RecordBatch] = []

    def batches(self, report: Callable[[Fault], None]) -> Iterator[Batch]:
        faults: list[Fault] = []
        plan, header = plan_of(
            self.name, len(self._data), lambda size: self._data[:size], self.schema, faults.append, extra_columns=False
        )
        for fault in faults:
            report(fault)
        if plan is None or header == len(self._data):
            self.columns = plan.columns if plan else ()
            return
        self.columns = plan.columns
        self.read = 0
        plan, pieces = settled(plan, self._summaries)
        last = self._data[-1:]
        nothing_lost(self.name, plan, pieces, last, marked=self._data.startswith(MARK))
        parts = {2 * piece.start: piece.part for piece in pieces}
        rows = list(self._rows)
        across = joints(pieces)
        self.joints = len(across)
        for joint in across:
            part = Part(plan, joint.number)
            rows += part.rows(joint.block)
            parts[joint.number] = part.summary
        where = places(parts, plan.lines)
        for fault in of_the_whole(plan, pieces, last, faults):
            report(fault)
        self.broken = out_of_order(self.schema, parts, where, NAME)
        self.sound = sum(part.sound for part in parts.values())
        texts = {joint.number: joint.block for joint in across}
        texts |= {2 * start: whole_records(plan, start, length, given) for start, length, given in blocks(self._lines)}
        yield from self._told(plan, rows, where, texts, report)

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:  # noqa: ARG002 - all
        return self.batches(lambda _: None)

    def _summaries(self, plan: Plan) -> list[Summary]:
        self.read += 1
        self._rows = list(parse(plan, self._lines))
        told = pa.Table.from_batches(self._rows, schema_of(plan.columns)).to_pylist()
        return sorted((summary_of(row["note"]) for row in told if row["kind"] == SUMMARY), key=lambda each: each.start)

    def _told(
        self, plan: Plan, rows: list, where: dict, texts: dict, report: Callable[[Fault], None]
    ) -> Iterator[Batch]:
        for row in pa.Table.from_batches(rows, schema_of(plan.columns)).to_pylist():
            if row["kind"] == FAULT:
                fault = Fault(**json.loads(row["note"]))
                place, here = fault.place, where[row["part"]]
                number = fault.row + here.rows if fault.row >= 0 else -1
                at = (place[0] - 1 + here.lines, place[1])
                report(Fault(fault.rule, fault.expected, fault.value, at, number, fault.column, fault.hint))
        frame = pl.from_arrow(pa.Table.from_batches(rows, schema_of(plan.columns)))
        frame = frame.filter(pl.col("kind") == ROW).sort("part", "position")
        own = list(zip(frame["part"].to_list(), frame["position"].to_list(), strict=True))

        def place(index: int, column: str) -> tuple[int, int]:
            part, row = own[index]
            ((line, character),) = places_in(Part(plan, part), texts[part], part, [(row, column)]).values()
            return where[part].lines + line - 1, character

        numbers = [where[part].rows + row for part, row in own]
        cells = frame.select(pl.col(raw(name)).alias(name) for name in plan.columns)
        if own:
            yield Batch(cells if plan.columns else pl.DataFrame(height=len(own)), numbers, place=place)


def findings_of(source: object) -> tuple[dict[str, int], int, tuple[Finding, ...]]:
    """Return counts, rows and findings of a source, without foreign keys."""
    found = Collector(1000)
    engine = Engine(source, found, targets={})
    engine.run()
    return (
        dict(sorted(found.counts.items())),
        engine.rows,
        Merger(found, {}, {}, {source.schema.name: "t.csv"}).findings(),
    )
