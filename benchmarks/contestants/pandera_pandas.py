"""pandera on a pandas frame, read as text and cast: the schema that this package makes, without foreign keys.

pandera judges values; what can't be read as one is lost in the cast, so that the reader has to say so. The casts are
those of pandas: they take ` 5 ` and `12.0` for whole numbers.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pandera.pandas as pa

import mali_minusma as mm
from benchmarks.contestants.pandera_told import told
from benchmarks.contestants.telling import Told, tell

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(path: str) -> None:
    """Read, cast, validate, and say what was found."""
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    frame = text.copy()
    for name in ("start_date", "end_date"):
        days = pd.to_datetime(text[name], format="%Y-%m-%d", errors="coerce")
        frame[name] = days.astype("datetime64[us]")
    numbers = pd.to_numeric(text["ordinal"], errors="coerce")
    frame["ordinal"] = numbers.where(numbers.mod(1).eq(0) & numbers.abs().lt(2**63)).astype("Int64")
    lost = [
        Told(int(row) + 1, name, "type")
        for name in ("start_date", "end_date", "ordinal")
        for row in text.index[text[name].notna() & frame[name].isna()]
    ]
    tell([*lost, *findings(mm.schema("events", dialect="pandera"), frame)])


def findings(schema: Any, frame: pd.DataFrame) -> Iterator[Told]:  # noqa: ANN401 - a schema of pandera
    """Yield what pandera finds in a frame."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for failure in errors.failure_cases.to_dict("records"):
            yield from told(failure)


if __name__ == "__main__":
    main(*sys.argv[1:])
