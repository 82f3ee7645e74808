"""Who sent how many: the largest contributors, their ranks over time, and the history of one country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.loaders.happenings import events
from mali_minusma.loaders.select import OneOrMore, codes_of_actor, events_of, with_parts
from mali_minusma.queries.common import MAX_DISTANCE_DAYS, sources_of, with_country
from mali_minusma.queries.contributions import at_months, months, summed
from mali_minusma.queries.strengths import strength, strength_by_month

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.rows.vocabularies import ContributedPersonnelType, EventType

ANNOUNCED: tuple[EventType, ...] = ("contribution_announcement", "force_deployment", "force_withdrawal")


def top_contributors(
    on: DateLike,
    *,
    n: int = 10,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
    max_distance_days: int = MAX_DISTANCE_DAYS,
) -> pd.DataFrame:
    """Return the countries that contributed most on a day, the largest first.

    Args:
        on: the day; a month or a year is asked for at its end. The nearest monthly report answers.
        n: how many ranks; countries that tie for the last one are all in.
        personnel_type: type or types of personnel; by default all.
        max_distance_days: how far from the day the report may be, in days.

    Returns:
        `rank` (ties share the better one), `iso3`, `country`, `count` in persons, `share` of the whole (0 to 1),
        `as_of`, `distance_days`, `sources`. Without a report that near, no rows and a warning `NoData`.

    Raises:
        ValueError: if the day or a type is not one, or n is less than 1.

    >>> import mali_minusma as mm
    >>> mm.top_contributors(on="2017-05", n=3)[["rank", "country", "count"]].values.tolist()
    [[1, 'Burkina Faso', 1886], [2, 'Bangladesh', 1814], [3, 'Chad', 1423]]
    """
    if n < 1:
        raise ValueError(f"n={n} is not a number of ranks: give 1 or more")
    frame = strength(on=on, by="contributor", personnel_type=personnel_type, max_distance_days=max_distance_days)
    frame = frame[frame["count"] > 0]
    frame.insert(0, "rank", frame["count"].rank(method="min", ascending=False).astype("Int64"))
    whole = frame["count"].sum()
    frame.insert(4, "share", frame["count"].astype("float64") / (whole or 1))
    columns = ["rank", "iso3", "country", "count", "share", "as_of", "distance_days", "quality_flag", "sources"]
    return frame.loc[frame["rank"] <= n, columns].reset_index(drop=True)


def contributor_ranks(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    actor: str | None = None,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
) -> pd.DataFrame:
    """Return the rank of contributing countries in every month with a report.

    Args:
        since: first month.
        until: last month, included.
        actor: any name of one country; by default all.
        personnel_type: type or types of personnel; by default all.

    Returns:
        `as_of` (last day of the month), `status` of its report as in `coverage` (in a partial one a country that is
        left out ranks too low, and others too high), `rank` (ties share the better one), `iso3`, `country`, `count`,
        `contributors` (how many countries contributed that month), `sources`. Months without a report are absent:
        `strength_by_month` lists them.

    Raises:
        ValueError: if a date or a type is not one.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> mm.contributor_ranks(actor="Tchad", since="2023-01", until="2023-03")["rank"].to_list()
    [2, 2, 2]
    """
    counted = summed(at_months(since, until, personnel_type), ["as_of", "iso3"])
    counted = counted.merge(months()[["as_of", "status"]], on="as_of")
    counted.insert(1, "status", counted.pop("status"))
    counted = counted[counted["count"] > 0]
    by_month = counted.groupby("as_of")["count"]
    counted.insert(2, "rank", by_month.rank(method="min", ascending=False).astype("Int64"))
    counted.insert(5, "contributors", by_month.transform("size").astype("Int64"))
    if actor is not None:
        counted = counted[counted["iso3"].isin(codes_of_actor(actor))]
    counted = counted.sort_values(["as_of", "rank", "iso3"]).reset_index(drop=True)
    return with_country(counted)


def contribution_history(actor: str) -> pd.DataFrame:
    """Return what a country contributed month by month, beside what it announced, sent and took home.

    Args:
        actor: any name of the country.

    Returns:
        One row a month, from the first with a contribution or an announcement to the last: `month` (its first day),
        `status` of the report as in `coverage`, `count` and `change` in persons (missing without a whole report),
        `events` (identifiers of announcements, arrivals and departures that begin in the month, joined by "; "),
        `titles` of the same, `sources` of both.

    Raises:
        LookupError: if the name is nobody's, several's, or not a state's.

    >>> import mali_minusma as mm
    >>> egypt = mm.contribution_history("Égypte").set_index("month")
    >>> egypt.loc["2022-06":"2022-08", ["status", "count"]].values.tolist()
    [['complete', 1227], ['missing_upstream', <NA>], ['complete', 1217]]
    >>> egypt.loc["2022-07", "events"].item()
    '2022-07-15-egypt-announces-withdrawal'
    """
    import pandas as pd

    from mali_minusma.tracing import sources_by_key

    served = strength_by_month(actor=actor)
    served.insert(0, "month", months()["month"])
    told = events(actor=actor, event_type=ANNOUNCED)
    # A country's soldiers in other missions are not its contribution to this one.
    told = told[told["event_id"].isin(events_of(with_parts("MINUSMA")))]
    behind = sources_by_key("events")
    told["sources"] = [sources_of(behind[key]) for key in told["event_id"]]
    told["month"] = told["start_date"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    grouped = told.groupby("month").agg(
        events=("event_id", "; ".join), titles=("title", "; ".join), told_by=("sources", sources_of)
    )
    result = served.drop(columns="as_of").merge(grouped.reset_index(), on="month", how="outer").sort_values("month")
    whole = result["status"] == "complete"
    result["change"] = result["count"].diff().where(whole & whole.shift(fill_value=False))
    result["sources"] = [
        sources_of(text for text in pair if isinstance(text, str))
        for pair in zip(result["sources"], result["told_by"], strict=True)
    ]
    active = result[(result["count"] > 0).fillna(value=False) | result["events"].notna()]["month"]
    if len(active):
        # The month after the last one shows that it left, where a report says so.
        result = result[result["month"].between(active.min(), active.max() + pd.offsets.MonthBegin(1))]
    columns = ["month", "status", "count", "change", "events", "titles", "sources"]
    return result[columns].reset_index(drop=True)
