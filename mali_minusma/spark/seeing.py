"""The second look: line and character of the few cells of a CSV file that the report shows."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from mali_minusma.spark.parsing import Part, blocks, whole_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyspark.sql import DataFrame

    from mali_minusma.spark.chain import Joint, Place
    from mali_minusma.spark.parsing import Plan

    Cell = tuple[int, int, str]
    """Part, row of the part and column."""

_SEEN = pa.schema([("seen", pa.string())])


def locate(
    lines: DataFrame, plan: Plan, joints: Mapping[int, Joint], where: Mapping[int, Place], cells: Iterable[Cell]
) -> dict[Cell, tuple[int, int]]:
    """Return line and character of cells.

    Args:
        lines: the lines of the file.
        plan: how its pieces are read.
        joints: what lies across pieces, by part.
        where: where each part stands in the file.
        cells: the cells.
    """
    wanted: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for part, at, column in cells:
        wanted[part].append((at, column))
    found: dict[Cell, tuple[int, int]] = {}
    for number, joint in joints.items():
        found |= places_in(Part(plan, number), joint.block, number, wanted.pop(number, []))
    if wanted:
        starts = ", ".join(str(part // 2) for part in wanted)
        seen = lines.where(f"start IN ({starts})").mapInArrow(partial(_look, plan, dict(wanted)), "seen string")
        for told in seen.collect():
            for part, row, column, line, character in json.loads(told["seen"]):
                found[part, row, column] = line, character
    # The first line that the reader is given is the header.
    return {cell: (where[cell[0]].lines + line - 1, character) for cell, (line, character) in found.items()}


def _look(
    plan: Plan, wanted: Mapping[int, list[tuple[int, str]]], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    for start, length, raw in blocks(batches):
        block = whole_records(plan, start, length, raw)
        found = places_in(Part(plan, 2 * start), block, 2 * start, wanted[2 * start])
        told = json.dumps([(*cell, *place) for cell, place in found.items()])
        yield pa.RecordBatch.from_pydict({"seen": [told]}, schema=_SEEN)


def places_in(
    part: Part, block: bytes, number: int, cells: Iterable[tuple[int, str]]
) -> dict[tuple[int, int, str], tuple[int, int]]:
    """Return line of the text that the reader is given, and character, of some cells of a part."""
    left = sorted(cells)
    found = {}
    for batch in part.batches(block) if left else ():
        if not len(batch.numbers):
            continue
        while left and left[0][0] <= batch.numbers[-1]:
            row, column = left.pop(0)
            place = batch.place(bisect_left(batch.numbers, row), column)
            if place is not None:
                found[number, row, column] = place
        if not left:
            break
    return found
