"""Which bases were open on a day, and which were closed or handed over, in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.dates import DateLike, day
from mali_minusma.loaders.mission import bases
from mali_minusma.loaders.select import Period, overlaps
from mali_minusma.nodata import outside, warn
from mali_minusma.queries.common import period_of

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.rows.vocabularies import YesOrNo


def bases_open(
    on: DateLike | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    counted_in_2023: YesOrNo | None = None,
    place: str | None = None,
) -> pd.DataFrame:
    """Return the bases that were open on a day, or at some time in a period.

    A base counts as open on the day on which it closed.

    Args:
        on: the day; a month or a year means at some time in it.
        since: first day of a period, instead of `on`.
        until: last day of the period, included.
        counted_in_2023: `"yes"` for the thirteen sites of the withdrawal, `"no"` for the others.
        place: any name of a place; a region or a country includes what lies in it.

    Returns:
        The columns of `tables/bases.csv`, and `opening_known` first: `recorded` (opened before the end of the period,
        by a source), `seen` (on a map of the UN by then), `not_recorded` (no source shows it so early: it may not
        have been there yet). Before the mission began, no rows and a warning `NoData`.

    Raises:
        ValueError: if a date is not one, or both a day and a period are given.
        LookupError: if the place is unknown.

    >>> import mali_minusma as mm
    >>> mm.bases_open(on="2023-11-01").base_id.to_list()
    ['ansongo', 'bamako', 'gao', 'mopti-sevare', 'timbuktu']
    """
    import pandas as pd

    first, last = period_of(on, since, until)
    frame = bases(since=first, until=last, counted_in_2023=counted_in_2023, place=place)
    if last is not None and (early := outside("bases", None, last)):
        warn(early, "bases")
        frame = frame.iloc[:0]
    asked = pd.Timestamp.max if last is None else pd.Timestamp(day(last, last=True))
    known = pd.Series("not_recorded", index=frame.index, dtype="str")
    known = known.mask(frame["first_seen_on"] <= asked, "seen").mask(frame["opened_on"] <= asked, "recorded")
    frame.insert(0, "opening_known", known)
    return frame


def bases_closed(
    on: DateLike | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    place: str | None = None,
) -> pd.DataFrame:
    """Return the bases that closed on a day or in a period, in the order in which they did.

    Args:
        on: the day; a month or a year means any day in it.
        since: first day of a period, instead of `on`.
        until: last day of the period, included.
        place: any name of a place; a region or a country includes what lies in it.

    Returns:
        The columns of `tables/bases.csv`. A base whose closing is known to the month is in if the month and the
        period meet; bases without a recorded closing are not in.

    Raises:
        ValueError: if a date is not one, or both a day and a period are given.

    >>> import mali_minusma as mm
    >>> mm.bases_closed(since="2023-10", until="2023-10")[["base_id", "closure_order"]].values.tolist()
    [['douentza', 5], ['tessalit', 6], ['aguelhok', 7], ['kidal', 8]]
    """
    return _left("closed_on", "closed_precision", period_of(on, since, until), bases(place=place))


def bases_handed_over(
    on: DateLike | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    place: str | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return the bases that were formally handed over on a day or in a period, in the order in which they were.

    Args:
        on: the day; a month or a year means any day in it.
        since: first day of a period, instead of `on`.
        until: last day of the period, included.
        place: any name of a place; a region or a country includes what lies in it.
        actor: any name of the actor that received the base; its parts are included.

    Returns:
        The columns of `tables/bases.csv`; `received_by` is the actor that took the site over. Bases that were left
        without a hand-over, such as Kidal, are not in.

    Raises:
        ValueError: if a date is not one, or both a day and a period are given.

    >>> import mali_minusma as mm
    >>> mm.bases_handed_over(on="2023-08")[["base_id", "received_by"]].values.tolist()[:2]
    [['ber', 'mali-government'], ['ogossagou', 'mali-government']]
    """
    handed_over = bases(place=place, actor=actor)
    return _left("handed_over_on", "handed_over_precision", period_of(on, since, until), handed_over)


def _left(
    column: str, precision: str, period: tuple[DateLike | None, DateLike | None], frame: pd.DataFrame
) -> pd.DataFrame:
    """Return the bases that were left in a period, given by its first and last day."""
    first, last = period
    frame = frame[frame[column].notna()]
    frame = frame[overlaps(frame, first, last, Period(column, first_precision=precision))]
    if last is not None and (early := outside("bases", None, last)):
        warn(early, "bases")
    return frame.sort_values([column, "closure_order", "base_id"]).reset_index(drop=True)
