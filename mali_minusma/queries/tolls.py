"""The mission's dead: counted in the UN's record, and beside it the totals that sources gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from mali_minusma.loaders.happenings import casualty_figures, events, fatalities
from mali_minusma.loaders.select import OneOrMore, last_day, places_at, without_place
from mali_minusma.nodata import outside, warn
from mali_minusma.queries.common import (
    MAX_DISTANCE_DAYS,
    asked_day,
    by_column,
    choices,
    distance,
    period_of,
    sources_of,
    with_country,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import CasualtyPersonnelType, CauseOfCasualty, IncidentType, Sex

CasualtiesBy: TypeAlias = Literal["cause", "year", "nationality", "place", "region", "personnel_type", "sex", "event"]
"""What the mission's dead can be counted by."""

_COLUMNS: Final = {
    "cause": "incident_type", "year": "year", "nationality": "iso3", "place": "place_id", "region": "admin1",
    "personnel_type": "personnel_type", "sex": "sex", "event": "event_id",
}  # fmt: skip

_CLOSED: Final = {"year", "incident_type", "personnel_type", "sex"}
"""Dimensions whose every value is known, so that a group without deaths is a zero and is shown as one."""

_CAUSES: Final[dict[str, tuple[IncidentType, ...] | None]] = {
    "malicious_act": ("malicious_act",),
    "accident": ("accident",),
    "illness": ("illness",),
    "undetermined": ("to_be_determined", "unknown"),
    "all": None,
}
"""The types of incident in the UN's record that each cause of a reported figure stands for."""


def casualties(  # noqa: PLR0913 - one argument a filter, all by name
    *,
    by: CasualtiesBy | Sequence[CasualtiesBy] | None = None,
    since: DateLike | None = None,
    until: DateLike | None = None,
    cause: OneOrMore[IncidentType] | None = None,
    actor: str | None = None,
    place: str | None = None,
    personnel_type: OneOrMore[CasualtyPersonnelType] | None = None,
    sex: OneOrMore[Sex] | None = None,
) -> pd.DataFrame:
    """Return the deaths of mission personnel in the UN's record, counted.

    What others reported at the time is in `mm.reported_totals`, wounded and other people in `mm.casualty_figures`.

    Args:
        by: what to count by, one or several of `cause`, `year`, `nationality`, `place`, `region`, `personnel_type`,
            `sex`, `event`; without it, one row.
        since: first day of the incident.
        until: last day, included.
        cause: type or types of incident in the UN's record.
        actor: any name of the state of nationality.
        place: any name of a place; a region or a country includes what lies in it. Only deaths that are tied to an
            event have a place; a warning `NoData` says how many have none.
        personnel_type: type or types of personnel.
        sex: sex in the UN's record.

    Returns:
        A column for each dimension (`place` and `region` are missing where no place is known), `deaths`, and the
        `sources` behind each row. Groups by year, cause, personnel type and sex are there with a zero, for the
        record is complete. Before and after the period of the record, no rows and a warning `NoData`.

    Raises:
        ValueError: if a date or a word is not understood.
        LookupError: if a name is unknown, or not a state's.

    >>> import mali_minusma as mm
    >>> mm.casualties(by="cause")[["incident_type", "deaths"]].values.tolist()[:2]
    [['malicious_act', 174], ['illness', 88]]
    >>> mm.casualties(actor="Togo", cause="malicious_act").deaths.to_list()
    [16]
    """
    import pandas as pd

    from mali_minusma.tracing import sources_by_key

    columns = [_COLUMNS[name] for name in choices(by, CasualtiesBy, "by")]
    frame = fatalities(
        since=since, until=until, incident_type=cause, personnel_type=personnel_type, sex=sex, actor=actor
    )
    if why := outside("fatalities", since, until):
        warn(why, "fatalities")
    # Nobody dead is what the record says too.
    record = sources_of(fatalities()["source_id"])
    behind = sources_by_key("fatalities")
    frame["sources"] = [sources_of(behind[key]) for key in frame["casualty_id"]]
    frame["year"] = frame["incident_date"].dt.year.astype("Int64")
    at = events().set_index("event_id")["place_id"]
    frame["place_id"] = frame["event_id"].map(at).astype("str")
    regions = {place_id: name or None for place_id, name in by_column("places", "place_id", "admin1").items()}
    frame["admin1"] = frame["place_id"].map(regions).astype("str")
    if place is not None:
        unplaced = int(without_place(frame["place_id"], place).sum())
        if unplaced:
            message = f"{unplaced} of {len(frame)} deaths have no recorded place, or lie on a road between regions,"
            warn(f"{message} so they are not counted here.", "fatalities")
        frame = frame[frame["place_id"].isin(places_at(place))]
    if not columns:
        total = {"deaths": len(frame), "sources": sources_of(frame["sources"]) or record}
        result = pd.DataFrame([] if why else [total], columns=list(total))
    else:
        grouped = frame.groupby(columns, dropna=False, sort=True)
        result = grouped.agg(deaths=("casualty_id", "size"), sources=("sources", sources_of)).reset_index()
        result = _with_zeros(result, columns, record) if set(columns) <= _CLOSED else result
        order = [name for name in columns if name == "year"]
        result = result.sort_values([*order, "deaths"], ascending=[True] * len(order) + [False], kind="stable")
    result = result.astype({"deaths": "Int64", "sources": "str"}).reset_index(drop=True)
    result.attrs.clear()
    return with_country(result) if "iso3" in columns else result


def _with_zeros(counted: pd.DataFrame, columns: list[str], record: str) -> pd.DataFrame:
    """Return the counts with a zero, by the record, for every combination of the values that occur."""
    import pandas as pd

    values = [
        range(int(counted[name].min()), int(counted[name].max()) + 1) if name == "year" else sorted(set(counted[name]))
        for name in columns
        if len(counted)
    ]
    if not values:
        return counted
    grid = pd.MultiIndex.from_product(values, names=columns).to_frame(index=False)
    grid = grid.astype({name: counted[name].dtype for name in columns})
    return grid.merge(counted, on=columns, how="left").fillna({"deaths": 0, "sources": record})


def reported_totals(
    on: DateLike | None = None,
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    cause: OneOrMore[CauseOfCasualty] | None = None,
    max_distance_days: int = MAX_DISTANCE_DAYS,
) -> pd.DataFrame:
    """Return the totals of the mission's dead since its beginning as each source gave them, beside the UN's record.

    Args:
        on: the day of interest; totals as of days near it answer, the nearest first.
        since: first day of a period, instead of `on`: all totals as of a day in it.
        until: last day of the period, included.
        cause: cause as the source gives it; `not_stated` where it doesn't say whether it counts all deaths.
        max_distance_days: with `on`, how far the day of a total may be.

    Returns:
        `as_of`, `count` and `qualifier` as the source gives them, `cause`, `population`, `un_record` (deaths of that
        cause in the UN's record up to the last day of `as_of`, by its edition in this package; missing where the
        cause can't be compared), `difference` (the total less that), `source_id`, the name of its `publisher` and
        the rest of `tables/casualty_figures.csv`; with `on` also `distance_days`. Without any, a warning `NoData`.

    Raises:
        ValueError: if a date or a cause is not one, or both a day and a period are given.

    >>> import mali_minusma as mm
    >>> totals = mm.reported_totals(on="2022-07-15", cause="malicious_act")
    >>> totals.loc[totals.source_id == "i24news-2022-07-15-egypt", ["count", "un_record", "difference"]].values.tolist()
    [[177, 163, 14]]
    """
    import pandas as pd

    period_of(on, since, until)
    frame = casualty_figures(
        measure="killed", population=["peacekeepers", "mission_personnel"], cause=cause, since=since, until=until
    )
    begun = frame["period_start"].isna() | (frame["period_start"] < pd.Timestamp("2014-01-01"))
    yearly = frame["period_start"].eq(pd.Timestamp("2013-01-01")) & (frame["as_of"] < pd.Timestamp("2014-01-01"))
    frame = frame[frame["event_id"].isna() & frame["iso3"].isna() & begun & ~yearly]
    last = last_day(frame, "as_of", "as_of_precision")
    publishers = by_column("sources", "source_id", "publisher")
    deaths = fatalities()
    recorded = [_recorded(deaths, *pair) for pair in zip(frame["cause"], last, strict=True)]
    frame = frame.assign(
        un_record=pd.array(recorded, dtype="Int64"),
        publisher=frame["source_id"].map(publishers).astype("str"),
    )
    frame["difference"] = frame["count"] - frame["un_record"]
    first = [
        "as_of",
        "as_of_precision",
        "count",
        "qualifier",
        "cause",
        "population",
        "un_record",
        "difference",
        "source_id",
        "publisher",
    ]
    order = ["as_of", "cause", "figure_id"]
    if on is not None:
        frame["distance_days"] = distance(frame["as_of"], last, asked_day(on))
        frame["_far"] = frame["distance_days"].abs()
        frame = frame[frame["_far"] <= max_distance_days]
        first, order = ["distance_days", *first], ["_rank", "_far", *order]
    if len(frame) == 0:
        warn("no source in the tables gives a total for that time and cause.", "casualty_figures")
    # A total for a whole month or year is near every day of it, and says least of any.
    frame = frame.assign(_rank=frame["as_of_precision"].map({"day": 0, "month": 1, "year": 2}))
    frame = frame.sort_values(order).drop(columns=["_far", "_rank"], errors="ignore")
    return frame[[*first, *(name for name in frame.columns if name not in first)]].reset_index(drop=True)


def _recorded(deaths: pd.DataFrame, cause: str, last: pd.Timestamp) -> Any:  # noqa: ANN401 - a number or pandas' NA
    """Return the deaths in the UN's record up to a day that a cause of a reported figure can be compared with."""
    import pandas as pd

    if cause not in _CAUSES:
        return pd.NA
    counted = deaths if _CAUSES[cause] is None else deaths[deaths["incident_type"].isin(_CAUSES[cause] or ())]
    return int((counted["incident_date"] <= last).sum())
