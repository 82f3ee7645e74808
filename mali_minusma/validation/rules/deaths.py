"""Rules on the UN's record of deaths: its totals, and the events that deaths are tied to."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

CAUSES: Final = {
    "malicious_act": {"malicious_act"},
    "accident": {"accident"},
    "illness": {"illness"},
    "undetermined": {"to_be_determined", "unknown"},
    "all": {"malicious_act", "accident", "illness", "to_be_determined", "unknown"},
}
"""The incident types of the UN's record that each cause of a reported figure counts."""

NEAR: Final = dt.timedelta(days=60)
"""How far from an event a death may lie that is tied to it, such as a death of wounds."""

PERSONNEL: Final = frozenset({"peacekeepers", "mission_personnel", "mission_civilians"})
"""The populations whose dead the UN's record of the mission can hold."""


@rule("fatalities.event-fits")
def event_fits(data: Data) -> Iterator[Break]:
    """Find deaths that are tied to an event of another time, or that doesn't name the state of the dead."""
    events = data.by_key("events")
    code = {row["actor_id"]: row["iso3"] for row in data.rows("actors") if row["iso3"]}
    states: defaultdict[str, set[str]] = defaultdict(set)
    for part in data.rows("event_actors"):
        states[part["event_id"]].add(code.get(part["actor_id"], ""))
    for death in data.rows("fatalities"):
        event, day = events.get(death["event_id"]), death.value("incident_date")
        if event is None or not isinstance(day, dt.date):
            continue
        first, last = event.value("start_date"), event.value("end_date")
        last = last or first
        if event["date_precision"] == "day" and isinstance(first, dt.date) and isinstance(last, dt.date):
            same = first <= day <= last
            if same != (death["event_match"] == "same_day") or day < first - NEAR or day > last + NEAR:
                expected = f"the match of a death on {day} with an event of {first}"
                yield Break("fatalities", death, "event_match", expected)
        if death["iso3"] not in states[death["event_id"]]:
            yield Break("event_actors", None, "actor_id", f"{death['event_id']} with a state {death['iso3']} as hit")


@rule("fatalities.events-within-toll")
def events_within_toll(data: Data) -> Iterator[Break]:
    """Find events with more deaths tied to them than any source counts."""
    tolls: defaultdict[str, dict[str, int]] = defaultdict(dict)
    figures = {
        figure["figure_id"]: figure
        for figure in data.rows("casualty_figures")
        if figure["event_id"] and figure["measure"] == "killed" and figure["population"] in PERSONNEL
    }
    readings = [(figure, figure["count"]) for figure in figures.values()]
    readings += [
        (figures[claim["subject_id"]], claim["value"])
        for claim in data.rows("claims")
        if claim["subject_table"] == "casualty_figures" and claim["field"] == "count" and claim["subject_id"] in figures
    ]
    for figure, text in readings:
        by_kind = tolls[figure["event_id"]]
        kind = figure["population"] + figure["iso3"]
        if text.isdecimal():
            by_kind[kind] = max(by_kind.get(kind, 0), int(text))
    for event, count in Counter(row["event_id"] for row in data.rows("fatalities") if row["event_id"]).items():
        if event in tolls and count > sum(tolls[event].values()):
            first = next(row for row in data.rows("fatalities") if row["event_id"] == event)
            most = sum(tolls[event].values())
            yield Break("fatalities", first, "event_id", f"at most {most} deaths tied to {event}, not {count}")


@rule("fatalities.totals-match-published")
def totals_match_published(data: Data) -> Iterator[Break]:
    """Find totals read from the UN's casualty record that its deaths don't add up to."""
    deaths = [(row["incident_date"], row["iso3"], row["incident_type"]) for row in data.rows("fatalities")]
    origin = {row["source_id"] for row in data.rows("fatalities")}
    for figure in data.rows("casualty_figures"):
        counted = (figure["measure"], figure["population"]) == ("killed", "peacekeepers")
        if not counted or figure["event_id"] or figure["source_id"] not in origin or figure["cause"] not in CAUSES:
            continue
        first, last, state = figure["period_start"], figure["as_of"], figure["iso3"]
        kinds = CAUSES[figure["cause"]]
        total = sum(first <= day <= last and state in {"", iso3} and kind in kinds for day, iso3, kind in deaths)
        if figure["as_of_precision"] == "day" and total != figure.value("count"):
            yield Break("casualty_figures", figure, "count", f"{total}, the deaths in fatalities up to that day")
