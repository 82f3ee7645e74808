"""This package: the one call that validates a file or a frame."""

from __future__ import annotations

import sys
from typing import Any, Literal

import mali_minusma as mm
from benchmarks.contestants.telling import Told, tell


def main(form: str, path: str, table: Any, extra_columns: Literal["refuse", "allow"] = "refuse") -> None:  # noqa: ANN401 - any name of a table
    """Validate a file, or the frame in a file, and say what was found."""
    target: Any = path
    if form == "pandas":
        import pandas as pd

        target = pd.read_pickle(path)  # noqa: S301 - a file of ours
    elif form == "polars":
        import polars as pl

        target = pl.read_parquet(path)
    report = mm.validate(target, table=table, extra_columns=extra_columns)
    tell(
        (Told(item.row or 0, item.column or None, item.rule.rpartition(".")[2]) for item in report.findings),
        report.counts,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type] # texts from the command line
