"""The mandate in force on a day, its ceilings, and how far strength was from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.loaders.mission import mandates
from mali_minusma.nodata import warn
from mali_minusma.queries.common import COUNTED, MAX_DISTANCE_DAYS, asked_day, sources_of, split_sources
from mali_minusma.queries.strengths import strength

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike


def mandate(on: DateLike, *, max_distance_days: int = MAX_DISTANCE_DAYS) -> pd.DataFrame:
    """Return the mandate in force on a day: one row for the military ceiling, one for the police ceiling.

    A resolution replaces the one before on the day of its adoption. The last one ended on 30 June 2023:
    resolution 2690 set none, and what it left to do until the end of that year was no longer the mandate.

    Args:
        on: the day; a month or a year is asked for at its end.
        max_distance_days: how far from the day the report of strength may be, in days.

    Returns:
        `resolution`, `adopted_on`, `mandate_until`, `component` (`military`: troops, staff officers and experts on
        mission; `police`: formed units and individual officers), `ceiling` and `deployed` in persons,
        `below_ceiling` (negative: above it), `as_of` and `distance_days` of the report, `sources` of all of it. On a
        day without a mandate, no rows and a warning `NoData`; without a report near it, `deployed` is missing and a
        warning says so.

    Raises:
        ValueError: if the day is not one.

    >>> import mali_minusma as mm
    >>> mm.mandate(on="2021-12-31")[["resolution", "component", "ceiling", "deployed"]].values.tolist()
    [[2584, 'military', 13289, 12419], [2584, 'police', 1920, 1744]]
    """
    import pandas as pd

    asked = asked_day(on)
    known = mandates(subject="mission").dropna(subset="military_ceiling")
    in_force = (known["adopted_on"] <= pd.Timestamp(asked)) & (known["mandate_until"] >= pd.Timestamp(asked))
    frame = known[in_force].nlargest(1, "adopted_on")
    if len(frame) == 0:
        life = f"the first began on {known['adopted_on'].min():%Y-%m-%d}, the last ended on"
        warn(f"no mandate was in force on {asked}: {life} {known['mandate_until'].max():%Y-%m-%d}.")
    report = strength(on=asked, by="personnel_type", max_distance_days=max_distance_days) if len(frame) else None
    result = pd.concat([_component(frame, component, report) for component in COUNTED], ignore_index=True)
    result.attrs.clear()
    return result


def _component(frame: pd.DataFrame, component: str, report: pd.DataFrame | None) -> pd.DataFrame:
    """Return the ceiling of one component beside its strength in a report, if there is one."""
    from mali_minusma.tracing import sources_by_key

    sources = [sources_by_key("mandates")[str(number)] for number in frame["resolution"]]
    result = frame[["resolution", "adopted_on", "mandate_until"]].copy()
    result["component"] = component
    result["ceiling"] = frame[f"{component}_ceiling"]
    counted = None if report is None else report[report["personnel_type"].isin(COUNTED[component])]
    if counted is None or len(counted) == 0:
        result[["deployed", "as_of", "distance_days"]] = None
    else:
        result["deployed"] = counted["count"].sum()
        result["as_of"], result["distance_days"] = counted["as_of"].iloc[0], counted["distance_days"].iloc[0]
        sources = [found.union(*map(split_sources, counted["sources"])) for found in sources]
    result["sources"] = [sources_of(found) for found in sources]
    numbers = dict.fromkeys(["ceiling", "deployed", "distance_days"], "Int64")
    result = result.astype({**numbers, "component": "str", "sources": "str", "as_of": "datetime64[us]"})
    result.insert(6, "below_ceiling", result["ceiling"] - result["deployed"])
    return result
