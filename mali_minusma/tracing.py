"""From a frame back to the rows of the tables that it holds, whatever was done to it, or a clear refusal.

A frame of ours remembers its table through filters, but also through `groupby().first()` and the like, and forgets it
when it is joined. So memory alone proves nothing: a row is taken for a table's only if its key is there and its
cells are the table's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import FieldType, write
from mali_minusma.reading import (
    ATTRIBUTE,
    SOURCES,
    columns_of,
    read_texts,
    refuse_unknown,
    rows_by_key,
    table_schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    import polars as pl

    from mali_minusma.rows import Row, TableName

Rows: TypeAlias = "pd.DataFrame | pd.Series[Any] | pl.DataFrame | Iterable[str] | Sequence[Row]"
"""A frame of pandas or polars, a column of keys, keys, or typed rows."""

HELP: Final = "give keys and their table instead, such as mm.cite(['kidal'], table='bases')"


def keys_of(rows: Rows, table: TableName | None = None) -> dict[str, set[str]]:
    """Return the keys of the rows that a frame, or a column of keys, holds, by table.

    Args:
        rows: a frame with the key columns of its table or tables, a column of keys, or keys of `table`.
        table: the table that they belong to, if the frame doesn't remember it.

    Raises:
        ValueError: if there is no telling which rows they are, or a cell is not the table's.
        LookupError: if a key is unknown.

    >>> import mali_minusma as mm
    >>> keys_of(mm.bases(place="kidal"))
    {'bases': {'kidal'}}
    """
    if hasattr(rows, "columns"):
        each = key_of_each_row(cast("pd.DataFrame", rows), table)
        return {name: {key for key in keys if key is not None} for name, keys in each.items()}
    if are_records(rows):
        return _keys_of_records(cast("Sequence[Row]", rows))
    name = table or getattr(rows, "attrs", {}).get(ATTRIBUTE)
    if name is None or (table is None and table_schema(name).primary_key != (getattr(rows, "name", None),)):
        raise ValueError(f"there is no telling whose keys these are: {HELP}")
    keys = {rows} if isinstance(rows, str) else {str(key) for key in cast("Iterable[object]", rows)}
    refuse_unknown(name, keys)
    return {name: keys}


def are_records(rows: object) -> bool:
    """Tell whether these are typed rows of our tables."""
    return isinstance(rows, list | tuple) and len(rows) > 0 and all(hasattr(row, "TABLE") for row in rows)


def _keys_of_records(rows: Sequence[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        types = columns_of(row.TABLE)
        parts = [text_of(getattr(row, name), types[name]) for name in table_schema(row.TABLE).primary_key]
        found[row.TABLE].add("/".join(parts))
    return dict(found)


def key_of_each_row(frame: pd.DataFrame, table: TableName | None = None) -> dict[str, list[str | None]]:
    """Return the key in each row of a frame, by table; a joined frame has several, some of them missing.

    Args:
        frame: a frame of pandas or polars.
        table: its table, if the frame doesn't remember it.

    Raises:
        ValueError: if there is no telling which rows they are, or a cell is not the table's.
        LookupError: if a key is unknown.
    """
    columns = _columns(frame)
    if table is None and SOURCES in columns:
        raise ValueError(
            "the rows of this frame are counted from many rows of the tables; its column 'sources' says what stands "
            "behind each, and mm.cite(frame) cites it"
        )
    name = table or getattr(frame, "attrs", {}).get(ATTRIBUTE)
    return _guess(columns) if name is None else {name: _sure(name, columns)}


def also_held(frame: pd.DataFrame) -> dict[str, set[str]]:
    """Return the rows of tables that were joined to a counted frame, which needn't hold any."""
    found = _guess(_columns(frame), counted=True)
    return {table: {key for key in keys if key is not None} for table, keys in found.items()}


@cache
def sources_by_key(table: str) -> Mapping[str, frozenset[str]]:
    """Return the identifiers of the sources behind each row of a table: its own, and those of claims about it.

    >>> "un-dppadposs-fatalities-2025" in sources_by_key("fatalities")["MINUSMA-2015-01-09091"]
    True
    """
    claimed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in read_texts("claims"):
        claimed[claim["subject_table"], claim["subject_id"]].add(claim["source_id"])
    return {
        key: frozenset(claimed[_subject(table, key)] | ({row.get("source_id", "")} - {""}))
        for key, row in rows_by_key(table).items()
    }


def subjects_of(keys: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """Return table and key of the rows that claims about these rows are made on.

    >>> subjects_of({"event_actors": ["2013-07-01-afisma-to-minusma/minusma/initiator"]})
    {('events', '2013-07-01-afisma-to-minusma')}
    """
    return {_subject(table, key) for table, wanted in keys.items() for key in wanted}


def _subject(table: str, key: str) -> tuple[str, str]:
    link = table_schema(table).evidence.through
    return (table, key) if link is None else (link.table, rows_by_key(table)[key][link.field])


def _columns(frame: pd.DataFrame) -> dict[str, list[object]]:
    """Return the columns of a frame, and the named levels of its index, as lists."""
    index = getattr(frame, "index", None)
    if index is not None and any(index.names):
        frame = frame.reset_index(
            level=[name for name in index.names if name is not None and name not in frame.columns]
        )
    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise ValueError(f"two columns of this frame bear the same name: {HELP}")
    return {str(name): list(frame[name]) for name in frame.columns}


def text_of(value: object, kind: FieldType) -> str:
    """Return a cell of a frame as the tables write it, whatever its dtype became; a missing one is empty.

    >>> text_of(13.0, "integer"), text_of("2023-06-01", "yearmonth"), text_of(float("nan"), "string")
    ('13', '2023-06', '')
    """
    if value is None or str(value) in {"<NA>", "NaT"} or value != value:  # noqa: PLR0124 - NaN differs from itself
        return ""
    if isinstance(value, dt.date):
        return write(value.date() if isinstance(value, dt.datetime) else value, kind)
    # A column of codes that looks like numbers becomes a column of floats wherever a value is missing.
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if kind in {"integer", "number"}:
        try:
            return write(float(text), "number")
        except ValueError:
            return text
    return text[:7] if kind == "yearmonth" else text


def _keys(table: str, columns: Mapping[str, Sequence[object]]) -> list[str | None]:
    """Return the key in each row of a frame, as `claims.subject_id` writes it, or None if a part is missing."""
    types = columns_of(table)
    parts = [[text_of(value, types[name]) for value in columns[name]] for name in table_schema(table).primary_key]
    return ["/".join(key) if all(key) else None for key in zip(*parts, strict=True)]


def _sure(table: str, columns: Mapping[str, Sequence[object]]) -> list[str | None]:
    """Return the key in each row of a frame of one table, and refuse cells that are not the table's."""
    primary = table_schema(table).primary_key
    if missing := [name for name in primary if name not in columns]:
        raise ValueError(
            f"this frame can't be cited: it comes from {table} and no longer has its key column {missing[0]!r} "
            f"(grouped, reshaped or renamed?); keep {', '.join(primary)}, or {HELP}"
        )
    keys = _keys(table, columns)
    rows = rows_by_key(table)
    refuse_unknown(table, [key for key in keys if key is not None])
    types = columns_of(table)
    for name in types.keys() & columns.keys():
        for key, value in zip(keys, columns[name], strict=True):
            if key is not None and not _same(value, rows[key][name], types[name]):
                raise ValueError(
                    f"this frame can't be cited: in row {key!r} the column {name!r} holds "
                    f"{text_of(value, types[name])!r}, the table {table} {rows[key][name]!r} (grouped or changed?); "
                    f"leave out the column if you changed it, or {HELP}"
                )
    return keys


def _same(value: object, text: str, kind: FieldType) -> bool:
    written = text_of(value, kind)
    return written == text or (kind == "number" and "" not in (written, text) and float(written) == float(text))


def _guess(columns: Mapping[str, Sequence[object]], *, counted: bool = False) -> dict[str, list[str | None]]:
    """Return the keys of the tables that were joined into a frame which doesn't say where it comes from.

    A table is in the frame if its key is, and a column that holds what the table says and no other table there does.
    """
    held = {table: _holds(table, columns) for table in COLUMNS if set(table_schema(table).primary_key) <= set(columns)}
    held = {table: names for table, names in held.items() if names}
    known = {name for fields in COLUMNS.values() for name in fields}
    owners = {
        name: [table for table, names in held.items() if name in names]
        for name in columns
        if re.sub("_[xy]$", "", name) in known
    }
    for name, tables in owners.items():
        if not tables and name in known and not counted:
            homes = [table for table, fields in COLUMNS.items() if name in fields]
            raise ValueError(
                f"this frame can't be cited: the column {name!r} is one of {', '.join(homes)}, but the frame doesn't "
                f"hold its key with the same rows (joined, grouped or changed?); keep the key columns, rename the "
                f"column if it is your own, or {HELP}"
            )
    inside = {tables[0] for tables in owners.values() if len(tables) == 1}
    for tables in owners.values():
        if tables and not inside & set(tables):
            inside |= set(tables)
    if not inside and not counted:
        raise ValueError(f"this frame can't be cited: it has neither the key of a table nor a column 'sources'; {HELP}")
    return {table: _keys(table, columns) for table in sorted(inside)}


def _holds(table: str, columns: Mapping[str, Sequence[object]]) -> set[str]:
    """Return the columns of a frame that hold in every row what a table says, found by its key."""
    keys, rows, types = _keys(table, columns), rows_by_key(table), columns_of(table)
    if not all(key is None or key in rows for key in keys):
        return set()
    held = set()
    for name, values in columns.items():
        field = name if name in types else re.sub("_[xy]$", "", name)
        if field in types and all(
            _same(value, rows[key][field], types[field]) if key is not None else text_of(value, types[field]) == ""
            for key, value in zip(keys, values, strict=True)
        ):
            held.add(name)
    return held
