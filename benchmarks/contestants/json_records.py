"""What both validators of JSON Schema are given: the rows of a CSV file as records with the types of JSON.

A whole number becomes one only where it is written as one; other text stays text, so that the schema refuses it. That
care is the user's: `int()` alone takes `1_000`, ` 5 ` and Arabic digits, and the schema would never see them.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.contestants.telling import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEMAS: Final = Path(__file__).resolve().parents[2] / "schemas" / "records"

WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)\Z")

ABSENT: Final = re.compile(r"[\"'](\w+)[\"'] is a required property")


def schema(table: str) -> dict[str, Any]:
    """Return the JSON Schema of a record, as the package ships it."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    return found


def records(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each row of events, and its record without the cells that are empty."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, strict=True), 1):
            record: dict[str, Any] = {name: cell for name, cell in row.items() if cell}
            ordinal = row["ordinal"]
            if WHOLE.match(ordinal):
                record["ordinal"] = int(ordinal)
            yield number, record


def told(row: int, judge: dict[str, Any], error: Any) -> Told:  # noqa: ANN401 - of either library
    """Return an error of either library in our words."""
    steps = list(error.schema_path)
    if steps[0] == "allOf":
        comment = judge["allOf"][steps[1]]["$comment"]
        return Told(row, None, comment.split(":")[0].rpartition(".")[2])
    if steps[0] == "required":
        absent = ABSENT.search(error.message)
        return Told(row, absent and absent[1], "required")
    kind = "type" if steps[-1] == "format" else str(steps[-1])
    column = str(next(iter(error.instance_path if hasattr(error, "instance_path") else error.absolute_path)))
    return Told(row, column, kind)


def first_of_each(findings: Iterable[Told]) -> list[Told]:
    """Return the findings, one where format and pattern of a day both fail."""
    return list(dict.fromkeys(findings))
