"""The results: a file of JSON in which each part replaces what an earlier run of it left, and the machine described."""

from __future__ import annotations

import json
import os
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RESULTS: Final = Path(__file__).with_name("results.json")

LIBRARIES: Final = (
    "mali-minusma", "duckdb", "frictionless", "jsonschema", "jsonschema-rs", "numpy", "pandas", "pandera", "polars",
    "pyarrow", "pyspark",
)  # fmt: skip

SHORT: Final = re.compile(r"\[\s+([^\[\]{}]*?)\s+\]")
"""A list without lists in it, spread over lines."""


def load(path: Path = RESULTS) -> dict[str, Any]:
    """Return the results, or nothing measured."""
    if not path.exists():
        return {"parts": {}}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def save(part: str, records: Sequence[Any], settings: dict[str, Any], path: Path = RESULTS) -> None:
    """Put the records of a part in the place of those that an earlier run left, with the machine they were made on."""
    results = load(path)
    results["parts"][part] = {"machine": machine(), "settings": settings, "records": list(records)}
    path.write_text(written(results), encoding="utf-8", newline="\n")


def written(results: dict[str, Any]) -> str:
    """Return the text of the file: sorted, a run a line.

    >>> print(written({"b": {"runs": [[1.5, 2]]}, "a": 1}), end="")
    {
     "a": 1,
     "b": {
      "runs": [
       [1.5, 2]
      ]
     }
    }
    """
    text = json.dumps(results, ensure_ascii=False, indent=1, sort_keys=True)
    return SHORT.sub(lambda found: "[" + re.sub(r"\s*\n\s*", " ", found[1]) + "]", text) + "\n"


def machine() -> dict[str, Any]:
    """Return what was measured on: never whose machine it is, where, or when."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory GiB": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "system": f"{platform.system()} {platform.machine()}, {system()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": dict(versions(LIBRARIES)),
    }


def processor() -> str:
    """Return the model of the processor, as the system tells it."""
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return " ".join(re.sub(r"\((?:R|TM)\)", "", found[1]).split()) if found else platform.processor() or "unknown"


def system() -> str:
    """Return the name of the distribution."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.release()


def versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the version of each library that is installed; this package's is that of the checkout."""
    from mali_minusma import __version__

    for name in names:
        try:
            yield name, __version__ if name == "mali-minusma" else metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
