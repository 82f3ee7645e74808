"""A report counts all that was found, says what it leaves out, and nothing in a table can act through it."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from mali_minusma.cli import main
from mali_minusma.cli.validating import FORMATS
from mali_minusma.validation import Report
from mali_minusma.validation.formats.choosing import allotted
from mali_minusma.validation.options import Options
from mali_minusma.validation.report import FormatName
from tests.findings import FIRST, ODD, of_values, report, several

# Counts


def test_all_that_was_found_is_counted_beyond_what_is_kept() -> None:
    found = report(*several("b", 3), b=7, a=7, c=900)
    assert (len(found), found.omitted, bool(found)) == (914, 911, False)
    assert list(found.by_rule().items()) == [("c", 900), ("a", 7), ("b", 7)]


def test_without_counts_the_findings_are_counted() -> None:
    found = report(*several("b", 1), *several("a", 2))
    assert (found.by_rule(), found.omitted) == ({"a": 2, "b": 1}, 0)
    assert report()
    assert len(report()) == 0


def test_a_report_is_not_valid_if_findings_were_only_counted() -> None:
    found = report(a=1)
    assert not found
    assert json.loads(found.to("json"))["exit_status"] == 1


def test_more_findings_than_were_counted_are_refused() -> None:
    with pytest.raises(ValueError, match="more findings of a are kept than were counted"):
        report(*several("a", 2), a=1)


# The text for people


def test_the_text_for_people_is_grouped_by_rule() -> None:
    wrong_type = replace(
        FIRST, line=4, position=31, column="latitude", value="north", rule="events.latitude.type",
        reason="Latitude: Where it was.", expected="a value of type number", hint="",
    )  # fmt: skip
    key = replace(
        FIRST, line=5, position=1, column="", value="", rule="events.primary-key", reason="A key names one row.",
        expected="another value of event_id: an earlier row has the same", hint="", found_by=("mali-minusma", "pandera"),
    )  # fmt: skip
    header = replace(wrong_type, line=1, rule="file.header", reason="A column is lost.", hint="", value="latitud")
    mixed = [
        replace(header, column="latitud", expected="one of the columns", hint="Did you mean 'latitude'?"),
        replace(header, column="longitude", expected="a column longitude", value="", found_by=("frictionless",)),
    ]
    enum = [FIRST, replace(FIRST, line=9, value="zzz", hint="")]
    counts = {FIRST.rule: 1_204, "file.header": 2, wrong_type.rule: 1, key.rule: 1}
    assert report(*enum, wrong_type, key, *mixed, **counts).text() == (
        """\
events.event_type.enum in column event_type: 1,204 findings
  why: Type of event: What kind of event it is.
  expected: one of: attack, coup
  tables/events.csv:3:27: 'attak' (Did you mean 'attack'?)
  tables/events.csv:9:27: 'zzz'
  ... and 1,202 more

file.header: 2 findings
  why: A column is lost.
  tables/events.csv:1:31: in column latitud: 'latitud' expected one of the columns (Did you mean 'latitude'?)
  tables/events.csv:1:31: in column longitude: expected a column longitude (found by frictionless)

events.latitude.type in column latitude: 1 finding
  why: Latitude: Where it was.
  expected: a value of type number
  tables/events.csv:4:31: 'north'

events.primary-key: 1 finding
  why: A key names one row.
  expected: another value of event_id: an earlier row has the same
  found by: mali-minusma, pandera
  tables/events.csv:5:1

... and 1,202 more findings in all, not printed (1,202 of them only counted: a larger `keep` keeps more)

mine: NOT valid
  1 table, 5 rows, 40 rules run, 1,208 findings (schemas 1.2.3)
  checked by mali-minusma 1.2.3"""
    )


def test_a_valid_target_is_three_lines() -> None:
    assert report().text().splitlines() == [
        "mine: valid",
        "  1 table, 5 rows, 40 rules run, 0 findings (schemas 1.2.3)",
        "  checked by mali-minusma 1.2.3",
    ]


def test_every_broken_rule_shows_its_first_finding_before_any_shows_its_second() -> None:
    found = report(*several("often", 30), *several("sometimes", 3), *several("once", 1))
    assert found.text(limit=3).count("tables/events.csv:") == 3
    assert all(f"{rule} in column" in found.text(limit=3) for rule in ("often", "sometimes", "once"))
    assert allotted({"often": 30, "sometimes": 3, "once": 1}, 10) == {"often": 6, "sometimes": 3, "once": 1}
    assert allotted({"a": 9, "b": 9, "c": 9}, 5) == {"a": 2, "b": 2, "c": 1}
    assert allotted({"a": 9, "b": 9}, 100) == {"a": 9, "b": 9}


def test_what_only_the_findings_shown_have_in_common_is_not_said_of_all() -> None:
    other = replace(FIRST, column="status", expected="one of: planned", found_by=("frictionless",))
    assert report(FIRST, other).text(limit=1).splitlines()[:4] == [
        "events.event_type.enum: 2 findings",
        "  why: Type of event: What kind of event it is.",
        "  tables/events.csv:3:27: in column event_type: 'attak' expected one of: attack, coup (Did you mean 'attack'?)",
        "  ... and 1 more",
    ]


def test_a_limit_of_none_prints_counts_alone() -> None:
    lines = report(*several("often", 30), *several("once", 1)).text(limit=0).splitlines()
    assert lines[:4] == [
        "often in column event_type: 30 findings",
        "once in column event_type: 1 finding",
        "",
        "... and 31 more findings in all, not printed",
    ]


def test_a_row_of_a_frame_is_named_by_its_number() -> None:
    found = report(replace(FIRST, file="events", line=None, position=None, row=7))
    assert "\n  events row 7: 'attak'" in found.text()
    assert FIRST.text().startswith("tables/events.csv:3:27: events.event_type.enum in column event_type: 'attak' exp")


# What is in a table can't act through a report


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_carries_a_character_that_acts(form: FormatName) -> None:
    hostile = [
        replace(FIRST, **{part: value})
        for value in (*ODD[:6], *ODD[7:])
        for part in ("file", "column", "value", "expected", "hint")
    ]
    for text in (report(*hostile, target="\x1b[2J\u202e").to(form), *(finding.text() for finding in hostile)):
        acting = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
        assert acting <= {"\n"}
        assert "##[" not in text
    text = report(*hostile, target="::error::x").to(form)
    commands = {line.split(" ")[0] for line in text.splitlines() if line.lstrip().startswith("::")}
    assert commands == ({"::error", "::notice"} if form == "github" else set())


@pytest.mark.parametrize("form", FORMATS)
def test_a_cell_of_five_megabytes_is_shortened_and_says_so(form: FormatName) -> None:
    text = of_values("x" * 5_000_000).to(form)
    assert len(text) < 10_000
    assert "(5,000,000 characters)" in text


def test_a_finding_of_one_line_stays_on_it() -> None:
    for form, lines in (("jsonl", 16), ("csv", 17), ("github", 16)):
        assert len(of_values(*ODD).to(form).splitlines()) == lines, form  # type: ignore[arg-type]


# The command


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ([], {}),
        (
            ["--keys", "off", "--extra-columns", "allow", "--keep", "5"],
            {"keys": "off", "extra_columns": "allow", "keep": 5},
        ),
        (["--partial", "--also", "pandera,frictionless"], {"partial": True, "also": ("pandera", "frictionless")}),
        (["--also", "pandera", "--also", "json-schema"], {"also": ("pandera", "json-schema")}),
        (["--also", "none"], {"also": ()}),
    ],
)
def test_the_library_gets_the_options_that_were_given_and_no_others(
    words: list[str], given: dict[str, object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def validate(target: str, table: str, options: Options, _: object) -> Report:
        asked.append((target, table, options))
        return report(FIRST)

    monkeypatch.setattr("mali_minusma.validation.run.validate", validate)
    assert main(["validate", "mine", "--table", "events", *words]) == 1
    assert asked == [("mine", "events", Options(**given))]  # type: ignore[arg-type]
    assert "events.event_type.enum in column event_type: 1 finding" in capsys.readouterr().out


# Writing


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_written_as_it_is_given(
    form: FormatName, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = of_values(*ODD)
    found.write(form, tmp_path / "report")
    assert (tmp_path / "report").read_bytes().decode() == found.to(form)
    opened = io.StringIO()
    found.write(form, opened, limit=2)
    assert opened.getvalue() == found.to(form, 2)
    found.write(form)
    assert capsys.readouterr().out == found.to(form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_large_report_is_made_in_pieces(form: FormatName) -> None:
    found = report(*several("often", 2_000))
    pieces = list(found.pieces(form, 2_000))
    assert len(pieces) >= 2_000
    assert max(map(len, pieces)) < 5_000


@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_findings_are_written_unless_more_are_asked_for(form: FormatName) -> None:
    found = report(*several("often", 10_001))
    mark = "tables/events.csv"
    assert found.to(form).count(mark) == (50 if form == "text" else 10_000)
    assert found.to(form, 20_000).count(mark) == 10_001
