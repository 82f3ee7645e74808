"""A CSV file of any size: cut by Spark, read piece by piece by the reader of files, put together by the driver."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial, reduce
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.dialects.spark_sql import name, raw
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.csv_file import LONGEST_HEADER, CsvFile
from mali_minusma.inputs.header import positions
from mali_minusma.inputs.records import records, visible
from mali_minusma.inputs.streams import Bytes
from mali_minusma.spark.chain import beginnings, joints, out_of_order, places
from mali_minusma.spark.failures import RefusedError
from mali_minusma.spark.files import head, last_byte
from mali_minusma.spark.parsing import SUMMARY, Part, PartSummary, Plan, Summary, parse, schema_of
from mali_minusma.spark.seeing import locate
from mali_minusma.spark.table import Judged, hit
from mali_minusma.spark.typed import read_as_text
from mali_minusma.validation.engine import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.spark.chain import Joint
    from mali_minusma.spark.files import Found
    from mali_minusma.spark.judging import Judge, Reading

_FIRST: Final = 2**16
"""So many bytes are read to find the header in."""

_MARK: Final = b"\xef\xbb\xbf"

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


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
    plan, header = _plan(session, file, schema, faults, extra_columns=extra_columns)
    hits = [hit(schema, fault) for fault in faults]
    if plan is None or header == file.size:
        return Judged(plan.columns if plan else (), hits, ordered=True)
    judge = make(read_as_text([schema.by_name[column] for column in plan.columns]))
    lines = _lines(session, file)
    plan, pieces, judged = _read(lines, plan, judge)
    _nothing_lost(session, file, plan, pieces)
    parts = {2 * piece.start: piece.part for piece in pieces if piece.part is not None}
    across = joints(pieces)
    more = [judged]
    for joint in across:
        parts[joint.number], rows = _joined(session, plan, joint)
        more.append(judge.judged(rows))
    where = places(parts, plan.lines)
    hits += [hit(schema, fault) for fault in _of_the_whole(session, file, plan, pieces, faults)]
    broken = out_of_order(schema, parts, where, NAME)
    found = Judged(
        plan.columns, hits, ordered=True, frame=_union(more), judge=judge, places=where,
        rows=sum(part.sound for part in parts.values()), release=judged.unpersist,
        locate=partial(locate, lines, plan, {joint.number: joint for joint in across}, where),
    )  # fmt: skip
    if broken is not None:
        number, late = broken
        cell = number, late.row - where[number].rows, late.column
        assert found.locate is not None  # noqa: S101 - given above
        hits.append(replace(late, place=found.locate([cell]).get(cell)))
    return found


def _plan(
    session: SparkSession, file: Found, schema: TableSchema, faults: list[Fault], *, extra_columns: bool
) -> tuple[Plan | None, int]:
    """Return what workers need to know, and where the header ends; None if there is none that can be read."""
    size = _FIRST
    while True:
        data = head(session, file, size)
        whole = len(data) >= file.size
        text = data.removeprefix(_MARK)
        # A carriage return at the end may be half of a line end.
        plain = _LINE_END.sub(b"\n", text if whole or not text.endswith(b"\r") else text[:-1])
        decoded = plain.decode("utf-8", "surrogateescape")
        first = next(records(decoded, last=whole), None)
        endless = len(data) > LONGEST_HEADER and b"\n" not in plain
        if first is not None or whole or endless:
            break
        size *= 4
    header = data
    if first is not None and not first.broken:
        # As it stands in the file, so that its own carriage returns are told.
        ends = [found.end() for found in _LINE_END.finditer(text)]
        lines = decoded.count("\n", 0, first.end)
        header = data[: len(data) - len(text) + ends[lines - 1]] if lines else data
    source = CsvFile(Bytes(file.name, lambda _: iter([header])), schema, extra_columns=extra_columns)
    nothing_read = not list(source.batches(faults.append))
    if first is None or first.broken or first.cells == [""] or _unread(faults):
        return None, 0
    assert nothing_read  # noqa: S101 - there is nothing but the header
    known = positions([visible(cell) for cell in first.cells], schema)
    names = {at: column for column, at in known.items()}
    skip = len(decoded[: first.end].encode("utf-8", "surrogateescape"))
    plan = Plan(
        schema.name, tuple(known), tuple(names.get(at, f"column {at}") for at in range(len(first.cells))),
        skip, decoded.count("\n", 0, first.end), file.size,
    )  # fmt: skip
    return plan, len(header)


def _unread(faults: Sequence[Fault]) -> bool:
    """Tell whether nothing in the file was read, since it isn't UTF-8 at all."""
    return any(fault.rule == "file.encoding" and fault.expected.endswith("nothing in it was read") for fault in faults)


def _lines(session: SparkSession, file: Found) -> DataFrame:
    """Return the lines of a file as bytes, each ended by a line feed, with the piece that it was cut into."""
    text = session.read.option("__globPaths__", "false").text(file.address, lineSep="\n")
    return text.selectExpr(
        "_metadata.file_block_start AS start",
        "_metadata.file_block_length AS length",
        "CAST(concat(value, '\n') AS binary) AS line",
    )


def _read(lines: DataFrame, plan: Plan, judge: Judge) -> tuple[Plan, list[Summary], DataFrame]:
    """Read and judge the pieces, once more if one was guessed to begin otherwise than it does.

    Raises:
        RefusedError: if it can't be told for sure how they begin.
    """
    from pyspark import StorageLevel

    for _ in range(2):
        judged = judge.judged(_parsed(lines, plan)).persist(StorageLevel.MEMORY_AND_DISK)
        pieces = _summaries(judged)
        if beginnings(pieces) is not None:
            return plan, pieces, judged
        judged.unpersist()
        known = beginnings(_summaries(_parsed(lines, replace(plan, probe=True))))
        plan = replace(plan, inside=known or {})
    raise RefusedError("it can't be told which pieces of the file begin inside quotes: validate it without Spark")


def _parsed(lines: DataFrame, plan: Plan) -> DataFrame:
    cells = ", ".join(f"{name(raw(column))} string" for column in plan.columns)
    types = "kind tinyint, part bigint, position bigint, note string"
    return lines.mapInArrow(partial(parse, plan), f"{types}, {cells}" if cells else types)


def _summaries(frame: DataFrame) -> list[Summary]:
    told = frame.where(f"kind = {SUMMARY}").select("note").collect()
    return sorted((_summary(json.loads(row["note"])) for row in told), key=lambda piece: piece.start)


def _summary(told: dict[str, Any]) -> Summary:
    part = told.pop("part")
    return Summary(**told, part=PartSummary(**part) if part else None)


def _nothing_lost(session: SparkSession, file: Found, plan: Plan, pieces: Sequence[Summary]) -> None:
    """Require that every byte of the file was seen.

    Raises:
        RefusedError: if it wasn't.
    """
    seen = sum(piece.size for piece in pieces)
    first = pieces[0] if pieces else None
    whole = file.size + (last_byte(session, file) != b"\n") - len(_MARK) * head(session, file, 3).startswith(_MARK)
    if seen != whole or first is None or first.start != 0 or first.size < plan.skip:
        raise RefusedError(
            f"{file.name}: Spark gave {seen:,} bytes of {whole:,}, or cut the file within its header: was it changed "
            "meanwhile? Validate it again, or without Spark"
        )


def _joined(session: SparkSession, plan: Plan, joint: Joint) -> tuple[PartSummary, DataFrame]:
    import pyarrow as pa

    part = Part(plan, joint.number)
    table = pa.Table.from_batches(part.rows(joint.block), schema_of(plan.columns))
    return part.summary, session.createDataFrame(table)


def _union(frames: Sequence[DataFrame]) -> DataFrame:
    return reduce(lambda above, below: above.union(below), frames)


def _of_the_whole(
    session: SparkSession, file: Found, plan: Plan, pieces: Sequence[Summary], told: Sequence[Fault]
) -> Iterator[Fault]:
    """Yield what is wrong with the form of the file, but is told only once."""
    lines = plan.lines
    returns = any(fault.rule == "file.line-ends" for fault in told)
    for piece in pieces:
        if piece.carriage_return is not None and not returns:
            returns = True
            line, character = piece.carriage_return
            before = lines if piece.start else 0
            expected = "lines ended by a line feed alone"
            yield Fault("file.line-ends", expected, "carriage return", (before + line + 1, character + 1))
        inside = piece.part.lines if piece.part is not None else 0
        lines += piece.head.count("\n") + inside + piece.tail.count("\n")
    if last_byte(session, file) not in {b"\n", b"\r"}:
        place = lines, pieces[-1].last_line + 1
        yield Fault("file.last-line", "a line feed at the end of the last line", place=place)
