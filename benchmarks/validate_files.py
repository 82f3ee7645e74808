"""How long a large table takes to validate, how much memory, and which planted faults are found, side by side.

The floor is what polars needs to read the same CSV file and do nothing with it. Each measurement is a fresh process,
the clock running from before the imports to after the last finding; a frame is made before, since who validates one
holds it already. Memory is the most that the process held while the clock ran. Seconds of the processor are told
beside those of the clock, which a busy machine stretches. Other validators, given the schemas that this package makes
for them, take their turn where the table is small enough to wait for them. Linux only.

    python -m benchmarks.validate_files [TABLE [ROWS [ROUNDS]]]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.planted import FILES, FORMS, PlantedTable
from benchmarks.planted_faults import FAULTS, FEWEST

if TYPE_CHECKING:
    from benchmarks.planted import Form

ROOT: Final = Path(__file__).resolve().parent.parent

SMALL: Final = 20_000
"""Up to how many rows the other validators take part."""

FLOOR: Final = """\
import polars as pl
pl.scan_csv(path, infer_schema=False).select(pl.all().null_count()).collect(engine="streaming")
found = []"""

OURS: Final = """\
import mali_minusma as mm
report = mm.validate(target, table=table)
found = [(item.row, item.column, item.rule) for item in report.findings]"""

FRAME: Final = """\
from benchmarks.planted import PlantedTable
import mali_minusma as mm
target = PlantedTable(table, rows).{form}_frame()"""

PANDERA: Final = """\
from pandera.errors import SchemaErrors
found = []
try:
    mm.schema(table, dialect={dialect!r}).validate(target, lazy=True)
except SchemaErrors as errors:
    found = [(int(index) + 1,) for index in errors.failure_cases["index"] if index is not None and index == index]"""

JSON_SCHEMA: Final = """\
import json
import mali_minusma as mm
from jsonschema import Draft202012Validator
judge = Draft202012Validator(mm.schema(table, dialect="json"), format_checker=Draft202012Validator.FORMAT_CHECKER)
with open(path, encoding="utf-8") as file:
    found = [(row,) for row, line in enumerate(file, 1) if not judge.is_valid(json.loads(line))]"""

FRICTIONLESS: Final = """\
import mali_minusma as mm
from frictionless import Resource, Schema, system
descriptor = mm.schema(table)
descriptor.pop("foreignKeys", None)
with system.use_context(trusted=True):
    report = Resource(path=path, schema=Schema.from_descriptor(descriptor)).validate(limit_errors=2**31)
found = [(error.row_number - 1,) for task in report.tasks for error in task.errors]"""

PROGRAM: Final = """\
import json, time
table, rows, path = {table!r}, {rows!r}, {path!r}
target = path
{before}
with open("/proc/self/clear_refs", "w") as file:
    file.write("5")  # the most memory held is counted anew
_start, _cpu = time.perf_counter(), time.process_time()
{work}
_seconds, _cpu = time.perf_counter() - _start, time.process_time() - _cpu
with open("/proc/self/status") as file:
    (_peak,) = [int(line.split()[1]) for line in file if line.startswith("VmHWM:")]
print(json.dumps([_seconds, _cpu, _peak / 1024, found]))"""


@dataclass(frozen=True)
class Contestant:
    """One way to validate a table."""

    name: str
    form: Form
    work: str
    before: str = ""


FLOOR_NAME: Final = "floor: polars reads the CSV"


def contestants(rows: int) -> list[Contestant]:
    """Return who takes part with a table of so many rows; the floor first."""
    taking_part = [Contestant(FLOOR_NAME, "csv", FLOOR)]
    for form in FORMS:
        before = "" if form in FILES else FRAME.format(form=form)
        taking_part.append(Contestant(f"mm.validate, {form}", form, OURS, before))
    if rows <= SMALL:
        for form, dialect in (("pandas", "pandera"), ("polars", "pandera-polars")):
            work, before = PANDERA.format(dialect=dialect), FRAME.format(form=form)
            taking_part.append(Contestant(f"pandera, {form}", form, work, before))
        taking_part.append(Contestant("jsonschema, line by line", "jsonl", JSON_SCHEMA))
        taking_part.append(Contestant("frictionless, csv, no foreign keys", "csv", FRICTIONLESS))
    return taking_part


@dataclass(frozen=True)
class Measured:
    """What one process took and found."""

    seconds: float
    cpu: float
    """Seconds of the processor, of all threads together."""
    peak: float
    """In MiB."""
    found: int
    others: int
    """Findings where nothing was planted."""


def measure(contestant: Contestant, planted: PlantedTable, path: str) -> Measured:
    """Return what a contestant takes for a table, in a fresh process, and what it finds."""
    code = PROGRAM.format(
        table=planted.table, rows=planted.rows, path=path, before=contestant.before, work=contestant.work
    )
    done = subprocess.run(  # noqa: S603 - a program of ours
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, cwd=ROOT
    )
    if done.returncode:
        raise SystemExit(f"{contestant.name} failed:\n{done.stderr}")
    seconds, cpu, peak, found = json.loads(done.stdout)
    told = {tuple(item) for item in found}
    # We owe row, column and rule; other validators have rules of other names, so only their rows are compared.
    width = len(next(iter(told), ()))
    owed = {(item.row, item.column, item.rule)[:width] for item in planted.expected(contestant.form)}
    return Measured(seconds, cpu, peak, len(told & owed), len(told - owed))


def main(arguments: list[str]) -> int:
    """Print a line a contestant: the median of the seconds, and the most of the memory."""
    table, rows, rounds = [*arguments, *["events", "10000", "3"][len(arguments) :]][:3]
    usage = f"usage: python -m benchmarks.validate_files [TABLE [ROWS [ROUNDS]]]\n  TABLE: {', '.join(FAULTS)}\n"
    if not rows.isdecimal() or not rounds.isdecimal():
        sys.stderr.write(f"{usage}  ROWS: at least {FEWEST}\n  ROUNDS: at least 1\n")
        return 2
    try:
        planted, times = PlantedTable(table, int(rows)), range(max(1, int(rounds)))
    except ValueError as error:
        sys.stderr.write(f"{usage}  {error}\n")
        return 2
    taking_part = contestants(planted.rows)
    taken: dict[str, list[Measured]] = {contestant.name: [] for contestant in taking_part}
    with tempfile.TemporaryDirectory() as folder:
        paths: dict[Form, str] = {form: str(planted.write(form, Path(folder))) for form in FILES}
        measure(taking_part[0], planted, paths["csv"])  # the first run fills the caches of files and bytecode
        for _ in times:
            for contestant in taking_part:
                path = paths.get(contestant.form, "")  # a frame has none
                taken[contestant.name].append(measure(contestant, planted, path))
    owed = len(planted.expected("csv"))
    floor = statistics.median(item.seconds for item in taken[FLOOR_NAME])
    print(f"{table}, {planted.rows:,} rows, median of {len(times)}")
    print(f"{'':36}{'seconds':>9}{'x floor':>9}{'cpu':>8}{'peak MiB':>10}{'found':>8}{'others':>8}")
    for name, measured in taken.items():
        seconds = statistics.median(item.seconds for item in measured)
        cpu = statistics.median(item.cpu for item in measured)
        peak = max(item.peak for item in measured)
        found = "" if name == FLOOR_NAME else f"{measured[0].found}/{owed}"
        others = "" if name == FLOOR_NAME else str(measured[0].others)
        print(f"{name:36}{seconds:9.2f}{seconds / floor:9.1f}{cpu:8.2f}{peak:10.0f}{found:>8}{others:>8}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
