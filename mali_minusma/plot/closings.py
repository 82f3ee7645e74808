"""The bases of the mission on the map, by when they closed."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mali_minusma.contract.source import load_contract
from mali_minusma.evidence import claims
from mali_minusma.loaders.mission import bases
from mali_minusma.loaders.reference import places
from mali_minusma.plot.common import MONTHS, axes_or_new, caption, head, ink, settle, tint
from mali_minusma.plot.labels import Box, Point, label, pieces
from mali_minusma.queries.common import sources_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_MARKERS: Final = "os^DvPX*"
_SHADES: Final = "cividis_r"
"""From light to dark in even steps, also in grey and for the colour-blind: the later, the darker."""


def withdrawal(*, ax: Axes | None = None) -> Axes:
    r"""Draw a map of the thirteen bases of 2023 by the month in which each closed, numbered in the order of closing.

    Args:
        ax: axes to draw on; by default those of a new figure, 8 by 7.4 inches. The labels are placed for the size
            that the axes have now: don't resize the figure afterwards.

    Returns:
        The axes, in degrees, with a degree of latitude as long as one of longitude in the middle of Mali. A month has
        a marker and a shade of its own.

    Raises:
        ValueError: if the axes given are too small to hold the labels.
        ImportError: if matplotlib is not installed.

    >>> from mali_minusma import plot
    >>> axes = plot.withdrawal()
    >>> axes.texts[1].get_text()
    '1 Ogossagou\n4 Aug 2023'
    """
    frame = closings()
    axes = axes_or_new(ax, 8, 7.4)
    ring = outline()
    axes.fill(*zip(*ring, strict=True), facecolor=tint(axes, 0.06), edgecolor=tint(axes, 0.6), linewidth=0.9, zorder=1)
    middle = sum(latitude for _, latitude in (min(ring, key=_latitude), max(ring, key=_latitude))) / 2
    axes.set_aspect(1 / math.cos(math.radians(middle)))
    axes.margins(0.03)
    axes.grid(visible=False)
    handles = _markers(axes, frame)
    _degrees(axes)
    head(axes, "Bases of MINUSMA in the order of closing, by month")
    legend = axes.legend(
        handles=handles, loc="upper left", frameon=False, fontsize="small", title="Closed in", alignment="left",
        title_fontsize="small", handletextpad=0.4,
    )  # fmt: skip
    note = "The thirteen bases counted in 2023. Outline of Mali: Natural Earth."
    caption(axes, "dates on which the mission left each base", frame["sources"], note, letters=105)
    scale = settle(axes)
    held = Box(*(float(edge) * scale for edge in legend.get_window_extent().extents))
    named = zip(frame["closure_order"], frame["name"], frame["closed_on"], strict=True)
    texts = [f"{order} {name}\n{_day(moment)}" for order, name, moment in named]
    spots = zip(frame["longitude"], frame["latitude"], texts, strict=True)
    corners = [[float(part) * scale for part in axes.transData.transform(corner)] for corner in ring]
    border = [bit for one, other in pairwise(corners) for bit in pieces(one, other, 3)]
    label(axes, [Point(float(x), float(y), text) for x, y, text in spots], [held], border)
    return axes


def closings() -> pd.DataFrame:
    """Return the thirteen bases in the order of closing, with their coordinates and the sources of each closing.

    >>> closings()[["closure_order", "base_id"]].values.tolist()[-1]
    [13, 'bamako']
    """
    frame = bases(counted_in_2023="yes")
    readings = claims("bases", field="closed_on").groupby("subject_id")["source_id"].agg(sources_of)
    frame["sources"] = frame["base_id"].map(readings)
    where = places()[["place_id", "latitude", "longitude"]]
    joined = frame.merge(where, on="place_id", how="left", validate="many_to_one")
    joined.attrs.clear()
    return joined.sort_values("closure_order").reset_index(drop=True)


def outline() -> list[tuple[float, float]]:
    """Return the outline of Mali as longitudes and latitudes.

    >>> len(outline())
    474
    """
    return [(float(x), float(y)) for x, y in load_contract().codes("mali-outline")["ring"]]


def _latitude(point: tuple[float, float]) -> float:
    return point[1]


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _markers(axes: Axes, frame: pd.DataFrame) -> list[Artist]:
    """Mark the bases, each month by a marker and a shade of its own; return what the legend shows."""
    from matplotlib import colormaps

    months = sorted({(moment.year, moment.month) for moment in frame["closed_on"]})
    shades = colormaps[_SHADES]
    handles: list[Artist] = []
    for number, (year, month) in enumerate(months):
        group = frame[(frame["closed_on"].dt.year == year) & (frame["closed_on"].dt.month == month)]
        when = f"{MONTHS[month - 1]} {year}"
        (points,) = axes.plot(
            group["longitude"].to_list(), group["latitude"].to_list(), _MARKERS[number % len(_MARKERS)],
            color=shades(number / max(1, len(months) - 1)), markeredgecolor=ink(axes), markeredgewidth=0.8,
            markersize=8, label=f"{when} ({len(group)})", zorder=4,
        )  # fmt: skip
        points.set_gid(f"closed {when}")
        handles.append(points)
    return handles


def _degrees(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    for axis, sides, name in ((axes.xaxis, "WE", "Longitude"), (axes.yaxis, "SN", "Latitude")):
        axis.set_major_locator(MultipleLocator(4))
        axis.set_major_formatter(FuncFormatter(lambda value, _, sides=sides: _degree(value, sides)))
        axis.set_label_text(f"{name} (degrees)")


def _degree(value: float, sides: str) -> str:
    """Return a coordinate as maps write it.

    >>> _degree(-8, "WE"), _degree(0, "WE")
    ('8° W', '0°')
    """
    return f"{abs(value):g}°" + ("" if value == 0 else f" {sides[0 if value < 0 else 1]}")
