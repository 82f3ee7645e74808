"""A CSV file that is cut anywhere and put together again gives what it gives as a whole: every fault, place and row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mali_minusma.contract import load_contract
from mali_minusma.inputs.csv_file import CsvFile
from mali_minusma.inputs.streams import Bytes
from mali_minusma.spark import chain, parsing
from mali_minusma.spark.failures import RefusedError
from tests.fuzz import strategies as some
from tests.pieces import Pieced, findings_of
from tests.test_file_form import FAULTS

HEADER = b"table,period,status,note\n"
SIZES = [3, 7, 20, 64, 150, 400]


def whole(data: bytes, table: str) -> Any:
    source = CsvFile(
        Bytes("t.csv", lambda size: (data[at : at + size] for at in range(0, len(data), size))),
        load_contract().tables[table],
    )
    return findings_of(source)


def cut_anywhere_is_read_alike(data: bytes, table: str, size: int) -> Pieced:
    """However a file is cut, the findings are the same, with line and character, and so are the rows."""
    pieced = Pieced(data, table, size)
    counts, rows, findings = whole(data, table)
    assert findings_of(pieced) == (counts, rows, findings)
    unsorted = [item.row for item in findings if item.rule == "file.sorted"]
    assert unsorted == ([] if pieced.broken is None else [pieced.broken[1].row + 1])
    assert rows == (pieced.sound if pieced.columns else 0)
    return pieced


def edited_file(case: some.Edited, size: int) -> None:
    try:
        cut_anywhere_is_read_alike(case.data, case.table, size)
    except RefusedError as error:
        # A header with a line feed in a name, that was cut there.
        assert "within its header" in str(error)  # noqa: PT017 - it may as well be read
        assert b'"' in case.data.split(b"\n")[0]


def interrupted_file(case: some.Interrupted, size: int) -> None:
    data = some.written(case.table, [])
    for number, gap in enumerate(case.between):
        data += b"".join(gap)
        if number < len(case.rows):
            row = some.written(case.table, [case.rows[number]], quote_all=number % 2 == 0)
            data += row[len(some.written(case.table, [], quote_all=number % 2 == 0)) :]
    cut_anywhere_is_read_alike(data, case.table, size)


QUOTES = st.lists(
    st.sampled_from(
        [b'"', b'"', b'""', b",", b"\n", b"\n", b"a", b'bases,2013,complete,"x\ny"\n', b'"a\n', b"\r", b"\xff", b"\0"]
    ),
    max_size=40,
).map(b"".join)


def quotes_anywhere(data: bytes, size: int) -> None:
    cut_anywhere_is_read_alike(HEADER + data, "coverage", size)


def no_header(data: bytes, size: int) -> None:
    edited_file(some.Edited("coverage", data), 30 + size)


PROPERTIES: dict[str, tuple[Callable[[Any, int], None], st.SearchStrategy[Any], int]] = {
    "an edited file": (edited_file, some.edited(), 100),
    "a file with broken records": (interrupted_file, some.interrupted(), 60),
    "quotes anywhere": (quotes_anywhere, QUOTES, 250),
    "no header": (no_header, QUOTES, 60),
}
"""A property, inputs for it, and how many of them are tried by default."""


def tried(name: str, times: int) -> None:
    holds_of, inputs, count = PROPERTIES[name]

    @settings(
        max_examples=count * times, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(inputs, st.sampled_from(SIZES))
    def every(tried_on: Any, size: int) -> None:
        holds_of(tried_on, size)

    every()


@pytest.mark.parametrize("name", list(PROPERTIES))
def test_however_a_file_is_cut_it_is_read_alike(name: str) -> None:
    tried(name, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PROPERTIES))
def test_however_many_files_are_cut_they_are_read_alike(name: str) -> None:
    tried(name, 10)


@pytest.mark.parametrize("fault", list(FAULTS))
@pytest.mark.parametrize("size", [7, 40])
def test_a_fault_of_form_is_found_wherever_the_file_is_cut(fault: str, size: int) -> None:
    cut_anywhere_is_read_alike(FAULTS[fault][0] * 2, "coverage", size)


ROWS = b"".join(b'bases,%d,complete,"a\n""b"", %d\n\nc"\n' % (2000 + number, number) for number in range(30))


@pytest.mark.parametrize("size", range(3, 90, 4))
def test_quoted_line_feeds_lie_across_pieces(size: int) -> None:
    pieced = cut_anywhere_is_read_alike(HEADER + ROWS, "coverage", size)
    assert pieced.joints > 3
    assert pieced.sound == 30


def test_pieces_are_read_once_where_the_guess_is_right() -> None:
    pieced = cut_anywhere_is_read_alike(HEADER + ROWS, "coverage", 75)
    assert pieced.read == 1


def test_pieces_are_read_again_where_a_guess_was_wrong() -> None:
    # A quoted list of quoted texts: inside and outside look alike.
    row = b'bases,2013,complete,"\n,"",\n,"",\n"\n'
    pieced = cut_anywhere_is_read_alike(HEADER + row * 9, "coverage", 30)
    assert pieced.read == 3


def test_a_quote_that_is_never_closed_does_not_swallow_the_other_pieces() -> None:
    data = HEADER + b'bases,2012,complete,"a\n' + b"bases,2013,complete,a\n" * 50
    pieced = cut_anywhere_is_read_alike(data, "coverage", 100)
    assert pieced.sound == 50


def test_what_is_too_long_to_go_by_way_of_the_driver_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chain, parsing):
        monkeypatch.setattr(module, "LARGEST", 100)
    data = HEADER + b'bases,2012,complete,"' + b"a\n" * 200 + b'"\n'
    with pytest.raises(RefusedError, match=r"most likely a quote is never closed\. Validate the file without Spark"):
        findings_of(Pieced(data, "coverage", 90))


def test_a_byte_that_spark_loses_is_missed() -> None:
    pieced = Pieced(HEADER + ROWS, "coverage", 75)
    pieced._lines = pieced._lines[:-1]
    with pytest.raises(RefusedError, match="Spark gave"):
        findings_of(pieced)
