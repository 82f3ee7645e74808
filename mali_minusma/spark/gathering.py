"""From the findings that Spark holds to those that a report keeps, and to a file of all of them."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.contract.lexical import EXPECTED, write
from mali_minusma.dialects.spark_sql import text
from mali_minusma.spark.failures import RefusedError, first_line
from mali_minusma.spark.files import is_address, is_there
from mali_minusma.validation.engine import NAME
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    import pyarrow as pa
    from pyspark.sql import DataFrame, Row, SparkSession

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.spark.table import Judged
    from mali_minusma.validation.collect import Collector

ENDINGS: Final = (".parquet", ".jsonl")
"""How a file of findings may end, which says its form."""

COLUMNS: Final = "file string, row bigint, column string, rule string, value string"


def gather(schema: TableSchema, judged: Judged, found: Collector) -> DataFrame | None:
    """Count all findings, and bring the first of each rule to the driver; return them all as Spark holds them."""
    from pyspark import StorageLevel

    for each in judged.hits:
        found.add(each)
    if judged.frame is None or judged.judge is None:
        return None
    findings = judged.judge.findings(judged.frame).persist(StorageLevel.MEMORY_AND_DISK)
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for row in findings.groupBy("rule", "part").count().collect():
        counts[row["rule"]][row["part"]] = row["count"]
    kept = _kept(findings, counts, found)
    places = _places(judged, kept)
    for row in kept:
        found.add(_hit(schema, judged, row, places))
    for rule, parts in counts.items():
        found.count(rule, sum(parts.values()) - sum(row["rule"] == rule for row in kept))
    return findings


def _kept(findings: DataFrame, counts: Mapping[str, Mapping[int, int]], found: Collector) -> list[Row]:
    """Return the first findings of each rule, from no more parts than they stand in."""
    wanted = []
    too_many = False
    for rule, parts in counts.items():
        left, here = found.room(rule), 0
        for part in sorted(parts):
            here += parts[part]
            if here >= left:
                break
        too_many |= here > left
        if left:
            wanted.append(f"(rule = {text(rule)} AND part <= {part})")
    if not wanted:
        return []
    chosen = findings.where(" OR ".join(wanted))
    if too_many:
        rooms = ", ".join(f"{text(rule)}, {found.room(rule)}" for rule in counts)
        number = "row_number() OVER (PARTITION BY rule ORDER BY part, at) AS number"
        chosen = chosen.selectExpr("*", number).where(f"number <= map({rooms})[rule]")
    rows = chosen.collect()
    return sorted(rows, key=lambda row: (row["rule"], row["part"], -1 if row["at"] is None else row["at"]))


def _places(judged: Judged, kept: Iterable[Row]) -> Mapping[tuple[int, int, str], tuple[int, int]]:
    cells = {(row["part"], row["row"], row["column"]) for row in kept if row["note"] is None}
    return judged.locate(cells) if judged.locate is not None and cells else {}


def _hit(schema: TableSchema, judged: Judged, row: Row, places: Mapping[tuple[int, int, str], tuple[int, int]]) -> Hit:
    where = judged.places[row["part"]]
    number = -1 if row["row"] is None else where.rows + row["row"]
    rule, column, value = row["rule"], row["column"], row["value"]
    if row["note"] is not None:
        fault = json.loads(row["note"])
        line, character = fault["place"]
        place = where.lines + line - 1, character
        return Hit(schema.name, number, column, rule, NAME, fault["expected"], value, place, fault["hint"])
    field = schema.by_name[column]
    expected = EXPECTED[field.type] if rule == field.rule("type") else ""
    value = plain_number(value) if column in judged.floating else value
    return Hit(schema.name, number, column, rule, NAME, expected, value, places.get((row["part"], row["row"], column)))


def plain_number(written: str) -> str:
    """Return a number as a file writes it, from how Java does.

    >>> plain_number("1.0E-5"), plain_number("12.0"), plain_number("inf")
    ('0.00001', '12', 'inf')
    """
    return written if written in {"", "NaN", "inf", "-inf"} else write(float(written), "number")


def place_to_write(session: SparkSession, path: str) -> str:
    """Return how Spark is told of the place for all findings.

    Raises:
        RefusedError: if its name doesn't say the form, or something is there.
    """
    if not path.endswith(ENDINGS):
        raise RefusedError(f"--findings {path}: give a name that ends in {' or '.join(ENDINGS)}, which says the form")
    address = path if is_address(path) else f"file:{Path(path).absolute()}"
    if is_there(session, address):
        raise RefusedError(f"--findings {path}: it is there already, and nothing is written over")
    return address


def write_findings(  # noqa: PLR0913, PLR0917 - what is written, and where
    session: SparkSession, findings: DataFrame | None, judged: Judged, name: str, path: str, address: str
) -> None:
    """Write all findings, as Spark writes them: a folder of files.

    Args:
        session: the session.
        findings: the findings as Spark holds them.
        judged: the table that they were found in.
        name: how the table's file is named.
        path: where to, as it was given.
        address: the same as Spark is told of it.

    Raises:
        RefusedError: if it can't be written there.
    """
    here = [
        (name, each.row + 1 if each.row >= 0 else None, each.column, each.rule, each.value or "")
        for each in judged.hits
    ]
    told = session.createDataFrame(here, COLUMNS)
    if findings is not None:
        before = session.createDataFrame(
            [(part, place.rows) for part, place in judged.places.items()], "part bigint, before bigint"
        )
        rows = findings.join(before.hint("broadcast"), "part", "left").selectExpr(
            f"{text(name)} AS file", "before + row + 1 AS row", "column", "rule", "value"
        )
        if judged.floating:
            rows = rows.mapInArrow(partial(_in_plain_numbers, frozenset(judged.floating)), COLUMNS)
        told = told.union(rows)
    try:
        if path.endswith(".parquet"):
            told.write.parquet(address)
        else:
            told.write.option("ignoreNullFields", "false").json(address)
    except Exception as error:  # noqa: BLE001 - whatever Spark says
        raise RefusedError(f"--findings {path} can't be written: {first_line(error)}") from None


def _in_plain_numbers(columns: Collection[str], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        told: list[dict[str, Any]] = batch.to_pylist()
        for each in told:
            if each["column"] in columns:
                each["value"] = plain_number(each["value"])
        yield pa.RecordBatch.from_pylist(told, schema=batch.schema)
