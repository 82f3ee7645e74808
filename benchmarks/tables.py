"""The tables of docs/performance.md, each made from the results alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import median, ratio
from benchmarks.parts.validators import CONTESTANTS, FLOOR, OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Results = dict[str, Any]
Record = dict[str, Any]

OF_INTEREST: Final = 1_000_000
"""The number of rows that is shown first, if it was measured."""

FORM_NAMES: Final = {
    "csv": "CSV", "gzip": "CSV, gzipped", "parquet": "Parquet", "jsonl": "JSON Lines",
    "pandas": "pandas frame (from a pickle)", "polars": "polars frame (from Parquet)",
}  # fmt: skip

HUNDRED: Final = 100
TEN: Final = 10


def number(value: float) -> str:
    """Return a measured figure with as many digits as mean something.

    >>> [number(value) for value in (0.0432, 0.517, 12.34, 517.4, 1234.5)]
    ['0.04', '0.52', '12.3', '517', '1,234']
    """
    return f"{value:.2f}" if value < TEN else f"{value:.1f}" if value < HUNDRED else f"{value:,.0f}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown, its first column to the left and the others to the right.

    >>> print(table(["what", "s"], [["read", "0.52"]]))
    | what | s |
    |---|--:|
    | read | 0.52 |
    """
    lines = [[*cells, *[""] * (len(header) - len(cells))] for cells in (header, *rows)]
    texts = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([texts[0], "|---|" + "--:|" * (len(header) - 1), *texts[1:]])


def records(results: Results, part: str) -> list[Record]:
    """Return what a part measured."""
    found: list[Record] = results["parts"].get(part, {"records": []})["records"]
    return found


def found_of(record: Record) -> str:
    """Return how many faults were found: by row, by row and column, with the reason too."""
    if "found" not in record:
        return ""
    found = record["found"]
    blamed = found["sound rows blamed"]
    told = f"{found['rows']} / {found['columns']} / {found['reasons']}"
    return f"{told}, {blamed:,} sound rows blamed" if blamed else told


def found_head(results: Results, part: str) -> str:
    """Return what stands above how many were found: how many were planted."""
    return f"found of {max(item['found']['planted'] for item in records(results, part) if 'found' in item)}"


def side_by_side(results: Results, rows: int) -> str:
    """Return the validators with a table of so many rows, the floor first."""
    here = {record["contestant"]: record for record in records(results, "csv") if record["rows"] == rows}
    floor = here[FLOOR]
    lines = []
    for name in CONTESTANTS:
        record = here[name]
        if "left out" in record:
            estimate = record["left out"]
            left_out = f"left out: about {estimate['seconds']:,} s and {estimate['MiB']:,} MiB"
            lines.append([name, left_out])
            continue
        runs = record["runs"]
        lines.append([
            name, number(median(runs)), number(ratio(runs, floor["runs"])), number(median(runs, "cpu")),
            f"{median(runs, 'peak'):,.0f}", found_of(record),
        ])  # fmt: skip
    return table(
        ["", "seconds", "x floor", "processor, s", "MiB", f"{found_head(results, 'csv')}: row / column / reason"], lines
    )


def sizes(results: Results) -> list[int]:
    """Return the numbers of rows that the validators were measured with."""
    return sorted({record["rows"] for record in records(results, "csv")})


def shown_first(results: Results) -> int:
    """Return the number of rows that stands for all: a million, or the most that was measured."""
    measured = sizes(results)
    return OF_INTEREST if OF_INTEREST in measured else measured[-1]


def in_short(results: Results) -> str:
    """Return the validators at one size."""
    rows = shown_first(results)
    return f"{caption(results, rows)}\n\n{side_by_side(results, rows)}"


def caption(results: Results, rows: int) -> str:
    """Return what a table of the validators is about."""
    size = next(item["file MiB"] for item in records(results, "csv") if item["rows"] == rows and "runs" in item)
    rounds = results["parts"]["csv"]["settings"]["rounds"]
    return f"A CSV file of {rows:,} rows ({number(size)} MiB), median of {rounds}:"


def other_sizes(results: Results) -> str:
    """Return the validators at the other sizes."""
    others = [rows for rows in sizes(results) if rows != shown_first(results)]
    tables = [f"{caption(results, rows)}\n\n{side_by_side(results, rows)}" for rows in others]
    return "\n\n".join(tables) or "No other size was measured."


def growth_of_rows(results: Results) -> str:
    """Return what ten times the rows cost each: how many times the seconds and the memory."""
    steps = list(pairwise(sizes(results)))
    lines = []
    for name in CONTESTANTS:
        mine = [item for item in records(results, "csv") if item["contestant"] == name and "runs" in item]
        at = {item["rows"]: item["runs"] for item in mine}
        figures = [
            number(median(at[more], what) / median(at[fewer], what)) if more in at else ""
            for fewer, more in steps
            for what in ("seconds", "peak")
        ]
        lines.append([name, *figures])
    heads = [f"{more:,} rows: {what} x" for _, more in steps for what in ("seconds", "MiB")]
    return table(["beside a tenth of the rows", *heads], lines)


def pairs(results: Results, part: str, **names: object) -> Iterator[tuple[Record, Record]]:
    """Yield what reading took and what validating took, of the records with these names."""
    chosen = [item for item in records(results, part) if all(item[key] == value for key, value in names.items())]
    yield from zip(chosen[::2], chosen[1::2], strict=True)


def beside_reading(read: Record, validate: Record) -> list[str]:
    """Return the figures of a pair: seconds of both and their ratio, of the processor too, and memory."""
    one, other = read["runs"], validate["runs"]
    return [
        number(median(one)), number(median(other)), number(ratio(other, one)), number(ratio(other, one, "cpu")),
        f"{median(one, 'peak'):,.0f}", f"{median(other, 'peak'):,.0f}",
    ]  # fmt: skip


BESIDE: Final = ("read, s", "validate, s", "x", "processor x", "read, MiB", "validate, MiB")


def by_form(results: Results) -> str:
    """Return the forms of one table."""
    lines = [
        [FORM_NAMES[read["form"]], number(read["file MiB"]), *beside_reading(read, validate), found_of(validate)]
        for read, validate in pairs(results, "forms")
    ]
    return f"{records(results, 'forms')[0]['rows']:,} rows of events:\n\n" + table(
        ["form", "file, MiB", *BESIDE, found_head(results, "forms")], lines
    )


def by_table(results: Results) -> str:
    """Return the four tables."""
    lines = []
    for read, validate in pairs(results, "tables"):
        cells = read["rows"] * read["columns"] / 1e6
        each = number(median(validate["runs"]) / cells)
        figures = beside_reading(read, validate)
        lines.append([
            f"`{read['table']}`", str(read["columns"]), number(read["file MiB"]), *figures, each, found_of(validate)
        ])  # fmt: skip
    return f"{records(results, 'tables')[0]['rows']:,} rows of each:\n\n" + table(
        ["table", "columns", "file, MiB", *BESIDE, "s a million cells", found_head(results, "tables")], lines
    )


def grown(results: Results, what: str, head: str, step: Callable[[Record], str]) -> str:
    """Return a series of the part growth, each step beside reading and beside its own first step."""
    series = list(pairs(results, "growth", grown=what))
    first = series[0][1]
    lines = [
        [
            step(validate), number(read["file MiB"]), *beside_reading(read, validate),
            number(ratio(validate["runs"], first["runs"])), number(ratio(validate["runs"], first["runs"], "cpu")),
            f"{validate['found']:,} of {validate['planted']:,}"
            + (f", {validate['others']:,} others" if validate["others"] else ""),
        ]
        for read, validate in series
    ]  # fmt: skip
    return f"{first['rows']:,} rows of events:\n\n" + table(
        [head, "file, MiB", *BESIDE, "x first line", "processor x", "findings"], lines
    )


def percent(record: Record) -> str:
    """Return a share as it is said.

    >>> [percent({"step": step}) for step in (0, 0.00001, 0.12)]
    ['none', '0.001%', '12%']
    """
    return f"{record['step'] * 100:g}%" if record["step"] else "none"


def bad_cells(results: Results) -> str:
    """Return the growth with the share of bad cells."""
    return grown(results, "bad cells", "bad cells", percent)


def broken_records(results: Results) -> str:
    """Return the growth with the share of broken records."""
    return grown(results, "broken records", "broken records", percent)


def more_columns(results: Results) -> str:
    """Return the growth with the number of columns."""
    return grown(results, "more columns", "columns beside the twelve", lambda record: f"{record['step']:g}")


def starts(results: Results, *, loads: bool) -> str:
    """Return what starting takes: the loading of each table, or all else."""
    lines = []
    for ours, other in pairs(results, "startup"):
        if ours["what"].startswith("mm.load") == loads:
            seconds = [number(median(record["runs"])) for record in (ours, other)]
            name = f"`{ours['what']}`" if ours["what"].startswith(("mm.load", "import")) else ours["what"]
            lines.append([name, seconds[0], other["of"], seconds[1], number(ratio(ours["runs"], other["runs"]))])
    return table(["", "seconds", "beside", "seconds", "x"], lines)


def on_spark(results: Results) -> str:
    """Return what validation on Spark takes beside Spark's own read, with rows and with cores."""
    lines = []
    for read, validate in pairs(results, "spark"):
        cells = [f"{read['rows']:,}", str(read["cores"])]
        if "runs" in read and "runs" in validate:
            cells += [*beside_reading(read, validate), found_of(validate)]
        else:
            cells += [
                number(median(record["runs"]))
                if "runs" in record
                else f"left out: about {record['left out']['seconds']:,}"
                for record in (read, validate)
            ]
        lines.append(cells)
    return table(["rows", "cores", *BESIDE, found_head(results, "spark")], lines)


def machine(results: Results) -> str:
    """Return what was measured on, of each part whose machine is another than the first one's."""
    told: list[tuple[list[str], Mapping[str, Any]]] = []
    for part, kept in sorted(results["parts"].items()):
        same = [parts for parts, described in told if described == kept["machine"]]
        if same:
            same[0].append(part)
        else:
            told.append(([part], kept["machine"]))
    texts = []
    for parts, described in told:
        libraries = ", ".join(f"{name} {version}" for name, version in described["libraries"].items())
        rows = [[key, str(described[key])] for key in ("processor", "cores", "memory GiB", "system", "python")]
        named = f"Parts {', '.join(parts)}:\n\n" if len(told) > 1 else ""
        texts.append(named + table(["", "measured on"], [*rows, ["libraries", libraries]]).replace("--:", "---"))
    rounds = ", ".join(f"{part} {kept['settings']['rounds']}" for part, kept in sorted(results["parts"].items()))
    return "\n\n".join([*texts, f"Rounds of each part: {rounds} (starts: twice as many)."])


PIECES: Final[Mapping[str, tuple[str, Callable[[Results], str]]]] = {
    "in_short": ("csv", in_short),
    "other_sizes": ("csv", other_sizes),
    "growth_of_rows": ("csv", growth_of_rows),
    "by_form": ("forms", by_form),
    "by_table": ("tables", by_table),
    "bad_cells": ("growth", bad_cells),
    "broken_records": ("growth", broken_records),
    "more_columns": ("growth", more_columns),
    "starts": ("startup", lambda results: starts(results, loads=False)),
    "loads": ("startup", lambda results: starts(results, loads=True)),
    "on_spark": ("spark", on_spark),
}
"""By the name that the page calls it by, each table and the part that it is made from."""

__all__ = ["OURS", "PIECES", "in_short", "machine"]
