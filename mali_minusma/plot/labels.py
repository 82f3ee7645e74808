"""Labels beside points, so placed that none covers another: always in the same way for the same points and figure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from mali_minusma.plot.common import figure_of, ink

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
_DIRECTIONS: Final = (0, 180, 30, -30, 150, -150, 60, -60, 120, -120, 90, -90)
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


def label(axes: Axes, labelled: Sequence[Point], avoid: Sequence[Box] = ()) -> list[Annotation]:
    """Write a text beside every point, none over another, over a marker, or outside the axes.

    The points with the most neighbours choose first; each takes the nearest free place, and a line joins it to its
    marker if it is not right beside it. The places hold for the size that the figure has now.

    Args:
        axes: the axes, with the markers on them.
        labelled: the points.
        avoid: rectangles in points that must stay free, such as that of the legend.

    Returns:
        The texts, in the order of the points.

    Raises:
        ValueError: if the axes are too small to hold all labels.
    """
    figure = figure_of(axes)
    # Lays the figure out, so that positions in it are those of the finished picture.
    figure.draw_without_rendering()
    scale = 72 / figure.dpi
    frame = Box(*(float(edge) * scale for edge in axes.get_window_extent().extents))
    places = [tuple(float(part) * scale for part in axes.transData.transform((point.x, point.y))) for point in labelled]
    marks = [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in places]
    notes = [_note(axes, point) for point in labelled]
    sizes = [note.get_window_extent() for note in notes]
    taken: list[Box] = []
    for index in sorted(range(len(labelled)), key=lambda index: (-_crowd(index, places), index)):
        x, y = places[index]
        width, height = sizes[index].width * scale, sizes[index].height * scale
        others = [mark for number, mark in enumerate(marks) if number != index]
        for distance, dx, dy in _offsets(width, height):
            box = Box(x + dx - width / 2, y + dy - height / 2, x + dx + width / 2, y + dy + height / 2)
            spaced = Box(box.left - GAP, box.bottom - GAP, box.right + GAP, box.top + GAP)
            line = _line((x, y), box) if distance > NEAR else []
            if spaced.within(frame) and not any(
                spaced.meets(held) or any(bit.meets(held) for bit in line) for held in [*taken, *others, *avoid]
            ):
                taken.append(spaced)
                # A later label must not cover the line to this one.
                taken.extend(line)
                notes[index].set_position((dx, dy))
                arrow = notes[index].arrow_patch
                if distance > NEAR and arrow is not None:
                    arrow.set_visible(True)
                break
        else:
            raise ValueError(
                f"these axes are too small to label {len(labelled)} points: make the figure larger, or leave out ax="
            )
    return notes


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


def _crowd(index: int, places: Sequence[tuple[float, ...]]) -> int:
    """Return how many points are so near that their labels may meet."""
    return sum(math.dist(places[index], place) < 90 for place in places)  # noqa: PLR2004 - points, a label's width


def _offsets(width: float, height: float) -> Iterator[tuple[float, float, float]]:
    """Yield distances, and from the marker to the middle of the label, the nearest first."""
    for distance in _DISTANCES:
        for degrees in _DIRECTIONS:
            x, y = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            yield distance, (distance + width / 2) * x, (distance + height / 2) * y


def _line(start: tuple[float, ...], box: Box) -> list[Box]:
    """Return the line from a marker to the middle of its label as small boxes, as far as it is outside of it."""
    x, y = start
    to_x, to_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    steps = max(2, int(math.dist((x, y), (to_x, to_y)) / 2))
    bits = []
    for step in range(1, steps):
        here_x, here_y = x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
        if not (box.left <= here_x <= box.right and box.bottom <= here_y <= box.top):
            bits.append(Box(here_x - 0.5, here_y - 0.5, here_x + 0.5, here_y + 0.5))
    return bits
