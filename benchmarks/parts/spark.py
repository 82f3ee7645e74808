"""The rules on Spark: what validation costs beside Spark's own read of the file, with rows and with cores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from benchmarks.contestants.telling import Told
from benchmarks.measure import Case, median, program, take_turns
from benchmarks.measure import measure as measure_once
from benchmarks.parts.settings import expected_at
from benchmarks.planted import PlantedTable
from benchmarks.score import score

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.parts.settings import Settings

CORES: Final = (1, 2)
FEWEST: Final = 100_000
"""With fewer rows all that is seen is how long Spark takes to start."""

REHEARSED: Final = 2000


class NoSparkError(RuntimeError):
    """This version, or this machine, has no Spark to measure."""


def commands(path: Path, cores: int) -> dict[str, list[str]]:
    """Return by name what is run: Spark's own read, and validation."""
    master = f"local[{cores}]"
    options = ("--engine", "spark", "--master", master, "--table", "events", "--format", "json")
    return {
        "read": program("benchmarks.contestants.spark_read", master, path),
        "validate": program("mali_minusma", "validate", *options, path),
    }


def told(output: str) -> list[Told]:
    """Return the findings in a report written as JSON.

    >>> told('{"findings": [{"row": 3, "column": "status", "rule": "events.status.enum"}]}')
    [Told(row=3, column='status', kind='enum')]
    """
    findings = json.loads(output)["findings"]
    return [Told(item["row"] or 0, item["column"] or None, item["rule"].rpartition(".")[2]) for item in findings]


def measure(settings: Settings) -> list[dict[str, Any]]:
    """Return what each took, on one core and on two.

    Raises:
        NoSparkError: if this version of the package has no such engine.
    """
    if "--engine" not in measure_once(program("mali_minusma", "validate", "--help"))[1]:
        raise NoSparkError("this version of the package doesn't validate on Spark")
    records: list[dict[str, Any]] = []
    # A rehearsal with few rows tells starting, which is the same on any number of cores, from working.
    path = PlantedTable("events", REHEARSED).write("csv", settings.folder)
    started = {
        what: measure_once(command, spark=True)[0].seconds for what, command in commands(path, CORES[-1]).items()
    }
    taken = {(what, cores): [(REHEARSED, started[what])] for cores in CORES for what in started}
    sizes = [size for size in settings.sizes if size >= FEWEST] or settings.sizes[-1:]
    for rows in sizes:
        planted = PlantedTable("events", rows)
        path = planted.write("csv", settings.folder)
        cases = []
        for cores in CORES:
            for what, command in commands(path, cores).items():
                names = {"what": what, "rows": rows, "cores": cores}
                seconds = expected_at(rows, taken[what, cores])
                if seconds > settings.longest and rows > sizes[0]:
                    records.append({**names, "left out": {"seconds": round(seconds)}})
                else:
                    cases.append(Case(names, command, spark=True))
        take_turns(cases, settings.rounds, settings.say)
        for case in cases:
            what, cores = case.names["what"], case.names["cores"]
            taken[what, cores].append((rows, median(case.runs)))
            if what == "validate":
                case.told = {"found": score(told(case.output), planted.expected("csv"))}
            records.append(case.record())
        path.unlink()
        # Reading before validating, also where one of them was left out.
        records.sort(key=lambda record: (record["rows"], record["cores"], record["what"]))
        settings.keep(records)
    return records
