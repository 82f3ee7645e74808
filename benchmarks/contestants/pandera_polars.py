"""pandera on a polars frame, read as text and cast: the schema that this package makes, without foreign keys.

pandera judges values; what can't be read as one is lost in the cast, so that the reader has to say so. The casts are
those of polars: they take `2020-1-5` for a day.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

import mali_minusma as mm
from benchmarks.contestants.pandera_told import told
from benchmarks.contestants.telling import Told, tell

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(path: str) -> None:
    """Read, cast, validate, and say what was found."""
    text = pl.read_csv(path, infer_schema=False)
    frame = text.with_columns(
        pl.col("start_date", "end_date").str.to_date("%Y-%m-%d", strict=False),
        pl.col("ordinal").cast(pl.Int64, strict=False),
    )
    lost = [
        Told(row + 1, name, "type")
        for name in ("start_date", "end_date", "ordinal")
        for row in (text[name].is_not_null() & frame[name].is_null()).arg_true()
    ]
    tell([*lost, *findings(mm.schema("events", dialect="pandera-polars"), frame)])


def findings(schema: Any, frame: pl.DataFrame) -> Iterator[Told]:  # noqa: ANN401 - a schema of pandera
    """Yield what pandera finds in a frame."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for failure in errors.failure_cases.iter_rows(named=True):
            yield from told(failure)


if __name__ == "__main__":
    main(*sys.argv[1:])
