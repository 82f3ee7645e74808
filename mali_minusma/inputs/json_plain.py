"""Lines of JSON read many at a time by polars, and proven to say what it read.

A reader made for speed repairs and loses: polars drops a name that it wasn't told, keeps nothing of a member that is
there twice, takes a number for text and half a surrogate pair for NUL. So what it read is not believed, but written
down again in the way in which the file is written: the same members in the same order, the same spaces. Where that
gives the line of the file, byte for byte, the line says just what was read, however it was read: each member once,
text in quotes, numbers in plain digits. Every other line is left to be read strictly.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import polars as pl

from mali_minusma.inputs.json_strict import DIGITS
from mali_minusma.inputs.json_way import learn
from mali_minusma.inputs.records import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.json_way import Way

# No column of a table has a line feed in its name.
_LINE: Final = "\nline"
_AT: Final = "\nat"

_SAMPLES: Final = 4
"""From so many lines of a block a way of writing is learned that isn't known yet."""

_WORTH: Final = 64
"""Fewer lines than one in so many are sooner read strictly."""

_WAYS: Final = 8
"""So many ways of writing are remembered."""

_PAUSE: Final = 15
"""At most so many blocks are read strictly before it is tried again whether another is of plain lines."""

_EXTRA: Final = 100
"""So many members that no column is of."""

_LOW = rb"u[dD][c-fC-F][0-9a-fA-F]{2}"
_HEX = rb"u(?:[0-9a-ce-fA-CE-F][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}|[dD][89abAB][0-9a-fA-F]{2}\\" + _LOW + rb")"
_TEXT = rb'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|' + _HEX + rb'))*+"'
_VALUE = rb"(?:" + _TEXT + rb"|null|-?[0-9]{1,18}+(?:\.[0-9]{1,18}+)?)"
_MEMBER = rb"[ \t]*+" + _TEXT + rb"[ \t]*+:[ \t]*+" + _VALUE + rb"[ \t]*+"
_READABLE: Final = re.compile(rb"\{" + _MEMBER + rb"(?:," + _MEMBER + rb")*+\}[ \t]*+")
"""A line at which polars doesn't stop reading all others."""


class PlainLines:
    """Reads the lines that are written in a way that others have shown."""

    def __init__(self, schema: TableSchema) -> None:
        self._columns = [field.name for field in schema.fields]
        self._kinds: dict[str, FieldType] = {field.name: field.type for field in schema.fields}
        self._ways: dict[Way, int] = {}
        """How many lines were written in each way."""
        self._barren = 0
        """How many blocks in a row had hardly a line that could be proven."""
        self._pause = 0
        """How many blocks are left to be read strictly without a try."""

    def read(self, block: bytes, is_allowed: Callable[[str], bool]) -> tuple[pl.DataFrame, pl.Series]:
        """Return the columns of the lines that could be proven, as text, and which lines of the block they are.

        Args:
            block: lines, each ended by a line feed.
            is_allowed: tells of a name that isn't of a column whether a member of that name may be there.
        """
        self._pause -= 1
        left = self._parsed(block) if self._pause < 0 else self._empty()
        lines, read = len(left), [left.clear()]
        for way in list(self._ways):
            left = self._take(way, left, read)
        for sample in range(_SAMPLES):
            if len(left) * _WORTH <= lines:
                break
            line = left[_LINE][len(left) * (2 * sample + 1) // (2 * _SAMPLES)]
            found = learn(line, self._kinds, is_allowed)
            if found is not None and found.extra:
                if len(self._kinds) + len(found.extra) <= len(self._columns) + _EXTRA:
                    self._kinds |= found.extra  # they are read from the next block on
            elif found is not None and found.way not in self._ways:
                left = self._take(found.way, left, read)
        self._ways = dict(sorted(self._ways.items(), key=lambda item: -item[1])[:_WAYS])
        if lines:
            self._barren = self._barren + 1 if len(left) * _WORTH > lines * (_WORTH - 1) else 0
            self._pause = min(2**self._barren - 2, _PAUSE) if self._barren else 0
        taken = read[-1] if len(read) <= 2 else pl.concat(read).sort(_AT)  # noqa: PLR2004 - one that isn't empty
        return taken.select(pl.col(self._columns).cast(pl.String)), taken[_AT]

    def _take(self, way: Way, left: pl.DataFrame, read: list[pl.DataFrame]) -> pl.DataFrame:
        """Move the rows whose lines are written in this way; return the others."""
        if not len(left) or not set(way.names) <= set(left.columns):
            return left
        same = left.select((way.line(self._kinds) == pl.col(_LINE)).fill_null(value=False)).to_series()
        count = int(same.sum())
        if count * _WORTH < len(left):
            self._ways.pop(way, None)  # others will show it again if it is worth it
        else:
            self._ways[way] = self._ways.get(way, 0) + count
        if not count:
            return left
        read.append(left.filter(same))
        return left.filter(~same)

    def _parsed(self, block: bytes) -> pl.DataFrame:
        """Return what polars reads, right or wrong, of the lines that it can read, beside them."""
        frame = self._read(block)
        if frame is not None:
            return frame
        lines = block.split(b"\n")[:-1]
        kept = [at for at, line in enumerate(lines) if _READABLE.fullmatch(line) and _is_text(line)]
        frame = self._read(b"".join(lines[at] + b"\n" for at in kept))
        return self._empty() if frame is None else frame.with_columns(pl.Series(_AT, kept, pl.Int64))

    def _read(self, block: bytes) -> pl.DataFrame | None:
        """Return the columns, the lines and where they stand, or None if polars doesn't read each line as a row."""
        if not block or len(block) > LONGEST:  # a line that is too long is a fault
            return self._empty()
        if not block.startswith(b"{"):
            return None  # polars would unpack what begins as a packed file does
        try:
            lines = pl.read_lines(block, name=_LINE).to_series()
            cells = pl.read_ndjson(block, schema=self._dtypes(), ignore_errors=True)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return None
        if len(cells) != len(lines):
            return None
        frame = cells.with_columns(lines, pl.int_range(len(lines), dtype=pl.Int64).alias(_AT))
        return frame.with_columns(_number(name) for name, kind in self._kinds.items() if kind == "number")

    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={**self._dtypes(), _LINE: pl.String, _AT: pl.Int64})

    def _dtypes(self) -> dict[str, type[pl.DataType]]:
        return {name: pl.Int64 if kind == "integer" else pl.String for name, kind in self._kinds.items()}


def _number(name: str) -> pl.Expr:
    """Return a number as it is written in its line: polars doesn't keep whether 1.5 was 1.50."""
    label = pl.escape_regex(json.dumps(name, ensure_ascii=False))
    written = pl.col(_LINE).str.extract(label + r"[ \t]*:[ \t]*(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)[ \t,}]")
    return pl.when(written.str.len_bytes() < DIGITS).then(written).alias(name)


def _is_text(line: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
