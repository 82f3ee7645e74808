"""What happened, who took part, and what it cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.loaders.select import (
    OneOrMore,
    Period,
    codes_of_actor,
    events_of,
    places_at,
    select,
)
from mali_minusma.names import find_actor
from mali_minusma.reading import refuse_unknown

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import (
        ActorRole,
        CasualtyMeasure,
        CasualtyPersonnelType,
        CauseOfCasualty,
        EventStatus,
        EventType,
        IncidentType,
        PopulationCounted,
        Sex,
        Thread,
    )


def events(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    event_type: OneOrMore[EventType] | None = None,
    status: OneOrMore[EventStatus] | None = None,
    actor: str | None = None,
    place: str | None = None,
) -> pd.DataFrame:
    """Return events, one row each.

    Args:
        since: first day; an event that goes on into the period is in it.
        until: last day, included.
        event_type: kind or kinds of event.
        status: `occurred`, `planned` or `alleged`; by default all, so look at the column.
        actor: any name of an actor that took part.
        place: any name of a place; a region or a country includes what lies in it.

    Returns:
        The columns of `tables/events.csv`; `start_date` and `end_date` are datetime64[us], `ordinal` is Int64.

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> list(mm.events(since="2022-07-14", until="2022-07-14", event_type="restriction").event_id)
    ['2022-07-14-rotations-suspended']
    """
    frame = select(
        "events",
        since=since,
        until=until,
        period=Period("start_date", "end_date", "date_precision", "date_precision"),
        equals={"event_type": event_type, "status": status},
    )
    if actor is not None:
        frame = frame[frame["event_id"].isin(events_of({find_actor(actor)}))].reset_index(drop=True)
    if place is not None:
        frame = frame[frame["place_id"].isin(places_at(place))].reset_index(drop=True)
    return frame


def event_actors(
    *, event: str | None = None, actor: str | None = None, role: OneOrMore[ActorRole] | None = None
) -> pd.DataFrame:
    """Return the parts of actors in events, one row each.

    Args:
        event: identifier of an event.
        actor: any name of an actor.
        role: part or parts.

    Returns:
        The columns of `tables/event_actors.csv`.

    Raises:
        ValueError: if the role is not one.
        LookupError: if the name is nobody's, or several's, or there is no such event.

    >>> import mali_minusma as mm
    >>> list(mm.event_actors(event="2022-07-14-rotations-suspended", role="target").actor_id)
    ['minusma']
    """
    identifier = None if actor is None else find_actor(actor)
    refuse_unknown("events", [] if event is None else [event])
    return select("event_actors", equals={"event_id": event, "actor_id": identifier, "role": role})


def event_threads(*, event: str | None = None, thread: OneOrMore[Thread] | None = None) -> pd.DataFrame:
    """Return which events belong to which threads, one row each.

    Args:
        event: identifier of an event.
        thread: thread or threads, such as `"withdrawal"`; `mm.timeline(thread=...)` gives their events.

    Returns:
        The columns of `tables/event_threads.csv`.

    Raises:
        ValueError: if the thread is not one.
        LookupError: if there is no such event.

    >>> import mali_minusma as mm
    >>> sorted(mm.event_threads(event="2022-07-14-rotations-suspended").thread)
    ['ivorian_soldiers', 'restrictions', 'rotations']
    """
    refuse_unknown("events", [] if event is None else [event])
    return select("event_threads", equals={"event_id": event, "thread": thread})


def casualty_figures(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    measure: OneOrMore[CasualtyMeasure] | None = None,
    population: OneOrMore[PopulationCounted] | None = None,
    cause: OneOrMore[CauseOfCasualty] | None = None,
    event: str | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return reported figures of people killed, injured, detained or displaced, one row each.

    Figures by different sources, of different days or with different causes are not to be added up.

    Args:
        since: first day for which the figure is true (`as_of`).
        until: last such day, included.
        measure: what happened to the people counted.
        population: who is counted.
        cause: cause as the source gives it.
        event: identifier of the event that the figure belongs to.
        actor: any name of the state whose nationals are counted.

    Returns:
        The columns of `tables/casualty_figures.csv`; `count` is Int64, in persons.

    Raises:
        ValueError: if a date or a value is not one.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> 49 in set(mm.casualty_figures(measure="detained")["count"])
    True
    """
    return select(
        "casualty_figures",
        since=since,
        until=until,
        period=Period("as_of", first_precision="as_of_precision"),
        equals={
            "measure": measure,
            "population": population,
            "cause": cause,
            "event_id": event,
            "iso3": None if actor is None else codes_of_actor(actor),
        },
    )


def fatalities(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    incident_type: OneOrMore[IncidentType] | None = None,
    personnel_type: OneOrMore[CasualtyPersonnelType] | None = None,
    sex: OneOrMore[Sex] | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return the deaths of mission personnel in the UN's record, one row each.

    Args:
        since: first day of the incident.
        until: last day, included.
        incident_type: type of incident in the UN's record.
        personnel_type: type of personnel.
        sex: sex in the UN's record.
        actor: any name of the state of nationality.

    Returns:
        The columns of `tables/fatalities.csv`; `incident_date` is datetime64[us].

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> len(mm.fatalities()), len(mm.fatalities(incident_type="malicious_act"))
    (311, 174)
    """
    return select(
        "fatalities",
        since=since,
        until=until,
        period=Period("incident_date"),
        equals={
            "incident_type": incident_type,
            "personnel_type": personnel_type,
            "sex": sex,
            "iso3": None if actor is None else codes_of_actor(actor),
        },
    )
