"""The mission's dead, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from mali_minusma.plot.common import LOOKS, axes_or_new, caption, head, ink, words
from mali_minusma.queries.common import choices
from mali_minusma.queries.tolls import casualties
from mali_minusma.rows.vocabularies import IncidentType

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

StackedBy: TypeAlias = Literal["cause", "year"]
"""How a year's bar is divided: by cause, or not at all."""

_LABELS: Final = {"to_be_determined": "cause to be determined", "unknown": "cause unknown"}


def fatalities(*, by: StackedBy = "cause", ax: Axes | None = None) -> Axes:
    """Draw the deaths of mission personnel in the UN's record as a bar a year, with its total.

    Args:
        by: `cause` to stack each year's deaths by the type of incident, `year` for whole bars.
        ax: axes to draw on; by default those of a new figure, 8 by 4.6 inches.

    Returns:
        The axes. Causes differ by colour, lightness and hatching.

    Raises:
        ValueError: if the word is not one of these.
        ImportError: if matplotlib is not installed.

    >>> from mali_minusma import plot
    >>> axes = plot.fatalities()
    >>> int(sum(bar.get_height() for bar in axes.patches))
    311
    """
    (division,) = choices(by, StackedBy, "by")
    frame = casualties(by=["year", "cause"] if division == "cause" else "year")
    axes = axes_or_new(ax, 8, 4.6)
    years = sorted({int(year) for year in frame["year"]})
    base = dict.fromkeys(years, 0)
    handles: list[Artist] = []
    for cause, look in zip(get_args(IncidentType) if division == "cause" else ("all",), LOOKS, strict=False):
        counted = frame[frame["incident_type"] == cause] if division == "cause" else frame
        deaths = {int(year): int(count) for year, count in zip(counted["year"], counted["deaths"], strict=True)}
        # Only what there is: a bar without height would still leave a line.
        some = [year for year in years if deaths[year]]
        if not some:
            continue
        bars = axes.bar(
            some, [deaths[year] for year in some], bottom=[base[year] for year in some], width=0.72,
            color=look.colour, edgecolor="#000000", linewidth=0.6, hatch=look.hatch,
        )  # fmt: skip
        for bar in bars:
            bar.set_gid(cause)
        handles.append(bars.patches[0])
        handles[-1].set_label(_LABELS.get(cause, words(cause)))
        base = {year: base[year] + deaths[year] for year in years}
    for year, total in base.items():
        axes.annotate(
            str(total), (year, total), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom",
            fontsize="small", color=ink(axes),
        ).set_gid("total")  # fmt: skip
    axes.set_xticks(years)
    axes.set_xlabel("Year of the incident")
    axes.set_ylabel("Deaths (persons)")
    axes.set_ylim(0, max(base.values()) * 1.1)
    axes.set_axisbelow(True)
    axes.grid(visible=False, axis="x")
    title = "Deaths of MINUSMA personnel by year" + (" and cause" if division == "cause" else "")
    head(axes, title, handles if division == "cause" else (), columns=5)
    span = f"{sum(base.values())} deaths from {years[0]} to {years[-1]}."
    caption(axes, "UN record of fatalities in peacekeeping", frame["sources"], span)
    return axes
