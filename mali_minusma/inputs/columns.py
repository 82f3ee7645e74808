"""A column that already has a type: whether it is one that the contract's type can be read from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.cells import read_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.contract.model import Field

POLARS_DTYPES: Final[dict[FieldType, pl.DataType]] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "yearmonth": pl.Date(),
}
"""The dtype of a column in a polars frame; a month is its first day."""


_FIRST_DAY: Final = (dt.date.min - dt.date(1970, 1, 1)).days
_LAST_DAY: Final = (dt.date.max - dt.date(1970, 1, 1)).days


@dataclass(frozen=True, slots=True)
class Read:
    """A column as the engine takes it."""

    series: pl.Series
    unreadable: pl.Series | None = None
    shown: dict[int, str] | None = None


def read_column(field: Field, series: pl.Series) -> Read | None:
    """Return a column of a frame as text or as values of its type, or None if its dtype can't hold them.

    No value is changed: whole numbers of any width, days with a time of midnight and categories of text are the same
    values in another dress; text is read as it would be from a file.
    """
    dtype = series.dtype
    if dtype == pl.Null:
        return Read(series.cast(POLARS_DTYPES[field.type]))
    if dtype == pl.Object:
        return read_values(field, series.to_list())
    if isinstance(dtype, pl.Categorical | pl.Enum):
        series, dtype = series.cast(pl.String), pl.String()
    if dtype == pl.String:
        empty = (series == "").fill_null(value=False)
        if not empty.any():
            return Read(series)
        return Read(series.set(empty, None), empty, dict.fromkeys(empty.arg_true().to_list(), ""))
    match field.type:
        case "integer" if dtype.is_integer():
            return _compared(series, series.cast(pl.Int64, strict=False))
        case "number" if dtype.is_float() or dtype.is_integer():
            return _finite(series)
        case "date" | "yearmonth" if dtype == pl.Date or (isinstance(dtype, pl.Datetime) and dtype.time_zone is None):
            return _days(field, series)
        case _:
            return None


def unfit(field: Field, dtype: object) -> Fault:
    """Return the fault of a column whose dtype can't hold the values of its type."""
    held = {
        "string": "text",
        "integer": "whole numbers (in pandas 'Int64', which holds missing values as well)",
        "number": "numbers",
        "date": "days without a time zone",
        "yearmonth": "days without a time zone, the first of the month",
    }[field.type]
    return Fault(field.rule("type"), f"a column of {held}, or of text that writes them", str(dtype), column=field.name)


def _finite(series: pl.Series) -> Read:
    numbers = series.cast(pl.Float64, strict=False)
    return _compared(series, numbers.set((~numbers.is_finite()).fill_null(value=False), None))


def _days(field: Field, series: pl.Series) -> Read:
    days = series if series.dtype == pl.Date else series.dt.date()
    # Python's dates, and the texts of a file, have four digits of year.
    numbers = days.to_physical()
    wrong = (numbers < _FIRST_DAY) | (numbers > _LAST_DAY)
    if series.dtype != pl.Date:
        wrong |= days.cast(series.dtype) != series
    if field.type == "yearmonth":
        wrong |= days.dt.day() != 1
    wrong = wrong.fill_null(value=False)
    return _compared(series, days.set(wrong, None)) if wrong.any() else Read(days)


def _compared(given: pl.Series, read: pl.Series) -> Read:
    lost = read.is_null() & given.is_not_null()
    if not lost.any():
        return Read(read)
    texts = given.cast(pl.String).str.replace(r" 00:00:00(\.0+)?$", "")
    return Read(read, lost, {index: texts[index] for index in lost.arg_true().to_list()})


def read_values(field: Field, values: Sequence[Any]) -> Read:
    """Return Python values, each of them as text that a file would hold, or unreadable."""
    texts: list[str | None] = []
    unreadable: dict[int, str] = {}
    for index, value in enumerate(values):
        text, bad = read_cell(field.type, value)
        texts.append(text)
        if bad is not None:
            unreadable[index] = bad
    series = pl.Series(field.name, texts, pl.String)
    if not unreadable:
        return Read(series)
    mask = pl.Series([index in unreadable for index in range(len(texts))], dtype=pl.Boolean)
    return Read(series, mask, unreadable)
