"""Who held an office on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.loaders.mission import appointments
from mali_minusma.loaders.reference import actors
from mali_minusma.names import plain
from mali_minusma.nodata import warn
from mali_minusma.queries.common import by_column
from mali_minusma.reading import ATTRIBUTE

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.dates import DateLike


_KNOWN: Final = {
    (True, True): "recorded",
    (True, False): "no_end_recorded",
    (False, True): "no_beginning_recorded",
    (False, False): "no_dates_recorded",
}
"""What is known of a term, by whether its first and its last day are; the surest first."""


def office_holders(on: DateLike, *, office: str | None = None, organization: str | None = "MINUSMA") -> pd.DataFrame:
    """Return who held an office on a day.

    The ends of many terms are not recorded. Such a term counts until somebody else is recorded as beginning in an
    office of the same name, and says so.

    Args:
        on: the day; a month or a year means at some time in it.
        office: name of the office, such as "Force Commander"; if no office has just that name, the beginning of it,
            or words in it. By default every office.
        organization: any name of the body; its parts are included. None for every body.

    Returns:
        `office`, `person` (the name in the table of actors), then the columns of `tables/appointments.csv`, and
        `term_known`: `recorded` (first and last day are known), `no_end_recorded`, `no_beginning_recorded`,
        `no_dates_recorded` (the person held it at some time, perhaps another). Without anybody, no rows and a
        warning `NoData`.

    Raises:
        ValueError: if the day is not one.
        LookupError: if the organization is nobody's name, or several's.

    >>> import mali_minusma as mm
    >>> mm.office_holders(on="2020-01-10", office="Head of Mission").person.to_list()[:1]
    ['Mahamat Saleh Annadif']
    """
    frame = appointments(since=on, until=on, organization=organization)
    begun = appointments(until=on, organization=organization).dropna(subset="from_date")
    newest = begun.groupby(["organization_id", "office"])["from_date"].max().rename("_newest")
    frame = frame.join(newest, on=["organization_id", "office"])
    frame = frame[~(frame["until_date"].isna() & (frame["from_date"] < frame["_newest"]))].drop(columns="_newest")
    # Of a term without a beginning this much is known: it lay in the life of its body.
    undated = frame["from_date"].isna()
    frame = frame[~undated | frame["organization_id"].isin(_bodies(on))]
    if office is not None:
        frame = frame[_named(frame["office"], office)]
    frame["term_known"] = [
        _KNOWN[pair] for pair in zip(frame["from_date"].notna(), frame["until_date"].notna(), strict=True)
    ]
    people = by_column("actors", "actor_id")
    frame.insert(0, "person", frame["actor_id"].map(people).astype("str"))
    frame.insert(0, "office", frame.pop("office"))
    if len(frame) == 0:
        known = ", ".join(sorted(set(appointments(organization=organization)["office"]))) or "none"
        warn(f"nobody is recorded in that office on {on}; offices recorded are: {known}.", "appointments")
    frame = frame.assign(_order=frame["term_known"].map(list(_KNOWN.values()).index))
    frame = frame.sort_values(["_order", "office", "person"]).drop(columns="_order").reset_index(drop=True)
    frame.attrs[ATTRIBUTE] = "appointments"
    return frame.astype({"term_known": "str"})


def _bodies(on: DateLike) -> set[str]:
    """Return the actors that existed on a day, as far as is recorded of them and of what they are parts of."""
    gone = set(actors()["actor_id"]) - set(actors(since=on, until=on)["actor_id"])
    parts = actors(since=on, until=on)
    while len(orphans := parts[parts["parent_id"].isin(gone)]):
        gone |= set(orphans["actor_id"])
        parts = parts[~parts["actor_id"].isin(gone)]
    return set(parts["actor_id"])


def _named(offices: pd.Series[str], asked: str) -> list[bool]:
    """Return which offices bear a name; if none does, which begin with it; if none does, which have all its words."""
    names, name = [plain(office) for office in offices], plain(asked)
    exact = [known == name for known in names]
    begun = [f"{known} ".startswith(f"{name} ") for known in names]
    words = [set(name.split()) <= set(known.split()) for known in names]
    return next((found for found in (exact, begun) if any(found)), words)
