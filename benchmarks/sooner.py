"""Who is ahead of this package, and at which size, judged from the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.measure import median
from benchmarks.parts.validators import FLOOR, OURS
from benchmarks.tables import records, sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

WHAT: Final = {"seconds": "on time", "peak": "on memory"}


def ahead(results: dict[str, Any], rows: int, what: str) -> list[str]:
    """Return who needs less for a table of so many rows; of memory, of those only that find as much."""
    here = {item["contestant"]: item for item in records(results, "csv") if item["rows"] == rows and "runs" in item}
    ours = here[OURS]
    return [
        name
        for name, record in here.items()
        if name not in {OURS, FLOOR}
        and median(record["runs"], what) < median(ours["runs"], what)
        and (what == "seconds" or record["found"]["reasons"] >= ours["found"]["reasons"])
    ]


def told(results: dict[str, Any]) -> str:
    """Return at which sizes another is ahead, or that none is."""

    def lines() -> Iterator[str]:
        for rows in sizes(results):
            found = [
                f"{' and '.join(names)} {on}" for what, on in WHAT.items() if (names := ahead(results, rows, what))
            ]
            yield f"- {rows:,} rows: {'; '.join(found) or 'nobody'}"

    return "\n".join(lines())
