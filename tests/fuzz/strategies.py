"""Rows, files and bytes to try: mostly sound, so that what is odd in them is found and not drowned."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.fuzz.model import columns, kinds, released

TABLES = ["coverage", "places", "fatalities", "troop_contributions", "mandates", "strength_figures", "bases"]
"""Tables with every type of column, keys of one and of several columns, and every kind of rule."""

SORTED_BY_TEXT = ["coverage", "places", "fatalities", "strength_figures", "bases"]

ODD = [
    "", " ", "NA", "null", "NaN", "nan", "inf", "-inf", "None", "true", "0", "-0", "1", "-1", "5", "05", "+5", "1_000", "5.0", "1.50",
    "0x1F", "1e3", "1E5", ".5", "5.", " 5 ", "5\n", "٥", "５", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "9" * 400, "2020-01-05", "2020-1-5", "2020-02-30", "2019-02-29", "2020-02-29", "0000-01-01", "0001-01-01", "9999-12-31",
    "2020-01-05T00:00:00Z", "2020-01", "2020-13", "2020", "day", "month", "year", "a,b", 'a"b', '"', "a\nb", "\n", "é", "🏜", "e\u0301",
    "\u2028", "\x85", "\x1c", "\ufeff", "\u200b", "[]", "{}", "=1+1", "x" * 101, "x" * 161,
]  # fmt: skip

# A lone surrogate can't be written; a carriage return and a NUL are faults of the file itself.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=6)


def cells(table: str, column: str) -> st.SearchStrategy[str]:
    sound = sorted({row[column] for row in released(table)[:60]})
    return st.one_of(st.sampled_from(sound), st.sampled_from(sound), st.sampled_from(ODD), TEXTS)


@st.composite
def rows_of(draw: st.DrawFn, table: str, most: int = 6) -> list[dict[str, str]]:
    """Draw rows of a table of this package, with some cells replaced and some rows repeated."""
    rows = [dict(row) for row in draw(st.lists(st.sampled_from(released(table)[:40]), max_size=most))]
    for row in rows:
        for column in draw(st.lists(st.sampled_from(columns(table)), max_size=3)):
            row[column] = draw(cells(table, column))
    return rows


@dataclass(frozen=True)
class Case:
    """A table and rows of it."""

    table: str
    rows: list[dict[str, str]]


def cases(tables: list[str] = TABLES) -> st.SearchStrategy[Case]:
    return st.sampled_from(tables).flatmap(lambda table: st.builds(Case, st.just(table), rows_of(table)))


def written(table: str, rows: list[dict[str, str]], *, quote_all: bool = False) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(columns(table))
    writer.writerows([row[name] for name in kinds(table)] for row in rows)
    return text.getvalue().encode()


PIECES = st.one_of(
    st.sampled_from(
        [b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xe9", b"\xef\xbb\xbf", b'""', b" ", b"\t", b"5", b"\\"]
    ),
    st.binary(min_size=1, max_size=4),
)


@dataclass(frozen=True)
class Edited:
    """The bytes of a file of a table after some edits."""

    table: str
    data: bytes


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """Draw a sound file and edit it: insert, delete or replace bytes, repeat or drop a line, swap two."""
    table = draw(st.sampled_from(SORTED_BY_TEXT))
    start = draw(st.integers(0, 20))
    data = written(table, released(table)[start : start + draw(st.integers(0, 5))], quote_all=draw(st.booleans()))
    for _ in range(draw(st.integers(1, 3))):
        at, upto = draw(st.integers(0, len(data))), draw(st.integers(0, 3))
        lines = data.splitlines(keepends=True) or [b""]
        one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["insert", "delete", "replace", "repeat", "drop", "swap", "cut"])):
            case "insert":
                data = data[:at] + draw(PIECES) + data[at:]
            case "delete":
                data = data[:at] + data[at + upto :]
            case "replace":
                data = data[:at] + draw(PIECES) + data[at + upto :]
            case "repeat":
                data = b"".join([*lines[: one + 1], *lines[one:]])
            case "drop":
                data = b"".join([*lines[:one], *lines[one + 1 :]])
            case "swap":
                lines[one], lines[other] = lines[other], lines[one]
                data = b"".join(lines)
            case "cut":
                data = data[:at]
    return Edited(table, data)


BEGINNINGS = [
    b"",
    b"\x1f\x8b\x08\0",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PAR1",
    b"{",
    b'{"table": "bases"}\n',
    b"\xef\xbb\xbf",
    b"\xff\xfe",
]


def anything() -> st.SearchStrategy[bytes]:
    """Bytes that begin as some kind of file does, or as none."""
    return st.builds(bytes.__add__, st.sampled_from(BEGINNINGS), st.binary(max_size=300))


BROKEN = [
    b"\xff\n", b"a,b\n", b"," * 40 + b"\n", b'a"b\n', b'"a"b\n', b"\n", b"\xe9,\xe9\n", b'"a" \n', b"a\0\n" + b"\n",
]  # fmt: skip
"""Records that are left out, whatever the table."""


@dataclass(frozen=True)
class Interrupted:
    """Rows, and what stands between them that is no row."""

    table: str
    rows: list[dict[str, str]]
    between: list[list[bytes]]


@st.composite
def interrupted(draw: st.DrawFn) -> Interrupted:
    case = draw(cases(SORTED_BY_TEXT))
    gaps = st.lists(st.sampled_from(BROKEN), max_size=2)
    count = len(case.rows) + 1
    return Interrupted(case.table, case.rows, draw(st.lists(gaps, min_size=count, max_size=count)))
