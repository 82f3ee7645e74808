"""How a value of each field type is written in a file, and what it means in Python.

One written form a type: `2022-1-5`, `1_000`, `0x1F`, ` 5 ` and Arabic digits are rejected, however
many readers would take them, so that every tool that reads the tables reads the same values.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final, Literal, TypeAlias, get_args

FieldType: TypeAlias = Literal["string", "integer", "number", "date", "yearmonth"]
Value: TypeAlias = str | int | float | dt.date

FIELD_TYPES: Final[tuple[FieldType, ...]] = get_args(FieldType)

# Neither Python nor pandas has a year 0000. No lookahead says so here: the pattern stands in the JSON Schemas, and not
# every tool has lookaheads.
_YEAR: Final = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"

WRITTEN: Final[dict[FieldType, str]] = {
    "string": r"[\s\S]+",
    "integer": r"-?(0|[1-9][0-9]*)",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "date": _YEAR + r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "yearmonth": _YEAR + r"-(0[1-9]|1[0-2])",
}
"""The regular expression that the whole text of a value of this type matches."""

EXPECTED: Final[dict[FieldType, str]] = {
    "string": "text that is not empty",
    "integer": "a whole number in plain digits, such as 1440",
    "number": "a decimal number in plain digits, such as 18.44111",
    "date": "a date that exists, written YYYY-MM-DD",
    "yearmonth": "a month, written YYYY-MM",
}
"""What a person is told to write."""

PANDAS_DTYPES: Final[dict[FieldType, Literal["str", "Int64", "float64", "datetime64[us]"]]] = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "date": "datetime64[us]",
    "yearmonth": "datetime64[us]",
}
"""The dtype of a column in a pandas frame; a month is its first day."""


@cache
def _compiled(kind: FieldType) -> re.Pattern[str]:
    return re.compile(rf"(?:{WRITTEN[kind]})\Z")


INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1


def parse(text: str, kind: FieldType) -> Value:
    """Return the value that `text` writes.

    Args:
        text: the cell as it stands in the file, not empty.
        kind: the type of the field. A month is returned as its first day.

    Raises:
        ValueError: if the text does not write a value of this type.

    >>> parse("2022-07-14", "date")
    datetime.date(2022, 7, 14)
    >>> parse("2022-07", "yearmonth")
    datetime.date(2022, 7, 1)
    >>> parse("1_000", "integer")
    Traceback (most recent call last):
    ...
    ValueError: expected a whole number in plain digits, such as 1440
    """
    if not _compiled(kind).match(text):
        raise ValueError(f"expected {EXPECTED[kind]}")
    match kind:
        case "string":
            return text
        case "integer":
            # Python refuses to convert absurdly long digit strings, and every frame stores 64 bits.
            if len(text) > len(str(INT64_MAX)) + 1 or not INT64_MIN <= int(text) <= INT64_MAX:
                raise ValueError("expected a whole number of at most 64 bits")
            return int(text)
        case "number":
            number = float(text)
            if number in (float("inf"), float("-inf")):
                raise ValueError("expected a number that fits in 64 bits")
            return number
        case "date" | "yearmonth":
            try:
                return dt.date.fromisoformat(text if kind == "date" else f"{text}-01")
            except ValueError:
                raise ValueError(f"expected {EXPECTED[kind]}") from None


def write(value: Value, kind: FieldType) -> str:
    """Return the text that stands for `value` in a file; the inverse of `parse`.

    >>> write(dt.date(2022, 7, 1), "yearmonth")
    '2022-07'
    >>> write(18.5, "number")
    '18.5'
    """
    if kind == "yearmonth" and isinstance(value, dt.date):
        return value.isoformat()[:7]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        from decimal import Decimal

        # The shortest text that reads back as the same number, without an exponent.
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    return str(value)


def period_start(value: dt.date, precision: str) -> dt.date:
    """Return the first day of the day, month or year that `value` lies in.

    >>> period_start(dt.date(2023, 5, 28), "month")
    datetime.date(2023, 5, 1)
    """
    match precision:
        case "year":
            return value.replace(month=1, day=1)
        case "month":
            return value.replace(day=1)
        case _:
            return value
