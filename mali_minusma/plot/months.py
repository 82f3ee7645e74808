"""The strength of the mission, month by month, beside what it was authorised to have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from mali_minusma.loaders.mission import mandates
from mali_minusma.plot.common import LOOKS, axes_or_new, caption, head, ink, nothing, tint, words
from mali_minusma.queries.common import choices
from mali_minusma.queries.strengths import strength_by_month

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from mali_minusma.dates import DateLike

Split: TypeAlias = Literal["personnel_type", "sex"]
"""What the strength can be split by in a picture."""

UNKNOWN_SEX: Final = "sex not known"

_LAYERS: Final[dict[str, tuple[str, ...]]] = {
    "personnel_type": (
        "troops", "formed_police_units", "individual_police", "staff_officers", "experts_on_mission",
    ),
    "sex": ("male", "female", UNKNOWN_SEX),
}  # fmt: skip

_NOTES: Final[dict[str, str]] = {
    "personnel_type": "Before May 2017 the reports count staff officers with the troops.",
    "sex": "Sex not known: not published, or men and women exchanged in the publication.",
}


def strength(
    *, since: DateLike | None = None, until: DateLike | None = None, by: Split | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the uniformed strength at the end of each month, and the ceilings that the Security Council authorised.

    A month without a report is a gap under a hatched band: neither zero nor a guess between its neighbours.

    Args:
        since: first month; by default that of the mission's beginning.
        until: last month, included; by default the last of the liquidation.
        by: `personnel_type` or `sex`: stacked areas of a month each instead of the line. Months of which only the
            total is known are outlined, not filled.
        ax: axes to draw on; by default those of a new figure, 8 by 4.6 inches.

    Returns:
        The axes. If the period lies outside the record, they are empty and a warning `NoData` says so.

    Raises:
        ValueError: if a date or a word is not understood, or since is after until.
        ImportError: if matplotlib is not installed.

    >>> from mali_minusma import plot
    >>> axes = plot.strength(since="2018-01", until="2018-04")
    >>> axes.lines[0].get_ydata().tolist()
    [13535.0, 13532.0, nan, nan]
    """
    choices(by, Split, "by")
    months = strength_by_month(since=since, until=until)
    axes = axes_or_new(ax, 8, 4.6)
    title = "Uniformed strength of MINUSMA at the end of each month"
    upstream = "UN monthly reports of contributions"
    axes.set_ylabel("Uniformed personnel (persons)")
    axes.set_xlabel("Month")
    if len(months) == 0:
        nothing(axes, "the record holds no month of this period")
        head(axes, title)
        caption(axes, upstream, [])
        return axes
    first, last = months["as_of"].iloc[0].date().replace(day=1), months["as_of"].iloc[-1].date()
    if by is not None:
        parts = split_by_month(since, until, by)
        handles = _stack(axes, months, parts)
        title += f", by {words(by)}"
        notes, cells = [_NOTES[by]], [*parts["sources"], *months["sources"]]
    else:
        handles, notes, cells = _line(axes, months), [], list(months["sources"])
    handles += _ceilings(axes, first, last) + _bands(axes, months)
    _frame(axes, first, last)
    head(axes, title, handles, columns=4 if by is None else 3)
    if any(handle.get_label() == "authorised ceiling" for handle in handles):
        notes.insert(0, "Ceilings: soldiers and police, by the resolutions of the Security Council.")
    caption(axes, upstream, cells, *notes)
    return axes


def split_by_month(since: DateLike | None, until: DateLike | None, by: Split) -> pd.DataFrame:
    """Return the strength by month and kind, as it is stacked.

    Where a publication doesn't split the sexes, or exchanges them, they are not known: neither reading is drawn.

    >>> rows = split_by_month("2020-08", "2020-08", "sex")
    >>> rows[["sex", "count"]].values.tolist()
    [['sex not known', 10229], ['sex not known', 3372]]
    """
    parts = strength_by_month(since=since, until=until, by=by)
    parts = parts[parts["count"].notna()]
    if by == "sex":
        unknown = parts["sex"].eq("not_published") | parts["quality_flag"].eq("sexes_swapped").fillna(value=False)
        parts = parts.assign(sex=parts["sex"].mask(unknown, UNKNOWN_SEX))
    return parts.reset_index(drop=True)


def ceilings() -> pd.DataFrame:
    """Return the authorised strength from each resolution on; the last one authorises none.

    >>> ceilings()[["resolution", "ceiling"]].values.tolist()[2:4]
    [[2227, 12680], [2295, 15209]]
    """
    frame = mandates(subject="mission").sort_values("adopted_on")
    frame = frame.assign(ceiling=frame["military_ceiling"] + frame["police_ceiling"])
    return frame[["resolution", "adopted_on", "ceiling"]].reset_index(drop=True)


def _numbers(values: pd.Series[int]) -> list[float]:
    """Return counts as floats; a missing one is NaN, which matplotlib leaves out."""
    return [float(value) for value in values.to_numpy(dtype=float, na_value=float("nan"))]


def _line(axes: Axes, months: pd.DataFrame) -> list[Artist]:
    days = list(months["as_of"].dt.date)
    (line,) = axes.plot(
        days, _numbers(months["count"]), "-o", color=LOOKS[0].colour, linewidth=1.4, markersize=2.2, label="deployed"
    )
    line.set_gid("deployed")
    return [line, *_not_whole(axes, months, days)]


def _not_whole(axes: Axes, months: pd.DataFrame, days: list[dt.date]) -> list[Artist]:
    """Ring the months whose report leaves somebody out: the dip there is the report's, not the mission's."""
    ringed = [(when, count) for when, count, status in zip(days, months["count"], months["status"], strict=True)
              if status == "partial"]  # fmt: skip
    if not ringed:
        return []
    (rings,) = axes.plot(
        [when for when, _ in ringed],  # type: ignore[arg-type] # dates are units that matplotlib converts
        [float(count) for _, count in ringed], "o", color=ink(axes),
        markerfacecolor="none", markersize=7, label="report not whole", zorder=4,
    )  # fmt: skip
    rings.set_gid("not whole")
    return [rings]


def _stack(axes: Axes, months: pd.DataFrame, parts: pd.DataFrame) -> list[Artist]:
    starts = [when.date().replace(day=1) for when in months["as_of"]]
    edges = [*starts, months["as_of"].iloc[-1].date() + dt.timedelta(days=1)]
    column = str(parts.columns[2])
    table = parts.pivot_table(index="as_of", columns=column, values="count", aggfunc="sum")
    # Within a report, a kind that it doesn't list has nobody; a month without a report stays missing.
    table = table.fillna(0).reindex(months["as_of"])
    base = [0.0] * len(months)
    handles: list[Artist] = []
    for kind, look in zip(_LAYERS[column], LOOKS, strict=False):
        if kind not in table.columns:
            continue
        counts = _numbers(table[kind])
        top = [low + count for low, count in zip(base, counts, strict=True)]
        layer = axes.stairs(
            top, edges, baseline=base, fill=True, facecolor=look.colour, edgecolor="#000000", linewidth=0.3,  # type: ignore[arg-type] # dates are units that matplotlib converts
            hatch=look.hatch, label=words(kind),
        )  # fmt: skip
        layer.set_gid(kind)
        handles.append(layer)
        base = top
    outline = axes.stairs(
        _numbers(months["count"]), edges, color=ink(axes), linewidth=1, baseline=None,  # type: ignore[arg-type] # as above
        label="total, also where not split",
    )  # fmt: skip
    outline.set_gid("total")
    middles = [start + dt.timedelta(days=14) for start in starts]
    return [*reversed(handles), outline, *_not_whole(axes, months, middles)]


def _ceilings(axes: Axes, first: dt.date, last: dt.date) -> list[Artist]:
    """Draw the authorised strength as steps, each in force from the day of its resolution."""
    rows = ceilings()
    steps = list(zip(rows["adopted_on"].dt.date, _numbers(rows["ceiling"]), strict=True))
    before = [value for when, value in steps if when <= first]
    inside = [(when, value) for when, value in steps if first < when <= last]
    drawn = [(first, before[-1])] * bool(before) + inside
    if not drawn or all(value != value for _, value in drawn):  # noqa: PLR0124 - NaN differs from itself
        return []
    drawn.append((last, drawn[-1][1]))
    (line,) = axes.plot(
        [when for when, _ in drawn], [value for _, value in drawn], drawstyle="steps-post", color=ink(axes),
        linestyle=(0, (5, 2)), linewidth=1.2, label="authorised ceiling",
    )  # fmt: skip
    line.set_gid("ceiling")
    return [line]


def runs_without_report(months: pd.DataFrame) -> list[tuple[dt.date, dt.date]]:
    """Return the first and the last day of every run of months without a report.

    >>> runs_without_report(strength_by_month(since="2018-01", until="2019-12"))
    [(datetime.date(2018, 3, 1), datetime.date(2019, 8, 31))]
    """
    missing = months["count"].isna()
    number = (missing != missing.shift()).cumsum()
    found = months[missing].groupby(number[missing])["as_of"].agg(["min", "max"])
    return [(low.date().replace(day=1), high.date()) for low, high in zip(found["min"], found["max"], strict=True)]


def _bands(axes: Axes, months: pd.DataFrame) -> list[Artist]:
    bands = [
        axes.axvspan(
            low, high + dt.timedelta(days=1), facecolor="none", edgecolor=tint(axes, 0.45), hatch="////",  # type: ignore[arg-type] # as above
            linewidth=0, zorder=0, label="no report read",
        )
        for low, high in runs_without_report(months)
    ]  # fmt: skip
    for band in bands:
        band.set_gid("no report read")
    return list(bands[:1])


def _frame(axes: Axes, first: dt.date, last: dt.date) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.ticker import FuncFormatter

    locator = AutoDateLocator(maxticks=14)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlim(first, last + dt.timedelta(days=1))  # type: ignore[arg-type] # as above
    axes.set_ylim(bottom=0)
    axes.set_axisbelow(True)
