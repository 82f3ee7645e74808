"""A block of CSV bytes as a batch of text: at once where it is sound, record by record where it isn't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from mali_minusma.inputs.batch import Batch
from mali_minusma.inputs.csv_layout import extent, layout
from mali_minusma.inputs.csv_strict import judge
from mali_minusma.inputs.places import Places
from mali_minusma.inputs.records import records

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from mali_minusma.inputs.batch import Fault
    from mali_minusma.inputs.csv_layout import Extent, Layout, Offsets
    from mali_minusma.inputs.header import Header

_MARK: Final = b"\xef\xbb\xbf"
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
    held = cells.select(pl.all().str.len_bytes().sum()).sum_horizontal()[0]
    if held + len(cells) * header.width + whole.quoting != len(block):
        return None
    numbers = range(first, first + len(cells))
    known = _known(cells, header.positions, empty_quotes=whole.may_have_empty_quotes)
    return Batch(known, numbers, place=Places(block, line, lambda: whole.starts(block)).of(header))


def read_again(block: bytes, line: int, header: Header, first: int, columns: Collection[str]) -> Batch | None:
    """Return some columns of a block that `read_sound` has read before, or None if polars doesn't take it."""
    wanted = {name: position for name, position in header.positions.items() if name in columns}
    cells = _cells(block, header, list(wanted.values()))
    if cells is None:
        return None
    known = _known(cells, wanted, empty_quotes=True)

    def starts() -> Offsets:
        whole = extent(block)
        return layout(block).starts if whole is None else whole.starts(block)

    return Batch(known, range(first, first + len(cells)), place=Places(block, line, starts).of(header))


def read_judged(  # noqa: PLR0913, PLR0917 - a block, where it stands, and where faults go
    block: bytes, found: Layout, line: int, header: Header, first: int, report: Callable[[Fault], None]
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
    sound, blank = np.ones(len(found.ends), np.bool_), np.zeros(len(found.ends), np.bool_)
    blank_lines = 0
    places = Places(block, line, lambda: found.starts)
    for index in np.flatnonzero(_suspect(block, found, header.width)).tolist():
        text = block[found.starts[index] : found.ends[index]].decode("utf-8", "surrogateescape")
        record = next(records(text))
        rule = judge(record, text, places.line(index), first + index - blank_lines, header.width, report)
        sound[index] = not rule
        blank[index] = rule == "file.blank-line"
        blank_lines += bool(blank[index])
    numbers = first + np.arange(len(sound)) - np.cumsum(blank)
    frame = _frame(_cut(block, found, sound), header, int(sound.sum()))
    place = Places(block, line, lambda: found.starts[sound]).of(header)
    return Batch(frame, numbers[sound].tolist(), place=place), first + len(sound) - blank_lines


def _suspect(block: bytes, found: Layout, width: int) -> NDArray[np.bool_]:
    """Tell which records have to be looked at one by one."""
    suspect: NDArray[np.bool_] = found.broken | (found.cells != width)
    for at in np.flatnonzero(np.frombuffer(block, np.uint8) == 0).tolist():
        suspect[np.searchsorted(found.ends, at, "right")] = True
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        for index, (start, end) in enumerate(zip(found.starts.tolist(), found.ends.tolist(), strict=True)):
            try:
                block[start:end].decode("utf-8")
            except UnicodeDecodeError:
                suspect[index] = True
    return suspect


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
    marked = block.startswith(_MARK)
    try:
        frame = pl.read_csv(
            # polars would take a mark off the first cell, as if it stood for the encoding.
            b"," * (header.width - 1) + b"\n" + block if marked else block,
            has_header=False,
            schema={f"{position}": pl.String for position in range(header.width)},
            columns=positions,
            infer_schema=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame.slice(int(marked))


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
