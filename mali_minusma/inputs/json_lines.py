"""JSON Lines: one object a line, with the types that the JSON Schemas ask for."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

import polars as pl

from mali_minusma.contract.lexical import WRITTEN, write
from mali_minusma.inputs.batch import Batch, Fault
from mali_minusma.inputs.cells import has_surrogate
from mali_minusma.inputs.header import header_faults
from mali_minusma.inputs.records import LONGEST, visible
from mali_minusma.inputs.text_stream import TextStream

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.streams import Bytes

BLOCK = 8 * 2**20
"""How many bytes are read at a time."""

NAMES: Final = 100_000
"""So many unknown names are remembered, so that each is reported once."""

_TOO_LONG: Final = f"a line of at most {LONGEST // 2**20} MiB"
_NUMBER: Final = re.compile(rf"(?:{WRITTEN['number']})\Z")
_DIGITS: Final = 25
"""More digits than any number of 64 bits has."""


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class _OddError(ValueError):
    """JSON that different readers read differently."""


class JsonLines:
    """A file of JSON objects, one a line, plain or packed."""

    ordered = False

    def __init__(self, source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> None:
        self.name = source.name
        self.columns = tuple(schema.by_name)
        self._source = source
        self.schema = schema
        self._extra = extra_columns

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:  # noqa: ARG002 - lines have to be counted
        """Yield all records once more."""
        return self.batches(lambda _: None)

    def batches(self, report: Callable[[Fault], None]) -> Iterator[Batch]:
        """Yield the objects; a line that isn't one is reported."""
        stream = TextStream(self._source, report, BLOCK)
        unknown: set[str] = set()
        first, too_long = 0, False
        while stream.buffer or stream.more():
            size = stream.buffer.rfind(b"\n") + 1
            if size:
                lines = stream.buffer[:size].split(b"\n")[:-1]
                if too_long:
                    lines[0], too_long = b"\0", False
                batch, first = self._batch(lines, stream.line, first, report, unknown)
                if len(batch.frame):
                    yield batch
                stream.take(size)
            elif len(stream.buffer) >= LONGEST:
                if not too_long:
                    report(Fault("file.json", _TOO_LONG, place=(stream.line, 1), row=first))
                too_long = True
                stream.take(len(stream.buffer))
            elif not stream.more():
                return

    def _batch(
        self, lines: list[bytes], line: int, first: int, report: Callable[[Fault], None], unknown: set[str]
    ) -> tuple[Batch, int]:
        numbers: list[int] = []
        at_lines: list[int] = []
        objects: list[dict[str, Any]] = []
        number = first
        for index, raw in enumerate(lines):
            here = line + index
            if raw == b"\0":  # the end of a line that was too long, and reported
                number += 1
                continue
            found = _object(raw, here, number, report)
            if found is not None:
                self._report_unknown(found, raw, here, report, unknown)
                numbers.append(number)
                at_lines.append(index)
                objects.append(found)
            number += bool(raw.strip())
        columns: list[pl.Series] = []
        unreadable: dict[str, pl.Series] = {}
        shown: dict[tuple[int, str], str] = {}
        for field in self.schema.fields:
            texts, bad = _column(field.type, [item.get(field.name) for item in objects])
            columns.append(pl.Series(field.name, texts, pl.String))
            if bad:
                unreadable[field.name] = pl.Series([row in bad for row in range(len(texts))], dtype=pl.Boolean)
                shown |= {(row, field.name): text for row, text in bad.items()}

        def place(row: int, column: str) -> tuple[int, int]:
            index = at_lines[row]
            return line + index, _position(lines[index], column)

        return Batch(pl.DataFrame(columns), numbers, unreadable, shown, place), number

    def _report_unknown(
        self, found: dict[str, Any], raw: bytes, line: int, report: Callable[[Fault], None], unknown: set[str]
    ) -> None:
        new = [name for name in found if name not in self.schema.by_name and name not in unknown]
        if self._extra or not new or len(unknown) >= NAMES:
            return
        unknown.update(new)
        names = [*self.schema.by_name, *new]
        for fault in header_faults(
            names, self.schema, lambda at: (line, _position(raw, names[at])), extra_columns=False, ordered=False
        ):
            report(fault)


def _position(raw: bytes, name: str) -> int:
    """Return the character at which a member begins in the line of its object."""
    found = re.search(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:", raw.decode("utf-8", "replace"))
    return found.start() + 1 if found else 1


def _object(raw: bytes, line: int, number: int, report: Callable[[Fault], None]) -> dict[str, Any] | None:
    if not raw.strip():
        report(Fault("file.blank-line", "no blank line", place=(line, 1)))
        return None
    position = 1
    try:
        if len(raw) > LONGEST:
            raise _OddError(_TOO_LONG)  # noqa: TRY301 - reported below
        text = raw.decode("utf-8")
        found = _DECODER.decode(text)
        if not isinstance(found, dict):
            raise _OddError("an object with a member a column")  # noqa: TRY301 - reported below
        if "\\u" in text and any(
            isinstance(part, str) and has_surrogate(part) for item in found.items() for part in item
        ):
            raise _OddError("text in which every surrogate has its pair")  # noqa: TRY301 - reported below
    except UnicodeDecodeError as error:
        position = len(raw[: error.start].decode("utf-8")) + 1
        expected = f"UTF-8: byte 0x{raw[error.start]:02x} isn't; save the file in that encoding"
        value = visible(raw[:60].decode("utf-8", "surrogateescape"))
        report(Fault("file.encoding", expected, value, (line, position), number))
        return None
    except json.JSONDecodeError as error:
        expected, position = f"one JSON object a line ({error.msg})", error.pos + 1
    except RecursionError:
        expected = "one JSON object a line, not deeply nested"
    except _OddError as error:
        expected = str(error)
    else:
        return found
    report(Fault("file.json", expected, raw[:60].decode("utf-8", "replace"), (line, position), number))
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _OddError("each member once: readers keep the first or the last")
    return members


def _constant(name: str) -> NoReturn:
    raise _OddError(f"JSON, which has no {name}: use null for a missing value")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_Number, parse_float=_Number, parse_constant=_constant
)


def _column(kind: FieldType, values: list[Any]) -> tuple[list[str | None], dict[int, str]]:
    """Return the values as texts of a file, and what is shown of those that aren't of their type, by row."""
    texts: list[str | None] = []
    bad: dict[int, str] = {}
    for row, value in enumerate(values):
        text = None if value is None else _text(kind, value)
        texts.append(text)
        if value is not None and text is None:
            bad[row] = value if isinstance(value, str) else json.dumps(value)[:200]
    return texts, bad


def _text(kind: FieldType, value: object) -> str | None:
    """Return the text of a file for a JSON value, or None if it isn't of its type."""
    if not isinstance(value, str) or not value:
        return None
    is_number = isinstance(value, _Number)
    if kind not in {"integer", "number"}:
        return None if is_number else value
    if not is_number:
        return None
    if kind == "integer":
        return _integer(value)
    if _NUMBER.match(value) and len(value) < _DIGITS:
        return str(value)
    number = float(value)
    return write(number, kind) if abs(number) != float("inf") else None


def _integer(value: str) -> str | None:
    if value.lstrip("-").isdigit():
        return str(value)
    if len(value) > 10 * _DIGITS:
        return None
    number = Decimal(value)
    whole = number.is_zero() or (abs(number.adjusted()) < _DIGITS and number == number.to_integral_value())
    return str(int(number)) if whole else None
