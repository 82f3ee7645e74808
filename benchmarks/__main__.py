"""Measures, keeps the results, and makes docs/performance.md from them: `python -m benchmarks [PART...]`.

Each part saves what it measured when it is done, a long one after each size, so that a run that was cut short is
continued with the parts that it lacks. The part `page` measures nothing: it makes the page and its pictures anew from
the results.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import page, results
from benchmarks.parts import forms, growth, spark, startup, validators
from benchmarks.parts.settings import SIZES, Settings
from benchmarks.planted_faults import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PARTS: Final[Mapping[str, Callable[[Settings], list[dict[str, Any]]]]] = {
    "csv": validators.measure,
    "forms": forms.by_form,
    "tables": forms.by_table,
    "growth": growth.measure,
    "startup": startup.measure,
    "spark": spark.measure,
}

MEMORY_SHARE: Final = 0.8
"""How much of the machine's memory a contestant may be expected to need."""


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join([*PARTS, 'page'])} (default: all)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--most-rows", type=int, default=SIZES[-1], help="of the largest table (default: 10,000,000)")
    parser.add_argument(
        "--longest", type=float, default=Settings.longest, metavar="SECONDS",
        help=f"what is expected to take longer is left out, with an estimate (default: {Settings.longest:.0f})",
    )  # fmt: skip
    parser.add_argument("--results", type=Path, default=results.RESULTS, help="where results are kept")
    parser.add_argument("--temporary", type=Path, help="where large tables are made for the time of the run")
    asked = parser.parse_args(given)
    if unknown := set(asked.parts) - {*PARTS, "page"}:
        parser.error(f"no part {', '.join(sorted(unknown))}: there are {', '.join([*PARTS, 'page'])}")
    if asked.rounds < 1 or asked.most_rows < FEWEST:
        parser.error(f"at least one round and {FEWEST} rows")
    return asked


def main(given: Sequence[str]) -> int:
    """Measure the parts that are asked for, and make the page."""
    asked = arguments(given)
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20
    for part, measure in PARTS.items():
        if asked.parts and part not in asked.parts:
            continue
        with tempfile.TemporaryDirectory(dir=asked.temporary) as folder:
            settings = Settings(Path(folder), asked.rounds, asked.most_rows, asked.longest, memory * MEMORY_SHARE)
            keep = partial(results.save, part, settings=settings.told(), path=asked.results)
            try:
                keep(measure(replace(settings, keep=keep)))
            except spark.NoSparkError as error:
                print(f"{part}: {error}", file=sys.stderr)
    if asked.results == results.RESULTS:
        page.write(results.load())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
