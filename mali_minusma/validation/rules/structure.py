"""Rules on how actors, bases, mandates and events hang together."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("actors.no-circle-of-parents")
def no_circle_of_parents(data: Data) -> Iterator[Break]:
    """Find actors that are their own ancestors."""
    parent = {row["actor_id"]: row["parent_id"] for row in data.rows("actors")}
    for row in data.rows("actors"):
        seen, at = set(), row["actor_id"]
        while at and at not in seen:
            seen.add(at)
            at = parent.get(at, "")
        if at == row["actor_id"]:
            yield Break("actors", row, "parent_id", "a parent that doesn't descend from this actor")


@rule("bases.order-follows-dates")
def order_follows_dates(data: Data) -> Iterator[Break]:
    """Find positions in the order of closing that repeat or run against the dates."""
    closed = [
        (order, row["closed_on"], row)
        for row in data.rows("bases")
        if isinstance(order := row.value("closure_order"), int) and row["closed_on"]
    ]
    closed.sort(key=lambda item: (item[0], item[1]))
    for (order, day, _), (next_order, next_day, row) in itertools.pairwise(closed):
        if order == next_order:
            yield Break("bases", row, "closure_order", f"a position of its own: {order} is taken")
        elif next_day < day:
            yield Break(
                "bases", row, "closure_order", f"a position before {next_order}: it closed before the one at {order}"
            )


@rule("bases.closing-is-an-event")
def closing_is_an_event(data: Data) -> Iterator[Break]:
    """Find closings that the tables of bases and of events tell differently."""
    closings = defaultdict(list)
    for row in data.rows("events"):
        if row["event_type"] == "base_closure" and row["status"] == "occurred":
            closings[row["base_id"]].append(row)
    for base in data.rows("bases"):
        events = closings.pop(base["base_id"], [])
        if len(events) != bool(base["closed_on"]):
            yield Break(
                "bases", base, "closed_on", "one event of type base_closure for a closed base, none for an open one"
            )
            continue
        for event in events:
            if event["start_date"] != base["closed_on"]:
                yield Break("events", event, "start_date", f"{base['closed_on']}, as in bases")
            if event["ordinal"] != base["closure_order"]:
                yield Break("events", event, "ordinal", f"{base['closure_order'] or 'no ordinal'}, as in bases")
    for events in closings.values():
        for event in events:
            yield Break("events", event, "base_id", "the base that closed")


@rule("mandates.adoption-is-an-event")
def adoption_is_an_event(data: Data) -> Iterator[Break]:
    """Find resolutions whose event is not their adoption."""
    events = data.by_key("events")
    for row in data.rows("mandates"):
        event = events.get(row["event_id"])
        if event is None:
            continue  # the foreign key reports it
        if event["event_type"] != "council_decision" or event["start_date"] != row["adopted_on"]:
            yield Break("mandates", row, "event_id", f"an event of type council_decision on {row['adopted_on']}")


@rule("events.has-actor")
def event_has_actor(data: Data) -> Iterator[Break]:
    """Find events in which nobody takes part."""
    acted = {row["event_id"] for row in data.rows("event_actors")}
    for row in data.rows("events"):
        if row["event_id"] not in acted:
            yield Break("events", row, "event_id", "at least one row in event_actors")
