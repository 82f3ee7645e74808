"""What happened, in order: all of it, or one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.loaders.happenings import event_threads, events
from mali_minusma.nodata import outside, warn
from mali_minusma.queries.common import by_column

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.loaders.select import OneOrMore
    from mali_minusma.rows.vocabularies import EventStatus, EventType, Thread


def timeline(  # noqa: PLR0913 - one argument a filter, all by name
    thread: OneOrMore[Thread] | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    event_type: OneOrMore[EventType] | None = None,
    status: OneOrMore[EventStatus] | None = None,
    actor: str | None = None,
    place: str | None = None,
) -> pd.DataFrame:
    """Return what happened in order of time: everything, or one thread of it.

    Args:
        thread: one thread or several, such as `"withdrawal"`, `"ivorian_soldiers"` or `"rotations"`.
        since: first day; what goes on into the period is in it.
        until: last day, included.
        event_type: kind or kinds of event.
        status: `occurred`, `planned` or `alleged`; by default all, so look at the column.
        actor: any name of an actor that took part.
        place: any name of a place; a region or a country includes what lies in it.

    Returns:
        The columns of `tables/events.csv` in another order, with the name of the place as `place`. Asked for a time
        that the events don't cover, no rows and a warning `NoData`.

    Raises:
        ValueError: if a date, a type or a thread is not one.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> story = mm.timeline("ivorian_soldiers", since="2022-12-30")
    >>> story.title.to_list()[-2]
    'Goïta pardons the Ivorian soldiers'
    """
    frame = events(since=since, until=until, event_type=event_type, status=status, actor=actor, place=place)
    if thread is not None:
        frame = frame[frame["event_id"].isin(set(event_threads(thread=thread)["event_id"]))]
    if len(frame) == 0 and (why := outside("events", since, until)):
        warn(why, "events")
    names = by_column("places", "place_id")
    frame.insert(0, "place", frame["place_id"].map(names).astype("str"))
    first = ["start_date", "end_date", "date_precision", "title", "place", "event_type", "status", "witnesses"]
    columns = [*first, *(name for name in frame.columns if name not in first)]
    # A month or a year comes before its days, as the event may have been on any of them.
    frame = frame.assign(_precision=frame["date_precision"].map({"year": 0, "month": 1, "day": 2}))
    return frame.sort_values(["start_date", "_precision", "event_id"])[columns].reset_index(drop=True)
