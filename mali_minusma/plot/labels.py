"""Labels beside points, so placed that none covers another: always in the same way for the same points and figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from mali_minusma.plot.common import ink, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

GAP: Final = 2.0
"""Points that stay free around a label."""

MARK: Final = 5.5
"""Points from the middle of a marker to its edge."""

NEAR: Final = 8.0
"""Points from the middle of a marker to a label right beside it, which needs no line to it."""

_DISTANCES: Final = (NEAR, 14.0, 20.0, 28.0, 36.0, 46.0, 58.0, 72.0, 90.0)
_STRAY: Final = 36.0
"""How far a label may go for a place that is free of what it should shun."""

_FAR: Final = 20.0
"""From here on a place is not a good one, though free."""

_ROUNDS: Final = 24
"""How often the labels are placed anew, to find better places for those that got poor ones."""

_DIRECTIONS: Final = (0, 180, 15, -15, 165, -165, 30, -30, 150, -150, 45, -45, 135, -135, 60, -60, 120, -120, 90, -90)
"""Degrees from the east, counter-clockwise: beside the marker before above or below it."""


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Return whether the two share any area.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def within(self, other: Box) -> bool:
        """Return whether all of this lies inside the other.

        >>> Box(1, 1, 2, 2).within(Box(0, 0, 2, 2))
        True
        """
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )


class Point(NamedTuple):
    """A place in the data, and what is to be written beside it."""

    x: float
    y: float
    text: str


def label(
    axes: Axes, labelled: Sequence[Point], avoid: Sequence[Box] = (), shun: Sequence[Box] = ()
) -> list[Annotation]:
    """Write a text beside every point, none over another, over a marker, or outside the axes.

    Each takes the nearest free place; those with the most neighbours choose first, then those that fared badly. A line
    joins a label to its marker if it is not right beside it. The places hold for the size that the figure has now.

    Args:
        axes: the axes, with the markers on them.
        labelled: the points.
        avoid: rectangles in points that must stay free, such as that of the legend.
        shun: rectangles that stay free if there is room near the marker, such as the pieces of a border.

    Returns:
        The texts, in the order of the points.

    Raises:
        ValueError: if the axes are too small to hold all labels.
    """
    # Positions are then those of the finished picture.
    scale = settle(axes)
    frame = Box(*(float(edge) * scale for edge in axes.get_window_extent().extents))
    places = [tuple(float(part) * scale for part in axes.transData.transform((point.x, point.y))) for point in labelled]
    notes = [_note(axes, point) for point in labelled]
    extents = [note.get_window_extent() for note in notes]
    sizes = [(extent.width * scale, extent.height * scale) for extent in extents]
    best = _best(places, sizes, frame, (avoid, shun))
    if best is None:
        for note in notes:
            note.remove()
        raise ValueError(
            f"these axes are too small to label {len(labelled)} points: make the figure larger, or leave out ax="
        )
    for index, spot in best.items():
        notes[index].set_position((spot.dx, spot.dy))
        # The lines of a label begin, or end, on the side of its marker.
        aside = abs(spot.dx) > sizes[index][0] / 4
        notes[index].set_multialignment("center" if not aside else "left" if spot.dx > 0 else "right")
        arrow = notes[index].arrow_patch
        if spot.distance > NEAR and arrow is not None:
            arrow.set_visible(True)
    return notes


class Spot(NamedTuple):
    """Where a label goes: how far its edge and its middle are from the marker, and whether it meets what it shuns."""

    distance: float
    dx: float
    dy: float
    poor: bool


def _best(
    places: Sequence[Sequence[float]],
    sizes: Sequence[tuple[float, float]],
    frame: Box,
    held: tuple[Sequence[Box], Sequence[Box]],
) -> dict[int, Spot] | None:
    """Return the best of several rounds: who got a poor place in one, or none, chooses first in the next."""
    order = sorted(range(len(places)), key=lambda index: (-_crowd(index, places), index))
    best: dict[int, Spot] = {}
    cost = math.inf
    seen: list[list[int]] = []
    while order not in seen and len(seen) < _ROUNDS:
        seen.append(order)
        found = _round(order, places, sizes, frame, held)
        spent = sum(100 * found[index].poor + found[index].distance for index in order if index in found)
        if len(found) == len(places) and spent < cost:
            best, cost = found, spent
        first = [index for index in order if index not in found or found[index].poor or found[index].distance > _FAR]
        if not first:
            break
        order = [*first, *(index for index in order if index not in first)]
    return best if len(best) == len(places) else None


def _round(
    order: Sequence[int],
    places: Sequence[Sequence[float]],
    sizes: Sequence[tuple[float, float]],
    frame: Box,
    held: tuple[Sequence[Box], Sequence[Box]],
) -> dict[int, Spot]:
    """Return a free place for each point that finds one, in this order."""
    avoid, shun = held
    marks = [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in places]
    taken: list[Box] = list(avoid)
    found: dict[int, Spot] = {}
    for index in order:
        (x, y), (width, height) = places[index], sizes[index]
        blocked = [*taken, *(mark for number, mark in enumerate(marks) if number != index)]
        offsets = list(_offsets(width, height))
        reach = Box(x - width - _STRAY, y - height - _STRAY, x + width + _STRAY, y + height + _STRAY)
        shunned = [bit for bit in shun if bit.meets(reach)]
        near = [(*offset, False) for offset in offsets if offset[0] <= _STRAY]
        for spot in map(Spot._make, [*near, *((*offset, True) for offset in offsets)]):
            dx, dy = spot.dx, spot.dy
            box = Box(x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2)
            spaced = Box(box.left - GAP, box.bottom - GAP, box.right + GAP, box.top + GAP)
            bits = pieces((x, y), (x + dx, y + dy), 2) if spot.distance > NEAR else []
            line = [bit for bit in bits if not bit.meets(box)]
            if box.meets(marks[index]) or not spaced.within(frame):
                continue
            if not spot.poor and any(spaced.meets(bit) for bit in shunned):
                continue
            if not any(spaced.meets(other) or any(bit.meets(other) for bit in line) for other in blocked):
                # A later label must not cover the line to this one.
                taken += [spaced, *line]
                found[index] = spot
                break
    return found


def _note(axes: Axes, point: Point) -> Annotation:
    note = axes.annotate(
        point.text, (point.x, point.y), xytext=(0, 0), textcoords="offset points", ha="center", va="center",
        fontsize="small", color=ink(axes), linespacing=1.05, zorder=5,
        arrowprops={"arrowstyle": "-", "color": ink(axes), "linewidth": 0.6, "shrinkA": 0, "shrinkB": MARK - 1},
    )  # fmt: skip
    # The labels are placed in a layout that is made without them.
    note.set_in_layout(False)
    if note.arrow_patch is not None:
        note.arrow_patch.set_visible(False)
    return note


def _crowd(index: int, places: Sequence[Sequence[float]]) -> int:
    """Return how many points are so near that their labels may meet."""
    return sum(math.dist(places[index], place) < 90 for place in places)  # noqa: PLR2004 - points, a label's width


def _offsets(width: float, height: float) -> Iterator[tuple[float, float, float]]:
    """Yield distances, and from the marker to the middle of the label, the nearest first."""
    for distance in _DISTANCES:
        for degrees in _DIRECTIONS:
            x, y = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            yield distance, (distance + width / 2) * x, (distance + height / 2) * y


def pieces(start: Sequence[float], end: Sequence[float], step: float) -> list[Box]:
    """Return a line as small boxes, as many points apart as the step.

    >>> len(pieces((0, 0), (30, 40), 5))
    10
    """
    steps = max(1, round(math.dist(start, end) / step))
    shares = [number / steps for number in range(steps)]
    middles = [(start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share) for share in shares]
    return [Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5) for x, y in middles]


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Return the middles of rows that lie as near as can be to where they are wanted, without overlap, in order.

    Rows that would overlap form a block, which lies at the mean of what its rows want.

    Args:
        wanted: where the middle of each row should be, ascending.
        heights: how high each row is.
        room: how much room there is from zero on; it must hold all rows.

    >>> spread([5, 5, 20], [4, 4, 4], 30)
    [3.0, 7.0, 20.0]
    >>> spread([0, 29], [4, 4], 30)
    [2.0, 28.0]
    """
    before = [sum(heights[:number]) for number in range(len(heights))]
    blocks: list[list[float]] = []
    for want, height, offset in zip(wanted, heights, before, strict=True):
        blocks.append([want - height / 2 - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (low, low_rows), (high, high_rows) = blocks[-2:]
            rows = low_rows + high_rows
            blocks[-2:] = [[(low * low_rows + high * high_rows) / rows, rows]]
    slack = room - sum(heights)
    shifts = [min(max(shift, 0.0), slack) for shift, rows in blocks for _ in range(int(rows))]
    return [shift + offset + height / 2 for shift, offset, height in zip(shifts, before, heights, strict=True)]
