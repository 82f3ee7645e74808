"""What holds between the rows of one table: keys that are unique, references to itself, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mali_minusma.contract.model import ForeignKey, TableSchema

_NUMBER = "number of the record"


class Keys:
    """The keys of the rows seen so far, with the numbers of the rows."""

    def __init__(self, schema: TableSchema, columns: Collection[str], links: Sequence[ForeignKey]) -> None:
        self._key = list(schema.primary_key)
        self._complete = set(self._key) <= set(columns)
        own = {link.field for link in links if link.table == schema.name and link.field in columns}
        self._columns = [name for name in schema.by_name if name in own or (name in self._key and self._complete)]
        self._seen: list[pl.DataFrame] = []

    def add(self, values: pl.DataFrame, numbers: Sequence[int]) -> None:
        """Remember the keys of some rows."""
        if self._columns:
            series = pl.Series(_NUMBER, numbers, pl.Int64)
            self._seen.append(values.select(self._columns).with_columns(series))

    def copies(self) -> pl.Series:
        """Return the numbers of the rows whose key an earlier row has; a key with a missing part is no key."""
        if not self._complete or not self._seen:
            return pl.Series(dtype=pl.Int64)
        rows = pl.concat(self._seen).drop_nulls(self._key)
        return rows.filter(~pl.struct(self._key).is_first_distinct())[_NUMBER]

    def dangling(self, link: ForeignKey, target: pl.Series) -> pl.Series:
        """Return the numbers of the rows that refer to a row of this table, or of the target, that isn't there."""
        if link.field not in self._columns or link.target not in self._columns:
            return pl.Series(dtype=pl.Int64)
        rows = pl.concat(self._seen)
        known = pl.concat([rows[link.target].drop_nulls(), target.cast(rows[link.target].dtype)])
        return rows.drop_nulls(link.field).filter(~pl.col(link.field).is_in(known.implode()))[_NUMBER]


class Order:
    """Whether rows come in order of their key, from batch to batch."""

    def __init__(self, schema: TableSchema, columns: Collection[str]) -> None:
        self._key = list(schema.primary_key) if set(schema.primary_key) <= set(columns) else []
        self._last: pl.DataFrame | None = None

    def first_break(self, values: pl.DataFrame) -> int | None:
        """Return the index of the first row whose key comes before that of the row above, if there is one.

        Rows without a whole key are passed over: their own finding says what is missing.
        """
        if not self._key:
            return None
        index = "index"
        rows = values.select(self._key).with_row_index(index).with_columns(pl.col(index).cast(pl.Int64))
        rows = rows.drop_nulls(self._key)
        if self._last is not None:
            rows = pl.concat([self._last, rows])
        self._last = rows.tail(1).with_columns(pl.lit(-1, pl.Int64).alias(index))

        def before(names: Sequence[str]) -> pl.Expr:
            first = pl.col(names[0])
            here = first < first.shift(1)
            return here if len(names) == 1 else here | ((first == first.shift(1)) & before(names[1:]))

        broken = rows.filter(before(self._key).fill_null(value=False))
        return int(broken[index][0]) if len(broken) else None
