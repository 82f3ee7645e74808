"""Tables of events of which a share of the cells, or of the records, is wrong, spread evenly; and wider ones.

What has to be found in them is known as a count by rule. Rows are made in pieces, as those of `benchmarks.planted` are.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks.planted import PIECE
from benchmarks.planted_rows import sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TABLE: Final = "events"

BAD_CELLS: Final[Mapping[str, tuple[str, pl.Expr]]] = {
    "event_id": ("pattern", pl.col("event_id") + "-É"),
    "event_type": ("enum", pl.lit("atack")),
    "title": ("maxLength", pl.lit("é" * 161)),
    "start_date": ("type", pl.lit("2020-1-5")),
    "end_date": ("type", pl.lit("2020-02-30")),
    "date_precision": ("enum", pl.lit("week")),
    "status": ("enum", pl.lit("Occurred")),
    "place_id": ("foreign-key", pl.lit("kidall")),
    "base_id": ("foreign-key", pl.lit("ber-2")),
    "ordinal": ("type", pl.lit("1_000")),
    "witnesses": ("enum", pl.lit("one ")),
    "description": ("required", pl.lit(None, pl.String)),
}
"""By column the constraint that a bad cell breaks, and no other, and the cell."""

BROKEN_RECORDS: Final[tuple[tuple[str, bytes, bytes], ...]] = (
    ("file.cell-count", b"convoy,", b"convoy,,"),
    ("file.quotes", b"occurred", b'occ"urred'),
    ("file.encoding", b"occurred", b"occurr\xe9"),
)
"""The rule that a broken record breaks, and which bytes of a sound one become which: a cell too many, a quote inside a
cell that isn't quoted, and a letter in Latin-1."""

PLAIN: Final = {"event_type": "convoy", "status": "occurred", "description": "A broken record."}
"""What the cells of a broken record hold before."""


def pieces(rows: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield so many sound rows, piece by piece, with the number of rows before each."""
    for start in range(0, rows, PIECE):
        yield start, sound(TABLE, rows, pl.int_range(start, min(start + PIECE, rows), eager=True))


def with_bad_cells(path: Path, rows: int, share: float) -> Counter[str]:
    """Write a table of which a share of all cells is bad; return how many findings there are of each rule.

    Of the cells, counted row by row, each row from another column on, so many are bad, as far apart as can be.
    """
    width = len(BAD_CELLS)
    owed: Counter[str] = Counter()
    with path.open("wb") as file:
        for start, frame in pieces(rows):
            row = pl.int_range(start, start + len(frame), eager=True)
            bad = {}
            for place, name in enumerate(BAD_CELLS):
                cell = row * width + (row + place) % width
                bad[name] = ((cell + 1) * share).floor() > (cell * share).floor()
            changed = frame.select(
                pl.when(bad[name]).then(cell).otherwise(pl.col(name)).alias(name)
                for name, (_, cell) in BAD_CELLS.items()
            )
            changed.write_csv(file, include_header=start == 0)
            for name, (kind, _) in BAD_CELLS.items():
                owed[f"{TABLE}.{name}.{kind}"] += int(bad[name].sum())
    return +owed


def with_broken_records(path: Path, rows: int, share: float) -> Counter[str]:
    """Write a table of which a share of all records is broken; return how many findings there are of each rule.

    Of so many records one is broken, each in another way than the one before it.
    """
    owed: Counter[str] = Counter()
    ways = itertools.cycle(BROKEN_RECORDS)
    with path.open("wb") as file:
        for start, frame in pieces(rows):
            row = pl.int_range(start, start + len(frame), eager=True)
            chosen = ((row + 1) * share).floor() > (row * share).floor()
            plain = frame.with_columns(
                # What the bytes are changed in; and no line feed, which would end a record whose quotes are broken.
                pl.when(chosen).then(pl.lit(text)).otherwise(pl.col(name)).alias(name)
                for name, text in PLAIN.items()
            )
            records = _records(plain)
            for at, (rule, before, after) in zip(chosen.arg_true(), ways, strict=False):
                records[at] = records[at].replace(before, after, 1)
                owed[rule] += 1
            header = ",".join(frame.columns).encode() + b"\n" if start == 0 else b""
            file.write(header + b"".join(records))
    return owed


def with_more_columns(path: Path, rows: int, more: int) -> None:
    """Write a sound table with so many columns of text beside its own."""
    with path.open("wb") as file:
        for start, frame in pieces(rows):
            row = pl.int_range(start, start + len(frame), eager=True)
            extra = [
                (row + number).cast(pl.String).alias(f"note_{number}") + pl.lit(" of our own")
                for number in range(1, more + 1)
            ]
            frame.with_columns(pl.select(extra)).write_csv(file, include_header=start == 0)


def _records(frame: pl.DataFrame) -> list[bytes]:
    """Return the text of each record, with the line feed that ends it."""
    mark = "\x1e\n"
    text = frame.write_csv(include_header=False, line_terminator=mark).encode()
    return [record + b"\n" for record in text.split(mark.encode())[:-1]]
