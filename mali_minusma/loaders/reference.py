"""Who and where, and what stands behind it: actors, places, sources, coverage and corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.loaders.select import OneOrMore, Period, places_at, select
from mali_minusma.names import find_actor

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows import TableName
    from mali_minusma.rows.vocabularies import (
        ActorType,
        CorrectionType,
        CoverageStatus,
        NameType,
        PlaceType,
        SourceType,
        SuccessionType,
    )


def sources(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    source_type: OneOrMore[SourceType] | None = None,
    origin: OneOrMore[str] | None = None,
) -> pd.DataFrame:
    """Return the documents and data sets that the tables were read from, one row each.

    Args:
        since: first day of publication; undated sources are left out once a day is given.
        until: last day of publication, included.
        source_type: type or types of source.
        origin: short name of who wrote it first, such as `minusma` or `reuters`.

    Returns:
        The columns of `tables/sources.csv`; `published_on` is datetime64[us].

    Raises:
        ValueError: if a date or a type is not one.

    >>> import mali_minusma as mm
    >>> "globalsecurity-minusma" in set(mm.sources(source_type="reference").source_id)
    True
    """
    return select(
        "sources",
        since=since,
        until=until,
        period=Period("published_on", first_precision="published_precision"),
        equals={"source_type": source_type, "origin": origin},
    )


def actors(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    actor_type: OneOrMore[ActorType] | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return states, organisations, groups, forces and persons, one row each.

    Args:
        since: keep actors that had not ended before this day, as far as is recorded.
        until: keep actors that had not begun after this day, as far as is recorded.
        actor_type: type or types of actor.
        actor: any name of one actor.

    Returns:
        The columns of `tables/actors.csv`.

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if the name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> mm.actors(actor="Ivory Coast").iloc[0]["iso3"]
    'CIV'
    """
    return select(
        "actors",
        since=since,
        until=until,
        period=Period(
            "active_from", "active_until", "active_from_precision", "active_until_precision", open_ended=True
        ),
        equals={"actor_type": actor_type, "actor_id": None if actor is None else find_actor(actor)},
    )


def actor_names(*, actor: str | None = None, name_type: OneOrMore[NameType] | None = None) -> pd.DataFrame:
    """Return the names that actors bear in sources, one row each.

    Args:
        actor: any name of one actor.
        name_type: type or types of name.

    Returns:
        The columns of `tables/actor_names.csv`.

    Raises:
        ValueError: if the type is not one.
        LookupError: if the name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> "Ivorian" in set(mm.actor_names(actor="CIV", name_type="demonym").name)
    True
    """
    return select(
        "actor_names", equals={"actor_id": None if actor is None else find_actor(actor), "name_type": name_type}
    )


def actor_successions(
    *, actor: str | None = None, succession_type: OneOrMore[SuccessionType] | None = None
) -> pd.DataFrame:
    """Return which actor was followed by which, one row each.

    Args:
        actor: any name of one actor; rows in which it is followed or follows.
        succession_type: how the one followed the other.

    Returns:
        The columns of `tables/actor_successions.csv`.

    Raises:
        ValueError: if the type is not one.
        LookupError: if the name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> sorted(mm.actor_successions(actor="MINUSMA").actor_id)
    ['afisma', 'unom']
    """
    frame = select("actor_successions", equals={"succession_type": succession_type})
    if actor is not None:
        known = find_actor(actor)
        frame = frame[(frame["actor_id"] == known) | (frame["successor_id"] == known)].reset_index(drop=True)
    return frame


def places(*, place: str | None = None, place_type: OneOrMore[PlaceType] | None = None) -> pd.DataFrame:
    """Return places, one row each.

    Args:
        place: any name of a place; a region or a country includes what lies in it.
        place_type: type or types of place.

    Returns:
        The columns of `tables/places.csv`; coordinates are float64, in decimal degrees, WGS 84.

    Raises:
        ValueError: if the type is not one.
        LookupError: if the name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> list(mm.places(place="Kidal", place_type="settlement").admin1_pcode)
    ['ML08']
    """
    frame = select("places", equals={"place_type": place_type})
    if place is not None:
        frame = frame[frame["place_id"].isin(places_at(place))].reset_index(drop=True)
    return frame


def coverage(table: TableName | None = None, *, status: OneOrMore[CoverageStatus] | None = None) -> pd.DataFrame:
    """Return what is known of a table and a period, one row each; what is not known is not zero.

    Args:
        table: the table spoken of.
        status: status or statuses.

    Returns:
        The columns of `tables/coverage.csv`.

    Raises:
        ValueError: if the table or the status is not one.

    >>> import mali_minusma as mm
    >>> "complete" in set(mm.coverage("fatalities").status)
    True
    """
    return select("coverage", equals={"table": table, "status": status})


def corrections(
    table: TableName | None = None,
    subject: str | None = None,
    field: str | None = None,
    *,
    correction_type: OneOrMore[CorrectionType] | None = None,
    version: OneOrMore[str] | None = None,
) -> pd.DataFrame:
    """Return what releases corrected in those before them, one row each.

    Args:
        table: the table that was corrected.
        subject: the key of the row; the parts of a composite key are joined by slashes.
        field: the column.
        correction_type: `fact`, `coding`, `wording` or `account`.
        version: the release or releases that have the correction.

    Returns:
        The columns of `tables/corrections.csv`; the values are text, as the cell would be written. A correction
        without a field says that the row as a whole was withdrawn.

    Raises:
        ValueError: if the table or the type is not one.

    >>> import mali_minusma as mm
    >>> mm.corrections("events", "2012-tuareg-rebellion", "start_date").new_value.to_list()
    ['2012-01-17']
    """
    return select(
        "corrections",
        equals={
            "subject_table": table,
            "subject_id": subject,
            "field": field,
            "correction_type": correction_type,
            "version": version,
        },
    )
