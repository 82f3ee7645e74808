"""The mission itself: mandates, bases, offices, strength and contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.loaders.select import (
    OneOrMore,
    Period,
    codes_of_actor,
    overlaps,
    places_at,
    select,
    with_parts,
)
from mali_minusma.names import find_actor

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import (
        BaseType,
        ComponentCounted,
        ContributedPersonnelType,
        StrengthMeasure,
        SubjectOfAResolution,
        YesOrNo,
    )


def bases(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    base_type: OneOrMore[BaseType] | None = None,
    counted_in_2023: YesOrNo | None = None,
    place: str | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return the bases of the mission, one row each: the thirteen of 2023, and earlier sites.

    Args:
        since: keep bases that were not closed before this day. Give `since` and `until` the same day for the bases
            open on it; a base without a recorded opening counts as open until it closed, and an earlier site without
            a recorded closing as open from when maps first show it to when they last do.
        until: keep bases that were not opened after this day.
        base_type: kind or kinds of base.
        counted_in_2023: `"yes"` for the thirteen sites of the withdrawal of 2023, `"no"` for the others.
        place: any name of a place; a region or a country includes what lies in it.
        actor: any name of the actor that received the base; its parts are included.

    Returns:
        The columns of `tables/bases.csv`; dates are datetime64[us], `closure_order` is Int64.

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> len(mm.bases(counted_in_2023="yes")), "kidal" in set(mm.bases(since="2023-11-01").base_id)
    (13, False)
    """
    received_by = None if actor is None else with_parts(actor)
    frame = select(
        "bases",
        since=since,
        until=until,
        period=Period("opened_on", "closed_on", "opened_precision", "closed_precision", open_ended=True),
        equals={"base_type": base_type, "received_by": received_by, "counted_in_2023": counted_in_2023},
    )
    frame = frame[~_left_unrecorded(frame) | overlaps(_as_seen(frame), since, until, _SEEN)].reset_index(drop=True)
    if place is not None:
        frame = frame[frame["place_id"].isin(places_at(place))].reset_index(drop=True)
    return frame


_SEEN: Final = Period("opened_on", "last_seen_on", "opened_precision", "last_seen_precision")


def _left_unrecorded(frame: pd.DataFrame) -> pd.Series[bool]:
    """Return which sites had gone before 2023 on a day that no source gives."""
    return (frame["counted_in_2023"] == "no") & frame["closed_on"].isna()


def _as_seen(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the bases as opened on the day recorded or, without one, when a map first shows them."""
    unrecorded = frame["opened_on"].isna()
    return frame.assign(
        opened_on=frame["opened_on"].mask(unrecorded, frame["first_seen_on"]),
        opened_precision=frame["opened_precision"].mask(unrecorded, frame["first_seen_precision"]),
    )


def mandates(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    resolution: int | None = None,
    subject: OneOrMore[SubjectOfAResolution] | None = None,
) -> pd.DataFrame:
    """Return resolutions of the Security Council, one row each.

    Args:
        since: first day of adoption.
        until: last day of adoption, included.
        resolution: number of one resolution.
        subject: what they are chiefly about, such as `"mission"` or `"sanctions"`.

    Returns:
        The columns of `tables/mandates.csv`; votes are Int64, ceilings are Int64 in persons.

    Raises:
        ValueError: if a date or a subject is not one.

    >>> import mali_minusma as mm
    >>> mm.mandates(resolution=2690).iloc[0][["in_favour", "against", "abstaining"]].astype(int).to_list()
    [15, 0, 0]
    """
    return select(
        "mandates",
        since=since,
        until=until,
        period=Period("adopted_on"),
        equals={"resolution": resolution, "subject": subject},
    )


def appointments(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    actor: str | None = None,
    organization: str | None = None,
) -> pd.DataFrame:
    """Return persons in offices, one row each.

    Args:
        since: keep terms that had not ended before this day, as far as is recorded.
        until: keep terms that had not begun after this day, as far as is recorded.
        actor: any name of the person.
        organization: any name of the body that the office belongs to; its parts are included, such as the force of a
            mission.

    Returns:
        The columns of `tables/appointments.csv`; dates are datetime64[us].

    Raises:
        ValueError: if a date is not one.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> list(mm.appointments(actor="Salgado").organization_id)
    ['minusma']
    """
    return select(
        "appointments",
        since=since,
        until=until,
        period=Period("from_date", "until_date", "from_precision", "until_precision", open_ended=True),
        equals={
            "actor_id": None if actor is None else find_actor(actor),
            "organization_id": None if organization is None else with_parts(organization),
        },
    )


def strength_figures(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    measure: OneOrMore[StrengthMeasure] | None = None,
    component: OneOrMore[ComponentCounted] | None = None,
    force: str | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return reported figures of strength, one row each.

    Figures that count different components, or ceilings and strengths, are not to be compared without a look at
    `measure`, `component` and `qualifier`.

    Args:
        since: first day for which the figure is true (`as_of`).
        until: last such day, included.
        measure: `deployed`, `authorized`, `withdrawn` or `planned`.
        component: who is counted.
        force: any name of the mission or force.
        actor: any name of a contributing country, for figures of its contingent.

    Returns:
        The columns of `tables/strength_figures.csv`; `count` is Int64, in persons.

    Raises:
        ValueError: if a date or a value is not one.
        LookupError: if a name is nobody's, or several's.

    >>> import mali_minusma as mm
    >>> 12261 in set(mm.strength_figures(force="MINUSMA", component="military")["count"])
    True
    """
    return select(
        "strength_figures",
        since=since,
        until=until,
        period=Period("as_of", first_precision="as_of_precision"),
        equals={
            "measure": measure,
            "component": component,
            "force_id": None if force is None else find_actor(force),
            "iso3": None if actor is None else codes_of_actor(actor),
        },
    )


def troop_contributions(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return monthly contributions, one row a contributor, month and personnel type.

    A month that is absent is not a month without troops: `mm.coverage()` says what is known.

    Args:
        since: first month.
        until: last month, included.
        personnel_type: type or types of personnel.
        actor: any name of the contributing country.

    Returns:
        The columns of `tables/troop_contributions.csv`; `month` is the first day of the month as
        datetime64[us], `male`, `female` and `total` are Int64, in persons at the end of the month.

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> frame = mm.troop_contributions(since="2023-06", until="2023-06", personnel_type="troops")
    >>> sorted(frame.nlargest(3, "total").iso3)
    ['BGD', 'SEN', 'TCD']
    """
    return select(
        "troop_contributions",
        since=since,
        until=until,
        period=Period("month"),
        equals={
            "personnel_type": personnel_type,
            "iso3": None if actor is None else codes_of_actor(actor),
        },
    )
