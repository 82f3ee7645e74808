"""How the pieces of a file are put together: which begin inside quotes, what lies across them, which row is which.

A piece that begins inside quotes is known for sure only from those before it, and from how the cell that is open there
is closed. So workers guess, which is right but for odd files, and the guesses are proven here, from the first piece to
the last. Where one is wrong the file is read once more, with every beginning known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mali_minusma.spark.failures import RefusedError
from mali_minusma.spark.parsing import LARGEST, Summary
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.spark.parsing import PartSummary


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
