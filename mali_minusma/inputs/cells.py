"""A single Python value as the text that a file would hold for it."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from numbers import Integral, Real
from typing import TYPE_CHECKING, Final

from mali_minusma.contract.lexical import write

if TYPE_CHECKING:
    from mali_minusma.contract.lexical import FieldType

SHOWN: Final = 200
"""So many characters of a value are shown."""

_BITS: Final = 1024
"""Python refuses to write numbers of very many digits."""


def read_cell(kind: FieldType, value: object) -> tuple[str | None, str | None]:
    """Return the text of a value and None, or None and what is shown of a value that isn't of its type.

    Text is taken as it stands, to be read as from a file; a missing value is None twice.

    >>> read_cell("date", dt.date(2022, 7, 14)), read_cell("integer", 5)
    (('2022-07-14', None), ('5', None))
    >>> read_cell("integer", 5.5), read_cell("string", ""), read_cell("number", None)
    ((None, '5.5'), (None, ''), (None, None))
    """
    if is_missing(value):
        return None, None
    if isinstance(value, str):
        return (value, None) if value and not has_surrogate(value) else (None, printable(value))
    text = _written(kind, value)
    return (text, None) if text is not None else (None, printable(value))


def is_missing(value: object) -> bool:
    """Tell whether a value is missing in any of the ways of a frame: None, NaN, NaT or NA."""
    return (
        value is None
        or type(value).__name__ in {"NAType", "NaTType"}
        or (isinstance(value, float) and math.isnan(value))
    )


def printable(value: object) -> str:
    """Return what is shown of a value: text as it is, anything else as Python writes it, neither of them long."""
    if isinstance(value, str):
        return value[:SHOWN].encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, int) and value.bit_length() > _BITS:
        return "a number of very many digits"
    if isinstance(value, int | float | dt.date | Decimal):
        return str(value)[:SHOWN]
    return type(value).__name__


def _written(kind: FieldType, value: object) -> str | None:
    match kind:
        case "integer" if isinstance(value, Integral) and not _is_bool(value):
            number = int(value)
            return str(number) if number.bit_length() <= 64 else None  # noqa: PLR2004 - the bits of a whole number
        case "number" if isinstance(value, Real | Decimal) and not _is_bool(value):
            decimal = float(value)
            return write(decimal, kind) if math.isfinite(decimal) else None
        case "date" | "yearmonth" if isinstance(value, dt.date):
            if isinstance(value, dt.datetime) and (value.tzinfo is not None or value.time() != dt.time()):
                return None
            text = value.isoformat()[:10]
            # A month is held as its first day.
            return text if kind == "date" else text[:7] if text.endswith("-01") else None
        case _:
            return None


def _is_bool(value: object) -> bool:
    return type(value).__name__ in {"bool", "bool_"}


def has_surrogate(text: str) -> bool:
    """Tell whether a text has half of a surrogate pair, which no file in UTF-8 can hold."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)
