"""How long a newcomer waits: for the package to be imported, for a first table, for the package to be validated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import Case, program, python, take_turns
from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import PANDAS_DTYPES
from mali_minusma.reading import table_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.parts.settings import Settings

MORE_ROUNDS: Final = 2
"""So many times the rounds of other parts: what is short is easily disturbed."""

FORMATS: Final = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m"}


def pairs() -> Iterator[tuple[str, list[str], str, list[str]]]:
    """Yield what is started, its command, what it is measured beside, and that one's command."""
    bare = ("Python alone", python(""))
    ours = "mali_minusma"
    yield "import mali_minusma", python(f"import {ours}"), *bare
    yield "import pandas", python("import pandas"), *bare
    yield "mali-minusma --version", program(ours, "--version"), *bare
    yield "mm.sql, a first query", python(f"import {ours}\n{ours}.sql('SELECT 1')"), *_duckdb()
    package = str(table_path("events").parents[1] / "datapackage.json")
    others = ("frictionless validates it", program("frictionless", "validate", package))
    yield "validate the package, by this package's rules", program(ours, "validate", "--also", "none"), *others
    yield "validate the package, by all validators", program(ours, "validate"), *others
    for table in COLUMNS:
        alone = ("pandas alone", python(f"import pandas as pd\n{read(table)}"))
        yield f"mm.load({table!r})", python(f"import {ours}\n{ours}.load({table!r})"), *alone


def _duckdb() -> tuple[str, list[str]]:
    return "DuckDB alone", python("import duckdb\nduckdb.sql('SELECT 1').df()")


def read(table: str) -> str:
    """Return how pandas alone reads a table with the same types."""
    days = {name: kind for name, kind in COLUMNS[table].items() if kind in FORMATS}
    types = {name: PANDAS_DTYPES[kind] for name, kind in COLUMNS[table].items() if name not in days}
    formats = {name: FORMATS[kind] for name, kind in days.items()}
    return (
        f"pd.read_csv({str(table_path(table))!r}, dtype={types!r}, parse_dates={list(days)!r}, "
        f"date_format={formats!r}, keep_default_na=False, na_values=[''])"
    )


def measure(settings: Settings) -> list[dict[str, Any]]:
    """Return what each start takes, and what it is measured beside."""
    records = []
    for what, command, beside, other in pairs():
        cases = [Case({"what": what, "of": "ours"}, command), Case({"what": what, "of": beside}, other)]
        take_turns(cases, settings.rounds * MORE_ROUNDS, settings.say)
        records += [case.record() for case in cases]
    return records
