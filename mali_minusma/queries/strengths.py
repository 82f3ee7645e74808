"""How many served: on a day, month by month, by contributor, by personnel type and by sex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mali_minusma.dates import DateLike, day
from mali_minusma.loaders.mission import strength_figures
from mali_minusma.loaders.select import OneOrMore, last_day
from mali_minusma.nodata import coverage_notes, warn
from mali_minusma.queries.common import MAX_DISTANCE_DAYS, asked_day, choices, distance, sources_of, with_country
from mali_minusma.queries.contributions import (
    TABLE,
    at_months,
    by_sex,
    gap_notes,
    months,
    reported,
    summed,
    warn_if_partial,
)
from mali_minusma.reading import read_texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from mali_minusma.rows.vocabularies import ContributedPersonnelType

By: TypeAlias = Literal["contributor", "personnel_type", "sex"]
"""What strength can be split by."""

_COLUMNS = {"contributor": "iso3", "personnel_type": "personnel_type", "sex": "sex"}
_OFFICIAL_FIRST = {"government": 1, "news_agency": 2}


def strength(
    on: DateLike,
    *,
    by: By | Sequence[By] | None = None,
    actor: str | None = None,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
    max_distance_days: int = MAX_DISTANCE_DAYS,
) -> pd.DataFrame:
    """Return the uniformed strength of the mission on a day, or what was reported nearest to it.

    Args:
        on: the day; a month or a year is asked for at its end, which is when the UN counts.
        by: `contributor`, `personnel_type`, `sex`, or several of them. Without it, and without the filters that
            follow, the total of the mission is one row of `strength_figures`: the UN's own record first, then
            official documents, news agencies and the rest; of equals the nearest, the earlier before the later.
        actor: any name of a contributing country.
        personnel_type: type or types of personnel.
        max_distance_days: how far from the day the report may be, in days.

    Returns:
        `as_of` is the day of the report, `distance_days` how far that is from the day asked for (negative: before
        it), `count` the persons. A split comes from the monthly contributions, and adds `sources` and `quality_flag`
        ("sexes_swapped": the publication exchanges men and women). Without a report that near, no rows and a
        warning `NoData`.

    Raises:
        ValueError: if the day or a word is not understood.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> mm.strength(on="2022-06-30")[["as_of", "distance_days", "count"]].to_dict("records")
    [{'as_of': Timestamp('2022-06-30 00:00:00'), 'distance_days': 0, 'count': 13976}]
    >>> mm.strength(on="2022-06-15", by="sex")[["sex", "count", "distance_days"]].values.tolist()
    [['male', 13194, -15], ['female', 835, -15]]
    """
    dimensions = choices(by, By, "by")
    asked = asked_day(on)
    if not dimensions and actor is None and personnel_type is None:
        return _total(asked, max_distance_days)
    known = months()
    known["distance_days"] = distance(known["as_of"], known["as_of"], asked)
    with_reports = known[reported(known)].sort_values("distance_days", key=lambda days: days.abs(), kind="stable")
    nearest = with_reports.head(1)
    reach = abs(int(nearest["distance_days"].iloc[0])) <= max_distance_days
    chosen = nearest["month"].iloc[0].date()
    frame = at_months(chosen, chosen, personnel_type, actor)
    result = _split(frame if reach else frame.iloc[:0], ["as_of"], dimensions)
    result.insert(1, "distance_days", distance(result["as_of"], result["as_of"], asked))
    if not reach:
        _warn_far(asked, with_reports["as_of"], TABLE, gap_notes(asked))
    elif len(result) == 0 and not dimensions and nearest["status"].iloc[0] == "complete":
        # A country that a whole report doesn't list sent nobody; that zero is the report's.
        return _nobody(nearest["as_of"].iloc[0], asked)
    elif len(result) == 0:
        warn(f"nobody is listed in the report of {chosen:%Y-%m} for this question.", TABLE, gap_notes(chosen))
    else:
        warn_if_partial(chosen)
    return result


def _split(frame: pd.DataFrame, first: list[str], by: Sequence[str]) -> pd.DataFrame:
    """Return sums by some dimensions, the largest first within each day."""
    columns = [*first, *(_COLUMNS[name] for name in by)]
    result = summed(by_sex(frame) if "sex" in by else frame, columns)
    result = result.sort_values([*first, "count"], ascending=[True] * len(first) + [False], kind="stable")
    result = result.reset_index(drop=True)
    return with_country(result) if "iso3" in columns else result


def _nobody(as_of: pd.Timestamp, asked: dt.date) -> pd.DataFrame:
    """Return the zero of a report that lists nobody."""
    import pandas as pd

    report = at_months(as_of.date().replace(day=1), as_of.date())
    row = pd.DataFrame(
        {"as_of": [as_of], "count": [0], "quality_flag": [None], "sources": [sources_of(report["sources"])]}
    )
    row.insert(1, "distance_days", distance(row["as_of"], row["as_of"], asked))
    return row.astype({"as_of": "datetime64[us]", "count": "Int64", "quality_flag": "str", "sources": "str"})


def _warn_far(asked: dt.date, days: pd.Series[Any], table: str, notes: list[str]) -> None:
    before, after = days[days.dt.date <= asked].max(), days[days.dt.date > asked].min()
    near = " and ".join(f"{moment:%Y-%m-%d}" for moment in (before, after) if moment == moment)  # noqa: PLR0124 - not NaT
    message = f"no strength is reported near {asked}; the nearest are of {near} (max_distance_days= takes"
    warn(f"{message} one farther off).", table, notes)


def _total(asked: dt.date, max_distance_days: int) -> pd.DataFrame:
    frame = totals()
    frame.insert(0, "distance_days", distance(frame["as_of"], last_day(frame, "as_of", "as_of_precision"), asked))
    far = frame["distance_days"].abs()
    near = frame.assign(_far=far)[far <= max_distance_days].sort_values(["_rank", "_far", "as_of"], kind="stable")
    if len(near) == 0:
        official = frame.loc[frame["_rank"] == 0, "as_of"]
        notes = gap_notes(asked) or coverage_notes("strength_figures", asked, asked)
        _warn_far(asked, official, "strength_figures", notes)
    elif near["_rank"].iloc[0] > 0:
        warn(
            f"no report of the UN's own is near {asked}; this is what {near['source_id'].iloc[0]} says.",
            TABLE,
            gap_notes(asked),
        )
    else:
        warn_if_partial(near["as_of"].iloc[0].date())
    return near.head(1).drop(columns=["_rank", "_far"]).reset_index(drop=True)


def totals() -> pd.DataFrame:
    """Return the reported uniformed strengths of the whole mission, with the rank of their source as `_rank`."""
    frame = strength_figures(measure="deployed", component="uniformed", force="minusma")
    frame = frame[frame["iso3"].isna()]
    sources = {row["source_id"]: row for row in read_texts("sources")}
    own = {row["origin"] for row in sources.values() if row["source_type"].startswith("un_")}

    def rank(source: str) -> int:
        row = sources[source]
        return 0 if row["origin"] in own else _OFFICIAL_FIRST.get(row["source_type"], 3)

    return frame.assign(_rank=frame["source_id"].map(rank)).reset_index(drop=True)


def _own_totals(days: pd.Series[Any]) -> pd.DataFrame:
    """Return the mission's totals by the UN's record; of months without a published one, the sum of a whole report."""
    import pandas as pd

    published = totals().query("_rank == 0").rename(columns={"source_id": "sources"})
    published = published.sort_values(["as_of", "sources"]).drop_duplicates("as_of")
    known = months()
    rest = known[(known["status"] == "complete") & ~known["as_of"].isin(published["as_of"])]["as_of"]
    monthly = at_months(None, None)
    added = summed(monthly[monthly["as_of"].isin(rest)], ["as_of"])
    result = pd.concat([published[["as_of", "count", "sources"]], added[["as_of", "count", "sources"]]])
    return result[result["as_of"].isin(days)]


def strength_by_month(
    *,
    since: DateLike | None = None,
    until: DateLike | None = None,
    by: By | Sequence[By] | None = None,
    actor: str | None = None,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
) -> pd.DataFrame:
    """Return strength at the end of every month; a month without a report is there, with a missing count.

    Args:
        since: first month; by default that of the mission's beginning.
        until: last month, included; by default the last of the liquidation.
        by: `contributor`, `personnel_type`, `sex`, or several of them.
        actor: any name of a contributing country.
        personnel_type: type or types of personnel.

    Returns:
        `as_of` is the last day of the month, `status` what `coverage` says of its contributions, `count` the
        persons. Without a split or filter, months of which only the total is known have their total.

    Raises:
        ValueError: if a date or a word is not understood, or since is after until.
        LookupError: if the name is not a state's.

    >>> import mali_minusma as mm
    >>> year = mm.strength_by_month(since="2018-01", until="2018-04")
    >>> year[["status", "count"]].values.tolist()
    [['complete', 13535], ['complete', 13532], ['missing_upstream', <NA>], ['missing_upstream', <NA>]]
    """
    dimensions = choices(by, By, "by")
    first = None if since is None else day(since, last=False)
    last = None if until is None else day(until, last=True)
    if first and last and first > last:
        raise ValueError(f"since={since!r} is after until={until!r}")
    known = months(first, last)[["as_of", "status"]]
    whole = not dimensions and actor is None and personnel_type is None
    if len(known) == 0:
        warn("contributions are covered from 2013-07 to 2024-12 only.", TABLE)
        counted = _split(at_months(None, None, personnel_type, actor).iloc[:0], ["as_of"], dimensions)
    elif whole:
        counted = _own_totals(known["as_of"])
    else:
        first, last = known["as_of"].iloc[0].date(), known["as_of"].iloc[-1].date()
        counted = _split(at_months(first.replace(day=1), last, personnel_type, actor), ["as_of"], dimensions)
    result = known.merge(counted, on="as_of", how="left")
    if actor is not None and not dimensions:
        # A country that a whole report doesn't list sent nobody; that zero is the report's.
        result["count"] = result["count"].mask(result["count"].isna() & (result["status"] == "complete"), 0)
    result.attrs.clear()
    return result
