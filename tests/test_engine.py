"""How the engine reads and judges doesn't show in what it finds: pieces, short cuts, threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import mali_minusma as mm
from benchmarks.planted import FILES, FORMS, PlantedTable
from benchmarks.planted_faults import FAULTS, FEWEST
from mali_minusma.contract import load_contract
from mali_minusma.inputs.ahead import ahead
from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.validation import checker, keys
from tests.forms import FORMS as EVERY_FORM
from tests.fuzz.model import released

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from benchmarks.planted import Form

TABLES = pytest.mark.parametrize("table", list(FAULTS))
EVENTS = load_contract().tables["events"]
BLOCK = "mali_minusma.inputs.csv_file.BLOCK"
ROWS = "mali_minusma.inputs.frames.ROWS"


def report(table: str, form: Form, folder: Path) -> mm.Report:
    planted = PlantedTable(table, FEWEST)
    if form in FILES:
        return mm.validate(planted.write(form, folder), table)
    return mm.validate(planted.pandas_frame() if form == "pandas" else planted.polars_frame(), table)


@TABLES
@pytest.mark.parametrize("form", FORMS)
def test_pieces_do_not_show(table: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = report(table, form, tmp_path)
    monkeypatch.setattr(BLOCK, 4000)
    monkeypatch.setattr(ROWS, 64)
    assert report(table, form, tmp_path) == whole
    assert whole.counts[EVENTS.key_rule.replace("events", table)] > 0


@TABLES
@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_judging_by_different_values_does_not_show(
    table: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BLOCK, 4000)
    monkeypatch.setattr(ROWS, 64)
    monkeypatch.setattr(checker, "SAMPLE", 0)  # every column of text is taken for one that repeats itself
    monkeypatch.setattr(checker, "SELDOM", 2**31)
    by_values = report(table, form, tmp_path)
    monkeypatch.setattr(checker, "SELDOM", 0)  # none is
    assert report(table, form, tmp_path) == by_values


@TABLES
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_number_shared_by_all_keys_makes_no_copies(
    table: str, form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_key = report(table, form, tmp_path)
    asked = []

    def the_same(frame: pl.DataFrame) -> pl.Series:
        asked.append(len(frame))
        return pl.Series([7], dtype=pl.UInt64).new_from_index(0, len(frame))

    monkeypatch.setattr(pl.DataFrame, "hash_rows", the_same)
    assert report(table, form, tmp_path) == by_key
    assert sum(asked) == FEWEST


def test_a_table_in_order_is_not_searched_for_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys.Copies, "candidates", lambda _: pytest.fail("nothing can be a copy"))
    assert mm.validate(also=())


class Pieces:
    """Some batches and faults, in order, and perhaps an error at the end."""

    name = "events"
    schema = EVENTS
    columns = ("event_id",)
    ordered = False

    def __init__(self, items: Sequence[Batch | Fault], error: BaseException | None = None) -> None:
        self.items = items
        self.error = error
        self.taken = 0

    def batches(self, report: Callable[[Fault], None]) -> Iterator[Batch]:
        for item in self.items:
            self.taken += 1
            if isinstance(item, Fault):
                report(item)
            else:
                yield item
        if self.error:
            raise self.error

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:
        raise AssertionError(wanted, columns)


def batch(number: int) -> Batch:
    return Batch(pl.DataFrame({"event_id": [f"{number}"]}), range(number, number + 1))


def test_faults_are_told_in_their_place_among_the_batches() -> None:
    told: list[Any] = []
    first, second = Fault("file.quotes", "a"), Fault("file.nul", "b")
    told.extend(
        read.numbers[0] for read in ahead(Pieces([first, batch(0), batch(1), second, batch(2)]), told.append, 9)
    )
    assert told == [first, 0, 1, second, 2]


def test_what_goes_wrong_while_reading_is_raised_after_what_was_read() -> None:
    told: list[int] = []
    with pytest.raises(MemoryError):
        told.extend(read.numbers[0] for read in ahead(Pieces([batch(0)], MemoryError()), pytest.fail, 9))
    assert told == [0]


def test_reading_stops_when_nobody_takes_more() -> None:
    source = Pieces([batch(number) for number in range(100)])
    reading = ahead(source, pytest.fail, 9)
    next(reading)
    reading.close()
    assert source.taken < 10
    assert not any(thread.name == "reader" for thread in threading.enumerate())


@pytest.mark.parametrize("form", list(EVERY_FORM))
def test_copies_and_references_to_the_table_itself_are_found_in_one_run(form: str, tmp_path: Path) -> None:
    rows = [{**row, "parent_id": "nobody"} if number == 3 else row for number, row in enumerate(released("actors"))]
    found = mm.validate(EVERY_FORM[form](tmp_path, "actors", [*rows, rows[5]]), "actors").findings
    assert [(item.row, item.column, item.value) for item in found if item.rule != "file.sorted"] == [
        (4, "parent_id", "nobody"),
        (len(rows) + 1, "actor_id", rows[5]["actor_id"]),
    ]


@pytest.mark.parametrize("start", ["x\x01", "x^", "\ufeff", "PAR1", "BZh9", "(\u00b5/\u00fd"])
def test_a_block_that_begins_as_a_packed_file_does_is_text(start: str, tmp_path: Path) -> None:
    """Readers unpack what begins as if it were packed, wherever the piece they are given was cut."""
    path = tmp_path / "t.csv"
    for cell in (start, f'"{start}"'):
        path.write_text(f"table,period,status,note\n{cell},2013,complete,\n", encoding="utf-8")
        assert [item.value for item in mm.validate(path, "coverage").findings] == [start]
