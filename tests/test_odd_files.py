"""Text that is not the CSV it should be: each fault has a place, and what is sound around it is still checked."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from mali_minusma.validation import Report
from tests.odd import HEADER, SOUND, check, places, rows_of

BAD = b"bases,2014,bad,a\n"
"""A sound record, with a code that the vocabulary doesn't have."""
AFTER = b"places,2013,bad,a\n"

ENUM = "coverage.status.enum"

BROKEN = {
    "bad byte": (b"bases,2015,complete,M\xe9naka\n", "file.encoding", 0, 22),
    "bad byte after characters of several bytes": (
        "bases,2015,complete,é🏜".encode() + b"\xff\n",
        "file.encoding",
        0,
        23,
    ),
    "two bad bytes": (b"bases,2015,complete,\xe9\xe8\n", "file.encoding", 0, 21),
    "a character cut off": (b"bases,2015,complete,\xe2\x82\n", "file.encoding", 0, 21),
    "a character written too long": (b"bases,2015,complete,\xc0\xaf\n", "file.encoding", 0, 21),
    "a surrogate": (b"bases,2015,complete,\xed\xa0\x80\n", "file.encoding", 0, 21),
    "bad byte in the second line of a cell": (b'bases,2015,complete,"a\nb\xe9"\n', "file.encoding", 1, 2),
    "bad byte in the first cell": (b"b\xe9ses,2015,complete,\n", "file.encoding", 0, 2),
    "short": (b"bases,2015,complete\n", "file.cell-count", 0, 1),
    "long": (b"bases,2015,complete,,\n", "file.cell-count", 0, 1),
    "one cell": (b"bases\n", "file.cell-count", 0, 1),
    "a space": (b" \n", "file.cell-count", 0, 1),
    "thousand cells": (b"," * 999 + b"\n", "file.cell-count", 0, 1),
    "short, over two lines": (b'bases,"a\nb"\n', "file.cell-count", 0, 1),
    "stray quote": (b'bases,2015,complete,a"b\n', "file.quotes", 0, 21),
    "stray quote at the end": (b'bases,2015,complete,a"\n', "file.quotes", 0, 21),
    "space before a quote": (b'bases,2015,complete, "a"\n', "file.quotes", 0, 21),
    "text after a quote": (b'bases,2015,complete,"a"b\n', "file.quotes", 0, 21),
    "space after a quote": (b'bases,2015,complete,"a" \n', "file.quotes", 0, 21),
    "quote in the first cell": (b'ba"ses,2015,complete,\n', "file.quotes", 0, 1),
    "quote escaped by a backslash": (b'bases,2015,complete,"a\\"b"\n', "file.quotes", 0, 21),
    "unclosed quote": (b'bases,2015,complete,"a\n', "file.quotes", 0, 21),
    "unclosed quote in the first cell": (b'"bases,2015,complete,a\n', "file.quotes", 0, 1),
    "stray quote in the second line of a record": (b'bases,2015,"a\nb",c"d\n', "file.quotes", 1, 4),
}
"""The bytes of a record, its rule, and the place of its fault: line from that of the record, character from 1."""


@pytest.mark.parametrize("fault", list(BROKEN))
@pytest.mark.parametrize("copies", [1, 3])
def test_broken_record_is_placed_and_left_out(tmp_path: Path, fault: str, copies: int) -> None:
    data, rule, line, position = BROKEN[fault]
    report = check(tmp_path, HEADER + BAD + data * copies + AFTER)
    lines = data.count(b"\n")
    broken = [(rule, 3 + lines * copy + line, position) for copy in range(copies)]
    assert places(report) == [(ENUM, 2, 12), *broken, (ENUM, 3 + lines * copies, 13)]


@pytest.mark.parametrize("fault", [name for name in BROKEN if "quote" not in name])
def test_rows_count_records_whether_sound_or_not(tmp_path: Path, fault: str) -> None:
    assert rows_of(check(tmp_path, HEADER + BAD + BROKEN[fault][0] + b"\n" + AFTER), ENUM) == [1, 3]


@pytest.mark.parametrize("fault", [name for name in BROKEN if "byte" in name or "character" in name])
def test_bad_bytes_are_shown_as_escapes(tmp_path: Path, fault: str) -> None:
    (finding,) = check(tmp_path, HEADER + BROKEN[fault][0]).findings
    bad = BROKEN[fault][0].decode("utf-8", "backslashreplace")
    first = bad.index("\\x")
    assert bad[first : first + 4] in finding.value
    finding.text().encode()


@pytest.mark.parametrize("fault", list(BROKEN))
def test_every_broken_record_is_counted(tmp_path: Path, fault: str) -> None:
    data, rule, _, _ = BROKEN[fault]
    report = check(tmp_path, HEADER + (data + SOUND) * 50, keep=3)
    assert report.counts[rule] == 50
    assert len(rows_of(report, rule)) == 3
    assert report.counts["coverage.primary-key"] == 49


def test_several_faults_in_one_record_are_one_finding_of_encoding(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + b"b\xe9ses,20\xff5,bad\n" + BAD)
    assert [place for place in places(report) if place[0] == "file.encoding"] == [("file.encoding", 2, 2)]
    assert rows_of(report, ENUM) == [2]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("mark", [True, False], ids=["with a mark", "without a mark"])
def test_other_unicode_encoding_is_named(tmp_path: Path, encoding: str, *, mark: bool) -> None:
    text = (HEADER + BAD * 20).decode()
    report = check(tmp_path, ("\ufeff" * mark + text).encode(encoding))
    (finding,) = report.findings
    assert (finding.rule, finding.line, finding.position) == ("file.encoding", 1, 1)
    assert encoding[:6].upper() in finding.text()


def test_byte_order_mark_is_one_finding_and_reading_goes_on(tmp_path: Path) -> None:
    report = check(tmp_path, codecs.BOM_UTF8 + HEADER + BAD)
    assert places(report) == [("file.encoding", 1, 1), (ENUM, 2, 12)]


def test_second_byte_order_mark_is_part_of_a_name(tmp_path: Path) -> None:
    report = check(tmp_path, codecs.BOM_UTF8 * 2 + HEADER + SOUND)
    assert {rule for rule, _, _ in places(report)} == {"file.encoding", "file.header"}


def test_byte_order_mark_before_a_quoted_name(tmp_path: Path) -> None:
    report = check(tmp_path, codecs.BOM_UTF8 + b'"table",period,status,note\n' + BAD)
    assert places(report) == [("file.encoding", 1, 1), (ENUM, 2, 12)]


def test_mark_within_the_text_is_text(tmp_path: Path) -> None:
    assert check(tmp_path, HEADER + "bases,2013,complete,\ufeff\n".encode()).findings == ()


def test_nul_is_one_finding_a_record(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + BAD + b"bases,2015,complete,a\0b\0\nbases,2016,complete,\0\n" + AFTER)
    assert [place for place in places(report) if place[0] == "file.nul"] == [("file.nul", 3, 22), ("file.nul", 4, 21)]
    assert rows_of(report, ENUM) == [1, 4]


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_other_line_ends_are_one_finding_and_read_on(tmp_path: Path, end: bytes) -> None:
    report = check(tmp_path, (HEADER + SOUND + BAD + AFTER).replace(b"\n", end))
    assert places(report) == [("file.line-ends", 1, 25), (ENUM, 3, 12), (ENUM, 4, 13)]
    assert rows_of(report, ENUM) == [2, 3]


def test_line_ends_of_several_kinds_are_placed_at_the_first_other(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + SOUND + BAD[:-1] + b"\r\n" + b"bases,2015,bad,a\r" + AFTER)
    assert set(places(report)) == {(ENUM, 3, 12), ("file.line-ends", 3, 17), (ENUM, 4, 12), (ENUM, 5, 13)}
    assert rows_of(report, ENUM) == [2, 3, 4]


def test_carriage_return_in_a_cell_is_found(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + b'bases,2013,complete,"a\rb\r\nc"\n' + BAD)
    assert places(report)[0] == ("file.line-ends", 2, 23)
    assert rows_of(report, ENUM) == [2]


def test_blank_lines_are_no_records(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + BAD + b"\n\n" + AFTER + b"\n")
    assert places(report) == [
        ("file.blank-line", 3, 1), ("file.blank-line", 4, 1), ("file.blank-line", 6, 1), (ENUM, 2, 12), (ENUM, 5, 13),
    ]  # fmt: skip
    assert rows_of(report, ENUM) == [1, 2]


def test_line_feeds_in_a_cell_are_no_lines_of_their_own(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + b'bases,2013,complete,"a\n\n""b"", c\n"\n' + BAD)
    assert places(report) == [(ENUM, 6, 12)]
    assert rows_of(report, ENUM) == [2]


@pytest.mark.parametrize(
    ("data", "line", "position"),
    [(HEADER + BAD[:-1], 2, 17), (HEADER[:-1], 1, 25), (HEADER + b'bases,2014,bad,"a\nb"', 3, 3)],
)
def test_lack_of_the_last_line_feed_is_a_finding(tmp_path: Path, data: bytes, line: int, position: int) -> None:
    report = check(tmp_path, data)
    assert ("file.last-line", line, position) in places(report)
    assert report.counts.get(ENUM, 0) == data.count(b"bad")


def test_short_last_line_says_both(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + BAD + b"places,20")
    assert places(report) == [("file.last-line", 3, 10), (ENUM, 2, 12), ("file.cell-count", 3, 1)]


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8])
def test_empty_file(tmp_path: Path, data: bytes) -> None:
    assert ("file.empty", 1, 1) in places(check(tmp_path, data))


@pytest.mark.parametrize(
    "data", [b"\n", b"\r\n", b" ", b"\0", b"\0" * 100, b",", b'"', b'""', b'""\n', b"\n\n" + HEADER, b"\xff\n" + SOUND]
)
def test_hardly_a_file_is_not_valid(tmp_path: Path, data: bytes) -> None:
    report = check(tmp_path, data)
    assert not report
    assert all(rule.startswith("file.") and line == 1 for rule, line, _ in places(report)[:1])


def test_bad_byte_in_the_header(tmp_path: Path) -> None:
    assert ("file.encoding", 1, 9) in places(check(tmp_path, HEADER.replace(b"riod", b"\xe9iod") + BAD))


HEADERS = {
    "missing": (b"table,period,status", b"bases,2014,bad", [(1, 1)], {ENUM}),
    "missing, and required": (b"table,status,note", b"bases,bad,a", [(1, 1)], {ENUM}),
    "extra at the end": (HEADER[:-1] + b",x", b"bases,2014,bad,a,", [(1, 26)], {ENUM}),
    "extra at the start": (b"x," + HEADER[:-1], b",bases,2014,bad,a", [(1, 1)], {ENUM}),
    "two extra": (b"x,table,period,y,status,note", b",bases,2014,,bad,a", [(1, 1), (1, 16)], {ENUM}),
    "extra without a name": (b"table,period,status,note,", b"bases,2014,bad,a,", [(1, 26)], {ENUM}),
    "twice": (HEADER[:-1] + b",note", b"bases,2014,bad,a,a", [(1, 26)], {ENUM}),
    "padded": (b"table,period,status, note", b"bases,2014,bad,a", [(1, 21)], {ENUM}),
    "with a capital": (b"table,period,status,Note", b"bases,2014,bad,a", [(1, 21)], {ENUM}),
    "of another table": (b"a,b,c,d", b"bases,2014,bad,a", [(1, 1), (1, 3), (1, 5), (1, 7)], set()),
}
"""Header, a record under it, places of which each has a finding, and what is found in the record."""


@pytest.mark.parametrize("fault", list(HEADERS))
def test_columns_that_are_known_are_checked_by_name(tmp_path: Path, fault: str) -> None:
    header, record, where, others = HEADERS[fault]
    report = check(tmp_path, header + b"\n" + record + b"\n")
    assert {("file.header", *place) for place in where} <= set(places(report))
    assert set(report.counts) - {"file.header"} == others


@pytest.mark.parametrize(
    "order", [b"period,table,status,note", b"table,period,note,status", b"note,status,period,table"]
)
def test_columns_in_another_order_are_read_by_name(tmp_path: Path, order: bytes) -> None:
    row = {b"table": b"bases", b"period": b"2014", b"status": b"bad", b"note": b"a b"}
    report = check(tmp_path, order + b"\n" + b",".join(row[name] for name in order.split(b",")) + b"\n")
    cell = b",".join(row[name] for name in order.split(b",")).index(b"bad") + 1
    assert (ENUM, 2, cell) in places(report)
    assert set(report.counts) == {"file.header", ENUM}
    assert places(report)[0][:2] == ("file.header", 1)


@pytest.mark.parametrize(
    "header", [b'"' + HEADER, HEADER[:-1] + b'"\n', b't"able,' + HEADER[6:], b'"table"x,' + HEADER[6:]]
)
def test_stray_quote_in_the_header_is_a_finding(tmp_path: Path, header: bytes) -> None:
    for data in (header, header + SOUND * 3, header + b'bases,2014,bad,"a"\n'):
        assert places(check(tmp_path, data))[0][:2] == ("file.quotes", 1)


def test_two_quotes_far_apart_enclose_one_name(tmp_path: Path) -> None:
    report = check(tmp_path, b'"' + HEADER + b'bases,2014,bad,"\n')
    assert report.counts == {"file.header": 5}


def test_empty_cell_in_quotes_is_empty(tmp_path: Path) -> None:
    row = b"abidjan,Abidjan,,settlement,CIV,,,,,,,\n"
    header = b"place_id,name,other_names,place_type,iso3,admin1,admin1_pcode,pcode_vintage,latitude,longitude,coordinate_precision,geonames_id\n"
    for data in (header + row, header + row.replace(b",,", b',"",').replace(b",,", b',"",')):
        assert check(tmp_path, data, table="places").findings == ()
    report = check(tmp_path, HEADER + b'"",2013,complete,""\n')
    assert report.counts == {"coverage.table.required": 1}


def test_faults_at_one_place_are_each_a_finding(tmp_path: Path) -> None:
    report = check(tmp_path, codecs.BOM_UTF8 + b"\x80table,period,status,note\n")
    assert len(report.findings) == len(report)


def test_missing_column_is_one_finding_and_silences_what_needs_it(tmp_path: Path) -> None:
    report = check(tmp_path, b"table,status,note\nbases,partial,\nbases,bad,a\n")
    assert report.counts == {"file.header": 1, "coverage.gap-is-explained": 1, ENUM: 1}
    report = check(tmp_path, b"table,period,status\nbases,2013,partial\nbases,2014,bad\n")
    assert report.counts == {"file.header": 1, ENUM: 1}
    assert [item.column for item in report.findings] == ["note", "status"]


@pytest.mark.parametrize("header", [b"x,table,y,period,status,note,z", b"table,period,status,note,z,y,x"])
def test_extra_columns_pass_if_allowed(tmp_path: Path, header: bytes) -> None:
    cells = {b"table": b"bases", b"period": b"2014", b"status": b"complete"}
    line = b",".join(cells.get(name, b"\xc3\xa9") for name in header.split(b","))
    assert check(tmp_path, header + b"\n" + line + b"\n", extra_columns="allow").findings == ()
    refused = check(tmp_path, header + b"\n" + line + b"\n", extra_columns="refuse")
    assert refused.counts == {"file.header": 3}
    assert refused == check(tmp_path, header + b"\n" + line + b"\n")


def test_extra_columns_do_not_excuse_other_faults_of_the_header(tmp_path: Path) -> None:
    for header in (b"table,period,status,note,note", b"period,table,status,note,x", b"table,period,status,x,Note"):
        report = check(tmp_path, header + b"\n,,,,\n", extra_columns="allow")
        assert "file.header" in report.counts, header


def test_ten_thousand_columns(tmp_path: Path) -> None:
    names = b",".join(b"c%d" % number for number in range(10_000))
    data = HEADER[:-1] + b"," + names + b"\n" + BAD[:-1] + b"," * 10_000 + b"\n"
    assert check(tmp_path, data, extra_columns="allow").counts == {ENUM: 1}
    report = check(tmp_path, data, keep=5)
    assert report.counts == {"file.header": 10_000, ENUM: 1}
    assert len(report.findings) == 6


@pytest.mark.parametrize("length", [5_000_000, 160, 161])
def test_long_cell(tmp_path: Path, length: int) -> None:
    row = b"a,coup,%s,2013-01-01,,day,occurred,,,,one,b\n" % (b"t" * length)
    header = b"event_id,event_type,title,start_date,end_date,date_precision,status,place_id,base_id,ordinal,witnesses,description\n"
    report = check(tmp_path, header + row, table="events")
    assert report.counts == ({"events.title.maxLength": 1} if length > 160 else {})
    assert len(report.text()) < 5_000
    assert check(tmp_path, HEADER + b'bases,2013,complete,"%s"\n' % (b'a,\n""' * (length // 5))).findings == ()


def test_report_of_a_broken_file_counts_what_was_read(tmp_path: Path) -> None:
    report = check(tmp_path, HEADER + SOUND + BROKEN["short"][0])
    assert isinstance(report, Report)
    assert set(report.rows) == {"coverage"}


@pytest.mark.parametrize("before", [b"", b"bases\n"])
def test_mark_at_the_start_of_a_record_is_text(tmp_path: Path, before: bytes) -> None:
    report = check(tmp_path, HEADER + before + codecs.BOM_UTF8 + b"bases,2013,complete,\n")
    (finding,) = [item for item in report.findings if item.rule == "coverage.table.enum"]
    assert finding.value == "\ufeffbases"
