"""The monthly contributions behind several questions: which months are known, and sums over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mali_minusma.loaders.mission import troop_contributions
from mali_minusma.nodata import coverage_notes, spans, warn
from mali_minusma.queries.common import sources_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from mali_minusma.dates import DateLike
    from mali_minusma.loaders.select import OneOrMore
    from mali_minusma.rows.vocabularies import ContributedPersonnelType

TABLE = "troop_contributions"


def months(since: dt.date | None = None, until: dt.date | None = None) -> pd.DataFrame:
    """Return every month of the mission with what is known of its contributions.

    Args:
        since: first day asked for.
        until: last day asked for.

    Returns:
        One row a month: `month` (its first day), `as_of` (its last), `status` as in `coverage`, `note`.
    """
    import pandas as pd

    frames = []
    for span in spans(TABLE):
        frame = pd.DataFrame({"month": pd.date_range(span.first, span.last, freq="MS", unit="us")})
        frames.append(frame.assign(status=span.status, note=span.note))
    known = pd.concat(frames, ignore_index=True)
    known.insert(1, "as_of", known["month"] + pd.offsets.MonthEnd(0))
    first = pd.Timestamp(since) if since else known["month"].min()
    last = pd.Timestamp(until) if until else known["as_of"].max()
    return known[(known["as_of"] >= first) & (known["month"] <= last)].reset_index(drop=True)


def reported(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return which months have contributions by country."""
    return frame["status"].isin(["complete", "partial"])


def at_months(
    since: DateLike | None,
    until: DateLike | None,
    personnel_type: OneOrMore[ContributedPersonnelType] | None = None,
    actor: str | None = None,
) -> pd.DataFrame:
    """Return monthly contributions with the last day of each month as `as_of`, and the sources of each row."""
    import pandas as pd

    frame = troop_contributions(since=since, until=until, personnel_type=personnel_type, actor=actor)
    frame["as_of"] = frame["month"] + pd.offsets.MonthEnd(0)
    return frame.rename(columns={"total": "count", "source_id": "sources"})


def by_sex(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows once for each sex; where the reports don't split them, once as `not_published`."""
    import pandas as pd

    split = frame["male"].notna() & frame["female"].notna()
    parts = [frame[split].assign(sex=sex, count=frame.loc[split, sex]) for sex in ("female", "male")]
    return pd.concat([*parts, frame[~split].assign(sex="not_published")], ignore_index=True)


def summed(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the persons in each group, with the flags of its rows and the sources behind it."""
    import pandas as pd

    columns = list(by)
    result = frame.groupby(columns, dropna=False, sort=True)["count"].sum().reset_index()
    for name in ("quality_flag", "sources"):
        known = frame[[*columns, name]].dropna(subset=name).drop_duplicates()
        # Nearly every group has one report and no flag; only the others are worth a loop.
        alone = ~known.duplicated(columns, keep=False)
        several = known[~alone].groupby(columns, dropna=False)[name].agg(sources_of).reset_index()
        result = result.merge(pd.concat([known[alone], several]), on=columns, how="left")
    result.attrs.clear()
    return result.astype({"count": "Int64", "quality_flag": "str", "sources": "str"})


def warn_if_partial(first: dt.date, last: dt.date | None = None) -> None:
    """Warn of months whose reports are known in part only."""
    known = months(first, last or first)
    for month in known.loc[known["status"] == "partial", "month"]:
        warn(f"the report of {month:%Y-%m} is not whole.", TABLE, gap_notes(month.date()))


def gap_notes(day: dt.date) -> list[str]:
    """Return why the month of a day has no contributions, or not all."""
    return coverage_notes(TABLE, day, day)
