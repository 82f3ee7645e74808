"""What holds of every input: each property is a function that fails on an input that breaks it."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import mali_minusma as mm
from mali_minusma.validation import Report
from tests.forms import FORMS, as_typed, found, json_lines, parquet_bytes, plain, zipped
from tests.fuzz import model
from tests.fuzz.strategies import SORTED_BY_TEXT, Case, Edited, Interrupted, written

BLOCK = "mali_minusma.inputs.csv_file.BLOCK"


def checked(data: bytes, table: str, name: str = "t.csv") -> Report:
    """Validate bytes, and require of the report what holds of every report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        report = mm.validate(path, table, keys="off")
        sound(report)
        return report


def sound(report: Report) -> None:
    """Require that a report agrees with itself, and can be written for people and machines."""
    kept = Counter(item.rule for item in report.findings)
    assert all(kept[rule] == min(count, 1000) for rule, count in report.counts.items())
    assert set(kept) <= set(report.counts)
    assert len(report) == sum(report.counts.values())
    assert bool(report) == (len(report) == 0)
    assert list(report.counts) == sorted(report.counts, key=lambda rule: (-report.counts[rule], rule))
    assert all(item.expected and item.reason and item.found_by for item in report.findings)
    assert all(item.position is None or item.position >= 1 for item in report.findings)
    report.text().encode()


def any_bytes_give_a_report(data: bytes) -> None:
    """Whatever the bytes, as any kind of file, packed or not: there is a report, and nothing raises."""
    for name, content in {
        "t.csv": data,
        "t.csv.gz": gzip.compress(data),
        "t.zip": zipped("t.csv", data),
        "t.jsonl": b'{"table": "bases"}\n' + data,
        "t.parquet": b"PAR1" + data + b"PAR1",
    }.items():
        checked(content, "coverage", name)


def spoilt(sounds: bytes, at: list[tuple[float, int]]) -> bytes:
    data = bytearray(sounds)
    for share, byte in at:
        data[min(int(share * len(data)), len(data) - 1)] = byte
    return bytes(data)


def spoilt_files_give_a_report(at: list[tuple[float, int]]) -> None:
    """Bytes replaced anywhere in a packed file or in Parquet or JSON Lines: there is a report, and nothing raises."""
    rows = model.released("coverage")[:20]
    for name, data in {
        "t.csv.gz": gzip.compress(written("coverage", rows), mtime=0),
        "t.zip": zipped("t.csv", written("coverage", rows)),
        "t.jsonl": json_lines("coverage", rows),
        "t.parquet": parquet_bytes(as_typed("coverage", rows)),
    }.items():
        checked(spoilt(data, at), "coverage", name)


PLAIN = re.compile(rb'(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)[,\n])+')
"""A file in which nothing needs to be guessed."""


def edited_file_is_read_strictly_or_not_valid(case: Edited) -> None:
    """A file in plain form is judged as the model judges what the standard library reads; any other isn't valid."""
    report = checked(case.data, case.table)
    rows = _strictly(case)
    if rows is None:
        assert not report
        assert any(rule.startswith("file.") for rule in report.counts)
        return
    assert sorted(found(report, {})) == model.findings(case.table, rows)
    first = model.first_out_of_order(case.table, rows)
    assert [item.row for item in report.findings if item.rule == "file.sorted"] == [first] * bool(first)
    assert report.rows == {case.table: len(rows)}


def _strictly(case: Edited) -> list[dict[str, str]] | None:
    """Return the rows as the csv module reads them, or None if they are not those of a table in plain form."""
    if not PLAIN.fullmatch(case.data) or not case.data.endswith(b"\n") or re.search(rb"[\r\0]", case.data):
        return None
    try:
        header, *records = csv.reader(io.StringIO(case.data.decode("utf-8"), newline=""), strict=True)
    except (ValueError, csv.Error):
        return None
    names = model.columns(case.table)
    if header != names or any(len(record) != len(names) for record in records):
        return None
    return [dict(zip(names, record, strict=True)) for record in records]


def every_form_gives_what_the_model_gives(case: Case) -> None:
    """In every form of a table exactly the findings of the model, and in the same order."""
    kinds = model.kinds(case.table)
    expected = sorted(
        (row, column, rule, plain(value, kinds[column]))
        for row, column, rule, value in model.findings(case.table, case.rows)
    )
    orders = {}
    for form, make in FORMS.items():
        if not case.rows and "JSON" in form:
            continue  # an empty file has no kind
        with tempfile.TemporaryDirectory() as folder:
            report = mm.validate(make(Path(folder), case.table, case.rows), case.table, keys="off")
        sound(report)
        here: Any = found(report, kinds)
        assert sorted(here) == expected, form
        orders[form] = here
    for form, order in orders.items():
        assert order == orders["CSV"], form


def rows_out_of_order_are_those_of_the_model(case: Case) -> None:
    """The first row whose key is below that of the row before is a finding, and no other row."""
    if case.table in SORTED_BY_TEXT:
        report = checked(written(case.table, case.rows), case.table)
        first = model.first_out_of_order(case.table, case.rows)
        assert [item.row for item in report.findings if item.rule == "file.sorted"] == [first] * bool(first)


def everything(report: Report) -> list[tuple[Any, ...]]:
    return [(item.line, item.position, item.row, item.column, item.rule, item.value) for item in report.findings]


def blocks_do_not_show(data: bytes, table: str) -> None:
    """However long the pieces are in which a file is read, the findings are the same."""
    whole = checked(data, table)
    for size in (3, 7, 64, 1000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(BLOCK, size)
            pieces = checked(data, table)
        assert everything(pieces) == everything(whole), size
        assert (pieces.counts, pieces.rows) == (whole.counts, whole.rows), size


def blocks_do_not_show_in_an_edited_file(case: Edited) -> None:
    """As `blocks_do_not_show`, of a file after some edits."""
    blocks_do_not_show(case.data, case.table)


def sound_rows_are_judged_as_if_alone(case: Interrupted) -> None:
    """What is found in the rows does not depend on the broken records and blank lines between them."""
    header, *lines = [written(case.table, [])] + [
        written(case.table, [row])[len(written(case.table, [])) :] for row in case.rows
    ]
    data, numbers, record = header, {}, 0
    for number, broken in enumerate(case.between):
        for piece in broken:
            data += piece
            record += sum(part != b"" for part in piece.split(b"\n"))
        if number < len(lines):
            data, record = data + lines[number], record + 1
            numbers[number + 1] = record
    alone = checked(header + b"".join(lines), case.table)
    among = checked(data, case.table)
    ours = [(numbers[item.row], item.column, item.rule, item.value) for item in alone.findings if item.row]
    theirs = [
        (item.row, item.column, item.rule, item.value)
        for item in among.findings
        if not item.rule.startswith("file.") or item.rule == "file.sorted"
    ]
    assert theirs == ours
    broken_records = sum(len(gap) for gap in case.between)
    assert (
        sum(count for rule, count in among.counts.items() if rule.startswith("file.") and rule != "file.sorted")
        >= broken_records
    )
