"""How the pieces of a file are put together: which begin inside quotes, what lies across them, which row is which.

A piece that begins inside quotes is known for sure only from those before it, and from how the cell that is open there
is closed. So workers guess, which is right but for odd files, and the guesses are proven here, from the first piece to
the last. Where one is wrong the file is read once more, with every beginning known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mali_minusma.inputs.batch import Fault
from mali_minusma.spark.failures import RefusedError
from mali_minusma.spark.parsing import LARGEST, Summary
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.spark.parsing import PartSummary, Plan


@dataclass(frozen=True, slots=True)
class Joint:
    """A record that lies across pieces, or what is left of one that is never closed."""

    number: int
    """The part that it makes, after that of the piece in which it begins."""
    block: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands in the file."""

    rows: int
    """How many records stand before it."""
    lines: int
    """How many lines stand before it."""


def settled(plan: Plan, summaries: Callable[[Plan], list[Summary]]) -> tuple[Plan, list[Summary]]:
    """Return the plan by which every piece is read as it begins, and what was found.

    Args:
        plan: the plan to begin with.
        summaries: reads the pieces by a plan, and returns what is to be known of each, in order.

    Raises:
        RefusedError: if it can't be told for sure how the pieces begin.
    """
    pieces = summaries(plan)
    if beginnings(pieces) is None:
        known = beginnings(summaries(replace(plan, probe=True)))
        plan = replace(plan, inside=known or {})
        pieces = summaries(plan)
    if beginnings(pieces) is None:
        raise RefusedError("it can't be told which pieces of the file begin inside quotes: validate it without Spark")
    return plan, pieces


def beginnings(pieces: Sequence[Summary]) -> dict[int, bool] | None:
    """Return which pieces begin inside quotes, or None if that isn't known from how they were read."""
    known: dict[int, bool] = {}
    inside = False
    for index, piece in enumerate(pieces):
        known[piece.start] = inside
        if piece.part is not None and piece.inside != inside:
            return None
        inside = piece.ends_open[inside] and _closes(pieces[index + 1 :])
    return known


def _closes(following: Sequence[Summary]) -> bool:
    """Tell whether a cell that is open before some pieces is closed in them as a cell is."""
    return next((piece.close == "good" for piece in following if piece.close != "none"), False)


def joints(pieces: Sequence[Summary]) -> list[Joint]:
    """Return what lies across pieces.

    Raises:
        RefusedError: if a record is too long to go by way of the driver.
    """
    found: list[Joint] = []
    held, begun = b"", -1
    for piece in pieces:
        if piece.too_long:
            raise _too_long(piece)
        if piece.inside:
            held += piece.head.encode("latin-1")
            if len(held) > LARGEST:
                raise _too_long(piece)
            if piece.through:
                continue
        if held:
            found.append(Joint(begun, held))
        held, begun = piece.tail.encode("latin-1"), 2 * piece.start + 1
    if held:
        found.append(Joint(begun, held))
    return found


def _too_long(piece: Summary) -> RefusedError:
    return RefusedError(
        f"a quoted cell goes on over more than {LARGEST // 2**20} MiB where Spark cuts the file, at or after byte "
        f"{piece.start:,}; most likely a quote is never closed. Validate the file without Spark, which tells where"
    )


def places(parts: Mapping[int, PartSummary], header_lines: int) -> dict[int, Place]:
    """Return where each part stands in the file."""
    found: dict[int, Place] = {}
    rows, lines = 0, header_lines
    for number in sorted(parts):
        found[number] = Place(rows, lines)
        rows += parts[number].records
        lines += parts[number].lines
    return found


def nothing_lost(name: str, plan: Plan, pieces: Sequence[Summary], last: bytes, *, marked: bool) -> None:
    """Require that every byte of the file was seen.

    Args:
        name: how the file is named.
        plan: how it was read.
        pieces: its pieces.
        last: its last byte.
        marked: whether it begins with a byte-order mark, which Spark takes off.

    Raises:
        RefusedError: if some byte wasn't.
    """
    seen = sum(piece.size for piece in pieces)
    whole = plan.size + (last != b"\n") - 3 * marked
    if seen != whole or pieces[0].start != 0 or pieces[0].size < plan.skip:
        raise RefusedError(
            f"{name}: Spark gave {seen:,} bytes of {whole:,}, or cut the file within its header: was it changed "
            "meanwhile? Validate it again, or without Spark"
        )


def of_the_whole(plan: Plan, pieces: Sequence[Summary], last: bytes, told: Sequence[Fault]) -> Iterator[Fault]:
    """Yield what is wrong with the form of the file, but is told only once.

    Args:
        plan: how it was read.
        pieces: its pieces.
        last: its last byte.
        told: what is wrong with the header.
    """
    lines = plan.lines
    returns = any(fault.rule == "file.line-ends" for fault in told)
    for piece in pieces:
        if piece.carriage_return is not None and not returns:
            returns = True
            line, character = piece.carriage_return
            place = (lines if piece.start else 0) + line + 1, character + 1
            yield Fault("file.line-ends", "lines ended by a line feed alone", "carriage return", place)
        inside = piece.part.lines if piece.part is not None else 0
        lines += piece.head.count("\n") + inside + piece.tail.count("\n")
    if last not in {b"\n", b"\r"}:
        place = lines, pieces[-1].last_line + 1
        yield Fault("file.last-line", "a line feed at the end of the last line", place=place)


def out_of_order(
    schema: TableSchema, parts: Mapping[int, PartSummary], where: Mapping[int, Place], by: str
) -> tuple[int, Hit] | None:
    """Return the first record whose key comes before that of the one above, with its part, if there is one."""
    last = None
    for number in sorted(parts):
        part = parts[number]
        if part.first is None:
            continue
        row, key, cell = part.first
        broken = (row, cell) if last is not None and key < last else part.broken
        if broken is not None:
            row, cell = broken
            column = schema.primary_key[0]
            return number, Hit(schema.name, where[number].rows + row, column, "file.sorted", by, value=cell)
        last = part.last
    return None
