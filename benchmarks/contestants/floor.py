"""The floor: polars reads the file or the frame, makes every cell of every column, and does nothing with it.

Columns of CSV and of JSON Lines are read as text, those of other forms have their types. Each batch is handed over,
whole, so that nothing is skipped because nobody asks for it.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def main(form: str, path: str) -> None:
    """Read a file of this form."""
    if form == "pandas":
        import pandas as pd

        pd.read_pickle(path)  # noqa: S301 - a file of ours
        return
    import polars as pl

    match form:
        case "polars":
            pl.read_parquet(path)
        case "parquet":
            pl.scan_parquet(path).sink_batches(dropped)
        case "jsonl":
            with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be imported for this alone
                names = json.loads(file.readline())
            pl.scan_ndjson(path, schema=dict.fromkeys(names, pl.String)).sink_batches(dropped)
        case _:
            pl.scan_csv(path, infer_schema=False).sink_batches(dropped)


def dropped(_: pl.DataFrame) -> None:
    """Take a batch, and let it go."""


if __name__ == "__main__":
    main(*sys.argv[1:])
