"""A CSV file of any size: cut by Spark, read piece by piece by the reader of files, put together by the driver."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark import StorageLevel

from mali_minusma.dialects.spark_sql import name, raw
from mali_minusma.spark.chain import joints, nothing_lost, of_the_whole, out_of_order, places, settled
from mali_minusma.spark.files import head, last_byte
from mali_minusma.spark.heading import MARK, plan_of
from mali_minusma.spark.parsing import SUMMARY, Part, PartSummary, Plan, Summary, parse, schema_of
from mali_minusma.spark.seeing import locate
from mali_minusma.spark.table import Judged, hit
from mali_minusma.spark.typed import read_as_text
from mali_minusma.validation.engine import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Fault
    from mali_minusma.spark.files import Found
    from mali_minusma.spark.judging import Judge, Reading


def judged_csv(
    session: SparkSession,
    file: Found,
    schema: TableSchema,
    make: Callable[[Mapping[str, Reading]], Judge],
    *,
    extra_columns: bool,
) -> Judged:
    """Read and judge a CSV file.

    Raises:
        RefusedError: if it can't be told for sure how its pieces hang together.
    """
    faults: list[Fault] = []
    first = partial(head, session, file)
    plan, header = plan_of(file.name, file.size, first, schema, faults.append, extra_columns=extra_columns)
    hits = [hit(schema, fault) for fault in faults]
    if plan is None or header == file.size:
        return Judged(plan.columns if plan else (), hits, ordered=True)
    judge = make(read_as_text([schema.by_name[column] for column in plan.columns]))
    lines = _lines(session, file)
    plan, pieces, judged = _settled(lines, plan, judge)
    last = last_byte(session, file)
    nothing_lost(file.name, plan, pieces, last, marked=first(len(MARK)) == MARK)
    parts = {2 * piece.start: piece.part for piece in pieces if piece.part is not None}
    across = joints(pieces)
    rows: list[pa.RecordBatch] = []
    for joint in across:
        part = Part(plan, joint.number)
        rows += part.rows(joint.block)
        parts[joint.number] = part.summary
    frame = judged
    if rows:
        more = session.createDataFrame(pa.Table.from_batches(rows, schema_of(plan.columns)))
        frame = judged.union(judge.judged(more))
    where = places(parts, plan.lines)
    hits += [hit(schema, fault) for fault in of_the_whole(plan, pieces, last, faults)]
    see = partial(locate, lines, plan, {joint.number: joint for joint in across}, where)
    broken = out_of_order(schema, parts, where, NAME)
    if broken is not None:
        number, late = broken
        cell = number, late.row - where[number].rows, late.column
        hits.append(replace(late, place=see([cell]).get(cell)))
    return Judged(
        plan.columns, hits, ordered=True, frame=frame, judge=judge, places=where, locate=see,
        rows=sum(part.sound for part in parts.values()) if plan.columns else 0, release=judged.unpersist,
    )  # fmt: skip


def _lines(session: SparkSession, file: Found) -> DataFrame:
    """Return the lines of a file as bytes, each ended by a line feed, with the piece that it was cut into."""
    text = session.read.option("__globPaths__", "false").text(file.address, lineSep="\n")
    return text.selectExpr(
        "_metadata.file_block_start AS start",
        "_metadata.file_block_length AS length",
        "CAST(concat(value, '\n') AS binary) AS line",
    )


def _settled(lines: DataFrame, plan: Plan, judge: Judge) -> tuple[Plan, list[Summary], DataFrame]:
    """Read and judge the pieces, once more if one was guessed to begin otherwise than it does."""
    judged: list[DataFrame] = []

    def summaries(plan: Plan) -> list[Summary]:
        if plan.probe:
            return _summaries(_parsed(lines, plan))
        if judged:
            judged.pop().unpersist()
        judged.append(judge.judged(_parsed(lines, plan)).persist(StorageLevel.MEMORY_AND_DISK))
        return _summaries(judged[0])

    plan, pieces = settled(plan, summaries)
    return plan, pieces, judged[0]


def _parsed(lines: DataFrame, plan: Plan) -> DataFrame:
    cells = [f"{name(raw(column))} string" for column in plan.columns]
    types = ", ".join(["kind tinyint, part bigint, position bigint, note string", *cells])
    return lines.mapInArrow(partial(parse, plan), types)


def _summaries(frame: DataFrame) -> list[Summary]:
    told = frame.where(f"kind = {SUMMARY}").select("note").collect()
    return sorted((summary_of(row["note"]) for row in told), key=lambda piece: piece.start)


def summary_of(note: str) -> Summary:
    """Return the summary that a worker wrote."""
    told: dict[str, Any] = json.loads(note)
    part = told.pop("part")
    return Summary(**told, part=PartSummary(**part) if part else None)
