"""A line of JSON Lines as the object that it writes, or what is wrong with it: nothing is repaired, nothing is lost."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from mali_minusma.contract.lexical import WRITTEN, write
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.cells import has_surrogate
from mali_minusma.inputs.records import LONGEST, visible

if TYPE_CHECKING:
    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.inputs.batch import Report

TOO_LONG: Final = f"a line of at most {LONGEST // 2**20} MiB"

DIGITS: Final = 25
"""More digits than any number of 64 bits has."""

_NUMBER: Final = re.compile(rf"(?:{WRITTEN['number']})\Z")


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


class _OddError(ValueError):
    """JSON that different readers read differently."""


def read_object(raw: bytes, line: int, number: int, report: Report) -> dict[str, Any] | None:
    """Return the object that a line writes, its numbers as they are written, or report why it is none."""
    if not raw.strip():
        report(Fault("file.blank-line", "no blank line", place=(line, 1)))
        return None
    position = 1
    try:
        if len(raw) > LONGEST:
            raise _OddError(TOO_LONG)  # noqa: TRY301 - reported below
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


def position(raw: bytes, name: str) -> int:
    """Return the character at which a member begins in the line of its object."""
    found = re.search(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:", raw.decode("utf-8", "replace"))
    return found.start() + 1 if found else 1


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


def texts_of(kind: FieldType, values: list[Any]) -> tuple[list[str | None], dict[int, str]]:
    """Return the values as texts of a file, and what is shown of those that aren't of their type, by row."""
    if kind not in {"integer", "number"} and set(map(type, values)) <= {str, type(None)} and "" not in values:
        return values, {}
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
    if _NUMBER.match(value) and len(value) < DIGITS:
        return str(value)
    number = float(value)
    return write(number, kind) if abs(number) != float("inf") else None


def _integer(value: str) -> str | None:
    if value.lstrip("-").isdigit():
        return str(value)
    if len(value) > 10 * DIGITS:
        return None
    number = Decimal(value)
    whole = number.is_zero() or (abs(number.adjusted()) < DIGITS and number == number.to_integral_value())
    return str(int(number)) if whole else None
