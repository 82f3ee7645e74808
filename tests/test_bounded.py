"""Memory and time that one bad byte, or a million bad rows, must not take. Peaks are of a whole process, in MiB."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.odd import HEADER, measured

pytestmark = pytest.mark.slow

PEAK = 1229
"""About 1.2 GiB: four times the largest file here."""

BIG = 300 * 2**20


def test_unclosed_quote_before_lines_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    line = b"bases,2013,partial," + b"a" * 9_980 + b"\n"
    with path.open("wb") as file:
        file.write(HEADER + b'bases,2012,complete,"a\n')
        for _ in range(BIG // len(line)):
            file.write(line)
    seen = measured(path)
    assert seen["first"] == ["file.quotes", 2, 21]
    assert seen["counts"] == {"file.quotes": 1, "coverage.primary-key": BIG // len(line) - 1}
    assert seen["peak"] < PEAK


@pytest.mark.parametrize("start", [b'bases,2012,complete,"', b"bases,2012,complete,", b""])
def test_record_without_an_end_is_not_held(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.write(HEADER + start)
        file.truncate(BIG)
    seen = measured(path)
    assert seen["found"] >= 1
    assert seen["kept"] < 10_000
    assert seen["counts"]["file.cell-count"] in {4, 5}
    assert seen["peak"] < PEAK


def test_header_without_an_end_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        for _ in range(BIG // 2**20):
            file.write(b"table,period,status,note,abcdefg" * 2**15)
    seen = measured(path)
    assert seen["found"] >= 1
    assert seen["peak"] < PEAK


def test_quoted_cell_of_300_mebibytes_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.write(HEADER + b'bases,2012,complete,"')
        for _ in range(BIG // 10_000):
            file.write(b"a" * 9_999 + b"\n")
        file.write(b'"\nbases,2014,bad,a\n')
    seen = measured(path)
    assert seen["first"] == ["file.quotes", 2, 21]
    assert seen["counts"]["coverage.status.enum"] == 1
    assert seen["peak"] < PEAK


LINES = {
    "code": (b"bases,2013,bad,a\n", {"coverage.status.enum": 10**6, "coverage.primary-key": 10**6 - 1}),
    "cells": (b"bases,2013\n", {"file.cell-count": 10**6}),
    "byte": (b"bases,2013,complete,\xe9\n", {"file.encoding": 10**6}),
    "quote": (b'bases,2013,complete,a"\n', {"file.quotes": 10**6}),
    "blank": (b"\n", {"file.blank-line": 10**6}),
    "NUL": (b"bases,2013,complete,\0\n", {"file.nul": 10**6}),
    "everything": (b",x,,\n", {f"coverage.{rule}": 10**6 for rule in ("table.required", "status.required", "period.pattern", "gap-is-explained")}),
}  # fmt: skip


@pytest.mark.parametrize("fault", list(LINES))
def test_a_million_bad_rows_are_all_counted(tmp_path: Path, fault: str) -> None:
    line, counts = LINES[fault]
    path = tmp_path / "t.csv"
    path.write_bytes(HEADER + line * 10**6)
    seen = measured(path)
    assert {rule: seen["counts"].get(rule) for rule in counts} == counts
    assert seen["found"] == sum(seen["counts"].values())
    assert seen["kept"] <= 1000 * len(seen["counts"])
    assert seen["peak"] < PEAK


def test_a_million_bad_lines_of_json_are_all_counted(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"table": "bases", "period": "2013", "status": "complete"}\n' + b'{"table": 5}\n{\n' * 10**6)
    seen = measured(path)
    assert seen["counts"]["file.json"] == seen["counts"]["coverage.table.type"] == 10**6
    assert seen["peak"] < PEAK
