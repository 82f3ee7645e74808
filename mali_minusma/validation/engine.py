"""Check a table, from whatever source, batch by batch: the same expressions for every form of input."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from mali_minusma.contract.lexical import EXPECTED, write
from mali_minusma.contract.predicate import fields_of
from mali_minusma.inputs.ahead import ahead
from mali_minusma.validation.checker import Checker
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.keys import Copies, Order, Own

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from mali_minusma.contract.model import ForeignKey, TableSchema
    from mali_minusma.inputs.batch import Batch, Fault, Source
    from mali_minusma.validation.collect import Collector

NAME: Final = "mali-minusma"


class Engine:
    """One run over one table."""

    def __init__(
        self,
        source: Source,
        found: Collector,
        *,
        targets: Mapping[str, pl.Series],
        seen: Callable[[Batch, pl.DataFrame], None] | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            source: the table.
            found: where hits go.
            targets: by rule of a foreign key, the values that it may have; without an entry it isn't checked. A key
                of the table to itself may also have the table's own.
            seen: is given each batch with its values, to keep them.
            progress: is told how far it is.
        """
        self.rows = 0
        """How many records could be told apart."""
        self.not_run: list[str] = []
        """The rules that look at columns that aren't there, and why they weren't run."""
        self._schema = source.schema
        self._source = source
        self._found = found
        self._links = [link for link in source.schema.foreign_keys if link.rule in targets]
        self._targets = targets
        self._seen = seen
        self._progress = progress

    def run(self) -> None:
        """Read the source once, and once more the rows of which only the end tells that they are at fault."""
        run: _Run | None = None
        for batch in ahead(self._source, self._report, self._found.keep):
            if run is None:
                run = _Run(self._source, self._links, self._targets)
            self._check(batch, run)
        if run is not None:
            self._check_keys(run)
            self.not_run = not_run(self._schema, self._source.columns, self._links)

    def _check(self, batch: Batch, run: _Run) -> None:
        judged = run.checker.judge(batch)
        values = judged.values
        self.rows += len(values)
        for failure in judged.failures:
            self._add(batch, failure.rule, failure.column, failure.rows)
        run.copies.add(values, batch.numbers)
        run.own.add(values, batch.numbers)
        if run.order is not None and (index := run.order.first_break(values)) is not None:
            run.order = None
            first = self._schema.primary_key[0]
            self._hit(batch, index, first, "file.sorted", batch.frame[first][index])
        if self._seen is not None:
            self._seen(batch, judged.with_masks())
        if self._progress is not None:
            self._progress(f"{self._schema.name}, {self.rows:,} rows ")

    def _report(self, fault: Fault) -> None:
        if not fault.expected:
            self._found.count(fault.rule, fault.times)
            return
        where = (self._schema.name, fault.row, fault.column, fault.rule, NAME)
        self._found.add(Hit(*where, fault.expected, fault.value, fault.place, fault.hint))

    def _add(self, batch: Batch, rule: str, column: str, indices: pl.Series) -> None:
        kept = indices.head(self._found.room(rule))
        for index, value in zip(kept.to_list(), batch.frame[column].gather(kept).to_list(), strict=True):
            self._hit(batch, index, column, rule, value)
        self._found.count(rule, len(indices) - len(kept))

    def _hit(self, batch: Batch, index: int, column: str, rule: str, value: Any) -> None:  # noqa: ANN401 - of any column
        field = self._schema.by_name[column]
        expected = EXPECTED[field.type] if rule == field.rule("type") else ""
        text, place = self._text(batch, index, column, value), batch.place(index, column)
        self._found.add(Hit(self._schema.name, batch.numbers[index], column, rule, NAME, expected, text, place))

    def _text(self, batch: Batch, index: int, column: str, value: Any) -> str:  # noqa: ANN401 - as above
        """Return a cell as a file would write it."""
        if (index, column) in batch.shown:
            return batch.shown[index, column]
        if value is None or isinstance(value, str):
            return value or ""
        return write(value, self._schema.by_name[column].type)

    def _check_keys(self, run: _Run) -> None:
        """Find the copies of keys, and the references of a table to itself that lead nowhere."""
        if run.order is None or not run.order.ascending:
            self._find_copies(run)
        wanted: dict[int, list[ForeignKey]] = defaultdict(list)
        for link in run.own.links:
            numbers = run.own.dangling(link, self._targets[link.rule])
            kept = numbers[: self._found.room(link.rule)]
            self._found.count(link.rule, len(numbers) - len(kept))
            for number in kept:
                wanted[number].append(link)
        for batch, indices in self._again(sorted(wanted), {link.field for link in run.own.links}):
            for index in indices:
                for link in wanted[batch.numbers[index]]:
                    self._hit(batch, index, link.field, link.rule, batch.frame[link.field][index])

    def _find_copies(self, run: _Run) -> None:
        rule, column = self._schema.key_rule, self._schema.primary_key[0]
        for batch, indices in self._again(run.copies.candidates(), self._schema.primary_key):
            copies = run.copies.copied(run.checker.values(batch, self._schema.primary_key), indices)
            self._add(batch, rule, column, pl.Series(copies, dtype=pl.UInt32))

    def _again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[tuple[Batch, list[int]]]:
        """Yield again the batches that hold some rows, by their numbers in order, and the indices of those."""
        if not wanted:
            return
        for batch in self._source.again(wanted, columns):
            numbers = batch.numbers
            low = bisect_left(wanted, numbers[0])
            here = wanted[low : bisect_right(wanted, numbers[-1], low)]
            # Numbers ascend; where records at fault were left out, some are skipped.
            indices = [bisect_left(numbers, number) for number in here]
            if indices:
                yield batch, indices
            if numbers[-1] >= wanted[-1]:
                return


def not_run(schema: TableSchema, columns: Collection[str], links: Iterable[ForeignKey]) -> list[str]:
    """Return the rules of a table that look at columns that aren't there, each with the reason why it wasn't run."""
    rules: list[tuple[str, set[str]]] = [
        (rule, {field.name})
        for field in schema.fields
        for rule in (field.rule("type"), *(constraint.rule for constraint in field.constraints))
    ]
    rules.append((schema.key_rule, set(schema.primary_key)))
    rules += [(link.rule, {link.field}) for link in links]
    rules += [(rule.rule, set(fields_of(rule.check))) for rule in schema.row_rules]
    return [
        f"{rule}: there is no column {', '.join(sorted(missing))} that it can look at"
        for rule, looked_at in rules
        if (missing := looked_at - set(columns))
    ]


class _Run:
    """What is known of a table while it is read."""

    def __init__(self, source: Source, links: Sequence[ForeignKey], targets: Mapping[str, pl.Series]) -> None:
        schema, columns = source.schema, source.columns
        elsewhere = [link for link in links if link.table != schema.name]
        self.checker = Checker(schema, columns, elsewhere, targets)
        self.copies = Copies(schema, columns)
        self.own = Own(schema, columns, links)
        self.order = Order(schema, columns) if source.ordered else None
