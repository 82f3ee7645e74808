"""The checks of a table that look at one row: the same expressions for every form of input, batch by batch.

A column of text that repeats itself is judged by its different values, each of them once for all batches: where all
were found good, nothing is left to look for. Otherwise what fails among them is looked for in the column.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import polars as pl

from mali_minusma.contract.predicate import fields_of
from mali_minusma.dialects.polars_checks import cast_text, fails, read_text, row_rules, unreadable
from mali_minusma.inputs.batch import Batch
from mali_minusma.inputs.columns import POLARS_DTYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mali_minusma.contract.model import Field, ForeignKey, TableSchema

SAMPLE: Final = 2048
"""So many values are looked at to tell whether a column repeats itself."""

SELDOM: Final = 512
"""A column of which a sample holds so many different values, or more, doesn't."""

MOST: Final = 50_000
"""So many different values of a column are remembered."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The rows of a batch that break a rule."""

    rule: str
    column: str
    """Where it is shown."""
    rows: pl.Series
    """Their indices."""


@dataclass(slots=True)
class Judged:
    """The values of a batch, and what is wrong with them."""

    values: pl.DataFrame
    unreadable: dict[str, pl.Series] = field(default_factory=dict)
    """By column that has cells that could not be read, which they are; their values are missing."""
    failures: list[Failure] = field(default_factory=list)

    def with_masks(self) -> pl.DataFrame:
        """Return the values, and beside each column, under the name that `unreadable` gives, what could not be read."""
        masks = {name: pl.lit(self.unreadable.get(name, False)) for name in self.values.columns}
        return self.values.with_columns(mask.alias(unreadable(name)) for name, mask in masks.items())


class Checker:
    """The checks of one table, made once for all its batches."""

    def __init__(
        self,
        schema: TableSchema,
        columns: Collection[str],
        links: Sequence[ForeignKey],
        targets: Mapping[str, pl.Series],
    ) -> None:
        """Prepare the checks.

        Args:
            schema: the schema of the table.
            columns: the columns that are there; a rule that looks at another one isn't run.
            links: the foreign keys to check.
            targets: by rule of a foreign key, the values that it may have.
        """
        self._by_name = schema.by_name
        self._fields = [schema.by_name[name] for name in schema.by_name if name in columns]
        self._constraints = {
            item.name: [
                (constraint.rule, fails(item, constraint))
                for constraint in item.constraints
                if constraint.name != "required"
            ]
            for item in self._fields
        }
        for link in links:
            if link.field in self._constraints:
                known = pl.lit(targets[link.rule]).implode()
                dangles = (~pl.col(link.field).is_in(known)).fill_null(value=False)
                self._constraints[link.field].append((link.rule, dangles))
        self._good: dict[str, set[str] | None] = {}
        """By column that was looked at, its values that break nothing; or None if it doesn't repeat itself."""
        self._bad: dict[str, dict[str, list[str]]] = {}
        """By column its values that break something, with the rules that each breaks."""
        self._rules = row_rules(schema, columns)
        self._looked_at = {rule.rule: (rule.fields[0], sorted(fields_of(rule.check))) for rule in schema.row_rules}

    def judge(self, batch: Batch) -> Judged:
        """Return the values of a batch, and which rows break which rule."""
        judged = Judged(batch.frame)
        known = self._known_columns(batch)
        text = self._without_bad(batch, judged, {item.name: bad for item, bad in known if bad})
        read = text.select(cast_text(item).cast(POLARS_DTYPES[item.type]).alias(item.name) for item, _ in known)
        values = {
            item.name: read[item.name] if item.name in read.columns else self._column(item, batch, judged)
            for item in self._fields
        }
        judged.values = pl.DataFrame(values)
        judged.failures += self._across(judged)
        return judged

    def _known_columns(self, batch: Batch) -> list[tuple[Field, list[str]]]:
        """Return the columns of text that repeat themselves, each with those of its values that break something."""
        known: list[Field] = []
        for item in self._fields:
            column = batch.frame[item.name]
            if column.dtype != pl.String or item.name in batch.unreadable or (item.required and column.null_count()):
                continue
            if item.name not in self._good and len(column) > SAMPLE:
                self._good[item.name] = set() if _repeats(column) else None
            if self._good.get(item.name) is not None:
                known.append(item)
        if not known:
            return []
        different = batch.frame.select(pl.col(item.name).unique().implode() for item in known).row(0)
        return [(item, self._bad_of(item, values)) for item, values in zip(known, different, strict=True)]

    def _bad_of(self, item: Field, values: Sequence[str | None]) -> list[str]:
        """Return the values that break something; each is judged once."""
        good, bad = self._good[item.name], self._bad.setdefault(item.name, {})
        assert good is not None  # noqa: S101 - the caller looked
        new = [value for value in values if value is not None and value not in good and value not in bad]
        if new:
            probe = Judged(pl.DataFrame({item.name: pl.Series(new, dtype=pl.String)}))
            self._column(item, Batch(probe.values, range(len(new))), probe)
            for failure in probe.failures:
                for row in failure.rows:
                    bad.setdefault(new[row], []).append(failure.rule)
            good.update(value for value in new if value not in bad)
            if len(good) + len(bad) > MOST:
                self._good[item.name] = None
        return [value for value in values if value in bad] if bad else []

    def _without_bad(self, batch: Batch, judged: Judged, bad: Mapping[str, Sequence[str]]) -> pl.DataFrame:
        """Note what is wrong in columns of which the bad values are known; return the text that can be read."""
        broken_by: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, texts in bad.items():
            for text in texts:
                for rule in self._bad[name][text]:
                    broken_by[name, rule].append(text)
        if not broken_by:
            return batch.frame
        rows = batch.frame.select(
            _one_of(name, texts).arg_true().implode().alias(rule) for (name, rule), texts in broken_by.items()
        )
        judged.failures += [Failure(rule, name, rows[rule][0]) for name, rule in sorted(broken_by)]
        unread = [
            _one_of(name, texts).alias(name)
            for (name, rule), texts in broken_by.items()
            if rule == self._by_name[name].rule("type")
        ]
        masks = batch.frame.select(unread)
        judged.unreadable |= {mask.name: mask for mask in masks}
        return batch.frame.with_columns(pl.when(~mask).then(pl.col(mask.name)).alias(mask.name) for mask in masks)

    def values(self, batch: Batch, columns: Iterable[str]) -> pl.DataFrame:
        """Return the values of some columns of a batch, as `judge` reads them."""
        passed = Judged(batch.frame)
        return pl.DataFrame({name: self._column(self._by_name[name], batch, passed) for name in columns})

    def _column(self, item: Field, batch: Batch, judged: Judged) -> pl.Series:
        """Return the values of a column, and note what is wrong in it."""
        given = batch.frame[item.name]
        different = given.unique() if _repeats(given) else given
        bad = batch.unreadable.get(item.name)
        values = given
        if given.dtype == pl.String and item.type != "string":
            values, different, unread = _read(item, given, different)
            if unread is not None:
                bad = unread if bad is None else bad | unread
        if bad is not None and bad.any():
            judged.unreadable[item.name] = bad
            judged.failures.append(Failure(item.rule("type"), item.name, bad.arg_true()))
        if item.required and values.null_count() > (bad.sum() if bad is not None else 0):
            missing = values.is_null() if bad is None else values.is_null() & ~bad
            judged.failures.append(Failure(item.rule("required"), item.name, missing.arg_true()))
        judged.failures += _broken(item.name, self._constraints[item.name], values, different)
        return values

    def _across(self, judged: Judged) -> Iterator[Failure]:
        """Yield what is wrong across the columns."""
        if not self._rules:
            return
        holds = judged.values.select(**self._rules)
        for rule in self._rules:
            if not holds[rule].all():
                column, looked_at = self._looked_at[rule]
                # What can't be read says nothing about the row.
                silent = [judged.unreadable[name] for name in looked_at if name in judged.unreadable]
                broken = ~holds[rule]
                rows = (broken & ~reduce(or_, silent) if silent else broken).arg_true()
                if len(rows):
                    yield Failure(rule, column, rows)


def _one_of(column: str, texts: Sequence[str]) -> pl.Expr:
    """Return the expression that tells whether a cell is one of these texts."""
    return pl.col(column).is_in(pl.lit(pl.Series(texts)).implode()).fill_null(value=False)


def _repeats(series: pl.Series) -> bool:
    """Tell whether a column is one of text that holds the same values again and again."""
    return series.dtype == pl.String and len(series) > SAMPLE and series.head(SAMPLE).n_unique() < SELDOM


def _read(item: Field, given: pl.Series, different: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series | None]:
    """Return the values that text writes, those of its different values, and which texts write none, if any does."""
    dtype = POLARS_DTYPES[item.type]
    read = different.to_frame().select(read_text(item).cast(dtype)).to_series()
    lost = read.is_null() & different.is_not_null()
    if different is given:
        return read, read, lost if lost.any() else None
    if not lost.any():
        return given.to_frame().select(cast_text(item).cast(dtype)).to_series(), read, None
    unread = given.is_in(different.filter(lost).implode()).fill_null(value=False)
    texts = given.set(unread, None).to_frame()
    return texts.select(cast_text(item).cast(dtype)).to_series(), read, unread


def _broken(
    column: str, checks: Sequence[tuple[str, pl.Expr]], values: pl.Series, different: pl.Series
) -> Iterator[Failure]:
    """Yield what is wrong with the values of a column."""
    if not checks:
        return
    found = different.to_frame().select(check.any().alias(rule) for rule, check in checks).row(0)
    broken = [check for check, any_fails in zip(checks, found, strict=True) if any_fails]
    if broken:
        masks = values.to_frame().select(check.alias(rule) for rule, check in broken)
        for rule, _ in broken:
            yield Failure(rule, column, masks[rule].arg_true())
