"""How time and memory grow with findings, with broken records and with columns, beside reading the same file."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import Case, program, take_turns
from benchmarks.spoiled import with_bad_cells, with_broken_records, with_more_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.parts.settings import Settings

BAD_CELLS: Final = (0, 0.00001, 0.001, 0.01, 0.12, 0.5)
BROKEN_RECORDS: Final = (0, 0.00001, 0.0001, 0.01, 0.1)
MORE_COLUMNS: Final = (0, 12, 48, 108)
FEWER_ROWS: Final = 4
"""A wide table has so many times fewer rows."""


def measure(settings: Settings) -> list[dict[str, Any]]:
    """Return what each series took, and whether all was found that was planted."""
    return [
        *series(settings, "bad cells", settings.rows, BAD_CELLS, with_bad_cells),
        *series(settings, "broken records", settings.rows, BROKEN_RECORDS, with_broken_records),
        *series(settings, "more columns", settings.rows // FEWER_ROWS, MORE_COLUMNS, _wide),
    ]


def _wide(path: Path, rows: int, more: float) -> Counter[str]:
    with_more_columns(path, rows, int(more))
    return Counter()


def series(
    settings: Settings,
    grown: str,
    rows: int,
    steps: tuple[float, ...],
    write: Callable[[Path, int, float], Counter[str]],
) -> list[dict[str, Any]]:
    """Return what reading and validating takes at each step; all steps of a round take their turns."""
    cases: list[Case] = []
    owed: list[Counter[str]] = []
    for number, step in enumerate(steps):
        path = settings.folder / f"events-{number}.csv"
        owed.append(write(path, rows, step))
        names = {"grown": grown, "step": step, "rows": rows, "file MiB": round(path.stat().st_size / 2**20, 1)}
        validate = program("benchmarks.contestants.ours", "csv", path, "events", "allow")
        cases += [
            # A record with a cell too many would end the floor's reading; it reads the sound file.
            Case({"what": "read", **names}, reading(settings.folder / "events-0.csv" if "broken" in grown else path)),
            Case({"what": "validate", **names}, validate),
        ]
    take_turns(cases, settings.rounds, settings.say)
    for case, counts in zip(cases[1::2], owed, strict=True):
        found = Counter(json.loads(case.output.splitlines()[-1])["counts"])
        case.told = {"planted": counts.total(), "found": (found & counts).total(), "others": (found - counts).total()}
    for number in range(len(steps)):
        (settings.folder / f"events-{number}.csv").unlink()
    return [case.record() for case in cases]


def reading(path: Path) -> list[str]:
    """Return the command that only reads a file."""
    return program("benchmarks.contestants.floor", "csv", path)
