"""Attacks and other incidents, with what they cost and who is said to have carried them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from mali_minusma.loaders.happenings import casualty_figures, event_actors, events, fatalities
from mali_minusma.loaders.select import OneOrMore, places_at, with_parts, without_place
from mali_minusma.nodata import outside, warn
from mali_minusma.queries.common import by_column, choices

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import ActorRole, EventType, PopulationCounted

Victims: TypeAlias = Literal[
    "mission", "mission_civilians", "civilians", "malian_forces", "foreign_soldiers", "armed_groups"
]
"""Whose dead and injured are counted."""

_POPULATIONS: Final[dict[str, tuple[PopulationCounted, ...]]] = {
    "mission": ("peacekeepers", "mission_personnel"),
    "mission_civilians": ("mission_civilians",),
    "civilians": ("civilians", "people"),
    "malian_forces": ("malian_forces",),
    "foreign_soldiers": ("foreign_soldiers",),
    "armed_groups": ("armed_groups",),
}

_AUTHORS: Final[tuple[ActorRole, ...]] = ("perpetrator", "alleged_perpetrator", "claimant")


def incidents(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    place: str | None = None,
    perpetrator: str | None = None,
    role: OneOrMore[ActorRole] = _AUTHORS,
    actor: str | None = None,
    event_type: OneOrMore[EventType] = "attack",
    victims: Victims = "mission",
    min_killed: int = 0,
) -> pd.DataFrame:
    """Return attacks, or other incidents, with the dead and the injured that sources give.

    Sources disagree on tolls, so each is a range: the lowest and the highest of the figures reported for the event
    as a whole; where there are none but by nationality, these are added up.
    Who carried out an attack is mostly not known: `perpetrators` says in which role each actor is named.

    Args:
        since: first day.
        until: last day, included.
        place: any name of a place; a region or a country includes what lies in it.
        perpetrator: any name of an actor that is said to have carried it out, or claimed it; a group includes its
            parts, also from before it was formed.
        role: as what the perpetrator is named: `perpetrator`, `alleged_perpetrator`, `claimant`, or several.
        actor: any name of any actor that took part, such as the state whose soldiers were hit.
        event_type: kind or kinds of event, such as `"attack"`, `"clash"` or `"accident"`.
        victims: whose dead and injured are counted.
        min_killed: keep what killed at least so many by some source: the UN's record or a reported figure.

    Returns:
        In order of time: `start_date`, `title`, `place`, `killed_un_record` (deaths of mission personnel in the UN's
        record tied to the event, in persons), `killed_low`, `killed_high`, `injured_low`, `injured_high` (missing: no
        source gives a figure, which is not a zero), `perpetrators` (names with their roles, joined by "; "), then
        the columns of `tables/events.csv`.

    Raises:
        ValueError: if a date or a word is not understood.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> worst = mm.incidents(place="Kidal Region", min_killed=5)
    >>> worst[["event_id", "killed_un_record"]].values.tolist()[0]
    ['2014-09-02-aguelhok-kidal-mine', 5]
    """
    import pandas as pd

    choices(victims, Victims, "victims")
    frame = events(since=since, until=until, event_type=event_type, actor=actor)
    if len(frame) == 0 and (why := outside("events", since, until)):
        warn(why, "events")
    parts = event_actors(role=role)
    if perpetrator is not None:
        named = parts[parts["actor_id"].isin(with_parts(perpetrator))]
        frame = frame[frame["event_id"].isin(set(named["event_id"]))]
    names = by_column("actors", "actor_id")
    parts["text"] = [f"{names[actor]} ({role})" for actor, role in zip(parts["actor_id"], parts["role"], strict=True)]
    authors = parts.groupby("event_id")["text"].agg("; ".join)
    deaths = fatalities().groupby("event_id").size()
    figures = casualty_figures(measure=["killed", "injured"], population=_POPULATIONS[victims])
    figures = figures.merge(frame[["event_id", "end_date"]], on="event_id")
    # A toll as of a day on which it was still going on is not a reading of the whole.
    ranges = _ranges(figures[~(figures["as_of"] < figures["end_date"])])
    places = by_column("places", "place_id")
    told: dict[str, pd.Series[int]] = {
        "killed_un_record": frame["event_id"].map(deaths).fillna(0),
        "killed_low": frame["event_id"].map(ranges["min", "killed"]),
        "killed_high": frame["event_id"].map(ranges["max", "killed"]),
        "injured_low": frame["event_id"].map(ranges["min", "injured"]),
        "injured_high": frame["event_id"].map(ranges["max", "injured"]),
    }
    result = pd.DataFrame(
        {
            "start_date": frame["start_date"],
            "title": frame["title"],
            "place": frame["place_id"].map(places).astype("str"),
            **{name: values.astype("Int64") for name, values in told.items()},
            "perpetrators": frame["event_id"].map(authors).astype("str"),
        }
    )
    rest = frame.drop(columns=["start_date", "title"])
    result = pd.concat([result, rest], axis=1)
    result.attrs.update(frame.attrs)
    worst = result["killed_high"].fillna(0)
    if victims == "mission":
        worst = worst.where(worst >= result["killed_un_record"], result["killed_un_record"])
    result = result[worst >= min_killed]
    if place is not None:
        if unplaced := int(without_place(result["place_id"], place).sum()):
            message = f"{unplaced} such incidents have no recorded place, or lie on a road between regions,"
            warn(f"{message} so they are not in the answer.", "events")
        result = result[result["place_id"].isin(places_at(place))]
    return result.sort_values(["start_date", "event_id"]).reset_index(drop=True)


def _ranges(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and the highest figure of each event, a pair of columns a measure."""
    import pandas as pd

    whole = figures[figures["iso3"].isna()].groupby(["event_id", "measure"])["count"].agg(["min", "max"])
    states = figures[figures["iso3"].notna()].groupby(["event_id", "measure", "iso3"])["count"].agg(["min", "max"])
    added = states.groupby(["event_id", "measure"]).sum()
    ranges = pd.concat([whole, added[~added.index.isin(whole.index)]]).reset_index()
    wide = ranges.pivot_table(index="event_id", columns="measure", values=["min", "max"], aggfunc="first")
    columns = pd.MultiIndex.from_product([["min", "max"], ["killed", "injured"]])
    return wide.reindex(columns=columns).astype("Int64")
