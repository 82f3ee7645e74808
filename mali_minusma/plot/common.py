"""What all pictures share: axes without global state, a palette that survives in grey, words, heading and caption."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from mali_minusma._version import __version__
from mali_minusma.queries.common import by_column, split_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English whatever the locale, so that a picture is the same everywhere."""

NAMED_PUBLISHERS: Final = 2
"""How many publishers a caption names, if at least half of what is drawn comes from them; otherwise it counts them."""

_PASSES: Final = 12
"""How often a figure is laid out, at most."""

_STILL: Final = 0.2
"""By how many pixels axes may move in a pass and yet count as still."""

TITLE: Final = 72
"""How many letters of a title fit into a line of the usual width."""


class Look(NamedTuple):
    """How one layer of a stack is filled."""

    colour: str
    hatch: str


LOOKS: Final = (
    Look("#0072B2", ""),
    Look("#E69F00", "///"),
    Look("#F0E442", "..."),
    Look("#009E73", "\\\\\\"),
    Look("#FFFFFF", "xxxx"),
)
"""Colours of Okabe and Ito, told apart by the colour-blind; in grey their lightness differs by ten of a hundred, and
each has a hatching of its own."""


def require_matplotlib() -> None:
    """Say what to install where matplotlib is missing.

    Raises:
        ImportError: if matplotlib is not installed.
    """
    try:
        import matplotlib as mpl  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise ImportError("matplotlib is not installed: pip install 'mali-minusma[plot]'") from error


def axes_or_new(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those of a new figure of that size in inches.

    The figure is not one of pyplot's: nothing holds it but the caller, and no display is needed.

    Raises:
        ImportError: if matplotlib is not installed.

    >>> axes_or_new(None, 6, 4).figure.get_size_inches().tolist()
    [6.0, 4.0]
    """
    if ax is not None:
        return ax
    require_matplotlib()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").subplots()


def figure_of(axes: Axes) -> Figure:
    """Return the whole figure that the axes lie in, also when that is inside another's subfigure."""
    return cast("Figure", axes.get_figure(root=True))


def settle(axes: Axes) -> float:
    """Lay the figure out until its axes stay where they are, and return how many points a pixel is.

    One pass is not enough: what hangs below the axes makes room for itself, which moves the axes of a map again.

    >>> round(settle(axes_or_new(None, 6, 4)), 2)
    0.72
    """
    figure = figure_of(axes)
    before: list[float] = []
    for _ in range(_PASSES):
        figure.draw_without_rendering()
        now = [float(edge) for edge in axes.get_window_extent().extents]
        if before and math.dist(before, now) < _STILL:
            break
        before = now
    return 72 / figure.dpi


def ink(axes: Axes) -> str:
    """Return the colour of the writing on these axes, which follows the user's style.

    >>> ink(axes_or_new(None, 6, 4))
    '#000000'
    """
    from matplotlib.colors import to_hex

    return to_hex(axes.xaxis.label.get_color())


def tint(axes: Axes, share: float) -> str:
    """Return the colour of the ground with a share of ink in it.

    >>> tint(axes_or_new(None, 6, 4), 0.2)
    '#cccccc'
    """
    from matplotlib.colors import to_hex, to_rgb

    pairs = zip(to_rgb(axes.get_facecolor()), to_rgb(ink(axes)), strict=True)
    red, green, blue = (ground * (1 - share) + mark * share for ground, mark in pairs)
    return to_hex((red, green, blue))


def points(size: str) -> float:
    """Return a named size of type in points, after the user's style.

    >>> points("medium")
    10.0
    """
    from matplotlib.font_manager import FontProperties

    return float(FontProperties(size=size).get_size_in_points())


def words(value: str) -> str:
    """Return a value of a vocabulary as it is written in a picture.

    >>> words("to_be_determined")
    'to be determined'
    """
    return value.replace("_", " ")


def head(axes: Axes, title: str, handles: Sequence[Artist] = (), columns: int = 3) -> None:
    """Write the title and, between it and the picture, the legend, where it can't hide anything.

    Args:
        axes: the axes.
        title: the title, a phrase.
        handles: what the legend explains; each has its label.
        columns: entries in a row of the legend.
    """
    rows = -(-len(handles) // columns)
    # A row of the legend is as high as its type and the space that matplotlib puts around it.
    axes.set_title(
        textwrap.fill(title, TITLE), loc="left", pad=6 + (rows * 1.5 * points("small") + 4 if handles else 0)
    )
    if handles:
        axes.legend(
            handles=list(handles), loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False,
            fontsize="small", borderaxespad=0.2, borderpad=0.2, labelspacing=0.3, columnspacing=1.2, handlelength=1.8,
        )  # fmt: skip


def sources_line(cells: Iterable[object]) -> str:
    """Return how many sources stand behind some rows, and their publishers: by name, if one or two gave most.

    Args:
        cells: the column `sources` of a frame.

    >>> sources_line(["un-contributions-2017-04", "un-contributions-2017-05", "ipi-ppp-loader-mission-monthly"])
    '3 sources: United Nations, International Peace Institute'
    >>> sources_line(["abamako-2013-06-30-misma; 20min-2023-08-17-goundam; un-contributions-2017-04; wikipedia-afisma"])
    '4 sources by 4 publishers'
    """
    rows = Counter(source for cell in cells for source in split_sources(cell))
    publisher = by_column("sources", "source_id", "publisher")
    behind: Counter[str] = Counter()
    for source, times in rows.items():
        behind[publisher[source]] += times
    first = [name for name, _ in sorted(behind.items(), key=lambda item: (-item[1], item[0]))][:NAMED_PUBLISHERS]
    what = f"{len(rows)} source{'' if len(rows) == 1 else 's'}"
    if len(behind) <= NAMED_PUBLISHERS:
        return f"{what}: {', '.join(first)}"
    if 2 * sum(behind[name] for name in first) > behind.total():
        return f"{what}, chiefly {', '.join(first)}"
    return f"{what} by {len(behind)} publishers"


def caption(axes: Axes, what: str, cells: Iterable[object], *notes: str, letters: int = 125) -> None:
    """Write under the picture what it is made from: the version of the package, the upstream, the sources, notes.

    Args:
        axes: the axes; the caption hangs below the label of their horizontal axis.
        what: the upstream, in words.
        cells: the column `sources` of the rows that are drawn.
        notes: further lines.
        letters: how many fit into a line; a caption wider than its axes would squeeze them.
    """
    behind = sources_line(cells)
    first = f"Data: mali-minusma {__version__}; {what}" + ("." if behind.startswith("0 ") else f"; {behind}.")
    text = axes.annotate(
        "\n".join(line for text in (first, *notes) for line in textwrap.wrap(text, letters)),
        (0, 0),
        xycoords=("axes fraction", axes.xaxis.label),  # type: ignore[arg-type] # matplotlib takes an artist here
        xytext=(0, -6),
        textcoords="offset points",
        va="top",
        ha="left",
        fontsize="x-small",
        color=ink(axes),
        annotation_clip=False,
    )
    text.set_gid("caption")


def caption_of(axes: Axes) -> str:
    """Return the caption of a picture.

    Raises:
        LookupError: if the axes bear none.
    """
    for text in axes.texts:
        if text.get_gid() == "caption":
            return text.get_text()
    raise LookupError("these axes bear no caption: no picture of this package is on them")


def nothing(axes: Axes, message: str) -> None:
    """Say in the middle of empty axes that there is nothing to draw."""
    axes.text(0.5, 0.5, message, transform=axes.transAxes, ha="center", va="center", color=ink(axes))
