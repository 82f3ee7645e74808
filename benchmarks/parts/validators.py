"""The validators side by side: a CSV file of events with thirty planted faults, from ten thousand rows on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import Case, median, program, take_turns
from benchmarks.measure import measure as measure_once
from benchmarks.parts.settings import expected_at
from benchmarks.planted import PlantedTable
from benchmarks.planted_faults import FEWEST
from benchmarks.score import heard, score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.parts.settings import Settings

FLOOR: Final = "floor"
OURS: Final = "mali-minusma"

CONTESTANTS: Final[Mapping[str, tuple[str, ...]]] = {
    FLOOR: ("floor", "csv"),
    OURS: ("ours", "csv"),
    "DuckDB, SQL by hand": ("duckdb_sql",),
    "pandera-polars": ("pandera_polars",),
    "pandera-pandas": ("pandera_pandas",),
    "jsonschema-rs": ("json_schema_rs",),
    "jsonschema": ("json_schema",),
    "frictionless": ("frictionless_package",),
}
"""By name the program of each, and what it is given before the path."""


def command(contestant: str, path: Path, table: str = "events") -> list[str]:
    """Return how a contestant is run."""
    module, *arguments = CONTESTANTS[contestant]
    return program(f"benchmarks.contestants.{module}", *arguments, path, *[table] * (contestant == OURS))


def measure(settings: Settings) -> list[dict[str, Any]]:
    """Return what each took and found, size after size; what would take too long is left out with an estimate."""
    records: list[dict[str, Any]] = []
    taken: dict[str, list[tuple[int, float]]] = {name: [] for name in CONTESTANTS}
    held: dict[str, list[tuple[int, float]]] = {name: [] for name in CONTESTANTS}
    if settings.sizes[0] > FEWEST:
        # A rehearsal: it fills the caches of files and bytecode, and tells starting from working in what is expected.
        path = PlantedTable("events", FEWEST).write("csv", settings.folder)
        for name in CONTESTANTS:
            run, _ = measure_once(command(name, path))
            taken[name].append((FEWEST, run.seconds))
            held[name].append((FEWEST, run.peak))
    for rows in settings.sizes:
        planted = PlantedTable("events", rows)
        path = planted.write("csv", settings.folder)
        cases = []
        for name in CONTESTANTS:
            names = {"contestant": name, "rows": rows}
            seconds, peak = expected_at(rows, taken[name]), expected_at(rows, held[name])
            too_much = seconds > settings.longest or peak > settings.largest
            if too_much and name != FLOOR and rows > settings.sizes[0]:
                records.append({**names, "left out": {"seconds": round(seconds), "MiB": round(peak)}})
            else:
                cases.append(Case(names, command(name, path)))
        take_turns(cases, settings.rounds, settings.say)
        owed = planted.expected("csv")
        size = round(path.stat().st_size / 2**20, 1)
        for case in cases:
            name = case.names["contestant"]
            taken[name].append((rows, median(case.runs)))
            held[name].append((rows, median(case.runs, "peak")))
            case.told = {"file MiB": size}
            if name != FLOOR:
                case.told["found"] = score(heard(case.output)[0], owed)
            records.append(case.record())
        path.unlink()
        settings.keep(records)
    return records
