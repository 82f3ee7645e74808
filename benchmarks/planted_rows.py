"""Sound rows of four tables, as many as are asked for: valid by every constraint and row rule, in order of their key.

Row n is the same whenever it is made, alone or in a piece, so that a table of any size is made piece by piece. What a
row says is taken from our own tables, over and over, with texts that readers of CSV stumble on; its key, its dates and
its numbers are its own, so that no cell can be passed because it was seen before.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from mali_minusma.reading import columns_of, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FIRST_DAY: Final = (dt.date(2012, 1, 1) - dt.date(1970, 1, 1)).days
DAYS: Final = 4383
"""How many days the dates of a table spread over, whatever its number of rows: to the end of 2023."""

ENDINGS: Final = (
    "",
    ' He said "no", and left.',
    "\nA second paragraph, after a line feed.",
    " “Guillemets”, «quotes» and 'apostrophes'.",
    " Ménaka, Ségou, Côte d’Ivoire; Tombouctou — Sénou.",  # noqa: RUF001 - as people write
    "\n\n- a list,\n- of two, the second in Arabic: تمبكتو",
    " 🙂🕊️, and a tab\there.",
    ', ends in quotes: ""',
    " = + - @ NA NULL null NaN #N/A \\n \\",
    "  two spaces around it  ",
    "\n",
)
"""What is added to a text; readers of CSV stumble on quotes, line feeds, and what looks like something else."""

MONTHS: Final = 138
"""How many months lie between the least and the greatest month of a contribution: July 2013 to December 2024."""

TYPES: Final = ("experts_on_mission", "formed_police_units", "individual_police", "staff_officers", "troops")
"""The types of personnel in order of the key: each contributor has a row of each in each month."""

COUNTRIES: Final = 25 * 26 * 26
"""How many codes there are; none of them begins with A, so that a code can be put before all of them."""


def a_month(rows: int) -> int:
    """Return how many rows a month has in a table of contributions with so many rows: five for each contributor."""
    return -(-rows // (MONTHS * len(TYPES))) * len(TYPES)


@cache
def _pool(table: str, column: str) -> pl.Series:
    """Return a column of one of our tables as texts, an empty cell as missing."""
    return pl.Series([row[column] or None for row in read_texts(table)], dtype=pl.String)


def _cycle(values: pl.Series | Sequence[str | None], index: pl.Series) -> pl.Series:
    """Return a value for each index, from the first again after the last."""
    pool = values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
    return pool.gather(index % len(pool))


def _digits(index: pl.Series, width: int) -> pl.Series:
    return index.cast(pl.String).str.zfill(width)


def _days(index: pl.Series, rows: int) -> pl.Series:
    """Return days that never run backwards, spread over the whole period."""
    return (index * DAYS // rows + FIRST_DAY).cast(pl.Int32).cast(pl.Date)


def _after(day: pl.Series, days: pl.Series) -> pl.Series:
    return (day.to_physical() + days).cast(pl.Int32).cast(pl.Date)


def _text(table: str, column: str, index: pl.Series) -> pl.Series:
    """Return texts of our own, each with its number and with what readers stumble on."""
    return _cycle(_pool(table, column), index) + " [" + index.cast(pl.String) + "]" + _cycle(ENDINGS, index)


def _seldom(values: pl.Series, index: pl.Series, every: int) -> pl.Series:
    """Return the value at one index of so many, and missing at the others."""
    return pl.select(pl.when(index % every == 0).then(values)).to_series()


def _most(index: pl.Series, every: int) -> pl.Series:
    """Return True at all but one index of so many."""
    return index % every != every - 1


def _decimal(units: pl.Series) -> pl.Series:
    """Return hundred-thousandths as decimal numbers."""
    sign = pl.select(pl.when(units < 0).then(pl.lit("-")).otherwise(pl.lit(""))).to_series()
    whole, rest = units.abs() // 100_000, units.abs() % 100_000
    return sign + whole.cast(pl.String) + "." + _digits(rest, 5)


def events(index: pl.Series, rows: int) -> dict[str, pl.Series]:
    """Return events: texts, vocabularies, dates with their precision, foreign keys."""
    day = _days(index, rows)
    precision = _cycle(["day", "day", "month", "day", "day", "day", "year", "day"], index)
    start = pl.select(
        pl.when(precision == "month")
        .then(day.dt.month_start())
        .when(precision == "year")
        .then(day.dt.truncate("1y"))
        .otherwise(day)
    ).to_series()
    ours = {name: _cycle(_pool("events", name), index) for name in ("event_type", "title", "status", "place_id")}
    return {
        "event_id": day.cast(pl.String) + "-" + _digits(index, 8) + "-" + _cycle(["convoy", "base-closed"], index),
        "event_type": ours["event_type"],
        "title": ours["title"],
        "start_date": start.cast(pl.String),
        "end_date": _seldom(_after(start, index % 60).cast(pl.String), index, 3),
        "date_precision": precision,
        "status": ours["status"],
        "place_id": ours["place_id"],
        "base_id": _seldom(_cycle(_pool("bases", "base_id"), index), index, 4),
        "ordinal": _seldom((index % 997 + 1).cast(pl.String), index, 2),
        "witnesses": _cycle(_pool("events", "witnesses"), index),
        "description": _text("events", "description", index),
    }


def places(index: pl.Series, rows: int) -> dict[str, pl.Series]:
    """Return places: decimal and whole numbers, patterns, rules on what is given together."""
    ours = {name: _cycle(_pool("places", name), index) for name in columns_of("places")}
    # A hyphen and a digit follow each name, so that names are sorted as keys are.
    names = pl.Series(sorted(_pool("places", "place_id"), key=lambda name: f"{name}-0"))
    given = ours["latitude"].is_not_null()
    numbers = {
        "latitude": _decimal(index * 7919 % 18_000_001 - 9_000_000),
        "longitude": _decimal(index * 104_729 % 36_000_001 - 18_000_000),
    }
    return {
        **ours,
        "place_id": names.gather(index * len(names) // rows) + "-" + _digits(index, 8),
        "name": _text("places", "name", index),
        **{name: pl.select(pl.when(given).then(number)).to_series() for name, number in numbers.items()},
        "geonames_id": _seldom((index * 7907 % 12_000_000 + 1).cast(pl.String), index, 2),
    }


def troop_contributions(index: pl.Series, rows: int) -> dict[str, pl.Series]:
    """Return contributions: months, a key of three columns, whole numbers that add up.

    Raises:
        ValueError: if more rows are asked for than there are keys.
    """
    if rows > MONTHS * COUNTRIES * len(TYPES):
        raise ValueError(f"at most {MONTHS * COUNTRIES * len(TYPES):,} contributions have a key of their own")
    month = index // a_month(rows) + 6
    country = index % a_month(rows) // len(TYPES)
    letters = pl.Series([chr(ord("A") + number) for number in range(26)])
    male, female = index * 7919 % 1400, index * 104_729 % 97
    known = _most(index, 11)
    columns = {"male": male, "female": female, "total": male + female}
    texts = {name: column.cast(pl.String) for name, column in columns.items()}
    split = {name: pl.select(pl.when(known).then(texts[name])).to_series() for name in ("male", "female")}
    said = _cycle(["yes", "no", "no"], index)
    return {
        "month": (month // 12 + 2013).cast(pl.String) + "-" + _digits(month % 12 + 1, 2),
        "iso3": letters.gather(country // 676 + 1) + letters.gather(country // 26 % 26) + letters.gather(country % 26),
        "personnel_type": _cycle(TYPES, index),
        **split,
        "total": texts["total"],
        "staff_officers_included": _seldom(said, index + 1, len(TYPES)),
        "quality_flag": _seldom(_cycle(["sexes_swapped", "troops_missing"], index), index, 7),
        "source_id": _cycle(_pool("sources", "source_id"), index),
    }


def mandates(index: pl.Series, rows: int) -> dict[str, pl.Series]:
    """Return resolutions: a number as the key, several dates, votes that make a fixed sum."""
    adopted = _days(index, rows)
    against, abstaining = index % 3, index % 4
    votes = {"in_favour": 15 - against - abstaining, "against": against, "abstaining": abstaining}
    known = _most(index, 9)
    later = {
        "mandate_until": (_after(adopted, index % 400), 2),
        "sanctions_until": (_after(adopted, index % 300), 3),
        "panel_until": (_after(adopted, index % 300 + index % 31), 3),
    }
    return {
        # Every other number, so that one can be put between any two.
        "resolution": (index * 2 + 2).cast(pl.String),
        "adopted_on": adopted.cast(pl.String),
        "subject": _cycle(_pool("mandates", "subject"), index),
        **{name: pl.select(pl.when(known).then(number)).to_series().cast(pl.String) for name, number in votes.items()},
        **{name: _seldom(day.cast(pl.String), index, every) for name, (day, every) in later.items()},
        "military_ceiling": _seldom((index * 13 % 15_000).cast(pl.String), index, 2),
        "police_ceiling": _seldom((index * 17 % 2000).cast(pl.String), index, 2),
        "summary": _text("mandates", "summary", index),
        "event_id": _cycle(_pool("mandates", "event_id"), index),
        "witnesses": _cycle(_pool("mandates", "witnesses"), index),
    }


TABLES: Final[Mapping[str, Callable[[pl.Series, int], dict[str, pl.Series]]]] = {
    "events": events,
    "places": places,
    "troop_contributions": troop_contributions,
    "mandates": mandates,
}
"""The tables that can be made: together they have every type, every kind of constraint and of row rule."""


def sound(table: str, rows: int, index: pl.Series) -> pl.DataFrame:
    """Return some rows of a sound table, counted from 0, every cell as text.

    >>> sound("mandates", 1000, pl.Series([998, 0]))["resolution"].to_list()
    ['1998', '2']
    """
    return pl.DataFrame(TABLES[table](index, rows))
