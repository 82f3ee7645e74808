"""Makes docs/performance.md, its pictures and the table in README.md from the results, and from nothing else.

The words stand in benchmarks/page.md. A line `{{name}}` in it is replaced by what is made from the results; what wasn't
measured is said to be so. No figure that was measured stands in the words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import sooner, steeper
from benchmarks.pictures import PICTURES, pictures
from benchmarks.tables import PIECES, in_short, machine, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT: Final = Path(__file__).resolve().parent.parent
WORDS: Final = Path(__file__).with_name("page.md")
PAGE: Final = ROOT / "docs" / "performance.md"
IMAGES: Final = ROOT / "docs" / "images"
README: Final = ROOT / "README.md"

PLACE: Final = re.compile(r"^\{\{(\w+)\}\}$", re.MULTILINE)

IN_README: Final = re.compile(
    r"(?<=<!-- from benchmarks/results.json -->\n\n).*?(?=\n\n<!-- until here -->)", re.DOTALL
)

MADE: Final[Mapping[str, tuple[str, Callable[[dict[str, Any]], str]]]] = {
    **PIECES,
    "steeper": ("csv", steeper.told),
    "sooner": ("csv", sooner.told),
    "machine": ("csv", machine),
}
"""By the name that the page calls it by, what is made, and the part without which it can't be."""

ALT: Final = {
    "performance-rows.svg": "Seconds and memory of each validator by the number of rows, both scales logarithmic",
    "performance-growth.svg": "Seconds and memory of reading and of validating, by the share of bad cells and of "
    "broken records and by the number of columns, both scales logarithmic",
    "performance-spark.svg": "Seconds and memory of Spark's own read and of validation on Spark, by rows and cores, "
    "both scales logarithmic",
}
"""What stands for each picture where none is shown."""


def page(results: dict[str, Any]) -> str:
    """Return the text of docs/performance.md.

    Raises:
        KeyError: if the words name what isn't made.
    """
    return PLACE.sub(lambda found: made(results, found[1]), WORDS.read_text(encoding="utf-8"))


def made(results: dict[str, Any], name: str) -> str:
    """Return what stands in a place of the page: a table, a picture, or that it wasn't measured."""
    picture = f"performance-{name.removeprefix('picture_')}.svg"
    part = MADE[name][0] if name in MADE else PICTURES[picture][0]
    if not records(results, part):
        return f"Not measured yet: `python -m benchmarks {part}` does."
    return MADE[name][1](results) if name in MADE else f"![{ALT[picture]}](images/{picture})"


def readme(results: dict[str, Any]) -> str:
    """Return the text of README.md with the table of these results."""
    return IN_README.sub(lambda _: in_short(results), README.read_text(encoding="utf-8"))


def write(results: dict[str, Any]) -> None:
    """Write the page, its pictures and the table of README.md."""
    PAGE.write_text(page(results), encoding="utf-8", newline="\n")
    for name, text in pictures(results).items():
        (IMAGES / name).write_text(text, encoding="utf-8", newline="\n")
    if records(results, "csv"):
        README.write_text(readme(results), encoding="utf-8", newline="\n")
