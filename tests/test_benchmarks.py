"""docs/performance.md says what was measured and nothing else; each contestant runs, and finds what it is said to find."""

from __future__ import annotations

import copy
import doctest
import importlib
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mali_minusma as mm
from benchmarks import __main__ as command
from benchmarks import measure, page, pictures, results, sooner, spoiled, steeper, tables
from benchmarks.parts import settings, spark, validators
from benchmarks.planted import PlantedTable
from benchmarks.planted_faults import FEWEST
from benchmarks.score import heard, score
from tests import measured

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = results.load()
MACHINE = {"processor", "cores", "memory GiB", "system", "python", "libraries"}
REMAKE = "measured anew? make the page from the results: python -m benchmarks page"


def test_the_page_is_what_the_results_say() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page(KEPT), REMAKE


def test_the_readme_shows_what_the_results_say() -> None:
    readme = page.README.read_text(encoding="utf-8")
    assert tables.in_short(KEPT) in readme, REMAKE
    assert page.readme(KEPT) == readme
    assert "](docs/performance.md)" in readme


@pytest.mark.parametrize("name", sorted(pictures.drawn(KEPT)))
def test_the_pictures_show_what_the_results_say(name: str) -> None:
    assert pictures.stamp(pictures.drawn(KEPT)[name]) in (page.IMAGES / name).read_text(encoding="utf-8"), REMAKE
    assert f"](images/{name})" in page.PAGE.read_text(encoding="utf-8")


def test_the_words_of_the_page_hold_no_figure() -> None:
    words = re.sub(r"```.*?```|`.*?`|\{\{\w+\}\}", "", page.WORDS.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[\w-]*\d[\d.,]*", words) == ["UTF-8"]


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is measured on Linux only")


def changed(whole: dict) -> Iterator[tuple[str, dict]]:
    """Yield the results with one figure of one record changed, and what it is; of starts only seconds are told."""
    for part, kept in whole["parts"].items():
        for number, record in enumerate(kept["records"]):
            figures = [*({"left out", "found"} & set(record))]
            figures += ["file MiB"] * (record.get("contestant") == "floor" or record.get("what") == "read")
            for name in {*figures} & set(record):
                for key in record[name] if isinstance(record[name], dict) else [None]:
                    other = copy.deepcopy(whole)
                    there = other["parts"][part]["records"][number]
                    if key is None:
                        there[name] += 1
                    else:
                        there[name][key] += 1
                    yield f"{part}, {name} {key or ''} of {record}", other
            for place in range((1 if part == "startup" else 3) if "runs" in record else 0):
                other = copy.deepcopy(whole)
                for run in other["parts"][part]["records"][number]["runs"]:
                    run[place] *= 3
                yield f"{part}, runs[{place}] of {record}", other


def test_whatever_was_measured_stands_in_the_page() -> None:
    whole = measured.results()
    text = page.page(whole)
    assert "Not measured yet" not in text
    pages = {what: page.page(other) for what, other in changed(whole)}
    assert len(pages) > 400
    assert [what for what, other in pages.items() if other == text] == []
    whole["parts"]["csv"]["machine"] = {**whole["parts"]["csv"]["machine"], "cores": 64}
    assert "Parts csv:\n\n|  | measured on |\n|---|---|\n| processor | Abacus |\n| cores | 64 |" in page.page(whole)


def test_what_was_not_measured_is_said() -> None:
    text = page.page({"parts": {}})
    assert "## Past one machine" in text
    assert {f"Not measured yet: `python -m benchmarks {part}` does." in text for part in command.PARTS} == {True}
    assert "left out: about 1,234 s and 567 MiB" in page.page(measured.results())


def test_the_results_name_no_machine_and_no_moment() -> None:
    assert set(KEPT) == {"parts"}
    for kept in KEPT["parts"].values():
        assert set(kept) == {"machine", "settings", "records"}
        assert set(kept["machine"]) == MACHINE == set(results.machine())
        assert set(kept["settings"]) == {"rounds", "most rows", "longest"}
    assert results.RESULTS.read_text(encoding="utf-8") == results.written(KEPT)


# By contestant the faults that it passes over, by the last part of their rule: in no row that has one is anything found.
FOREIGN = ["foreign-key", "foreign-key", "sorted"]
RECORD = [*FOREIGN, "minimum", "primary-key", "primary-key", "start-date-not-after-end-date"]
MISSED = {
    "mali-minusma": [],
    "DuckDB, SQL by hand": [],
    "pandera-polars": [*FOREIGN, "type"],
    "pandera-pandas": [*FOREIGN, "type", "type", "type"],
    "jsonschema-rs": RECORD,
    "jsonschema": RECORD,
    "frictionless": ["pattern", "sorted", "start-date-not-after-end-date", "start-date-precision", *["type"] * 5],
}


def test_every_contestant_is_described() -> None:
    assert list(validators.CONTESTANTS) == [validators.FLOOR, *MISSED]
    words = page.WORDS.read_text(encoding="utf-8")
    for name in ("DuckDB", "pandera", "jsonschema-rs", "jsonschema", "frictionless"):
        assert re.search(rf"^- \*\*.*{name}.*\*\* ", words, re.MULTILINE), name


@LINUX
@pytest.mark.parametrize("name", list(MISSED))
def test_a_contestant_misses_what_is_said_and_blames_no_sound_row(name: str, tmp_path: Path) -> None:
    planted = PlantedTable("events", FEWEST)
    run, output = measure.measure(validators.command(name, planted.write("csv", tmp_path)))
    assert min(run) > 0
    told, _ = heard(output)
    owed = planted.expected("csv")
    blamed = {item.row for item in told}
    missed = [item.rule.rpartition(".")[2] for item in owed if item.row not in blamed]
    assert sorted(missed) == sorted(MISSED[name])
    found = score(told, owed)
    assert (found["planted"], found["rows"], found["sound rows blamed"]) == (30, 30 - len(missed), 0)
    assert found["reasons"] <= found["columns"] <= found["rows"]
    assert missed or found["reasons"] == 30


@pytest.mark.parametrize("share", [0, 0.001, 0.12, 0.5])
def test_bad_cells_are_found_as_many_as_there_are(share: float, tmp_path: Path) -> None:
    owed = spoiled.with_bad_cells(tmp_path / "events.csv", 1500, share)
    assert owed.total() == int(1500 * len(spoiled.BAD_CELLS) * share)
    assert len(owed) == (len(spoiled.BAD_CELLS) if share > 0.01 else 0 if share == 0 else len(owed))
    assert mm.validate(tmp_path / "events.csv").counts == owed


@pytest.mark.parametrize("share", [0, 0.01, 1])
def test_broken_records_are_found_as_many_as_there_are(share: float, tmp_path: Path) -> None:
    owed = spoiled.with_broken_records(tmp_path / "events.csv", 1500, share)
    assert owed.total() == int(1500 * share)
    assert mm.validate(tmp_path / "events.csv").counts == owed


def test_a_wider_table_is_sound(tmp_path: Path) -> None:
    spoiled.with_more_columns(tmp_path / "events.csv", 1500, 7)
    report = mm.validate(tmp_path / "events.csv", extra_columns="allow")
    assert (bool(report), report.rows) == (True, {"events": 1500})
    (header,) = {line.count(",") for line in (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()[:1]}
    assert header == 12 + 7 - 1


@LINUX
def test_memory_is_that_of_the_command_and_not_of_who_measures() -> None:
    held = bytearray(b"x" * (300 * 2**20))
    small, _ = measure.measure(measure.python(""))
    large, _ = measure.measure(measure.python("held = bytearray(b'x' * (200 * 2**20))"))
    assert len(held) / 2**20 > 200 > small.peak * 2
    assert large.peak > 200


ORPHAN = """
import subprocess, sys
busy = "import time\\nwhile time.process_time() < 0.5: pass"
subprocess.Popen([sys.executable, "-c", busy])
"""


@LINUX
def test_a_process_that_is_left_behind_is_counted() -> None:
    run, _ = measure.measure(measure.python(ORPHAN))
    assert run.cpu > 0.5


@LINUX
def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(measure.FailedError, match="status 3"):
        measure.measure(measure.python("raise SystemExit(3)"))
    with pytest.raises(measure.FailedError, match="no such thing"):
        measure.measure(measure.python("raise ValueError('no such thing')"))


@LINUX
def test_pyspark_is_hidden_from_all_but_spark() -> None:
    asks = "try:\n    import pyspark\nexcept ImportError as error:\n    print(error)"
    assert "hidden" in measure.measure(measure.python(asks))[1]


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave two contestants, and two small sizes."""
    names = (validators.FLOOR, "jsonschema-rs")
    monkeypatch.setattr(validators, "CONTESTANTS", {name: validators.CONTESTANTS[name] for name in names})
    monkeypatch.setattr(settings, "SIZES", (FEWEST, 10 * FEWEST))


@LINUX
@pytest.mark.usefixtures("two")
def test_what_would_take_too_long_is_left_out_with_an_estimate(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    assert command.main(["csv", "--rounds", "2", "--longest", "0.001", "--results", str(path)]) == 0
    records = tables.records(results.load(path), "csv")
    assert [(item["contestant"], item["rows"], len(item.get("runs", []))) for item in records] == [
        ("floor", FEWEST, 2),
        ("jsonschema-rs", FEWEST, 2),
        ("jsonschema-rs", 10 * FEWEST, 0),
        ("floor", 10 * FEWEST, 2),
    ]
    estimate = records[2]["left out"]["seconds"]
    assert estimate == round(10 * measure.median(records[1]["runs"]))


@LINUX
@pytest.mark.usefixtures("two")
def test_a_part_takes_the_place_of_what_an_earlier_run_left(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(results.written(measured.results()), encoding="utf-8")
    assert command.main(["csv", "--rounds", "1", "--most-rows", str(FEWEST), "--results", str(path)]) == 0
    kept = results.load(path)["parts"]
    before = json.loads(results.written(measured.results()))["parts"]
    assert {name for name, part in kept.items() if part != before[name]} == {"csv"}
    assert len(kept["csv"]["records"]) == 2


def test_spark_has_its_table_and_picture_where_it_was_measured() -> None:
    whole = measured.results()
    text = page.made(whole, "on_spark")
    assert "| 1,000,000 | 2 | 50.0 | 250 | 5.00 |" in text
    assert "| 10,000,000 | 1 | left out: about 123 | left out: about 4,321 |" in text
    assert page.made(whole, "picture_spark").startswith("![Seconds and memory of Spark's own read")
    panels = pictures.drawn(whole)["performance-spark.svg"]
    assert panels[0].lines["mali-minusma on Spark, 2 cores"] == [(100_000, 25.0), (1_000_000, 250.0)]


def test_without_the_engine_the_part_spark_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "measure_once", lambda _: (None, "usage: validate [--table TABLE]"))
    with pytest.raises(spark.NoSparkError):
        spark.measure(settings.Settings(tmp_path))


def test_pictures_are_the_same_text_each_time_and_tell_lines_apart_without_colour() -> None:
    whole = {"parts": {"spark": measured.results()["parts"]["spark"]}}
    assert pictures.pictures(whole) == pictures.pictures(whole)
    looks = {(look.marker, look.dash) for look in pictures.LOOKS}
    assert len(looks) == len(pictures.LOOKS) == len(validators.CONTESTANTS)


def test_growth_that_is_steeper_than_the_table_is_said() -> None:
    def grown(last: float) -> dict:
        runs = {1000: [[1.0, 1.0, 100.0]], 10_000: [[10.0, 9.0, last]]}
        records = [{"contestant": "mali-minusma", "rows": rows, "runs": taken} for rows, taken in runs.items()]
        return {"parts": {"csv": {"records": records}}}

    assert "none grows faster" in steeper.told(grown(1000.0))
    assert "- memory from 1,000 to 10,000 rows: 12.0 times, for 10.0 times" in steeper.told(grown(1200.0))


def test_who_is_ahead_is_said() -> None:
    def measured_as(seconds: float, peak: float, reasons: int) -> dict:
        return {"runs": [[seconds, 1.0, peak]], "found": {"reasons": reasons}}

    few = {
        validators.FLOOR: {"runs": [[0.1, 0.1, 10.0]]},
        "mali-minusma": measured_as(1.0, 100.0, 30),
        "quick": measured_as(0.5, 200.0, 30),
        "small and blind": measured_as(0.9, 20.0, 23),
        "small": measured_as(2.0, 90.0, 30),
    }
    many = {"mali-minusma": measured_as(1.0, 100.0, 30), "quick": measured_as(1.1, 200.0, 30)}
    records = [
        {"contestant": name, "rows": rows, **record}
        for rows, table in ((1000, few), (10_000, many))
        for name, record in table.items()
    ]
    records.append({"contestant": "slow", "rows": 10_000, "left out": {"seconds": 100, "MiB": 1}})
    assert sooner.told({"parts": {"csv": {"records": records}}}).splitlines() == [
        "- 1,000 rows: quick and small and blind on time; small on memory",
        "- 10,000 rows: nobody",
    ]


def test_the_command_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    for given in (["nonsense"], ["csv", "--rounds", "0"], ["csv", "--most-rows", "10"]):
        with pytest.raises(SystemExit) as stopped:
            command.main(given)
        assert stopped.value.code == 2
    assert "no part nonsense: there are csv, forms, tables, growth, startup, spark, page" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["measure", "parts.settings", "parts.spark", "results", "score", "tables"])
def test_examples_in_the_benchmarks_are_true(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(f"benchmarks.{module}"))
    assert failed == 0
    assert tried
