"""Dates as people write them: a day, a month or a year."""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeAlias

DateLike: TypeAlias = str | dt.date
"""A date, or ISO 8601 text: a day `2023-06-16`, a month `2023-06` or a year `2023`."""


def day(value: DateLike, *, last: bool) -> dt.date:
    """Return the first day, or the last, of a day, month or year.

    Raises:
        ValueError: if the text is none of these.

    >>> day("2023-06", last=True)
    datetime.date(2023, 6, 30)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        raise ValueError(f"{value!r} is not a date: write a day 2023-06-16, a month 2023-06 or a year 2023")
    year, month, date = (int(part) if part else None for part in (*value.split("-"), "", "")[:3])
    try:
        start = dt.date(year or 0, month or 1, date or 1)
    except ValueError:
        raise ValueError(f"{value!r} is not a date that exists") from None
    if not last or date:
        return start
    after = dt.date(start.year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return after - dt.timedelta(days=1)
