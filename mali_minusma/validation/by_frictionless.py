"""frictionless' view of the package: an independent second opinion."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.validation import frictionless_run
from mali_minusma.validation.frictionless_run import Said
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from subprocess import Popen

    from mali_minusma.validation.table import Table, Tables

NAME = "frictionless"

_PACKAGE_ERRORS = {"hash-count": "package.hash", "byte-count": "package.bytes", "row-count": "package.rows"}
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


_CHILD: Final = """
import json, sys
given = json.load(sys.stdin)
sys.path[:] = given["path"]
from mali_minusma.validation.frictionless_run import answer
answer(given)
"""


@contextmanager
def running(descriptor: dict[str, Any], folder: Path, *, beside: bool) -> Iterator[Callable[[], list[Said]]]:
    """Let frictionless check a package; what is yielded waits for what it says.

    Args:
        descriptor: a descriptor made by this package, never one from outside: frictionless would follow its addresses.
        folder: the folder that the paths of the descriptor are relative to.
        beside: whether to start it at once in a process of its own, if there is a processor for it, since this one has
            other things to do before it asks for the answer.
    """

    def here() -> list[Said]:
        return frictionless_run.run(descriptor, str(folder))

    process = _process(descriptor, folder) if beside and _processors() > 1 else None
    if process is None:
        yield here
        return

    def wait() -> list[Said]:
        answer, _ = process.communicate()
        # What went wrong over there is said better when it goes wrong here.
        return [Said(**said) for said in json.loads(answer)] if process.returncode == 0 else here()

    with process:
        try:
            yield wait
        finally:
            process.kill()


def _process(descriptor: dict[str, Any], folder: Path) -> Popen[str] | None:
    """Return a process that checks a package and writes what it finds, or None where none can be started."""
    import subprocess
    import tempfile

    if not sys.executable:
        return None
    # -P: whatever lies in the folder that somebody is in must not be taken for a module.
    command = [sys.executable, "-P", "-c", _CHILD]
    with tempfile.TemporaryFile("w+", encoding="ascii") as given:
        json.dump({"path": sys.path, "descriptor": descriptor, "folder": str(folder)}, given)
        given.seek(0)
        try:
            return subprocess.Popen(  # noqa: S603 - this Python, on this file
                command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii"
            )
        except OSError:
            return None


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def hits(said: Iterable[Said], tables: Tables) -> Iterator[Hit]:
    """Yield what frictionless said, as hits of the rules of the contract.

    Args:
        said: its errors.
        tables: the tables, well formed, so that its row numbers are ours.
    """
    for error in said:
        if error.table:
            yield _hit(tables[error.table], error)
        else:
            yield Hit("", -1, "", f"frictionless.{error.kind}", NAME, error.message)


def _hit(table: Table, error: Said) -> Hit:
    row, column = error.row - 2, error.column
    match error.kind:
        case "type-error":
            return Hit(table.name, row, column, f"{table.name}.{column}.type", NAME)
        case "constraint-error":
            found = _CONSTRAINT.search(error.note)
            return Hit(
                table.name, row, column, f"{table.name}.{column}.{found.group(1) if found else 'constraint'}", NAME
            )
        case "primary-key":
            return Hit(table.name, row, table.schema.primary_key[0], table.schema.key_rule, NAME)
        case "foreign-key":
            column = error.columns[0]
            return Hit(table.name, row, column, f"{table.name}.{column}.foreign-key", NAME)
        case kind if kind in _PACKAGE_ERRORS:
            return Hit(table.name, -1, "", _PACKAGE_ERRORS[kind], NAME, error.note)
        case kind:
            return Hit(table.name, -1, column, f"frictionless.{kind}", NAME, error.message)
