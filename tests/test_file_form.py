"""A file that is not the CSV it should be is reported with line and character, and nothing is repaired silently."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mali_minusma as mm
from mali_minusma.contract.lexical import FIELD_TYPES, parse, write
from mali_minusma.inputs import csv_block
from mali_minusma.inputs.header import Header
from mali_minusma.text import read_text
from tests.conftest import Copy

HEADER = b"table,period,status,note\n"
SOUND = HEADER + b"bases,2013,complete,\n"

FAULTS = {
    "byte-order mark": (b"\xef\xbb\xbf" + SOUND, "file.encoding", 1, 1),
    "UTF-16": (SOUND.decode().encode("utf-16"), "file.encoding", 1, 1),
    "Latin-1": (HEADER + "bases,2013,complete,Ménaka\n".encode("latin-1"), "file.encoding", 2, 22),
    "NUL": (HEADER + b"bases,2013,complete,a\0b\n", "file.nul", 2, 22),
    "CRLF": (SOUND.replace(b"\n", b"\r\n"), "file.line-ends", 1, 25),
    "CR": (SOUND.replace(b"\n", b"\r"), "file.line-ends", 1, 25),
    "no last line feed": (SOUND[:-1], "file.last-line", 2, 21),
    "empty file": (b"", "file.empty", 1, 1),
    "stray quote": (HEADER + b'bases,2013,complete,a"b\n', "file.quotes", 2, 21),
    "text after a quote": (HEADER + b'bases,2013,complete,"a"b\n', "file.quotes", 2, 21),
    "unclosed quote": (HEADER + b'bases,2013,complete,"a\n', "file.quotes", 2, 21),
    "blank line": (SOUND + b"\nplaces,2013,complete,\n", "file.blank-line", 3, 1),
    "short row": (SOUND + b"places,2013,complete\n", "file.cell-count", 3, 1),
    "long row": (SOUND + b"places,2013,complete,,\n", "file.cell-count", 3, 1),
    "missing column": (b"table,period,status\nbases,2013,complete\n", "file.header", 1, 1),
    "extra column": (b"table,period,status,note,x\nbases,2013,complete,,\n", "file.header", 1, 26),
    "duplicate column": (b"table,period,status,note,note\nbases,2013,complete,,\n", "file.header", 1, 26),
    "columns in another order": (b"period,table,status,note\n2013,bases,complete,\n", "file.header", 1, 1),
    "padded column": (b"table, period,status,note\nbases,2013,complete,\n", "file.header", 1, 7),
    "rows in another order": (HEADER + b"places,2013,complete,\nbases,2013,complete,\n", "file.sorted", 3, 1),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_fault_is_placed(tmp_path: Path, fault: str) -> None:
    data, rule, line, position = FAULTS[fault]
    path = tmp_path / "coverage.csv"
    path.write_bytes(data)
    report = mm.validate(path)
    found = [(finding.rule, finding.line, finding.position) for finding in report.findings]
    assert (rule, line, position) in found
    assert not report


def test_the_sound_file_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "coverage.csv"
    path.write_bytes(SOUND)
    assert mm.validate(path).findings == ()


@pytest.mark.parametrize(
    "text", ["2020-1-5", "2020-02-30", "20200105", "2020-01-05T00:00", " 2020-01-05", "٢٠٢٠-٠١-٠٥", "5 Jan 2020", "NaT"]
)
def test_only_one_way_to_write_a_date(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        parse(text, "date")


@pytest.mark.parametrize(
    "text", ["1_000", "0x1F", " 5 ", "5.0", "1e3", "+5", "٥", "05", "-", "NA", "9" * 5000, "9223372036854775808"]
)
def test_only_one_way_to_write_a_whole_number(text: str) -> None:
    with pytest.raises(ValueError, match="expected a whole number"):
        parse(text, "integer")


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e3", ".5", "5.", "1,5", "9" * 400])
def test_only_one_way_to_write_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="expected a"):
        parse(text, "number")


VALUES = {
    "string": st.text(min_size=1),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "date": st.dates(),
    "yearmonth": st.dates().map(lambda day: day.replace(day=1)),
}


@pytest.mark.parametrize("kind", FIELD_TYPES)
@given(data=st.data())
def test_what_is_written_is_what_is_read(kind, data) -> None:
    value = data.draw(VALUES[kind])
    assert parse(write(value, kind), kind) == value


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8)


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
    )
)
def test_reader_agrees_with_the_standard_library(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    table = read_text(text.getvalue().encode(), "t.csv")
    assert table.faults == []
    assert [table.header, *table.records] == rows
    lines = text.getvalue().split("\n")
    for index, record in enumerate(table.records):
        for column, cell in enumerate(record):
            line, position = table.place(index, column)
            rest = "\n".join(lines[line - 1 :])[position - 1 :]
            assert rest.startswith((cell, '"'))


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    table = read_text(data, "t.csv")
    assert table.faults or data.endswith(b"\n")
    assert all(len(record) == len(table.header) for record in table.records)


@given(st.binary(max_size=120))
def test_every_record_is_read_or_reported(data: bytes) -> None:
    table = read_text(SOUND + data.replace(b"\r", b"").replace(b"\0", b""), "t.csv")
    assert table.records or table.faults


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "/etc/hostname",
        "file:///etc/hostname",
        "https://example.org/a.csv",
        "tables\\a.csv",
        "C:/a.csv",
        5,
        ["a.csv"],
    ],
)
def test_descriptor_cannot_leave_its_folder(package: Copy, path: object) -> None:
    (package.folder.parent / "outside.csv").write_text("secret", encoding="utf-8")
    file = package.folder / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["resources"][0]["path"] = path
    file.write_text(json.dumps(content), encoding="utf-8")
    findings = mm.validate(package.folder, also=()).findings
    assert findings[0].rule == "package.path"
    assert "secret" not in str(findings)


def test_link_out_of_the_folder_is_refused(package: Copy) -> None:
    outside = package.folder.parent / "outside.csv"
    outside.write_bytes(package.path("bases").read_bytes())
    package.path("bases").unlink()
    package.path("bases").symlink_to(outside)
    assert [finding.rule for finding in mm.validate(package.folder, also=()).findings] == ["package.path"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"resources": 1}', '{"resources": [1]}', '{"resources": [{}]}', "[" * 100_000]
)
def test_broken_descriptor_is_a_finding(package: Copy, text: str) -> None:
    (package.folder / "datapackage.json").write_text(text, encoding="utf-8")
    (finding,) = mm.validate(package.folder, also=()).findings
    assert finding.rule == "package.descriptor"


def test_changed_byte_is_found_by_hash_and_size(package: Copy) -> None:
    path = package.path("sources")
    path.write_bytes(path.read_bytes().replace(b"MINUSMA", b"Minusma", 1))
    assert {finding.rule for finding in mm.validate(package.folder, also=()).findings} == {"package.hash"}
    rows = package.read("sources")
    package.write("sources", rows[:-1])
    rules = {finding.rule for finding in mm.validate(package.folder, also=()).findings}
    assert {"package.hash", "package.bytes", "package.rows"} <= rules


def test_missing_file_and_unknown_table_are_findings(package: Copy) -> None:
    package.path("bases").unlink()
    file = package.folder / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["resources"].append({"name": "extra", "path": "tables/extra.csv"})
    del content["resources"][0]
    file.write_text(json.dumps(content), encoding="utf-8")
    rules = sorted(finding.rule for finding in mm.validate(package.folder, also=()).findings)
    assert rules == ["package.file", "package.table", "package.table"]


def test_descriptor_with_another_schema_is_a_finding(package: Copy) -> None:
    file = package.folder / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["resources"][0]["schema"]["fields"][0]["constraints"]["required"] = False
    file.write_text(json.dumps(content), encoding="utf-8")
    assert [finding.rule for finding in mm.validate(package.folder, also=()).findings] == ["package.schema"]


@pytest.mark.parametrize("rows", [None, 0])
def test_what_the_fast_reader_does_not_take_is_read_slowly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int | None
) -> None:
    path = tmp_path / "coverage.csv"
    path.write_bytes(HEADER + b'bases,2013,complete,"a ""b"", c"\nbases,2014,bad,\n')
    as_always = mm.validate(path)
    parse = csv_block._cells

    def parse_badly(block: bytes, header: Header) -> object:
        frame = parse(block, header)
        return None if rows is None or frame is None else frame.head(rows)

    monkeypatch.setattr(csv_block, "_cells", parse_badly)
    assert mm.validate(path) == as_always
    assert as_always.counts == {"coverage.gap-is-explained": 1, "coverage.status.enum": 1}
