"""Check a table, from whatever source, batch by batch: the same expressions for every form of input."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import narwhals.stable.v2 as nw
import polars as pl

from mali_minusma.contract.lexical import EXPECTED, write
from mali_minusma.contract.predicate import fields_of
from mali_minusma.dialects.polars_checks import checks, read_text, row_rules, unreadable
from mali_minusma.inputs.columns import POLARS_DTYPES
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.keys import Keys, Order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mali_minusma.contract.model import ForeignKey
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
        """Read the source once, and its rows at fault once more where a fault shows only at the end."""
        keys: Keys | None = None
        order: Order | None = None
        for batch in self._source.batches(self._report):
            values = self._values(batch)
            if keys is None:
                keys = Keys(self._schema, self._source.columns, self._links)
                order = Order(self._schema, self._source.columns) if self._source.ordered else None
            self.rows += len(values)
            self._check(batch, values)
            keys.add(values, batch.numbers)
            if order is not None and (index := order.first_break(values)) is not None:
                order = None
                self._hit(batch, index, self._schema.primary_key[0], "file.sorted")
            if self._seen is not None:
                self._seen(batch, values)
            if self._progress is not None:
                self._progress(f"{self._schema.name}, {self.rows:,} rows ")
        if keys is not None:
            self._check_keys(keys)
            self._say_what_was_not_run()

    def _report(self, fault: Fault) -> None:
        where = (self._schema.name, fault.row, fault.column, fault.rule, NAME)
        self._found.add(Hit(*where, fault.expected, fault.value, fault.place, fault.hint))

    def _say_what_was_not_run(self) -> None:
        columns = set(self._source.columns)
        rules: list[tuple[str, set[str]]] = [
            (rule, {field.name})
            for field in self._schema.fields
            for rule in (field.rule("type"), *(constraint.rule for constraint in field.constraints))
        ]
        rules.append((self._schema.key_rule, set(self._schema.primary_key)))
        rules += [(link.rule, {link.field}) for link in self._links]
        rules += [(rule.rule, set(fields_of(rule.check))) for rule in self._schema.row_rules]
        for rule, looked_at in rules:
            if missing := sorted(looked_at - columns):
                self.not_run.append(f"{rule}: there is no column {', '.join(missing)} that it can look at")

    def _values(self, batch: Batch) -> pl.DataFrame:
        """Return the values of a batch, and which cells could not be read."""
        frame = batch.frame
        read: list[pl.Expr] = []
        masks: list[pl.Expr] = []
        for name in self._source.columns:
            field = self._schema.by_name[name]
            given = batch.unreadable.get(name)
            bad = pl.lit(value=False) if given is None else pl.lit(given)
            if frame[name].dtype == pl.String and field.type != "string":
                value = read_text(field)
                read.append(value.cast(POLARS_DTYPES[field.type]).alias(name))
                masks.append((bad | (pl.col(name).is_not_null() & value.is_null())).alias(unreadable(name)))
            else:
                read.append(pl.col(name))
                masks.append(bad.alias(unreadable(name)))
        return frame.select(*read, *masks)

    def _check(self, batch: Batch, values: pl.DataFrame) -> None:
        rules = row_rules(self._schema, self._source.columns)
        judged: pl.DataFrame = nw.from_native(values).with_columns(**rules).to_native()
        planned = list(checks(self._schema, self._source.columns))
        failed = judged.select(check.fails.alias(check.rule) for check in planned) if planned else judged
        columns = {check.rule: check.column for check in planned}
        columns |= {link.rule: link.field for link in self._links if link.table != self._schema.name}
        dangling = [
            self._dangles(link, self._targets[link.rule]).alias(link.rule)
            for link in self._links
            if link.table != self._schema.name and link.field in self._source.columns
        ]
        if dangling:
            failed = failed.with_columns(judged.select(dangling))
        for rule, column in columns.items():
            if rule in failed.columns and failed[rule].any():
                self._add(batch, rule, column, failed[rule].arg_true())

    @staticmethod
    def _dangles(link: ForeignKey, target: pl.Series) -> pl.Expr:
        return (~pl.col(link.field).is_in(pl.lit(target).implode())).fill_null(value=False)

    def _add(self, batch: Batch, rule: str, column: str, indices: pl.Series) -> None:
        kept = indices.head(self._found.room(rule)).to_list()
        for index in kept:
            self._hit(batch, index, column, rule)
        self._found.count(rule, len(indices) - len(kept))

    def _hit(self, batch: Batch, index: int, column: str, rule: str) -> None:
        field = self._schema.by_name[column]
        expected = EXPECTED[field.type] if rule == field.rule("type") else ""
        value, place = self._text(batch, index, column), batch.place(index, column)
        self._found.add(Hit(self._schema.name, batch.numbers[index], column, rule, NAME, expected, value, place))

    def _text(self, batch: Batch, index: int, column: str) -> str:
        """Return a cell as a file would write it."""
        if (index, column) in batch.shown:
            return batch.shown[index, column]
        value: Any = batch.frame[column][index]
        if value is None or isinstance(value, str):
            return value or ""
        return write(value, self._schema.by_name[column].type)

    def _check_keys(self, keys: Keys) -> None:
        """Find the copies of keys, and the references of a table to itself that lead nowhere."""
        late = [(self._schema.key_rule, self._schema.primary_key[0], keys.copies())]
        late += [
            (link.rule, link.field, keys.dangling(link, self._targets[link.rule]))
            for link in self._links
            if link.table == self._schema.name
        ]
        wanted: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for rule, column, numbers in late:
            kept = numbers.head(self._found.room(rule)).to_list()
            self._found.count(rule, len(numbers) - len(kept))
            for number in kept:
                wanted[number].append((rule, column))
        if wanted:
            self._find_again(wanted)

    def _find_again(self, wanted: Mapping[int, Iterable[tuple[str, str]]]) -> None:
        """Read the source again for the places of rows that turned out to be at fault."""
        left = set(wanted)
        for batch in self._source.batches(lambda _: None):
            numbers = batch.numbers
            here = sorted(left & set(numbers)) if not isinstance(numbers, range) else [n for n in left if n in numbers]
            for number in sorted(here):
                for rule, column in wanted[number]:
                    self._hit(batch, numbers.index(number), column, rule)
            left -= set(here)
            if not left:
                return
