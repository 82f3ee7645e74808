"""A deliberate error in any table is found, located and explained."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pandas as pd
import pytest

import mali_minusma as mm
from mali_minusma.contract import load_contract
from mali_minusma.validation import Finding
from tests.conftest import Copy, copy_of_package
from tests.frames import as_polars

CONTRACT = load_contract()
ALL = {"mali-minusma", "pandera", "JSON Schema", "frictionless"}

TYPED = [
    (name, field.name) for name, table in CONTRACT.tables.items() for field in table.fields if field.type != "string"
]
CODED = [(name, field.name) for name, table in CONTRACT.tables.items() for field in table.fields if field.enum]
LINKED = [(name, link.field) for name, table in CONTRACT.tables.items() for link in table.foreign_keys]


def damage(package: Copy, pairs: list[tuple[str, str]], text: Callable[[str, str], str]) -> dict[tuple[str, str], int]:
    """Write a text into a cell of each column, spread over the rows; return the line of each."""
    lines = {}
    for table in CONTRACT.tables:
        rows = package.read(table)
        starts = list(accumulate([2, *(1 + sum(cell.count("\n") for cell in row.values()) for row in rows)]))
        for number, column in enumerate(column for name, column in pairs if name == table):
            index = number % len(rows)
            rows[index][column] = text(table, column)
            lines[table, column] = starts[index]
        package.write(table, rows)
    return lines


class Damaged:
    """The report on a package with one deliberate error a column, and where each error is."""

    def __init__(self, package: Copy, pairs: list[tuple[str, str]], text: Callable[[str, str], str]) -> None:
        self.lines = damage(package, pairs, text)
        self.findings = package.validate(also=None).findings

    def at(self, table: str, column: str, rule: str) -> Finding:
        """Return the one finding of a rule in the damaged cell; it must say where, what and why."""
        line = self.lines[table, column]
        full = f"{table}.{column}.{rule}"
        (found,) = [item for item in self.findings if item.rule == full and item.line == line]
        assert found.file == f"tables/{table}.csv"
        assert found.column == column
        assert found.reason
        assert found.expected
        assert found.text().startswith(f"{found.place}: {full} in column {column}:")
        return found


def near_code(table: str, column: str) -> str:
    return CONTRACT.tables[table].by_name[column].enum[0].value + "x"


@pytest.fixture(scope="module")
def wrong_types(tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    return Damaged(copy_of_package(tmp_path_factory.mktemp("types")), TYPED, lambda *_: "about ten")


@pytest.fixture(scope="module")
def unknown_codes(tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    return Damaged(copy_of_package(tmp_path_factory.mktemp("codes")), CODED, near_code)


@pytest.fixture(scope="module")
def dangling_keys(tmp_path_factory: pytest.TempPathFactory) -> Damaged:
    return Damaged(copy_of_package(tmp_path_factory.mktemp("keys")), LINKED, lambda *_: "nobody-and-nowhere")


@pytest.mark.parametrize(("table", "column"), TYPED)
def test_wrong_type(wrong_types: Damaged, table: str, column: str) -> None:
    finding = wrong_types.at(table, column, "type")
    assert finding.value == "about ten"
    assert set(finding.found_by) == {"mali-minusma", "JSON Schema", "frictionless"}
    # What other validators say of the empty cell that they were given instead would mislead.
    here = [item.rule for item in wrong_types.findings if (item.file, item.line) == (finding.file, finding.line)]
    assert [rule for rule in here if rule.startswith(f"{table}.{column}.")] == [finding.rule]


@pytest.mark.parametrize(("table", "column"), CODED)
def test_unknown_code(unknown_codes: Damaged, table: str, column: str) -> None:
    finding = unknown_codes.at(table, column, "enum")
    assert finding.value == near_code(table, column)
    assert finding.value[:-1] in finding.expected
    assert finding.hint.startswith("Did you mean")
    assert set(finding.found_by) == ALL


@pytest.mark.parametrize(("table", "column"), LINKED)
def test_dangling_key(dangling_keys: Damaged, table: str, column: str) -> None:
    finding = dangling_keys.at(table, column, "foreign-key")
    assert finding.value == "nobody-and-nowhere"
    assert set(finding.found_by) == {"mali-minusma", "frictionless"}


def test_duplicate_key(package: Copy) -> None:
    for table in CONTRACT.tables:
        rows = package.read(table)
        package.write(table, [rows[0], *rows])
    found = {item.rule: item for item in package.validate(also=None).findings if item.rule.endswith(".primary-key")}
    assert set(found) == {table.key_rule for table in CONTRACT.tables.values()}
    for table in CONTRACT.tables.values():
        finding = found[table.key_rule]
        assert (finding.row, finding.column) == (2, table.primary_key[0])
        assert set(finding.found_by) == {"mali-minusma", "pandera", "frictionless"}


def test_missing_key(package: Copy) -> None:
    for name, table in CONTRACT.tables.items():
        rows = package.read(name)
        rows[0][table.primary_key[0]] = ""
        package.write(name, rows)
    found = {item.rule: item for item in package.validate(also=None).findings if item.rule.endswith(".required")}
    assert set(found) == {f"{name}.{table.primary_key[0]}.required" for name, table in CONTRACT.tables.items()}
    for finding in found.values():
        assert (finding.line, finding.value) == (2, "")
        assert set(finding.found_by) == ALL


def test_a_sound_copy_is_valid(package: Copy) -> None:
    report = package.validate(also=None)
    assert report.findings == ()
    assert report
    assert set(report.rows) == set(CONTRACT.tables)


def test_claim_that_contradicts_its_cell(package: Copy) -> None:
    package.edit("bases", "kidal", closed_on="2023-10-30")
    (claim,) = mm.claims("bases", "kidal", "closed_on", status="followed").claim_id
    (finding,) = package.findings("claims.followed-equals-cell")
    assert finding.file == "tables/claims.csv"
    assert finding.column == "value"
    assert finding.value == "2023-10-31"
    assert "2023-10-30" in finding.expected
    lines = package.path("claims").read_text(encoding="utf-8").splitlines()
    assert lines[finding.line - 1].startswith(claim)


def test_dates_out_of_order(package: Copy) -> None:
    package.edit("bases", "ogossagou", closed_on="2019-01-01")
    (finding,) = [
        item for item in package.validate(also=None).findings if item.rule == "bases.opened-on-not-after-closed-on"
    ]
    assert finding.column == "opened_on"
    assert "closes after it opens" in finding.reason
    assert finding.found_by == ("mali-minusma", "pandera")


PATTERNED = [(name, field.name) for name, table in CONTRACT.tables.items() for field in table.fields if field.pattern]


def test_trailing_newline_is_not_part_of_any_pattern(package: Copy) -> None:
    damage(package, PATTERNED, lambda table, column: CONTRACT.tables[table].by_name[column].example + "\n")
    found = {item.rule: item for item in package.validate(also=None).findings}
    for table, column in PATTERNED:
        finding = found[f"{table}.{column}.pattern"]
        # frictionless lets it through: its `$` matches before a newline at the end.
        assert set(finding.found_by) == {"mali-minusma", "pandera", "JSON Schema"}


def test_longest_text_and_limits_of_dates_and_numbers(package: Copy) -> None:
    package.edit("bases", "kidal", closed_on="2025-01-01", closure_order="14")
    package.edit("mandates", "2690", in_favour="16")
    package.edit("places", "kidal", latitude="-90.5")
    package.edit("events", "2013-serval", title="x" * 161)
    found = {item.rule: item for item in package.validate(also=None).findings}
    for rule, by in {
        "bases.closed_on.maximum": {"mali-minusma", "pandera", "frictionless"},
        "bases.closure_order.maximum": ALL,
        "mandates.in_favour.maximum": ALL,
        "places.latitude.minimum": ALL,
        "events.title.maxLength": ALL,
    }.items():
        assert set(found[rule].found_by) == by, rule


def test_position_is_where_the_cell_begins(unknown_codes: Damaged, package: Copy) -> None:
    finding = unknown_codes.at("bases", "base_type", "enum")
    line = package.path("bases").read_text(encoding="utf-8").splitlines()[finding.line - 1]
    cells = line.split(",")
    assert finding.position == len(",".join(cells[: cells.index("camp")])) + 2
    assert finding.place == f"tables/bases.csv:{finding.line}:{finding.position}"


def test_a_single_file_is_checked_against_the_keys_of_this_package(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("event_id,actor_id,role\n2022-07-14-rotations-suspended,minusna,target\n", encoding="utf-8")
    (finding,) = mm.validate(path, table="event_actors").findings
    assert (finding.rule, finding.line, finding.position) == ("event_actors.actor_id.foreign-key", 2, 32)
    assert finding.hint == "Did you mean 'minusma'?"


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_frames_are_validated_by_position(kind: str) -> None:
    frame = mm.bases()
    frame.loc[3, "base_type"] = "tent"
    frame.loc[4, "place_id"] = "nowhere"
    frame.loc[5, "base_id"] = frame.loc[4, "base_id"]
    frame.index = frame.index + 100
    if kind == "polars":
        rows = [
            {
                name: None if pd.isna(cell) else cell.date() if hasattr(cell, "date") else cell
                for name, cell in row.items()
            }
            for row in frame.astype(object).to_dict("records")
        ]
        frame = as_polars(CONTRACT.tables["bases"], rows)
    report = mm.validate(frame, table="bases")
    assert [(finding.row, finding.column, finding.rule) for finding in report.findings] == [
        (4, "base_type", "bases.base_type.enum"),
        (5, "place_id", "bases.place_id.foreign-key"),
        (6, "base_id", "bases.primary-key"),
    ]
