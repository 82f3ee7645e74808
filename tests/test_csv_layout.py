"""The records of a block found at once are those that the strict reader finds one by one."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mali_minusma.inputs.csv_layout import extent, layout
from mali_minusma.inputs.places import Places
from mali_minusma.inputs.records import records

PIECES = ["a", "é", ",", "\n", '"', '""', ',"', '",', '"\n', '\n"', "x,y\n", '"x\n,y"', "\ufeff", "1"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
CELLS = st.text(st.sampled_from('aé",\n1'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8)


def written(rows: list[list[str]], quoting: int) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue().encode()


def one_by_one(block: bytes, *, last: bool) -> list[tuple[int, int, int, bool]]:
    """Return start, end, cells and whether it is broken of each record, in bytes."""
    read = records(block.decode("latin-1"), last=last)
    return [(item.start, item.end, 0 if item.broken else len(item.cells), item.broken) for item in read]


@settings(max_examples=500)
@given(TEXTS)
@example('a,"b\n1,2\n3,"4\n5,6\n')
@example('"a"x"\n"b"\n')
@example('1,"2\n""\n3,4\n')
def test_layout_is_what_the_strict_reader_finds(text: str) -> None:
    block = text.encode()
    found = layout(block, last=False)
    assert [
        (start, end, 0 if broken else cells, broken)
        for start, end, cells, broken in zip(
            *(item.tolist() for item in (found.starts, found.ends, found.cells, found.broken)), strict=True
        )
    ] == one_by_one(block, last=False)


@settings(max_examples=500)
@given(TEXTS)
def test_the_end_of_a_file_ends_its_last_record(text: str) -> None:
    block = f"{text}\n".encode()
    found = layout(block)
    assert list(zip(found.starts.tolist(), found.ends.tolist(), found.broken.tolist(), strict=True)) == [
        (start, end, broken) for start, end, _, broken in one_by_one(block, last=True)
    ]


@settings(max_examples=300)
@given(TEXTS, st.integers(1, 12))
@example("1,2", 3)
@example('1,"2', 4)
def test_a_record_that_has_no_end_is_cut_where_it_is_too_long(text: str, longest: int) -> None:
    block = text.encode()
    found = layout(block, last=False, longest=longest)
    read = records(block.decode("latin-1"), last=False, longest=longest)
    assert list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)) == [(at.start, at.end) for at in read]


@settings(max_examples=500)
@given(TEXTS)
def test_extent_is_that_of_the_complete_records_if_none_is_broken(text: str) -> None:
    block = text.encode()
    found, read = extent(block), one_by_one(block, last=False)
    if found is not None:
        assert found.size == (read[-1][1] if read else 0)
        assert not any(broken for *_, broken in read)


@settings(max_examples=300)
@given(TABLES, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.binary(max_size=3))
def test_every_byte_is_a_cells_ends_one_or_quotes_one(rows: list[list[str]], quoting: int, tail: bytes) -> None:
    block = written(rows, quoting)
    found = extent(block + b"a" * len(tail))
    assert found is not None
    assert found.size == len(block)
    sizes = [sum(len(cell.encode()) + 1 for cell in row) for row in rows]
    assert sum(sizes) + found.quoting == len(block)
    starts, line_feeds = found.records(block)
    assert line_feeds.tolist() == [block.count(b"\n", 0, start) for start in starts.tolist()]
    assert starts.tolist() == layout(block).starts.tolist()


@settings(max_examples=200)
@given(TABLES)
def test_lines_are_those_on_which_records_begin(rows: list[list[str]]) -> None:
    block = written(rows, csv.QUOTE_MINIMAL)
    found = extent(block)
    assert found is not None
    expected = [2 + block.count(b"\n", 0, start) for start in layout(block).starts.tolist()]
    for places in (
        Places(block, 2, lambda: found.records(block)),
        Places(block, 2, lambda: layout(block).records(block)),
    ):
        assert [places.line(index) for index in range(len(rows))] == expected
