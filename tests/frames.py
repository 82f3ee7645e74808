"""Typed records as frames of pandas and of polars."""

from __future__ import annotations

import pandas as pd
import polars as pl

from mali_minusma.contract import TableSchema
from mali_minusma.reading import frame_of

POLARS = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "yearmonth": pl.Date}


def as_pandas(table: TableSchema, records: list[dict[str, object]]) -> pd.DataFrame:
    return frame_of(table, {field.name: [record[field.name] for record in records] for field in table.fields})


def as_polars(table: TableSchema, records: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(records, schema={field.name: POLARS[field.type] for field in table.fields})
