"""The three calls that speak of all tables: which there are, one of them, and whether they are valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mali_minusma.contract.source import load_contract
from mali_minusma.reading import read_frame

if TYPE_CHECKING:
    import os
    from collections.abc import Collection

    import pandas as pd
    import polars as pl
    from pyspark.sql import DataFrame as SparkFrame

    from mali_minusma.rows import TableName
    from mali_minusma.validation.names import Keys, Validator
    from mali_minusma.validation.options import Extra
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


def validate(  # noqa: PLR0913 - each is an option of its own
    target: str | os.PathLike[str] | pd.DataFrame | pl.DataFrame | pl.LazyFrame | SparkFrame | None = None,
    table: TableName | None = None,
    *,
    keys: Keys = "ours",
    extra_columns: Extra = "refuse",
    partial: bool = False,
    also: Collection[Validator] | None = None,
    keep: int = 1000,
) -> Report:
    """Validate a package, a file or a frame against the schemas.

    Args:
        target: a package (its folder, its `datapackage.json`, or a zip file or a wheel of it), a file with one table
            (CSV, JSON Lines or Parquet; the first two also gzipped or in a zip file of their own), or a frame of
            pandas, of polars or of Spark. What a file is is told by its content. Without it, the data of this package.
        table: the table that a file or a frame is. A file named after its table, and a frame that comes from this
            package, don't need it.
        keys: what the foreign keys of a file or a frame, or of a package without some of the tables, are looked up in:
            `ours`, the tables of this package; `off`, nothing; a folder or a package of yours; or your frames by table.
        extra_columns: `refuse` columns that the schema doesn't have, or `allow` them.
        partial: whether a package may lack tables of the contract; rules that need them are not run.
        also: the validators of others to run beside the engine: `pandera`, `json-schema`, `frictionless`. By default
            all for a package, and none for a file or a frame. They hold the tables in memory.
        keep: how many findings of each rule the report keeps; all are counted.

    Returns:
        A report, true if nothing was found. Each finding has file, line, position, row, column, value, rule and
        reason. A file or a frame is checked without the rules across tables. It is read in pieces, so that its size
        doesn't matter, but for the keys, which are held in memory.

    Raises:
        ValueError: if there is no such file, it can't be opened, or there is no telling which table it is; or if an
            argument is not known.

    >>> import mali_minusma as mm
    >>> report = mm.validate(mm.bases())
    >>> bool(report), report.rows
    (True, {'bases': 17})
    >>> frame = mm.bases()
    >>> frame.loc[0, "base_type"] = "tent"
    >>> [(finding.row, finding.column, finding.hint) for finding in mm.validate(frame).findings]
    [(1, 'base_type', '')]
    """
    from mali_minusma.spark import is_spark_frame
    from mali_minusma.validation.options import Options

    options = Options(keys, extra_columns, partial, also, keep)
    if is_spark_frame(target):
        from mali_minusma.spark.run import validate_frame

        return validate_frame(cast("SparkFrame", target), table, options)
    from mali_minusma.validation import run

    return run.validate(target, table, options)
