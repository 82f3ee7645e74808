"""Results of a whole run of the benchmarks, made up, so that what is made from them can be held against them."""

from __future__ import annotations

from typing import Any

from benchmarks.parts import growth
from benchmarks.parts.validators import CONTESTANTS, FLOOR
from benchmarks.planted import FORMS
from benchmarks.planted_faults import FAULTS

SIZES = (10_000, 100_000, 1_000_000)

Record = dict[str, Any]

ALL_FOUND = {"planted": 30, "rows": 30, "columns": 30, "reasons": 30, "sound rows blamed": 0}


def runs(seconds: float, peak: float = 100.0) -> list[list[float]]:
    """Return three runs: one as long as said, one shorter, one longer."""
    return [[seconds * part, seconds * part * 1.5, peak * part] for part in (1.0, 0.9, 1.2)]


def of_csv() -> list[Record]:
    """Return what the validators took: each so many times the floor as its place says; the last one is left out once."""
    made: list[Record] = []
    for rows in SIZES:
        for place, name in enumerate(CONTESTANTS, 1):
            names: Record = {"contestant": name, "rows": rows}
            if name == "frictionless" and rows == SIZES[-1]:
                # As it happens: what is left out is known before the others of its size are measured.
                made.insert(-(place - 1), {**names, "left out": {"seconds": 1234, "MiB": 567}})
                continue
            found = {} if name == FLOOR else {"found": {**ALL_FOUND, "rows": 31 - place}}
            runs_of = runs(place * rows / 1e5, place * rows / 1e4)
            made.append({**names, **found, "file MiB": rows / 3000, "runs": runs_of})
    return made


def pair(names: Record, found: Record, read: float, validate: float) -> list[Record]:
    """Return what reading took, and what validating took."""
    return [
        {**names, "what": "read", "runs": runs(read)},
        {**names, "what": "validate", "runs": runs(validate, 300.0), **found},
    ]


def of_growth() -> list[Record]:
    """Return what each step of each series took."""
    made: list[Record] = []
    for grown, steps in (
        ("bad cells", growth.BAD_CELLS),
        ("broken records", growth.BROKEN_RECORDS),
        ("more columns", growth.MORE_COLUMNS),
    ):
        for number, step in enumerate(steps, 1):
            names = {"grown": grown, "step": step, "rows": 1_000_000, "file MiB": 300.0 + number}
            planted = int(step * 12e6) if grown == "bad cells" else 0
            found = {"planted": planted, "found": planted, "others": 0}
            made += pair(names, found, 0.5 + number / 8, 1.5 + number / 4)
    return made


def of_startup() -> list[Record]:
    """Return what some starts took."""
    return [
        {"what": what, "of": of, "runs": runs(seconds)}
        for what in ("import mali_minusma", "mm.load('events')")
        for of, seconds in (("ours", 0.4), ("pandas alone", 0.3))
    ]


def of_spark() -> list[Record]:
    """Return what Spark took, on one core and on two, and what it would have taken."""
    late = {"rows": 10**7, "cores": 1}
    made = [
        record
        for rows in SIZES[1:]
        for cores in (1, 2)
        for record in pair({"rows": rows, "cores": cores}, {"found": ALL_FOUND}, rows / 1e4 / cores, rows / 2e3 / cores)
    ]
    reading = {**late, "what": "read", "left out": {"seconds": 123}}
    return [*made, reading, {**late, "what": "validate", "left out": {"seconds": 4321}}]


def results() -> Record:
    """Return the results of all parts."""
    shape: Record = {"rows": 1_000_000, "columns": 12, "file MiB": 300.0}
    records = {
        "csv": of_csv(),
        "forms": [
            record for form in FORMS for record in pair({"table": "events", "form": form, **shape}, {"found": ALL_FOUND}, 0.5, 1.5)
        ],
        "tables": [
            record for table in FAULTS for record in pair({"table": table, "form": "csv", **shape}, {"found": ALL_FOUND}, 0.4, 1.4)
        ],
        "growth": of_growth(),
        "startup": of_startup(),
        "spark": of_spark(),
    }  # fmt: skip
    machine = {
        "processor": "Abacus", "cores": 2, "memory GiB": 8, "system": "Linux", "python": "CPython 3.11",
        "libraries": {"polars": "2.1.0"},
    }  # fmt: skip
    settings = {"rounds": 3, "most rows": SIZES[-1], "longest": 100.0}
    return {
        "parts": {name: {"machine": machine, "settings": settings, "records": made} for name, made in records.items()}
    }
