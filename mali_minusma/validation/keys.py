"""What holds between the rows of one table: keys that are unique, references to itself, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from mali_minusma.contract.model import ForeignKey, TableSchema

_NUMBER = "number of the record"


class Copies:
    """Whether keys repeat: a number of eight bytes is kept of each, which tells where to look once more."""

    def __init__(self, schema: TableSchema, columns: Collection[str]) -> None:
        self._key = list(schema.primary_key) if set(schema.primary_key) <= set(columns) else []
        self._rows: list[tuple[Sequence[int], NDArray[np.uint32] | None]] = []
        """Their numbers, and where only some have a whole key, which these are."""
        self._hashes: list[NDArray[np.uint64]] = []
        self._seen: set[Any] = set()

    def add(self, values: pl.DataFrame, numbers: Sequence[int]) -> None:
        """Remember the keys of some rows; a key with a missing part is none."""
        if not self._key:
            return
        keys = values.select(self._key)
        hashes, whole = keys.hash_rows().to_numpy(), None
        if any(keys.null_count().row(0)):
            hashes = hashes[
                whole := keys.select(pl.all_horizontal(pl.all().is_not_null()).arg_true()).to_series().to_numpy()
            ]
        self._rows.append((numbers, whole))
        self._hashes.append(hashes)

    def candidates(self) -> list[int]:
        """Return the numbers of the rows, in order, that may share their key with others."""
        if not self._hashes:
            return []
        ordered = np.sort(np.concatenate(self._hashes))
        repeated = ordered[1:][ordered[1:] == ordered[:-1]]
        found: list[int] = []
        if len(repeated):
            for (numbers, whole), hashes in zip(self._rows, self._hashes, strict=True):
                nearest = repeated[np.minimum(np.searchsorted(repeated, hashes), len(repeated) - 1)]
                at = np.flatnonzero(hashes == nearest)
                found += (numbers[index] for index in (at if whole is None else whole[at]).tolist())
        return found

    def copied(self, values: pl.DataFrame, indices: Iterable[int]) -> list[int]:
        """Return those of some rows whose key an earlier row has; to be asked of all candidates, in order."""
        copies = []
        rows = values.select(self._key)
        for index, key in zip(indices, rows[list(indices)].iter_rows(), strict=True):
            if key in self._seen:
                copies.append(index)
            self._seen.add(key)
        return copies


class Own:
    """The keys of a table to which its own rows refer; they are kept as they are."""

    def __init__(self, schema: TableSchema, columns: Collection[str], links: Iterable[ForeignKey]) -> None:
        self.links = [link for link in links if link.table == schema.name and {link.field, link.target} <= set(columns)]
        self._columns = sorted({name for link in self.links for name in (link.field, link.target)})
        self._seen: list[pl.DataFrame] = []

    def add(self, values: pl.DataFrame, numbers: Sequence[int]) -> None:
        """Remember the keys and references of some rows."""
        if self._columns:
            series = pl.Series(_NUMBER, numbers, pl.Int64)
            self._seen.append(values.select(self._columns).with_columns(series))

    def dangling(self, link: ForeignKey, target: pl.Series) -> list[int]:
        """Return the numbers of the rows that refer to a row of this table, or of the target, that isn't there."""
        if not self._seen:
            return []
        rows = pl.concat(self._seen)
        known = pl.concat([rows[link.target].drop_nulls(), target.cast(rows[link.target].dtype)])
        return rows.drop_nulls(link.field).filter(~pl.col(link.field).is_in(known.implode()))[_NUMBER].to_list()


class Order:
    """Whether rows come in order of their key, from batch to batch."""

    def __init__(self, schema: TableSchema, columns: Collection[str]) -> None:
        self._key = list(schema.primary_key) if set(schema.primary_key) <= set(columns) else []
        self._last: pl.DataFrame | None = None
        self.ascending = bool(self._key)
        """Whether each key came after the one above, so that none is a copy."""

    def first_break(self, values: pl.DataFrame) -> int | None:
        """Return the index of the first row whose key comes before that of the row above, if there is one.

        Rows without a whole key are passed over: their own finding says what is missing.
        """
        if not self._key:
            return None
        keys = values.select(self._key)
        indices = None
        if any(keys.null_count().row(0)):
            indices = keys.select(pl.all_horizontal(pl.all().is_not_null()).arg_true()).to_series()
            keys = keys[indices]
        if not len(keys):
            return None
        above = 0 if self._last is None else 1
        rows = keys if self._last is None else pl.concat([self._last, keys])
        self._last = keys.tail(1)

        def before(names: Sequence[str], *, same: bool) -> pl.Expr:
            first = pl.col(names[0])
            if len(names) == 1:
                return first <= first.shift(1) if same else first < first.shift(1)
            return (first < first.shift(1)) | ((first == first.shift(1)) & before(names[1:], same=same))

        if not rows.select(before(self._key, same=True).any()).item():
            return None
        self.ascending = False
        broken = rows.select(before(self._key, same=False).arg_true()).to_series()
        if not len(broken):
            return None
        index = int(broken[0]) - above
        return index if indices is None else int(indices[index])
