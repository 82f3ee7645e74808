"""Lines of JSON that are read many at a time say the same as if each were read strictly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

import mali_minusma as mm
from mali_minusma.contract import load_contract
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.json_lines import JsonLines
from mali_minusma.inputs.json_plain import PlainLines
from mali_minusma.inputs.streams import Bytes
from tests.forms import as_text, as_typed
from tests.fuzz.json_strategies import LINES, TOKENS, JsonFile, Style, json_files
from tests.fuzz.model import kinds, released

BLOCK = "mali_minusma.inputs.json_lines.BLOCK"
CONTRACT = load_contract()


def told(case: JsonFile, *, extra_columns: bool = False) -> tuple[list[Fault], list[Any]]:
    """Return what is found wrong in a file on the way, and each record: number, cells, and what is known of them."""
    faults: list[Fault] = []
    records: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BLOCK, case.block)
        pieces = Bytes("t", lambda size: (case.data[at : at + size] for at in range(0, len(case.data), size)))
        for batch in JsonLines(pieces, CONTRACT.tables[case.table], extra_columns=extra_columns).batches(faults.append):
            for row, (number, cells) in enumerate(zip(batch.numbers, batch.frame.rows(), strict=True)):
                known = [
                    (batch.unreadable[name][row] if name in batch.unreadable else False, batch.shown.get((row, name)))
                    for name in batch.frame.columns
                ]
                records.append((number, cells, known, [batch.place(row, name) for name in batch.frame.columns]))
    return faults, records


def read_as_if_strictly(case: JsonFile) -> None:
    """Everything that is told of a file is the same when no line of it is read together with others."""
    for extra_columns in (False, True):
        fast = told(case, extra_columns=extra_columns)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PlainLines, "_parsed", lambda self, _: self._empty())
            strict = told(case, extra_columns=extra_columns)
        assert fast == strict


def _typed(table: str) -> pl.DataFrame:
    """Return rows as JSON has them: numbers are numbers, everything else is text."""
    rows = released(table)[:30]
    return as_text(table, rows).with_columns(as_typed(table, rows).select(pl.col(pl.Int64, pl.Float64)))


def _without_nulls(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


WRITERS: dict[str, Callable[[pl.DataFrame], str]] = {
    "json": lambda frame: "".join(json.dumps(row) + "\n" for row in frame.to_dicts()),
    "json, characters as they are": lambda frame: "".join(
        json.dumps(row, ensure_ascii=False) + "\n" for row in frame.to_dicts()
    ),
    "json, without spaces": lambda frame: "".join(
        json.dumps(row, separators=(",", ":")) + "\n" for row in frame.to_dicts()
    ),
    "json, without nulls": lambda frame: "".join(json.dumps(_without_nulls(row)) + "\n" for row in frame.to_dicts()),
    "json, in order of names": lambda frame: "".join(
        json.dumps(_without_nulls(row), sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
        for row in frame.to_dicts()
    ),
    "polars": lambda frame: frame.write_ndjson(),
    "pandas": lambda frame: pd.DataFrame(frame.to_dicts(), dtype="object").to_json(
        orient="records", lines=True, force_ascii=False
    ).replace("\\/", "/"),
}  # fmt: skip


@pytest.mark.parametrize("writer", list(WRITERS))
@pytest.mark.parametrize("table", ["events", "places", "troop_contributions", "mandates"])
def test_lines_as_tools_write_them_are_read_together(
    writer: str, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.jsonl"
    frame = _typed(table)
    path.write_text(WRITERS[writer](frame), encoding="utf-8")
    monkeypatch.delattr("mali_minusma.inputs.json_lines.read_object")
    report = mm.validate(path, table, keys="off")
    assert (report.findings, report.rows) == ((), {table: len(frame)})


@settings(
    max_examples=int(os.environ.get("MALI_MINUSMA_FUZZ", "150")),
    derandomize="MALI_MINUSMA_FUZZ" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(json_files())
def test_lines_read_together_say_what_each_says_alone(case: JsonFile) -> None:
    read_as_if_strictly(case)


@pytest.mark.parametrize("token", TOKENS)
def test_odd_value_is_read_as_if_strictly(token: str) -> None:
    row = {**released("places")[0], "geonames_id": ""}
    for column in ("place_id", "latitude", "geonames_id"):
        for ascii_ in (True, False):
            for comma, colon in ((",", ":"), (", ", ": ")):
                way = Style("{", colon, comma, "}", frozenset(kinds("places")), list(kinds("places")), ascii_, "")
                lines = [way.line(row, kinds("places"), {column: said} if said else {}) for said in ("", token, "")]
                read_as_if_strictly(JsonFile("places", "".join(line + "\n" for line in lines).encode(), 2**20))


SOUND = b'{"table": "bases", "period": "2013", "status": "complete", "note": null}\n'


@pytest.mark.parametrize("line", LINES)
def test_odd_line_is_read_as_if_strictly(line: bytes) -> None:
    for data in (line + b"\n" + SOUND * 3, SOUND * 2 + line + b"\n" + SOUND, SOUND * 3 + line):
        for block in (2**20, 100):
            read_as_if_strictly(JsonFile("coverage", data, block))


def test_member_that_no_column_is_of_is_told_before_it_is_known() -> None:
    with_more = SOUND.replace(b"}", b', "x": 5}')
    for first in (with_more, with_more.replace(b"5}", b"05}"), with_more.replace(b"null", b'"\\ud800"')):
        for block in (2**20, 100, 300):
            case = JsonFile("coverage", first + with_more * 9 + SOUND, block)
            read_as_if_strictly(case)
            faults, records = told(case)
            assert [fault.column for fault in faults if fault.rule == "file.header"] == ["x"]
            assert len(records) == 10 + (first == with_more)


def test_polars_writes_each_character_as_json_does() -> None:
    """The proof rests on this alone of what polars writes: that it is the text, read back as JSON."""
    every = pl.Series([chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000])
    for texts in (every, pl.Series(["".join(every[at : at + 999]) for at in range(0, len(every), 999)])):
        written = texts.to_frame("a").select(pl.struct("a").struct.json_encode()).to_series()
        assert [json.loads(line) for line in written] == [{"a": text} for text in texts]
