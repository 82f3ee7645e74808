"""What is not a value of a type, however many tools take it for one; and values that look odd and are sound."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from mali_minusma.contract.lexical import INT64_MAX, INT64_MIN
from tests.proof.cells import UNWRITABLE, bad, good

if TYPE_CHECKING:
    from mali_minusma.contract import Field
    from tests.proof.cells import Cell

_TEXTS: Final = {
    "integer": {
        "words": "about ten", "underscore": "1_000", "hexadecimal": "0x1F", "spaces": " 5 ", "Arabic digits": "٥",
        "full-width digit": "５", "exponent": "1e3", "a plus": "+5", "a zero before": "05", "thousands": "1,000",
        "infinity": "inf", "not a number": "NaN", "newline at the end": "5\n", "unit": "5%", "another minus": "−5",
        "NA": "NA",
    },
    "number": {
        "words": "about ten", "underscore": "1_0.5", "hexadecimal": "0x1F", "spaces": " 5.5 ", "Arabic digits": "٥.٥",
        "exponent": "1e1", "a plus": "+5.5", "a zero before": "05.5", "no digit before the point": ".5",
        "no digit behind the point": "5.", "decimal comma": "5,5", "newline at the end": "5.5\n", "unit": "5°",
        "NA": "NA",
    },
    "date": {
        "words": "about ten", "no zeros before": "2020-1-5", "day that doesn't exist": "2020-02-30",
        "leap day of another year": "2021-02-29", "leap day of 1900": "1900-02-29", "month 13": "2020-13-01",
        "month 0": "2020-00-10", "day 0": "2020-01-00", "year 0": "0000-01-01", "no hyphens": "20200105",
        "slashes": "2020/01/05", "day first": "05/01/2020", "week": "2020-W01-5", "year and month": "2020-01",
        "Arabic digits": "٢٠٢٠-٠١-٠٥", "space at the start": " 2020-01-05", "newline at the end": "2020-01-05\n",
        "midnight": "2020-01-05T00:00:00", "zone": "2020-01-05Z", "five-digit year": "12020-01-05",
        "name of the month": "5 Jan 2020", "not a time": "NaT",
    },
    "yearmonth": {
        "words": "about ten", "no zero before": "2020-1", "month 13": "2020-13", "month 0": "2020-00",
        "year 0": "0000-01", "no hyphen": "202001", "slash": "01/2020", "year": "2020", "week": "2020-W01",
        "Arabic digits": "٢٠٢٠-٠١", "space at the start": " 2020-01", "newline at the end": "2020-01\n",
        "name of the month": "Jan 2020",
    },
    "string": {},
}  # fmt: skip
"""By type and name: texts that don't write a value of it. A record holds them as texts too, a frame can't."""

_OTHER: Final[dict[str, dict[str, Cell]]] = {
    "integer": {
        "a fraction": bad("1.5", 1.5),
        "decimals of zero": bad("5.0"),
        "more than 64 bits": bad(str(10**20), 10**20),
        "true": bad("true", record=True),
    },
    "number": {
        "infinity": bad("inf", "inf", float("inf"), float("inf")),
        "less than any number": bad("-inf", "-inf", float("-inf"), float("-inf")),
        "not a number": bad("NaN", "NaN", UNWRITABLE, float("nan")),
        "true": bad("true", record=True),
    },
    "date": {
        "time of day": bad("2020-01-05 12:30", "2020-01-05 12:30", dt.datetime(2020, 1, 5, 12, 30)),
        "seconds since 1970": bad("1578182400", 1578182400),
    },
    "yearmonth": {
        "a day": bad("2020-01-05", "2020-01-05", dt.date(2020, 1, 5), dt.date(2020, 1, 5)),
        "a whole number": bad(record=202001),
    },
    # In a file an empty text is a missing value, and any other text is a value.
    "string": {"empty text": bad(record="", pandas="", polars=""), "a number": bad(record=5), "true": bad(record=True)},
}

_RECORDS: Final = {"a list": bad(record=[]), "an object": bad(record={})}

_SOUND: Final = {
    "integer": {"the largest of 64 bits": str(INT64_MAX), "the smallest of 64 bits": str(INT64_MIN)},
    "number": {"many digits": "12.345678901234567"},
    "date": {"leap day": "2020-02-29", "first day of all": "0001-01-01", "last day of all": "9999-12-31"},
    "yearmonth": {"a month": "2020-02"},
    "string": {},
}
"""Values at the edge of a type, where the field's own limits allow them."""


def wrong(field: Field) -> dict[str, Cell]:
    """Return by name what is not a value of the field's type, as each form writes it."""
    texts = {name: bad(text, text) for name, text in _TEXTS[field.type].items()}
    return texts | _OTHER[field.type] | _RECORDS


def right(field: Field) -> dict[str, Cell]:
    """Return by name what is a value of the field's type, though a tool may not take it."""
    return {name: good(field, text) for name, text in _SOUND[field.type].items()}
