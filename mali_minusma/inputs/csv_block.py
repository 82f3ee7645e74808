"""A block of CSV bytes as a batch of text: at once where it is sound, record by record where it isn't."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.blocks import silently
from mali_minusma.inputs.csv_layout import extent, layout
from mali_minusma.inputs.csv_strict import judge
from mali_minusma.inputs.places import Places
from mali_minusma.inputs.records import records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from mali_minusma.inputs.batch import Report
    from mali_minusma.inputs.csv_layout import Extent, Layout, Offsets
    from mali_minusma.inputs.header import Header

_MISREAD: Final = (b"\xef\xbb\xbf", b"\x1f\x8b", b"x", b"(\xb5/\xfd")
"""A text that begins so polars would take for one that has a byte-order mark, or for a packed one."""

FAULTS: Final = ("", "file.encoding", "file.quotes", "file.blank-line", "file.cell-count", "file.nul")
"""What may be wrong with a record; but for the last, it can't be read then."""

_FEWEST: Final = 2
"""With fewer columns polars doesn't tell an empty line from an empty cell."""


def read_sound(block: bytes, whole: Extent, line: int, header: Header, first: int) -> Batch | None:
    """Return the records of a block, or None if there may be something wrong with its form.

    Args:
        block: complete records; quotes stand only where they may.
        whole: their extent.
        line: the line of the file at which it begins.
        header: the columns.
        first: number of its first record.
    """
    if header.width < _FEWEST or b"\0" in block:
        return None
    cells = _cells(block, header)
    if cells is None:
        return None
    # Every byte is one of a cell, ends a cell, or quotes one. polars fills short records and blank lines and refuses
    # long ones: of cells that aren't there no byte tells the end, and nothing makes up for it.
    if _bytes(cells) + whole.quoting != len(block):
        return None
    numbers = range(first, first + len(cells))
    known = _known(cells, header.positions, empty_quotes=whole.may_have_empty_quotes)
    places = Places(block, line, lambda: whole.records(block))
    return Batch(known, numbers, place=places.of(header))


def _bytes(cells: pl.DataFrame) -> int:
    """Return how many bytes cells take in a file, each with the byte that ends it, but without quotes around it."""
    return int(cells.select(pl.all().str.len_bytes().sum()).sum_horizontal()[0]) + cells.height * cells.width


def read_again(block: bytes, line: int, header: Header, first: int, columns: Collection[str]) -> Batch | None:
    """Return some columns of a block that `read_sound` has read before, or None if polars doesn't take it."""
    wanted = {name: position for name, position in header.positions.items() if name in columns}
    cells = _cells(block, header, list(wanted.values()))
    if cells is None:
        return None
    known = _known(cells, wanted, empty_quotes=True)

    def starts() -> tuple[Offsets, Offsets]:
        return (extent(block) or layout(block)).records(block)

    return Batch(known, range(first, first + len(cells)), place=Places(block, line, starts).of(header))


def read_judged(  # noqa: PLR0913, PLR0917 - a block, where it stands, and where faults go
    block: bytes, found: Layout, line: int, header: Header, first: int, report: Report
) -> tuple[Batch, int]:
    """Return the sound records of a block, and the number of the record behind it; every other one is reported.

    Args:
        block: bytes from the start of a record.
        found: its layout.
        line: the line of the file at which it begins.
        header: the columns.
        first: number of its first record.
        report: is told what is wrong.
    """
    block = block[: found.size]
    kinds = _kinds(block, found, header.width)
    blank = np.cumsum(kinds == FAULTS.index("file.blank-line"))
    numbers = first + np.arange(len(kinds)) - blank
    places = Places(block, line, lambda: found.records(block))
    left = Counter(kinds[kinds > 0].tolist())
    enough: set[str] = set()

    def tell(fault: Fault) -> None:
        if report(fault):
            enough.add(fault.rule)

    for index in np.flatnonzero(kinds).tolist():
        kind = int(kinds[index])
        if FAULTS[kind] not in enough:
            text = block[found.starts[index] : found.ends[index]].decode("utf-8", "surrogateescape")
            judge(next(records(text)), text, places.line(index), int(numbers[index]), header.width, tell)
            left[kind] -= 1
    for kind, times in sorted(left.items()):
        if times:
            report(Fault(FAULTS[kind], "", times=times))
    sound = (kinds == 0) | (kinds == FAULTS.index("file.nul"))
    frame = _frame(_cut(block, found, sound), header, int(sound.sum()))
    where, chosen = places.of(header), np.flatnonzero(sound)
    following = first + len(kinds) - (int(blank[-1]) if len(blank) else 0)

    def place(index: int, column: str) -> tuple[int, int] | None:
        return where(int(chosen[index]), column)

    return Batch(frame, numbers[sound].tolist(), place=place), following


def _kinds(block: bytes, found: Layout, width: int) -> NDArray[np.int8]:
    """Return which fault each record has, as a position in FAULTS: what `judge` says of it."""
    kinds = np.zeros(len(found.ends), np.int8)
    at = block.find(b"\0")
    while at >= 0:
        index = int(np.searchsorted(found.ends, at, "right"))
        kinds[index] = FAULTS.index("file.nul")
        at = block.find(b"\0", int(found.ends[index]))
    kinds[found.cells != width] = FAULTS.index("file.cell-count")
    lengths = found.ends - found.starts
    for index in np.flatnonzero((found.cells == 1) & (kinds != 0) & (lengths <= len(b'""\n'))).tolist():
        if block[found.starts[index] : found.ends[index]] in {b"\n", b'""\n'}:
            kinds[index] = FAULTS.index("file.blank-line")
    kinds[found.broken] = FAULTS.index("file.quotes")
    if not block.endswith(b"\n") and len(kinds):
        text = block[found.starts[-1] :].decode("utf-8", "surrogateescape")
        kinds[-1] = FAULTS.index(judge(next(records(text)), text, 1, 0, width, silently))
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        for index, (start, end) in enumerate(zip(found.starts.tolist(), found.ends.tolist(), strict=True)):
            try:
                block[start:end].decode("utf-8")
            except UnicodeDecodeError:
                kinds[index] = FAULTS.index("file.encoding")
    return kinds


def _cut(block: bytes, found: Layout, sound: NDArray[np.bool_]) -> bytes:
    """Return the sound records of a block one after the other."""
    if sound.all():
        return block
    turns = np.flatnonzero(np.diff(sound.astype(np.int8), prepend=0, append=0))
    runs = zip(turns[0::2].tolist(), turns[1::2].tolist(), strict=True)
    return b"".join(block[found.starts[begin] : found.ends[end - 1]] for begin, end in runs)


def _frame(block: bytes, header: Header, rows: int) -> pl.DataFrame:
    """Return the known columns of some sound records as text."""
    cells = _cells(block, header) if rows else None
    if cells is not None and len(cells) == rows:
        return _known(cells, header.positions, empty_quotes=True)
    return frame_of([record.cells for record in records(block.decode("utf-8"))], header)


def _cells(block: bytes, header: Header, positions: list[int] | None = None) -> pl.DataFrame | None:
    """Return the cells of a block as text, all or those at some positions, or None if polars doesn't take it."""
    misread = block.startswith(_MISREAD)
    try:
        frame = pl.read_csv(
            b"," * (header.width - 1) + b"\n" + block if misread else block,
            has_header=False,
            schema={f"{position}": pl.String for position in range(header.width)},
            columns=positions,
            infer_schema=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.slice(int(misread))


def _known(cells: pl.DataFrame, positions: Mapping[str, int], *, empty_quotes: bool) -> pl.DataFrame:
    """Return the columns of the schema; a cell that is two quotes is as empty as one that is nothing."""
    named = {name: cells[f"{position}"] for name, position in positions.items()}
    if empty_quotes:
        empty = cells.select((pl.all() == "").any()).row(0, named=True)
        wanting = [name for name, position in positions.items() if empty[f"{position}"]]
        named |= {name: named[name].set(named[name] == "", None) for name in wanting}
    return pl.DataFrame(named) if named else pl.DataFrame(height=len(cells))


def frame_of(rows: Sequence[Sequence[str]], header: Header) -> pl.DataFrame:
    """Return the known columns of some records as text; an empty cell is a missing value."""
    if not header.columns:
        return pl.DataFrame(height=len(rows))
    return pl.DataFrame(
        [
            pl.Series(name, [row[position] or None for row in rows], pl.String)
            for name, position in header.positions.items()
        ]
    )
