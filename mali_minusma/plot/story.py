"""A thread of events along a line of time that runs down the page."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from mali_minusma.evidence import with_sources
from mali_minusma.plot.common import (
    LOOKS,
    MONTHS,
    axes_or_new,
    caption,
    figure_of,
    head,
    ink,
    nothing,
    points,
    settle,
    tint,
)
from mali_minusma.plot.labels import spread
from mali_minusma.queries.story import timeline as events_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import Thread

MOST: Final = 150
"""The most events in one picture. Sixty fill a page; beyond this, nobody would find one."""

_LINE: Final = 1.25
"""The height of a line, in sizes of type."""

_MARKERS: Final = {"occurred": "o", "planned": "D", "alleged": "^"}

_LEADING: Final = 0.3
"""The space between rows, in sizes of type."""

_WIDTH: Final = 0.56
"""The width of a letter, in sizes of type: a little more than that of most."""

_ROOMY: Final = 1.1
"""How much more room than they need the rows of a new figure have, so that they can lie near their dates."""

_TRIES: Final = 6
"""How often the figure grows, at most, until its rows fit."""

_SIDE: Final = 20.0
"""How far the markers are from the line of time, in points."""

_WIDEST: Final = 64.0
"""How far they are where many dates crowd, in points."""


class Row(NamedTuple):
    """An event as it is drawn."""

    first: dt.date
    last: dt.date
    date: str
    title: str
    status: str
    to_the_day: bool


def timeline(
    thread: Thread = "withdrawal",
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the events of a thread, dates down the page and titles to the right.

    Each is tied to its first day; where days crowd, the titles are moved apart. A bar on the line is the month or the
    year of an event whose day is not known, or the days that it lasted. A month or a year comes before its days, as the
    event may have been on any of them.

    Args:
        thread: one thread, such as `"withdrawal"` or `"ivorian_soldiers"`.
        since: first day; what goes on into the period is in it.
        until: last day, included.
        ax: axes to draw on; by default those of a new figure, 8 inches wide and as high as its events need: 4 inches
            for 17 events, 11 for 49, 25 for all 124 of the withdrawal, so narrow the period for a page.

    Returns:
        The axes. Without events they are empty; if the record doesn't cover the period, a warning `NoData` says so.

    Raises:
        ValueError: if a date or the thread is not one, if there are more than 150 events, or more than the axes given
            can hold.
        ImportError: if matplotlib is not installed.

    >>> from mali_minusma import plot
    >>> axes = plot.timeline("ivorian_soldiers", since="2023-01-06", until="2023-01-07")
    >>> [text.get_text() for text in axes.texts if text.get_gid() == "title"][1]
    'Goïta pardons the Ivorian soldiers'
    """
    frame = shown(thread, since, until)
    if len(frame) > MOST:
        raise ValueError(f"{len(frame)} events are more than the {MOST} of a picture: narrow since= and until=")
    axes = axes_or_new(ax, 8, 4)
    axes.set_ylabel("Date")
    # Without ticks, yet visible: the caption hangs below this axis.
    axes.set_xticks([])
    axes.grid(visible=False)
    rows = [_row(record) for record in cast("list[dict[str, Any]]", frame.to_dict("records"))]
    handles: list[Artist] = []
    if rows:
        _scale(axes, rows)
        handles = _legend(axes, rows)
    else:
        nothing(axes, "the record holds no event of this thread and period")
        axes.set_yticks([])
    head(axes, _title(thread), handles, columns=4)
    caption(axes, f"{len(rows)} {'event' if len(rows) == 1 else 'events'}", frame["sources"])
    if rows:
        _draw(axes, rows, may_grow=ax is None)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    return axes


def shown(thread: Thread, since: DateLike | None = None, until: DateLike | None = None) -> pd.DataFrame:
    """Return the events that are drawn, with the sources of each.

    >>> len(shown("moura"))
    4
    """
    return with_sources(events_of(thread, since=since, until=until))


def _title(thread: str) -> str:
    """Return what the contract says that a thread is.

    >>> _title("wagner")
    'The Wagner Group in Mali'
    """
    from mali_minusma.reading import table_schema

    labels = {category.value: category.label for category in table_schema("event_threads").by_name["thread"].enum}
    return labels[thread].rstrip(".")


def _row(record: dict[str, Any]) -> Row:
    start, end, precision = record["start_date"], record["end_date"], str(record["date_precision"])
    first = start.date()
    until = first if end != end else end.date()  # noqa: PLR0124 - not NaT
    if precision == "year":
        last = dt.date(until.year, 12, 31)
    elif precision == "month":
        last = dt.date(until.year + until.month // 12, until.month % 12 + 1, 1) - dt.timedelta(days=1)
    else:
        last = until
    return Row(
        first,
        last,
        date_words(first, until, precision),
        str(record["title"]),
        str(record["status"]),
        precision == "day",
    )


def date_words(first: dt.date, last: dt.date, precision: str) -> str:
    """Return a day, month, year or a period as it is written beside an event.

    >>> day = dt.date(2023, 10, 31)
    >>> date_words(day, day, "day"), date_words(day, day, "month"), date_words(day, day, "year")
    ('31 Oct 2023', 'Oct 2023', '2023')
    >>> date_words(day, dt.date(2023, 11, 7), "day"), date_words(dt.date(2023, 8, 11), dt.date(2023, 8, 13), "day")
    ('31 Oct–7 Nov 2023', '11–13 Aug 2023')
    """

    def parts(day: dt.date) -> list[str]:
        return [str(day.year), MONTHS[day.month - 1], str(day.day)][: ("year", "month", "day").index(precision) + 1]

    begin, end = parts(first), parts(last)
    if begin == end:
        return " ".join(reversed(end))
    # What both ends share is said once, at the end.
    shared = sum(1 for number in range(len(end)) if begin[: number + 1] == end[: number + 1])
    return f"{' '.join(reversed(begin[shared:]))}–{' '.join(reversed(end))}"


def _number(day: dt.date) -> float:
    """Return a day as the number that matplotlib plots."""
    from matplotlib.dates import date2num

    return float(date2num(day))


def _scale(axes: Axes, rows: Sequence[Row]) -> None:
    """Let time run down the axes, from the first event to the last."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    low = min(_number(row.first) for row in rows)
    high = max(_number(row.last) for row in rows)
    pad = max(2.0, (high - low) * 0.02)
    axes.set_xlim(0, 1)
    axes.set_ylim(high + pad, low - pad)
    axes.yaxis_date()
    locator = AutoDateLocator(minticks=4, maxticks=12)
    axes.yaxis.set_major_locator(locator)
    # The event's own dates are written out, so the line needs no more than months and years.
    axes.yaxis.set_major_formatter(ConciseDateFormatter(locator))


def _legend(axes: Axes, rows: Sequence[Row]) -> list[Artist]:
    """Return what the legend shows: only what occurs."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def mark(marker: str, label: str, *, filled: bool) -> Line2D:
        face = LOOKS[0].colour if filled else "none"
        return Line2D(
            [], [], linestyle="", marker=marker, markerfacecolor=face, markeredgecolor=ink(axes), markersize=6,
            label=label,
        )  # fmt: skip

    handles: list[Artist] = [
        mark(marker, status, filled=True)
        for status, marker in _MARKERS.items()
        if any(row.status == status for row in rows)
    ]
    if any(not row.to_the_day for row in rows):
        handles.append(mark("o", "day not known", filled=False))
    if any(row.first != row.last for row in rows):
        handles.append(Patch(facecolor=tint(axes, 0.35), label="its month or year, or the days it lasted"))
    return handles


def _draw(axes: Axes, rows: Sequence[Row], *, may_grow: bool) -> None:
    """Write the rows, once the figure is laid out and high enough."""
    figure = figure_of(axes)
    size = points("small")
    scale = settle(axes)
    width = axes.get_window_extent().width * scale
    dates = 12 + size * _WIDTH * (max(len(row.date) for row in rows) + 1)
    columns = max(20, int((width - dates - _WIDEST) / (size * _WIDTH)))
    titles = [textwrap.wrap(row.title, columns) for row in rows]
    heights = [size * (_LINE * len(lines) + _LEADING) for lines in titles]
    room = axes.get_window_extent().height * scale
    # Laying out the grown figure may take room again, for the caption or a longer legend.
    for _ in range(_TRIES if may_grow else 0):
        if room >= sum(heights) * _ROOMY:
            break
        figure.set_figheight(figure.get_figheight() + (sum(heights) * _ROOMY - room) / 72)
        settle(axes)
        room = axes.get_window_extent().height * scale
    if room < sum(heights):
        raise ValueError(
            f"{len(rows)} events need axes {sum(heights) / 72:.1f} inches high, these have {room / 72:.1f}: "
            f"narrow since= and until=, or leave out ax="
        )
    start, end = axes.get_ylim()[::-1]
    anchors = [_number(row.first) for row in rows]
    wanted = [(anchor - start) / (end - start) * room for anchor in anchors]
    middles = spread(wanted, heights, room)
    across = axes.get_yaxis_transform()
    # Ties that climb far get more room to spread in.
    side = min(max(_SIDE, max(abs(middle - want) for middle, want in zip(middles, wanted, strict=True)) / 6), _WIDEST)
    for row, anchor, middle, lines in zip(rows, anchors, middles, titles, strict=True):
        at = start + middle / room * (end - start)
        axes.plot(
            [0, side / width], [anchor, at], color=tint(axes, 0.5), linewidth=0.6, transform=across, zorder=1.5,
        )[0].set_gid("tie")  # fmt: skip
        axes.plot(
            [side / width], [at], _MARKERS[row.status],
            markerfacecolor=LOOKS[0].colour if row.to_the_day else axes.get_facecolor(),
            markeredgecolor=ink(axes), markersize=5.5, transform=across,
        )[0].set_gid(row.status)  # fmt: skip
        if row.first != row.last:
            axes.axhspan(
                _number(row.first), _number(row.last) + 1, 0, 5 / width,
                facecolor=tint(axes, 0.35), linewidth=0, zorder=1,
            ).set_gid("span")  # fmt: skip
        for x, text, gid in ((side + 8, row.date, "date"), (side + dates, "\n".join(lines), "title")):
            written = axes.text(
                x / width, at, text, transform=across, va="center_baseline", ha="left", fontsize="small",
                linespacing=_LINE, color=ink(axes),
            )  # fmt: skip
            written.set_gid(gid)
            # The rows are placed in a layout that is made without them.
            written.set_in_layout(False)
