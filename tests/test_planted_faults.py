"""Thirty faults planted in large tables are found, each with its row, column, rule, text and line; and nothing else."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mali_minusma as mm
from benchmarks.planted import FILES, FORMS, Expected, PlantedTable
from benchmarks.planted_faults import FAULTS
from mali_minusma.contract import load_contract
from mali_minusma.contract.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    In,
    Not,
    Predicate,
    Present,
    StartsPeriod,
    Sum,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation import Report

ROOT = Path(__file__).resolve().parent.parent
THIRTY = 30

TABLES = pytest.mark.parametrize("table", list(FAULTS))


def sized(rows: int, forms: tuple[str, ...]) -> list[object]:
    slow = [pytest.mark.slow] if rows > THOUSANDS else []
    return [pytest.param(rows, form, marks=slow, id=f"{rows}-{form}") for form in forms]


THOUSANDS = 10_000
EVERY_FORM = [*sized(THOUSANDS, FORMS), *sized(100_000, FORMS)]
# What is read in many pieces: JSON Lines and packed files come in the same pieces as CSV, and have had them above.
A_MILLION = ("csv", "parquet", "pandas", "polars")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that is gone after the test: pytest would keep gigabytes."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def made(planted: PlantedTable, form: str, folder: Path) -> object:
    """Return the table in this form: the path of its file, or a frame."""
    match form:
        case "pandas":
            return planted.pandas_frame()
        case "polars":
            return planted.polars_frame()
        case _:
            return planted.write(form, folder)


def found(report: Report, expected: list[Expected]) -> list[Expected]:
    """Return the findings as they were expected, without what was expected of none at that place."""
    told = {(item.row, item.column, item.rule): item for item in expected}
    findings = []
    for finding in report.findings:
        owed = told.get((finding.row, finding.column, finding.rule))
        findings.append(
            Expected(
                finding.row,
                finding.column,
                finding.rule,
                None if owed and owed.value is None else finding.value,
                None if owed and owed.line is None else finding.line,
                None if owed and owed.position is None else finding.position,
            )
        )
    return sorted(findings, key=lambda item: (item.row or 0, item.column, item.rule))


@pytest.mark.parametrize(("rows", "form"), [*EVERY_FORM, *sized(1_000_000, A_MILLION)])
@TABLES
def test_planted_faults_are_found_and_nothing_else(table: str, rows: int, form: str, folder: Path) -> None:
    planted = PlantedTable(table, rows)
    expected = planted.expected(form)
    report = mm.validate(made(planted, form, folder), table=table)
    assert found(report, expected) == expected
    assert (len(expected), len(report), report.rows) == (THIRTY, THIRTY, {table: rows})


@pytest.mark.parametrize(("rows", "form"), [*EVERY_FORM, *sized(1_000_000, ("csv",))])
@TABLES
def test_the_same_table_without_faults_is_valid(table: str, rows: int, form: str, folder: Path) -> None:
    report = mm.validate(made(PlantedTable(table, rows, faults=False), form, folder), table=table)
    assert report, report.text()
    assert report.rows == {table: rows}


def parts(predicate: Predicate) -> set[type]:
    """Return the kinds of predicate that a row rule is made of."""
    match predicate:
        case AllOf(inner) | AnyOf(inner):
            return {type(predicate)}.union(*map(parts, inner))
        case Not(inner):
            return {Not, *parts(inner)}
        case Compare(_, left, right):
            return {Compare} | {type(side) for side in (left, right)}
        case _:
            return {type(predicate)}


def test_planted_faults_break_every_kind_of_rule() -> None:
    contract = load_contract()
    planted = {item.rule for table in FAULTS for item in PlantedTable(table, 1000).expected("csv")}
    schemas = [contract.tables[table] for table in FAULTS]
    kinds = {rule.rpartition(".")[2] for rule in planted}
    everywhere = {
        constraint.name
        for schema in contract.tables.values()
        for field in schema.fields
        for constraint in field.constraints
    }
    assert everywhere | {"type", "primary-key", "foreign-key", "sorted"} <= kinds
    assert {field.type for schema in contract.tables.values() for field in schema.fields} == {
        field.type for schema in schemas for field in schema.fields if field.rule("type") in planted
    } | {"string"}
    row_rules = [rule for schema in schemas for rule in schema.row_rules]
    assert {rule.rule for rule in row_rules} <= planted
    assert set().union(*(parts(rule.check) for rule in row_rules)) >= {
        AllOf, AnyOf, Compare, Constant, In, Not, Present, StartsPeriod, Sum,
    }  # fmt: skip


@TABLES
@pytest.mark.parametrize("form", ["jsonl", "polars"])
@pytest.mark.parametrize("rows", [1000, 1003, 16_385, 1_000_000])
def test_a_fault_stands_in_the_first_row_and_in_the_last(table: str, form: str, rows: int) -> None:
    in_order = [item.row for item in PlantedTable(table, rows).expected(form)]
    assert in_order == sorted(set(in_order))
    assert (in_order[0], in_order[-1], len(in_order)) == (1, rows, THIRTY)


@TABLES
def test_faults_stand_on_both_sides_of_where_files_are_cut(table: str) -> None:
    rows = [item.row for item in PlantedTable(table, 1_000_000).expected("polars")]
    near = [
        cut for cut in (2**10, 2**13, 2**14, 2**16, 100_000, 2**17, 500_000) if any(abs(row - cut) < 10 for row in rows)
    ]
    assert len(near) >= 5
    assert {row > cut for cut in near for row in rows if abs(row - cut) < 10} == {True, False}


def test_the_same_command_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert command(["troop_contributions", "1000", folder], tmp_path).returncode == 0
    for form, ending in FILES.items():
        for name in (f"troop_contributions{ending}", f"troop_contributions{ending}.expected.csv"):
            one, two = (tmp_path / folder / name for folder in ("one", "two"))
            assert one.read_bytes() == two.read_bytes(), (form, name)


def test_lines_that_are_expected_are_where_the_rows_begin(tmp_path: Path) -> None:
    planted = PlantedTable("events", 1000)
    path = planted.write("csv", tmp_path)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        columns = next(reader)
        ends = [(reader.line_num, record) for record in reader]
    begin = {row: ends[row - 2][0] + 1 if row > 1 else 2 for row in range(1, len(ends) + 1)}
    lines = path.read_text(encoding="utf-8").split("\n")
    for item in planted.expected("csv"):
        # The first column begins where the record does; another lies in one of its lines, after a comma.
        if item.column == columns[0]:
            assert (item.line, item.position) == (begin[item.row], 1)
        else:
            assert begin[item.row] <= item.line <= ends[item.row - 1][0]
            assert lines[item.line - 1][item.position - 2] == ","
        assert ends[item.row - 1][1][columns.index(item.column)] == item.value


@pytest.mark.parametrize("arguments", [[], ["events"], ["event", "1000", "folder"], ["events", "many", "folder"]])
def test_the_command_says_how_it_is_used(arguments: list[str], tmp_path: Path) -> None:
    done = command(arguments, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: python -m benchmarks.planted TABLE ROWS FOLDER\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["events", "999"], "at least 1000 rows"), (["troop_contributions", "99000000"], "at most 11,661,000")],
)
def test_the_command_says_how_many_rows_there_can_be(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = command([*arguments, "folder"], tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def command(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.planted", *arguments],
        check=False, capture_output=True, encoding="utf-8", cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
