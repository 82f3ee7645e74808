"""Measures commands, each run a fresh process: from its start to its exit, imports included, several taking turns."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ROOT: Final = Path(__file__).resolve().parent.parent

WITHOUT_SPARK: Final = Path(__file__).with_name("without_spark")

LAUNCHER: Final = Path(__file__).with_name("launch.py")

FOUND: Final = 1
"""The exit status of a validator that found something."""


class Run(NamedTuple):
    """What one process took."""

    seconds: float
    """Of the clock."""
    cpu: float
    """Seconds of the processor, of all threads and processes together."""
    peak: float
    """The most memory that it held (of several processes: the largest one), in MiB."""


@dataclass
class Case:
    """One command that takes its turn with others, what it took in each round, and what it wrote in the last."""

    names: Mapping[str, Any]
    """What it is called in the results: the contestant, the number of rows and so on."""
    command: Sequence[str]
    runs: list[Run] = field(default_factory=list)
    output: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    """What else the results say of it: what it found."""
    spark: bool = False
    """Whether it needs PySpark; from others it is hidden."""

    def record(self) -> dict[str, Any]:
        """Return what the results keep."""
        return {**self.names, **self.told, "runs": [list(run) for run in self.runs]}


class FailedError(RuntimeError):
    """A command that was to be measured didn't do its work."""


def program(module: str, *arguments: object) -> list[str]:
    """Return the command that runs a module with this Python.

    >>> program("benchmarks.contestants.floor", "events.csv")[1:]
    ['-m', 'benchmarks.contestants.floor', 'events.csv']
    """
    return [sys.executable, "-m", module, *map(str, arguments)]


def python(code: str) -> list[str]:
    """Return the command that runs some code with this Python."""
    return [sys.executable, "-c", code]


def measure(command: Sequence[str], *, spark: bool = False) -> tuple[Run, str]:
    """Run a command once; return what it took, and what it wrote. From one that isn't about Spark PySpark is hidden.

    Raises:
        FailedError: if it ends with an error.
    """
    path = [*([] if spark else [str(WITHOUT_SPARK)]), str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 - commands of ours
            [sys.executable, "-I", "-S", str(LAUNCHER), folder, *command],
            capture_output=True, encoding="utf-8", check=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        )  # fmt: skip
        seconds, cpu, peak, status = json.loads(done.stdout)
        output, errors = (Path(folder, name).read_text(encoding="utf-8") for name in ("output", "errors"))
    if status not in {0, FOUND} or "Traceback" in errors:
        raise FailedError(f"{' '.join(command)} ended with status {status}:\n{errors or output}")
    return Run(seconds, cpu, peak), output


def take_turns(cases: Sequence[Case], rounds: int, say: Callable[[str], None] = print) -> None:
    """Measure each case once a round, one after the other, so that a busy hour of the machine slows all of them."""
    for number in range(rounds):
        for case in cases:
            run, case.output = measure(case.command, spark=case.spark)
            case.runs.append(run)
            say(f"{number + 1}/{rounds} {' '.join(map(str, case.names.values()))}: {run.seconds:.2f} s")


def median(runs: Iterable[Sequence[float]], what: str = "seconds") -> float:
    """Return the middle of several runs: of the seconds, or of another figure of `Run`.

    >>> median([(1.0, 3.0, 50.0), (4.0, 3.5, 60.0), (1.5, 3.2, 55.0)])
    1.5
    """
    return statistics.median(figure(run, what) for run in runs)


def ratio(runs: Iterable[Sequence[float]], beside: Iterable[Sequence[float]], what: str = "seconds") -> float:
    """Return how many times another's figure these runs took: the middle of the ratios round by round.

    >>> ratio([(2.0, 0, 0), (6.0, 0, 0), (3.0, 0, 0)], [(1.0, 0, 0), (2.0, 0, 0), (3.0, 0, 0)])
    2.0
    """
    pairs = zip(runs, beside, strict=True)
    return statistics.median(figure(mine, what) / figure(other, what) for mine, other in pairs)


def figure(run: Sequence[float], what: str) -> float:
    """Return one figure of a run.

    >>> figure((1.5, 2.5, 60.0), "peak")
    60.0
    """
    return run[Run._fields.index(what)]
