"""The rules of a table as one projection of a Spark frame, and what holds between its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

from mali_minusma.dialects.spark_sql import checks, name, not_among, raw, text, unreadable
from mali_minusma.spark.parsing import FAULT, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl
    from pyspark.sql import DataFrame, SparkSession

    from mali_minusma.contract.model import ForeignKey, TableSchema

LISTED: Final = 20_000
"""Up to so many values that a foreign key may have are listed in the SQL; more are joined."""

FAULT_TYPE: Final = (
    "rule string, expected string, value string, place array<int>, row bigint, column string, hint string"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a column are read: SQL over the cell as it came, which stands in the column named by `raw`."""

    value: str
    """The value; NULL if there is none, or if the cell isn't of its type."""
    text: str
    """The cell as a file writes it."""


_FIXED: Final = ("kind", "part", "position", "note")


def _own(column: str) -> str:
    return f"{column} of the row"


def _text(column: str) -> str:
    return f"{column} as text"


class Judge:
    """The rules that can be run on the columns that are there."""

    def __init__(
        self,
        session: SparkSession,
        schema: TableSchema,
        readings: Mapping[str, Reading],
        targets: Mapping[str, pl.Series],
        bad: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the rules.

        Args:
            session: the session of the frames.
            schema: the schema of the table.
            readings: how each column that was identified is read.
            targets: by rule of a foreign key, the values that it may have; without an entry it isn't checked. A key of
                the table to itself may also have the table's own.
            bad: by column, SQL that is true where a cell is known already not to be of its type.
        """
        self._session = session
        self._schema = schema
        self._readings = readings
        self._bad = bad or {}
        self._targets = targets
        self._key = schema.primary_key if set(schema.primary_key) <= set(readings) else ()
        links = [link for link in schema.foreign_keys if link.rule in targets and link.field in readings]
        self._others = [link for link in links if link.table != schema.name]
        self._own = [link for link in links if link.table == schema.name and link.target in readings]

    def judged(self, rows: DataFrame) -> DataFrame:
        """Return for each row what it breaks by itself, and what is needed to compare it with others.

        Args:
            rows: kind, part, position and note, and the cells as they came.
        """
        # A field may have any of these names.
        fixed = [name(_own(each)) for each in _FIXED]
        cells = [name(raw(column)) for column in self._readings]
        values = [f"{reading.value} AS {name(column)}" for column, reading in self._readings.items()]
        read = rows.selectExpr(*(f"{each} AS {name(_own(each))}" for each in _FIXED), *cells, *values)
        told = [
            *self._unreadable(),
            *(f"{item.text} AS {name(_text(column))}" for column, item in self._readings.items()),
        ]
        read = read.selectExpr(*fixed, *map(name, self._readings), *told)
        failing = list(self._failing())
        for link in self._others:
            if len(self._targets[link.rule]) > LISTED:
                read, fails = self._joined(read, link)
                failing.append((link.rule, link.field, fails))
        again = [f"{name(_own(each))} AS {each}" for each in _FIXED]
        return read.selectExpr(*again, f"{_found(failing)} AS found", *self._compared())

    def _unreadable(self) -> Iterator[str]:
        for column, reading in self._readings.items():
            cell = name(raw(column))
            lost = f"({cell} IS NOT NULL AND {name(column)} IS NULL)" if reading.value != cell else "false"
            if column in self._bad:
                lost = f"({self._bad[column]} OR {lost})"
            yield f"{lost} AS {name(unreadable(column))}"

    def _failing(self) -> Iterator[tuple[str, str, str]]:
        """Yield rule, column, and SQL that is true where the rule is broken."""
        for check in checks(self._schema, self._readings):
            yield check.rule, check.column, check.fails
        for link in self._others:
            if len(self._targets[link.rule]) <= LISTED:
                yield link.rule, link.field, not_among(link.field, self._targets[link.rule].to_list())

    def _joined(self, read: DataFrame, link: ForeignKey) -> tuple[DataFrame, str]:
        from pyspark.sql.functions import broadcast, expr

        known = name(f"{link.field} is known")
        given = name(f"{link.field} given")
        there = self._local(self._targets[link.rule]).distinct().selectExpr(f"value AS {given}", f"true AS {known}")
        joined = read.join(broadcast(there), expr(f"{name(link.field)} = {given}"), "left")
        return joined, f"({name(link.field)} IS NOT NULL AND {known} IS NULL)"

    def _local(self, values: pl.Series) -> DataFrame:
        import polars as pl

        table = values.cast(pl.String).alias("value").to_frame().to_arrow()
        return self._session.createDataFrame(table)

    def _compared(self) -> Iterator[str]:
        for index, column in enumerate(self._key):
            yield f"{name(column)} AS `key {index}`"
        if self._key and self._schema.by_name[self._key[0]].type != "string":
            yield f"{name(_text(self._key[0]))} AS `key text`"
        for index, link in enumerate(self._own):
            yield f"{name(link.field)} AS `refers {index}`"
            yield f"{name(link.target)} AS `target {index}`"

    def findings(self, judged: DataFrame) -> DataFrame:
        """Return all that is found: part, order in it, row of the part, rule, column, value; of faults the whole."""
        own = judged.where("found IS NOT NULL").selectExpr("part", "position", "explode(found) AS one")
        faults = judged.where(f"kind = {FAULT}").selectExpr("part", "note", f"from_json(note, '{FAULT_TYPE}') AS one")
        several = [
            own.selectExpr(
                "part", "position AS at", "position AS row", "one.rule", "one.column", "one.value",
                "CAST(NULL AS string) AS note",
            ),
            faults.selectExpr(
                "part", "CAST(one.place[0] AS bigint) AS at", "CASE WHEN one.row >= 0 THEN one.row END AS row",
                "one.rule", "one.column", "one.value", "note",
            ),
        ]  # fmt: skip
        if self._key:
            several.append(self._late(self._copies(judged), self._schema.key_rule, self._key[0]))
        for index, link in enumerate(self._own):
            several.append(self._late(self._dangling(judged, index, link), link.rule, link.field))
        return reduce(lambda above, below: above.union(below), several)

    @staticmethod
    def _late(rows: DataFrame, rule: str, column: str) -> DataFrame:
        told = [f"{text(rule)} AS rule", f"{text(column)} AS column", "value", "CAST(NULL AS string) AS note"]
        return rows.selectExpr("part", "position AS at", "position AS row", *told)

    def _copies(self, judged: DataFrame) -> DataFrame:
        """Return the rows whose key an earlier row has; a key with a missing part is no key.

        Eight bytes of each key are shuffled, not the keys: only what shares them with another row can be a copy, and is
        then compared as a whole.
        """
        from pyspark.sql.functions import expr

        names = [f"key {index}" for index in range(len(self._key))]
        keys = [f"`{each}`" for each in names]
        whole = " AND ".join(f"{key} IS NOT NULL" for key in keys)
        shown = "`key text`" if "key text" in judged.columns else "`key 0`"
        keyed = judged.where(f"kind = {ROW} AND {whole}").selectExpr(
            "part", "position", *keys, f"{shown} AS value", f"xxhash64({', '.join(keys)}) AS hash"
        )
        shared = keyed.groupBy("hash").count().where("count > 1").select("hash")
        suspects = keyed.join(shared, "hash", "left_semi")
        groups = suspects.groupBy(*names).agg(expr("min(struct(part, position)) AS first"), expr("count(*) AS copies"))
        first = groups.where("copies > 1").drop("copies")
        return suspects.join(first, names).where("struct(part, position) > first").select("part", "position", "value")

    def _dangling(self, judged: DataFrame, index: int, link: ForeignKey) -> DataFrame:
        """Return the rows that refer to a row of this table, or of the target, that isn't there."""
        refers, target = f"`refers {index}`", f"`target {index}`"
        rows = judged.where(f"kind = {ROW} AND {refers} IS NOT NULL").selectExpr(
            "part", "position", f"CAST({refers} AS string) AS value"
        )
        there = judged.where(f"kind = {ROW} AND {target} IS NOT NULL").selectExpr(f"CAST({target} AS string) AS value")
        given = self._targets[link.rule]
        if len(given):
            there = there.union(self._local(given))
        return rows.join(there, "value", "left_anti").select("part", "position", "value")


def _found(failing: Sequence[tuple[str, str, str]]) -> str:
    """Return SQL for the list of what a row breaks; NULL if it breaks nothing, which is told first, and cheaply."""
    if not failing:
        return "CAST(NULL AS array<struct<rule: string, column: string, value: string>>)"
    some = " OR ".join(f"({fails})" for _, _, fails in failing)
    each = ", ".join(
        f"CASE WHEN {fails} THEN named_struct('rule', {text(rule)}, 'column', {text(column)}, 'value', "
        f"coalesce({name(_text(column))}, '')) END"
        for rule, column, fails in failing
    )
    return f"CASE WHEN {name(_own('kind'))} = {ROW} AND ({some}) THEN array_compact(array({each})) END"
