"""Odd bytes and odd places, and the limits of time and memory under which they are read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mali_minusma as mm
from mali_minusma.validation import Report

HEADER = b"table,period,status,note\n"
SOUND = b"bases,2013,complete,\n"

Place = tuple[str, int | None, int | None]
"""Rule, line and position."""


def check(folder: Path, data: bytes, name: str = "t.csv", **options: Any) -> Report:
    """Validate bytes as a file of the table coverage."""
    path = folder / name
    path.write_bytes(data)
    return mm.validate(path, options.pop("table", "coverage"), **options)


def places(report: Report) -> list[Place]:
    return [(item.rule, item.line, item.position) for item in report.findings]


def rows_of(report: Report, rule: str) -> list[int | None]:
    return [item.row for item in report.findings if item.rule == rule]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer: a pipe that nobody writes to would hang the tests."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


_MEASURED = """
import json, sys
import mali_minusma as mm

report = mm.validate(sys.argv[1], sys.argv[2])
(peak,) = (int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
first = report.findings[0] if report.findings else None
print(json.dumps({
    "peak": peak / 1024,
    "counts": report.counts,
    "kept": len(report.findings),
    "found": len(report),
    "rows": report.rows,
    "first": first and [first.rule, first.line, first.position],
}))
"""


def measured(path: Path, table: str = "coverage", seconds: float = 180) -> dict[str, Any]:
    """Validate a file in a process of its own; return what was counted, and the peak of its memory in MiB."""
    # The peak is read from /proc, since rusage would count the memory of this process before its start.
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path), table],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=seconds,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
