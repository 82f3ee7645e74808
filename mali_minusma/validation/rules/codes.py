"""Rules on codes and coordinates: that they are assigned, and that they mean the place they stand beside."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOLERANCE_DEGREES: Final = 0.1
"""How far outside the outline a place may lie: the generalisation of a 1:50 million map."""


@rule("actors.code-is-assigned")
def code_is_assigned(data: Data) -> Iterator[Break]:
    """Find country codes that ISO 3166-1 doesn't assign, or that two states bear."""
    assigned = set(data.contract.codes("iso3166-1-alpha-3")["codes"])
    bearer: dict[str, str] = {}
    for row in data.rows("actors"):
        code = row["iso3"]
        if code and code not in assigned:
            yield Break("actors", row, "iso3", "a code that ISO 3166-1 assigns")
        elif code and bearer.setdefault(code, row["actor_id"]) != row["actor_id"]:
            yield Break("actors", row, "iso3", f"another code: {bearer[code]!r} bears it already")


@rule("package.code-has-actor")
def code_has_actor(data: Data) -> Iterator[Break]:
    """Find country codes that no actor bears."""
    known = {row["iso3"] for row in data.rows("actors")}
    for name, schema in data.contract.tables.items():
        if name != "actors" and "iso3" in schema.by_name:
            for row in data.rows(name):
                if row["iso3"] not in known | {""}:
                    yield Break(name, row, "iso3", "the code of a state in the table of actors")


@rule("places.in-mali")
def in_mali(data: Data) -> Iterator[Break]:
    """Find places with Mali's code that lie elsewhere."""
    ring = [(float(x), float(y)) for x, y in data.contract.codes("mali-outline")["ring"]]
    for row in data.rows("places"):
        latitude, longitude = row.value("latitude"), row.value("longitude")
        if row["iso3"] == "MLI" and isinstance(latitude, int | float) and isinstance(longitude, int | float):
            point = (float(longitude), float(latitude))
            if not _inside(point, ring) and _distance(point, ring) > TOLERANCE_DEGREES:
                yield Break("places", row, "latitude", "coordinates within the borders of Mali")


@rule("places.pcode-of-vintage")
def pcode_of_vintage(data: Data) -> Iterator[Break]:
    """Find P-codes that name another region in the list of their vintage, or none."""
    vintages = data.contract.codes("mali-admin1-pcodes")["vintages"]
    for row in data.rows("places"):
        code, vintage = row["admin1_pcode"], row["pcode_vintage"]
        if code and vintage in vintages and vintages[vintage].get(code) != row["admin1"]:
            named = vintages[vintage].get(code)
            expected = f"region {named!r} for {code} in {vintage}" if named else f"a P-code of the list of {vintage}"
            yield Break("places", row, "admin1_pcode", expected)


def _inside(point: tuple[float, float], ring: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a point lies in a closed ring, by counting the edges east of it."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def _distance(point: tuple[float, float], ring: Sequence[tuple[float, float]]) -> float:
    """Return the distance in degrees from a point to the nearest edge of a ring."""
    x, y = point
    best = float("inf")
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        dx, dy = x2 - x1, y2 - y1
        length = dx * dx + dy * dy
        along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
        best = min(best, ((x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2) ** 0.5)
    return best
