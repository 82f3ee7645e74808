"""Read a file as the UN publishes it: find its columns, translate its words, and say where it can't be understood."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from mali_minusma.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mali_minusma.text import TextTable

MISSION: Final = "MINUSMA"

SHOWN: Final = 20
"""How many faults of a file are printed; all are counted."""

# The UN's own downloads come with a byte-order mark and with lines ended by CR LF: that is their form, not a fault.
_FORGIVEN: Final = frozenset({"file.line-ends", "file.last-line"})

_DAY_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTH_NAMED: Final = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})-(\d{4}|\d{2})", re.ASCII)
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:\.0+)?Z?)?", re.ASCII)


class UpstreamError(ValueError):
    """A file that is not of the form in which the UN publishes; the message lists where."""


@dataclass(slots=True)
class Upstream:
    """The rows of one mission in a file of the UN, by the names of its columns in lower case."""

    path: str
    table: TextTable
    columns: Mapping[str, int]
    faults: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[UpstreamRow]:
        """Yield the rows of the mission."""
        at = self.columns["mission_acronym"]
        for number, record in enumerate(self.table.records):
            if record[at].strip() == MISSION:
                yield UpstreamRow(self, number)

    def check(self) -> None:
        """Raise the faults found so far, if there are any.

        Raises:
            UpstreamError: with the first faults and the number of all.
        """
        if self.faults:
            rest = len(self.faults) - SHOWN
            more = [f"and {rest} more"] if rest > 0 else []
            raise UpstreamError("\n".join([f"{self.path}: nothing imported", *self.faults[:SHOWN], *more]))


@dataclass(frozen=True, slots=True)
class UpstreamRow:
    """One row; each reader returns a text of this project's form, or notes a fault and returns an empty text."""

    file: Upstream
    number: int

    def text(self, column: str) -> str:
        """Return the cell, without the blanks around it."""
        return self.file.table.records[self.number][self.file.columns[column]].strip()

    def line(self) -> int:
        """Return the line on which the row begins."""
        return self.file.table.place(self.number, 0)[0]

    def translated(self, column: str, words: Mapping[str, str]) -> str:
        """Return what the word of the UN is called here; `words` has the UN's words in lower case."""
        found = words.get(self.text(column).lower(), "")
        return found or self.fault(column, "one of: " + ", ".join(words))

    def code(self, column: str) -> str:
        """Return a country code."""
        return self.matching(column, r"[A-Z]{3}", "a country code of three capital letters")

    def number_of(self, column: str) -> str:
        """Return a whole number."""
        return self.matching(column, r"0|[1-9][0-9]{0,8}", "a whole number in plain digits")

    def matching(self, column: str, pattern: str, words: str) -> str:
        """Return a text of the given form."""
        text = self.text(column)
        return text if re.fullmatch(pattern, text, re.ASCII) else self.fault(column, words)

    def day(self, column: str) -> str:
        """Return a date, which the UN writes as YYYY-MM-DD, as DD/MM/YYYY or as 30-Nov-20."""
        text = self.text(column)
        try:
            if found := _ISO.fullmatch(text):
                return dt.date.fromisoformat(found[1]).isoformat()
            if found := _DAY_FIRST.fullmatch(text):
                return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            if found := _MONTH_NAMED.fullmatch(text):
                year = int(found[3]) + (2000 if len(found[3]) == len("20") else 0)
                return dt.date(year, _MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
        except ValueError:
            pass
        return self.fault(column, "a date that exists, written YYYY-MM-DD, DD/MM/YYYY or DD-Mon-YY")

    def fault(self, column: str, expected: str) -> str:
        """Note that the cell is not what was expected; return an empty text in its place."""
        index = self.file.columns[column]
        line, position = self.file.table.place(self.number, index)
        name = self.file.table.header[index]
        self.file.faults.append(
            f"{self.file.path}:{line}:{position}: column {name}: {self.text(column)!r} expected {expected}"
        )
        return ""


def read_upstream(path: Path, columns: Sequence[str]) -> Upstream:
    """Return a file of the UN.

    Args:
        path: a CSV file, as downloaded.
        columns: the columns that are needed, in lower case; upper case in the file, other columns and their order
            don't matter, since the UN's portals differ in them.

    Raises:
        UpstreamError: if it is not CSV, or lacks a column, or has no row of the mission.
        OSError: if it can't be read.
    """
    table = read_text(path.read_bytes(), str(path))
    found = Upstream(str(path), table, {})
    found.faults = [
        ":".join([str(path), *map(str, fault.place or ())]) + f": {fault.value!r} expected {fault.expected}"
        for fault in table.faults
        if fault.rule not in _FORGIVEN and fault.value != "byte-order mark"
    ]
    names = [name.strip().lower() for name in table.header]
    missing = [name for name in columns if name not in names]
    if not found.faults and missing:
        found.faults.append(
            f"{path}:1:1: {', '.join(table.header)!r} expected the columns {', '.join(columns)}; "
            f"not there: {', '.join(missing)}"
        )
    twice = sorted({name for name in columns if names.count(name) > 1})
    if twice:
        found.faults.append(f"{path}:1:1: {', '.join(twice)!r} expected each column once")
    found.check()
    found.columns = {name: names.index(name) for name in columns}
    if next(found.rows(), None) is None:
        found.faults.append(f"{path}:2:1: expected rows with {MISSION} in the column mission_acronym; there are none")
    found.check()
    return found


@dataclass(slots=True)
class Gathered:
    """Rows of a table, gathered from a file by their key."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, row: UpstreamRow, key: str, cells: dict[str, str], column: str) -> None:
        """Take a row; if an earlier one has its key, note that as a fault of the column."""
        if key in self.rows:
            row.fault(column, f"one row for {key}; line {self.lines[key]} has it already")
        else:
            self.rows[key] = cells
            self.lines[key] = row.line()
