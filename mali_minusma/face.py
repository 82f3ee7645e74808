"""The three calls that speak of all tables: which there are, one of them, and whether they are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mali_minusma.contract.source import load_contract
from mali_minusma.reading import read_frame

if TYPE_CHECKING:
    import os

    import pandas as pd
    import polars as pl

    from mali_minusma.rows import TableName
    from mali_minusma.validation.report import Report


def tables() -> list[TableName]:
    """Return the names of the tables, sources and readings first.

    >>> import mali_minusma as mm
    >>> len(mm.tables())
    18
    """
    return cast("list[TableName]", list(load_contract().tables))


def load(table: TableName) -> pd.DataFrame:
    """Return a whole table as a pandas frame.

    Args:
        table: name of the table.

    Returns:
        One row a record, sorted by primary key. Text is `str`, whole numbers are `Int64`, decimal numbers `float64`,
        dates and months `datetime64[us]` (a month is its first day); a missing value is missing in the way of its
        dtype, and the text `NA` is text.

    Raises:
        ValueError: if there is no such table, with the names that there are.

    >>> import mali_minusma as mm
    >>> mm.load("mandates")["adopted_on"].dtype
    dtype('<M8[us]')
    """
    return read_frame(table)


def validate(
    target: str | os.PathLike[str] | pd.DataFrame | pl.DataFrame | None = None, table: TableName | None = None
) -> Report:
    """Validate a package, a CSV file or a frame against the schemas.

    Args:
        target: a folder with a `datapackage.json`, that file itself, a CSV file, or a frame of pandas or polars with
            the documented dtypes. Without it, the data of this package.
        table: the table that a file or a frame is. A file named after its table, and a frame that comes from this
            package, don't need it.

    Returns:
        A report, true if nothing was found. Each finding has file, line, position, row, column, value, rule and
        reason. A file or a frame is checked alone: its foreign keys against the tables of this package, and without
        the rules across tables.

    Raises:
        ValueError: if there is no such file, or no telling which table it is.

    >>> import mali_minusma as mm
    >>> report = mm.validate(mm.bases())
    >>> bool(report), report.rows
    (True, {'bases': 17})
    """
    from mali_minusma.validation import run

    return run.validate(target, table)
