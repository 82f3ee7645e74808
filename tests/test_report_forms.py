"""Each form of a report keeps to its standard, and points at the right place."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from mali_minusma.cli.validating import FORMATS
from mali_minusma.validation import Report
from mali_minusma.validation.formats import FORMS
from mali_minusma.validation.report import FormatName
from tests.findings import FIRST, ODD, of_values, report, several


def sarif(found: Report, limit: int | None = None) -> Any:
    (run,) = json.loads(found.to("sarif", limit))["runs"]
    return run


# The forms for programs


def test_the_forms_are_named_alike_everywhere() -> None:
    assert tuple(FORMS) == FORMATS == get_args(FormatName)
    with pytest.raises(ValueError, match=r"no form 'jsn' of a report: .* Did you mean 'json'"):
        report().to("jsn")  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", [None, 0, 1, 4])
def test_json_is_one_document_of_the_report(limit: int | None) -> None:
    found = report(*several("often", 30), *several("once", 1), often=900, once=1)
    document = json.loads(found.to("json", limit))
    assert document == found.to_dict(limit)
    shown = 31 if limit is None else limit
    assert (document["total"], document["written"], document["omitted"]) == (901, shown, 901 - shown)
    assert (document["valid"], document["counts"]) == (False, {"often": 900, "once": 1})
    assert len(document["findings"]) == shown
    if limit == 4:
        assert [item["rule"] for item in document["findings"]] == ["often"] * 3 + ["once"]


def test_json_gives_every_text_back() -> None:
    given = [value for value in ODD if len(value) < 1_000]
    document = json.loads(of_values(*given).to("json"))
    assert [item["value"] for item in document["findings"]] == given


def test_json_is_laid_out_as_the_standard_library_does_it() -> None:
    found = report(FIRST, replace(FIRST, line=None))
    for each in (found, report()):
        assert each.to("json") == json.dumps(each.to_dict(), ensure_ascii=False, indent=2) + "\n"


def test_json_lines_end_with_the_summary() -> None:
    found = report(*several("often", 30), often=900)
    *lines, last = [json.loads(line) for line in found.to("jsonl", 2).splitlines()]
    assert lines == found.to_dict(2)["findings"]
    assert {**last["summary"], "findings": lines} == found.to_dict(2)


def test_csv_has_a_row_a_finding_and_the_totals() -> None:
    rows = list(csv.DictReader(io.StringIO(report(FIRST, replace(FIRST, line=None), **{FIRST.rule: 9}).to("csv"))))
    assert [row["line"] for row in rows] == ["3", "", ""]
    assert rows[0]["expected"] == "one of: attack, coup"
    assert (rows[-1]["rule"], rows[-1]["value"]) == ("report.summary", "total=9 written=2 omitted=7")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  =", "'", "\0"])
def test_a_spreadsheet_runs_no_cell(start: str) -> None:
    value = start + 'cmd|" /C calc"!A1'
    found = report(*(replace(FIRST, **{part: value}) for part in ("file", "column", "value", "hint", "expected")))
    for row in csv.reader(io.StringIO(found.to("csv"))):
        for cell in row:
            assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n\0]", cell)
    (shown, _) = csv.DictReader(io.StringIO(of_values("'" + start).to("csv")))
    assert shown["value"].startswith("''"), "one apostrophe taken away gives the text back"


def test_github_annotations_are_escaped_as_its_toolkit_does_it() -> None:
    found = report(replace(FIRST, file="a,b: 50%.csv", value="50%0A::x", reason="So.\nAnd so"), target="a,b: 50%.csv")
    error, notice = found.to("github").splitlines()
    assert error == (
        "::error file=a%2Cb%3A 50%25.csv,line=3,col=27,title=events.event_type.enum::'50%250A::x' in column event_type: "
        "expected one of: attack, coup. Did you mean 'attack'? Why: So.%0AAnd so"
    )
    assert notice.startswith("::notice title=mali-minusma::a,b: 50%25.csv: NOT valid. 1 table, 5 rows, ")


def test_github_shows_the_first_of_each_rule_first() -> None:
    found = report(*several("often", 30), *several("sometimes", 2), *several("once", 1), often=900, sometimes=2, once=1)
    *errors, notice = found.to("github", 20).splitlines()
    titles = [re.search("title=([a-z]+)", line)[1] for line in errors]  # type: ignore[index]
    assert titles[:6] == ["often", "sometimes", "once", "often", "sometimes", "often"]
    assert len(errors) == 20
    assert "883 more findings in all, not printed (870 of them only counted" in notice


# Places


def test_a_file_of_a_package_is_named_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "my copy"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    for target in ("my copy", str(folder)):
        found = report(FIRST, target=target)
        assert "::error file=my copy/tables/events.csv,line=3,col=27," in found.to("github")
        assert str(tmp_path) not in found.to("sarif")
        location = sarif(found)["results"][0]["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {"uri": "my%20copy/tables/events.csv"}
    monkeypatch.chdir(folder)
    assert "file=tables/events.csv," in report(FIRST, target=str(folder)).to("github")


def test_a_file_elsewhere_is_named_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = tmp_path / "here", tmp_path / "é.csv"
    here.mkdir()
    there.write_text("")
    monkeypatch.chdir(here)
    uris = [
        sarif(report(replace(FIRST, file=name), target=name))["results"][0]["locations"][0]["physicalLocation"]
        for name in (str(there), "../é.csv")
    ]
    assert [uri["artifactLocation"]["uri"] for uri in uris] == [there.as_uri(), "../%C3%A9.csv"]


def test_a_table_in_an_archive_is_named_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("all.zip").write_bytes(b"")
    found = report(FIRST, target="all.zip")
    assert found.to("github").startswith("::error file=all.zip,title=events.event_type.enum::tables/events.csv:3:27: ")
    assert "::tables/events.csv:3:27: 'attak' in column" in found.to("github")
    location = sarif(found)["results"][0]["locations"][0]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "all.zip"}}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "tables/events.csv:3:27"


def test_a_table_that_a_package_lacks_is_a_fault_of_its_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lacking = replace(FIRST, file="events", line=None, position=None, row=None, column="", rule="package.table")
    assert report(lacking, target=".").to("github").startswith("::error file=datapackage.json,title=package.table::ev")


def test_a_row_of_a_frame_has_no_file() -> None:
    found = report(replace(FIRST, file="events", line=None, position=None, row=7), target="frame of events")
    assert found.to("github").startswith("::error title=events.event_type.enum::events row 7: 'attak'")
    (location,) = sarif(found)["results"][0]["locations"]
    assert location == {
        "logicalLocations": [{"name": "event_type", "fullyQualifiedName": "events row 7", "kind": "member"}]
    }


# SARIF: the members that the standard requires, and those that GitHub does


def test_sarif_has_what_the_standard_requires() -> None:
    found = report(
        *several("events.event_type.enum", 3), *several("file.header", 2), **{"file.header": 50, FIRST.rule: 3}
    )
    document = json.loads(found.to("sarif", 4))
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], run["columnKind"]) == ("mali-minusma", "unicodeCodePoints")
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    assert [rule["id"] for rule in driver["rules"]] == ["events.event_type.enum", "file.header"]
    for rule in driver["rules"]:
        for part in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[part]["text"]) <= 1_024
    assert [result["ruleId"] for result in run["results"]] == ["events.event_type.enum"] * 2 + ["file.header"] * 2
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startColumn"] == 27
        assert region["startLine"] == region["endLine"] >= 2
        assert region["endColumn"] > region["startColumn"]
        assert result["partialFingerprints"]["findingHash/v1"]
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("There are 49 more findings in all, not printed (48 of them only counted")
    assert (run["properties"]["total"], run["properties"]["omitted"]) == (53, 49)


def test_sarif_of_a_valid_target_has_no_results() -> None:
    run = sarif(report())
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_a_message_of_sarif_has_no_place_to_fill_in_and_no_link() -> None:
    (result,) = sarif(of_values("{0} [x](https://e)"))["results"]
    assert result["message"]["text"].startswith("'{{0}} [x] (https://e)' in column event_type")
    assert result["properties"]["value"] == "{0} [x](https://e)"


def test_fingerprints_stay_when_rows_are_added_above() -> None:
    def marks(found: Report) -> list[str]:
        return [result["partialFingerprints"]["findingHash/v1"] for result in sarif(found)["results"]]

    before = [FIRST, replace(FIRST, line=4), replace(FIRST, line=5, value="cup")]
    after = [replace(finding, line=finding.line + 10, row=99) for finding in before if finding.line]
    assert marks(report(*before)) == marks(report(*after))
    assert len(set(marks(report(*before)))) == 3
    assert marks(report(*before))[:1] == marks(report(replace(FIRST)))


def test_github_gets_its_own_fingerprint_only_where_it_makes_none() -> None:
    with_line, without = sarif(report(FIRST, replace(FIRST, line=None, position=None)))["results"]
    assert "primaryLocationLineHash" not in with_line["partialFingerprints"]
    assert "primaryLocationLineHash" in without["partialFingerprints"]
