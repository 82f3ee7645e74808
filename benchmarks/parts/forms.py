"""This package with each form of one table, and with each of four tables, beside what reading that alone takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.measure import Case, program, take_turns
from benchmarks.planted import FILES, FORMS, PlantedTable
from benchmarks.planted_faults import FAULTS
from benchmarks.score import heard, score

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.parts.settings import Settings
    from benchmarks.planted import Form


def by_form(settings: Settings) -> list[dict[str, Any]]:
    """Return what the forms of a table of events take."""
    return [record for form in FORMS for record in pair(settings, "events", form)]


def by_table(settings: Settings) -> list[dict[str, Any]]:
    """Return what CSV files of four tables take."""
    return [record for table in FAULTS for record in pair(settings, table, "csv")]


def pair(settings: Settings, table: str, form: Form) -> list[dict[str, Any]]:
    """Return what reading a table in one form takes, and what validating it does."""
    planted = PlantedTable(table, settings.rows)
    path = made(planted, form, settings.folder)
    names = {"table": table, "form": form, "rows": planted.rows, "columns": len(planted.schema.fields)}
    reading = Case({"what": "read", **names}, program("benchmarks.contestants.floor", form, path))
    ours = Case({"what": "validate", **names}, program("benchmarks.contestants.ours", form, path, table))
    take_turns([reading, ours], settings.rounds, settings.say)
    ours.told = {"found": score(heard(ours.output)[0], planted.expected(form))}
    size = round(path.stat().st_size / 2**20, 1)
    path.unlink()
    return [{**case.record(), "file MiB": size} for case in (reading, ours)]


def made(planted: PlantedTable, form: Form, folder: Path) -> Path:
    """Write a table; a frame of polars is read from Parquet, one of pandas with its types from a pickle."""
    match form:
        case "polars":
            return planted.write("parquet", folder)
        case "pandas":
            path = folder / f"{planted.table}.pickle"
            planted.pandas_frame().to_pickle(path)
            return path
        case _:
            assert form in FILES  # noqa: S101 - for the type checker
            return planted.write(form, folder)
