"""JSON Lines: one object a line, JSON's own types, and nothing that another reader would understand otherwise."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

import mali_minusma as mm
from tests.odd import check, places, rows_of

SOUND = b'{"table": "bases", "period": "2013", "status": "complete"}\n'
BAD = b'{"table": "bases", "period": "2014", "status": "bad", "note": "a"}\n'
ENUM = "coverage.status.enum"

START = b'{"table": "bases", "period": "2015", "status": "complete"'

BROKEN = {
    "a list": b"[]\n",
    "a list of objects": b"[" + SOUND[:-1] + b"]\n",
    "a number": b"5\n",
    "a text": b'"bases"\n',
    "null": b"null\n",
    "no JSON": b"bases,2015,complete,\n",
    "cut off": START + b"\n",
    "cut off in a text": START[:-2] + b"\n",
    "comma at the end": START + b",}\n",
    "two objects": START + b"} " + START + b"}\n",
    "text after the object": START + b"} x\n",
    "single quotes": SOUND.replace(b'"', b"'"),
    "comment": START + b"} // a\n",
    "name without quotes": START + b", note: 5}\n",
    "member twice": START + b', "note": "a", "note": "b"}\n',
    "member twice, once escaped": START + b', "n\\u006fte": "a", "note": "b"}\n',
    "member twice in an inner object": START + b', "note": {"a": 1, "a": 2}}\n',
    "NaN": START + b', "note": NaN}\n',
    "Infinity": START + b', "note": Infinity}\n',
    "-Infinity": START + b', "note": -Infinity}\n',
    "lone surrogate": START + b', "note": "\\ud800"}\n',
    "surrogates in the wrong order": START + b', "note": "\\udc00\\ud800"}\n',
    "lone surrogate in a name": START + b', "\\ud800": "a"}\n',
    "unknown escape": START + b', "note": "\\x41"}\n',
    "tab within a text": START + b', "note": "a\tb"}\n',
    "deep lists": START + b', "note": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "deep objects": START + b', "note": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}\n",
    "deep and cut off": START + b', "note": ' + b"[" * 1_000_000 + b"\n",
    "number with a zero before": START + b', "note": 05}\n',
    "number with a plus": START + b', "note": +5}\n',
    "number in hexadecimal": START + b', "note": 0x1F}\n',
}


@pytest.mark.parametrize("fault", list(BROKEN))
def test_line_that_is_not_one_object_is_a_finding(tmp_path: Path, fault: str) -> None:
    report = check(tmp_path, SOUND + BROKEN[fault] + BAD, "t.jsonl")
    (broken, sound) = report.findings
    assert (broken.rule, broken.line, sound.rule, sound.line, sound.row) == ("file.json", 2, ENUM, 3, 3)
    assert broken.position is not None
    assert broken.position >= 1
    assert len(report.text()) < 5_000


@pytest.mark.parametrize("fault", list(BROKEN))
def test_first_line_that_is_not_one_object(tmp_path: Path, fault: str) -> None:
    report = check(tmp_path, BROKEN[fault] + SOUND, "t.jsonl")
    assert not report
    assert report.findings[0].line == 1
    assert report.findings[0].rule.startswith("file.")


def test_every_broken_line_is_counted(tmp_path: Path) -> None:
    report = check(tmp_path, SOUND + (b"{\n" + BAD) * 100, "t.jsonl", keep=2)
    assert report.counts["file.json"] == report.counts[ENUM] == 100
    assert rows_of(report, ENUM) == [3, 5]


def test_blank_lines_are_no_records(tmp_path: Path) -> None:
    report = check(tmp_path, SOUND + b"\n" + BAD + b"\n\n", "t.jsonl")
    assert places(report)[0] == ("file.blank-line", 2, 1)
    assert report.counts == {"file.blank-line": 3, ENUM: 1}
    assert [(item.row, item.line) for item in report.findings if item.rule == ENUM] == [(2, 3)]


def test_records_are_counted_without_blank_lines(tmp_path: Path) -> None:
    report = check(tmp_path, b"\n" + SOUND + b" \n[]\n\n{\n" + SOUND.replace(b"3", b"5") + b"\n" + BAD, "t.jsonl")
    assert [(item.row, item.line) for item in report.findings if item.rule == "file.json"] == [(2, 4), (3, 6)]
    assert [(item.row, item.line) for item in report.findings if item.rule == ENUM] == [(5, 9)]


def test_line_of_a_nul_is_no_record(tmp_path: Path) -> None:
    report = check(tmp_path, SOUND + b"\0\n" + BAD, "t.jsonl")
    assert [(item.rule, item.row, item.line) for item in report.findings] == [("file.json", 2, 2), (ENUM, 3, 3)]


def test_byte_order_mark_line_ends_and_last_line_are_as_in_csv(tmp_path: Path) -> None:
    report = check(tmp_path, codecs.BOM_UTF8 + SOUND + BAD, "t.jsonl")
    assert places(report)[0] == ("file.encoding", 1, 1)
    assert rows_of(report, ENUM) == [2]
    for end in (b"\r\n", b"\r"):
        report = check(tmp_path, (SOUND + BAD).replace(b"\n", end), "t.jsonl")
        assert places(report)[0] == ("file.line-ends", 1, len(SOUND))
        assert [(item.row, item.line) for item in report.findings if item.rule == ENUM] == [(2, 2)]
    report = check(tmp_path, SOUND + BAD[:-1], "t.jsonl")
    assert report.counts == {ENUM: 1, "file.last-line": 1}
    assert ("file.last-line", 2, len(BAD)) in places(report)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
def test_other_unicode_encoding_is_named(tmp_path: Path, encoding: str) -> None:
    report = check(tmp_path, (SOUND * 3).decode().encode(encoding), "t.jsonl")
    assert places(report) == [("file.encoding", 1, 1)]
    assert encoding[:6].upper() in report.text()


def test_bad_bytes_and_nuls_leave_out_their_line(tmp_path: Path) -> None:
    data = SOUND + SOUND.replace(b"bases", b"b\xe9ses\xff") + BAD + SOUND.replace(b"bases", b"b\0ses\0") + BAD
    report = check(tmp_path, data, "t.jsonl")
    assert ("file.encoding", 2, 13) in places(report)
    assert rows_of(report, ENUM) == [3, 5]
    assert 4 in {line for rule, line, _ in places(report) if rule in {"file.nul", "file.json"}}


def strength(**members: str) -> bytes:
    """Return a record of strength_figures with these members as JSON."""
    record = {
        "figure_id": '"a"', "force_id": '"minusma"', "measure": '"deployed"', "component": '"military"', "count": "5",
        "qualifier": '"exact"', "as_of": '"2020-01-05"', "as_of_precision": '"day"', "source_id": '"a"', "locator": '"p. 1"',
    } | members  # fmt: skip
    return ("{" + ", ".join(f'"{name}": {value}' for name, value in record.items()) + "}\n").encode()


@pytest.mark.parametrize("number", ["5", "0", "-0", "5.0", "1e2", "1E+2", "10.00e1", "9223372036854775807"])
def test_whole_number_in_any_way_of_json_is_an_integer(tmp_path: Path, number: str) -> None:
    assert check(tmp_path, strength(count=number), "t.jsonl", table="strength_figures", keys="off").findings == ()


@pytest.mark.parametrize(
    "value",
    ['"5"', '""', "true", "false", "[5]", "[]", "{}", '{"a": 5}', "5.5", "1e-1", "1e400", "9223372036854775808", "-1e30", "9" * 5_000],
)  # fmt: skip
@pytest.mark.parametrize("column", ["count", "note", "as_of"])
def test_value_of_another_type_is_a_finding(tmp_path: Path, column: str, value: str) -> None:
    if column == "note" and value == '"5"':
        return
    members = {"count": "5", "as_of": '"2020-01-05"', column: value}
    (finding,) = check(
        tmp_path, strength() + strength(**members, figure_id='"b"'), "t.jsonl", table="strength_figures", keys="off"
    ).findings
    assert (finding.rule, finding.row, finding.line) == (f"strength_figures.{column}.type", 2, 2)


@pytest.mark.parametrize("value", ['"1.5"', "true", "1e400", "-1e400", "[1.5]", '""'])
def test_number_is_a_number_that_is_finite(tmp_path: Path, value: str) -> None:
    data = b'{"place_id": "a", "name": "A", "place_type": "settlement", "iso3": "MLI", "coordinate_precision": "site", '
    for latitude, rules in (("1.5e1", {}), ("15", {}), (value, {"places.latitude.type": 1})):
        line = data + f'"longitude": -1, "latitude": {latitude}}}\n'.encode()
        assert check(tmp_path, line, "t.jsonl", table="places").counts == rules


def test_null_and_left_out_are_missing(tmp_path: Path) -> None:
    for absent in (b"", b', "status": null', b', "note": null, "status": null'):
        report = check(tmp_path, b'{"table": "bases", "period": "2013"' + absent + b"}\n", "t.jsonl")
        assert report.counts["coverage.status.required"] == 1
        assert set(report.counts) <= {"coverage.status.required", "coverage.gap-is-explained"}


def test_unknown_member_is_one_finding_a_name(tmp_path: Path) -> None:
    more = [b', "x": 1}\n', b', "x": [], "y": {"a": 1}}\n', b', "Note": ""}\n']
    data = SOUND + b"".join(BAD.replace(b"}\n", end) for end in more)
    report = check(tmp_path, data, "t.jsonl")
    header = [(item.column or item.value, item.line) for item in report.findings if item.rule == "file.header"]
    assert sorted(header) == [("Note", 4), ("x", 2), ("y", 3)]
    assert rows_of(report, ENUM) == [2, 3, 4]
    allowed = check(tmp_path, data, "t.jsonl", extra_columns="allow")
    assert allowed.counts == {ENUM: 3, "coverage.primary-key": 2}


def test_many_unknown_members_are_counted_and_few_kept(tmp_path: Path) -> None:
    members = b"".join(b', "c%d": 1' % number for number in range(10_000))
    report = check(tmp_path, (START + members + b"}\n") * 3, "t.jsonl", keep=4)
    assert report.counts == {"file.header": 10_000, "coverage.primary-key": 2}
    assert len(report.findings) == 6


def test_characters_may_be_escaped(tmp_path: Path) -> None:
    note = b'"\\ud83d\\ude00 \\u00e9\\n\\t\\"\\\\\\/"'
    assert check(tmp_path, START + b', "note": ' + note + b"}\n", "t.jsonl").findings == ()
    row = b'{"\\u0074able": "b\\u0061ses", "period": "2013", "status": "complete"}\n'
    assert check(tmp_path, row, "t.jsonl").findings == ()


@pytest.mark.parametrize("length", [5_000_000, 161])
def test_long_text(tmp_path: Path, length: int) -> None:
    assert check(tmp_path, START + b', "note": "%s"}\n' % (b"a" * length), "t.jsonl").findings == ()
    report = check(
        tmp_path, strength(figure_id='"' + "a" * length + '"'), "t.jsonl", table="strength_figures", keys="off"
    )
    assert report.counts == {"strength_figures.figure_id.maxLength": 1}
    assert len(report.text()) < 5_000


@pytest.mark.slow
def test_line_that_is_too_long_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    with path.open("wb") as file:
        file.write(SOUND + START + b', "note": "')
        for _ in range(70):
            file.write(b"a" * 2**20)
        file.write(b'"}\n' + BAD)
    report = mm.validate(path, "coverage")
    assert places(report)[0][:2] == ("file.json", 2)
    assert [(item.row, item.line) for item in report.findings if item.rule == ENUM] == [(3, 3)]
