"""Read the tables: as typed rows with the standard library, as pandas frames with exact dtypes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import PANDAS_DTYPES
from mali_minusma.locate import root

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from mali_minusma.contract.lexical import FieldType, Value
    from mali_minusma.contract.model import TableSchema
    from mali_minusma.rows import Row, TableName

_DAY_FORMATS: Final[Mapping[str, str]] = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m"}

ATTRIBUTE: Final = "mali_minusma"
"""The key in `frame.attrs` under which a frame keeps the name of its table."""


SOURCES: Final = "sources"
"""The column in which a frame of ours names the sources behind each row, when its rows are not those of a table."""


def table_schema(table: str) -> TableSchema:
    """Return the schema of a table.

    Raises:
        ValueError: if there is no such table, with the names that there are.
    """
    from mali_minusma.contract.source import load_contract

    columns_of(table)
    return load_contract().tables[table]


def columns_of(table: str) -> Mapping[str, FieldType]:
    """Return the columns of a table and their types, without reading its schema.

    Raises:
        ValueError: if there is no such table, with the names that there are.

    >>> columns_of("coverage")["period"]
    'string'
    """
    if table not in COLUMNS:
        from mali_minusma.hints import near

        hint = near(table, COLUMNS) or f"The tables are {', '.join(COLUMNS)}."
        raise ValueError(f"no table {table!r}. {hint}")
    return COLUMNS[table]


def table_path(table: str, folder: Path | None = None) -> Path:
    """Return the CSV file of a table.

    Args:
        table: name of the table.
        folder: the folder of another package than this one.

    Raises:
        ValueError: if there is no such table, with the names that there are.
    """
    columns_of(table)
    return (folder or root()) / "tables" / f"{table}.csv"


def read_cells(table: str, folder: Path | None = None) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a table as text.

    Args:
        table: name of the table.
        folder: the folder of another package than this one.

    Raises:
        ValueError: if there is no such table.

    >>> read_cells("coverage")[0]
    ['table', 'period', 'status', 'note']
    """
    import csv

    with table_path(table, folder).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        return next(reader), list(reader)


def read_texts(table: str, folder: Path | None = None) -> list[dict[str, str]]:
    """Return the rows of a table as texts by column; a missing value is an empty text.

    Args:
        table: name of the table.
        folder: the folder of another package than this one.

    >>> read_texts("bases")[0]["base_id"]
    'aguelhok'
    """
    header, rows = read_cells(table, folder)
    return [dict(zip(header, row, strict=True)) for row in rows]


@cache
def rows_by_key(table: str) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of a table as texts, by key."""
    schema = table_schema(table)
    return {schema.key_of(row): row for row in read_texts(table)}


def refuse_unknown(table: str, keys: Iterable[str]) -> None:
    """Refuse keys that a table doesn't have.

    Raises:
        LookupError: with the first of them and the nearest that there is.
    """
    known = rows_by_key(table)
    if missing := sorted(set(keys) - set(known)):
        from mali_minusma.hints import near

        hint = near(missing[0], known)
        raise LookupError(f"no row {missing[0]!r} in {table}{'. ' if hint else ''}{hint}")


def read_rows(table: TableName, classes: Mapping[TableName, type[Row]]) -> list[Row]:
    """Return the rows of a table as instances of its row class."""
    from mali_minusma.contract.lexical import parse

    columns = columns_of(table)
    kind = classes[table]
    return [
        kind(
            **{
                name: None if text == "" else parse(text, type_)
                for (name, type_), text in zip(columns.items(), record, strict=True)
            }  # type: ignore[arg-type]
        )
        for record in read_cells(table)[1]
    ]


def frame_of(schema: TableSchema, columns: Mapping[str, Sequence[Value | None]]) -> pd.DataFrame:
    """Return typed columns, with None for a missing value, as a frame with the dtypes that the contract documents."""
    import pandas as pd

    made: dict[str, pd.Series[Any]] = {}
    for field in schema.fields:
        made[field.name] = pd.Series(list(columns[field.name]), dtype=object).astype(PANDAS_DTYPES[field.type])
    return pd.DataFrame(made)


def read_frame(table: str) -> pd.DataFrame:
    """Return a table as a pandas frame with the dtypes that the contract documents."""
    import pandas as pd

    columns = columns_of(table)
    days = [name for name, kind in columns.items() if kind in _DAY_FORMATS]
    # As objects: pandas would look each name up in all its dtypes, column by column.
    dtypes = {kind: pd.api.types.pandas_dtype(dtype) for kind, dtype in PANDAS_DTYPES.items()}
    day_formats: dict[Hashable, str] = {name: _DAY_FORMATS[columns[name]] for name in days}
    frame = pd.read_csv(
        table_path(table),
        dtype={name: dtypes[kind] for name, kind in columns.items() if name not in days},
        parse_dates=days,
        date_format=day_formats,
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    # A date column without any value is read as objects; every other gets the one documented resolution.
    for name in days:
        if frame[name].dtype != "datetime64[us]":
            frame[name] = frame[name].astype("datetime64[us]")
    frame.attrs[ATTRIBUTE] = table
    return frame
