"""Validation on Spark finds what the embedded engine finds: the same rules, rows, columns, values, lines and characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from pyspark.sql import types as t

import mali_minusma as mm
from benchmarks.planted import PlantedTable
from mali_minusma.dialects.spark_sql import read_text, without_recursion
from mali_minusma.spark.failures import RefusedError
from tests.fuzz.model import released
from tests.fuzz.strategies import written
from tests.on_spark import alike, on_spark, pieces_of, session

ROWS = 3000
PIECE = 100_000


@pytest.fixture(scope="module", autouse=True)
def small_pieces() -> Iterator[None]:
    with pieces_of(PIECE):
        yield


@pytest.mark.parametrize(
    "table",
    ["events", "troop_contributions", *(pytest.param(name, marks=pytest.mark.slow) for name in ("places", "mandates"))],
)
def test_planted_faults_are_found_in_csv(table: str, tmp_path: Path) -> None:
    path = PlantedTable(table, ROWS).write("csv", tmp_path)
    report = alike(path, table)
    assert len(report) == 30
    assert path.stat().st_size > 3 * PIECE or table != "events"


@pytest.mark.parametrize(
    "table",
    ["places", *(pytest.param(name, marks=pytest.mark.slow) for name in ("events", "mandates", "troop_contributions"))],
)
def test_planted_faults_are_found_in_parquet(table: str, tmp_path: Path) -> None:
    report = alike(PlantedTable(table, ROWS).write("parquet", tmp_path), table)
    assert len(report) == 30


BROKEN = {
    "no last line feed": lambda data: data[:-1],
    "carriage returns": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "odd records": lambda data: (
        data
        + b'bases,"20\n14",bad,\nbases,2015\n\nbases,2016,complete,"a" b\nbases,2017,\xff,a\nbases,2018,complete,a\0\nbases,2019,partial,"x\n'
        + data.split(b"\n", 1)[1]
    ),
    "other columns": lambda data: b"table,status,periods,note\n" + data.split(b"\n", 1)[1],
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "nothing": lambda _: b"",
    "a header alone": lambda data: data.split(b"\n")[0] + b"\n",
}


@pytest.mark.parametrize("kind", list(BROKEN))
def test_a_file_that_is_not_in_order_is_told_alike(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a [b] {c}.csv"
    path.write_bytes(BROKEN[kind](written("coverage", released("coverage"))))
    with pieces_of(200):
        assert bool(alike(path, "coverage")) == (kind == "a header alone")


def test_keys_are_compared_across_partitions(tmp_path: Path) -> None:
    rows = [
        dict(released("actors")[0], actor_id=f"a-{number}", parent_id=f"a-{3000 - number}") for number in range(3000)
    ]
    rows[2999]["actor_id"] = rows[0]["actor_id"]
    rows[1500]["actor_id"] = rows[0]["actor_id"]
    rows[10]["parent_id"] = "a-nowhere"
    rows[20]["parent_id"] = released("actors")[0]["actor_id"]
    path = tmp_path / "actors.csv"
    path.write_bytes(written("actors", rows))
    report = alike(path, "actors")
    assert report.by_rule() == {"actors.parent_id.foreign-key": 4, "actors.primary-key": 2, "file.sorted": 1}
    frame = session().read.csv(str(path), header=True, multiLine=True, escape='"').repartition(5)
    report = mm.validate(frame, "actors")
    assert report.by_rule() == {"actors.parent_id.foreign-key": 4, "actors.primary-key": 2}


def test_all_is_counted_and_the_first_of_each_rule_is_kept(tmp_path: Path) -> None:
    rows = [
        dict(released("coverage")[0], table="bases", period=str(1000 + number), status="bad") for number in range(900)
    ]
    path = tmp_path / "coverage.csv"
    path.write_bytes(written("coverage", rows) + b"x\n" * 500)
    with pieces_of(12_000):
        report = alike(path, "coverage", keep=7)
        assert report.counts == {"coverage.status.enum": 900, "file.cell-count": 500}
        assert [finding.row for finding in report.findings] == [*range(1, 8), *range(901, 908)]
        out = tmp_path / "all.jsonl"
        on_spark(path, "coverage", findings=str(out))
    told = [json.loads(line) for part in out.glob("part-*") for line in part.read_text(encoding="utf-8").splitlines()]
    assert sorted((each["row"], each["column"], each["rule"], each["value"]) for each in told) == [
        *((number, "status", "coverage.status.enum", "bad") for number in range(1, 901)),
        *((number, "", "file.cell-count", "x") for number in range(901, 1401)),
    ]
    with pytest.raises(RefusedError, match="nothing is written over"):
        on_spark(path, "coverage", findings=str(out))


TYPED = t.StructType(
    [
        t.StructField("place_id", t.StringType()), t.StructField("name", t.StringType()),
        t.StructField("other_names", t.NullType()), t.StructField("place_type", t.StringType()),
        t.StructField("iso3", t.StringType()), t.StructField("admin1", t.StringType()),
        t.StructField("admin1_pcode", t.StringType()), t.StructField("pcode_vintage", t.ShortType()),
        t.StructField("latitude", t.FloatType()), t.StructField("longitude", t.DoubleType()),
        t.StructField("coordinate_precision", t.StringType()), t.StructField("geonames_id", t.IntegerType()),
    ]
)  # fmt: skip


def test_a_typed_frame_is_taken_as_it_is(tmp_path: Path) -> None:
    rows = [
        ("a", "A", None, "city", "MLI", None, None, None, 1.5, -1e-5, "site", 5),
        ("b", "", None, "town", "mli", None, None, None, float("nan"), float("-inf"), "site", -1),
        ("c", None, None, "city", "MLI", None, None, None, 91.25, 1e-7, "site", 0),
    ]
    frame = session().createDataFrame(rows, TYPED).coalesce(1)
    # Polars can't read what Spark writes of a column without any type.
    frame.selectExpr("* EXCEPT (other_names)", "CAST(NULL AS string) AS other_names").select(
        frame.columns
    ).write.parquet(str(tmp_path / "p"))
    (path,) = (tmp_path / "p").glob("*.parquet")
    embedded = mm.validate(pl.read_parquet(path), "places")
    report = mm.validate(frame, "places")
    told = [(item.row, item.column, item.rule, item.value) for item in report.findings]
    # The name of a type is Spark's own.
    assert [each for each in told if each[0]] == [
        (item.row, item.column, item.rule, item.value) for item in embedded.findings if item.row
    ]
    assert told[0] == (None, "pcode_vintage", "places.pcode_vintage.type", "smallint")
    assert (2, "latitude", "places.latitude.type", "NaN") in told
    assert (2, "longitude", "places.longitude.type", "-inf") in told
    assert (3, "latitude", "places.latitude.maximum", "91.25") in told
    assert report.rows == {"places": 3}
    assert (report.rules, report.skipped) == (embedded.rules, embedded.skipped)


def test_days_are_days_without_a_time_and_a_zone() -> None:
    names = list(mm.schema("mandates")["fields"])
    columns = [each["name"] for each in names]
    row = dict.fromkeys(columns) | {
        "resolution": 2,
        "adopted_on": datetime(2020, 1, 5, 10, 30),
        "mandate_until": date(2020, 6, 30),
    }
    kinds = {
        "resolution": "bigint",
        "adopted_on": "timestamp_ntz",
        "mandate_until": "date",
        "sanctions_until": "timestamp",
    }
    schema = ", ".join(f"{name} {kinds.get(name, 'string')}" for name in columns)
    later = row | {
        "resolution": 3,
        "adopted_on": datetime(2020, 1, 5),
        "sanctions_until": datetime(2020, 1, 5, tzinfo=UTC),
    }
    report = mm.validate(
        session().createDataFrame([tuple(row.values()), tuple(later.values())], schema), "mandates", keep=3
    )
    found = {(item.row, item.rule): item.value for item in report.findings if item.column.endswith(("_on", "_until"))}
    assert found == {
        (None, "mandates.sanctions_until.type"): "timestamp",
        (1, "mandates.adopted_on.type"): "2020-01-05 10:30:00.000000",
    }


def test_a_folder_of_parquet_files_is_one_table_in_order_of_their_names(tmp_path: Path) -> None:
    rows = pl.DataFrame(released("coverage")).with_columns(pl.all().replace("", None))
    folder = tmp_path / "coverage.parquet"
    folder.mkdir()
    bounds = [0, 5, 6, len(rows)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        piece = rows[start:end].with_columns(
            status=pl.when(pl.int_range(end - start) == 0).then(pl.lit("bad")).otherwise("status")
        )
        piece.write_parquet(folder / f"part {number}.parquet")
    report = on_spark(folder)
    assert [item.row for item in report.findings] == [1, 6, 7]
    assert report.rows == {"coverage": len(rows)}


def test_a_text_of_very_many_parts_does_not_overflow_the_stack() -> None:
    pattern = without_recursion("[a-z0-9]+(-[a-z0-9]+)*")
    frame = session().createDataFrame([("a" + "-b" * 200_000,), ("a" + "-b" * 200_000 + "-",)], "x string")
    told = frame.selectExpr(f"x rlike r'\\A(?:{pattern})\\z' AS whole").collect()
    assert [row["whole"] for row in told] == [True, False]


@pytest.mark.parametrize(("name", "data", "said"), [
    ("t.csv.gz", b"a,b\n", "has the name of a packed file"),
    ("t.csv", b"\x1f\x8b\x08\0", r"is packed \(gzip\)"),
    ("t.csv", b"PK\x03\x04", r"is packed \(zip\)"),
    ("t.csv", b'{"table": 1}\n', "is JSON Lines"),
])  # fmt: skip
def test_what_spark_cannot_cut_is_refused(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RefusedError, match=said):
        on_spark(tmp_path / name, "coverage")


def test_a_broken_parquet_file_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
    assert on_spark(path, "coverage").by_rule() == {"file.parquet": 1}


def test_what_is_for_packages_or_for_other_validators_is_refused(tmp_path: Path) -> None:
    frame = session().range(1)
    with pytest.raises(RefusedError, match="other validators don't run on Spark"):
        mm.validate(frame, "coverage", also=["pandera"])
    with pytest.raises(RefusedError, match="`partial` is about packages"):
        mm.validate(frame, "coverage", partial=True)
    with pytest.raises(RefusedError, match="say which table the frame is"):
        mm.validate(frame)
    (tmp_path / "datapackage.json").touch()
    with pytest.raises(RefusedError, match="is a package"):
        on_spark(tmp_path, "coverage")
    with pytest.raises(RefusedError, match="no file or folder"):
        on_spark(tmp_path / "nothing.csv", "coverage")
    with pytest.raises(RefusedError, match=r"ends in \.parquet or \.jsonl"):
        on_spark(tmp_path / "datapackage.json", "coverage", findings="x.csv")


def test_a_pattern_that_may_give_back_what_it_took_is_left_as_it_is() -> None:
    for pattern in ("(a|b)*", "[a-z]+([a-c][a-z]+)*", "(-[a-z-]+)*", "a(-b)*c"):
        assert without_recursion(pattern) == pattern


def test_text_is_read_without_casts_that_can_fail() -> None:
    from mali_minusma.contract import load_contract

    for table in load_contract().tables.values():
        for field in table.fields:
            assert " cast(" not in read_text(field, "x").lower()
