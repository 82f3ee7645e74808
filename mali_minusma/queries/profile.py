"""One actor, by any of its names: who it is, what it belongs to, what it became, what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma.names import find_actor
from mali_minusma.reading import ATTRIBUTE
from mali_minusma.rows.records import records

if TYPE_CHECKING:
    import pandas as pd

    from mali_minusma.rows import Actor, ActorName, ActorSuccession, Appointment

_NAMES_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """An actor with everything that the tables tie to it.

    >>> import mali_minusma as mm
    >>> print(mm.actor("AFISMA")) # doctest: +ELLIPSIS
    African-led International Support Mission in Mali (afisma): peace operation
    ...
    became: United Nations Multidimensional Integrated Stabilization Mission in Mali (replaced_by)
    ...
    """

    actor: Actor
    """Its row in `tables/actors.csv`."""
    names: tuple[ActorName, ...]
    """Every name that sources give it."""
    parents: tuple[Actor, ...]
    """What it belongs to, the nearest first, up to the top."""
    parts: tuple[Actor, ...]
    """What belongs to it."""
    predecessors: tuple[tuple[Actor, ActorSuccession], ...]
    """What it came from, and how."""
    successors: tuple[tuple[Actor, ActorSuccession], ...]
    """What it became, and how."""
    offices: tuple[Appointment, ...]
    """The offices that a person held."""

    @property
    def events(self) -> pd.DataFrame:
        """The columns of `tables/events.csv` after the `role` in it, in order of time; two roles, two rows."""
        from mali_minusma.loaders.happenings import event_actors
        from mali_minusma.queries.story import timeline

        parts = event_actors(actor=self.actor.actor_id)[["event_id", "role"]]
        story = timeline(actor=self.actor.actor_id)
        result = story.merge(parts, on="event_id", how="left")
        result.insert(0, "role", result.pop("role"))
        result.attrs[ATTRIBUTE] = "events"
        return result

    def __str__(self) -> str:
        """Return a few lines for people."""
        actor = self.actor
        kind = actor.actor_type.replace("_", " ")
        lines = [
            f"{actor.name} ({actor.actor_id}): {kind}{f', {actor.iso3}' if actor.iso3 else ''}",
            actor.description or "",
        ]
        names = sorted({name.name for name in self.names} - {actor.name})
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        told = {
            "also": ", ".join(names[:_NAMES_SHOWN]) + more,
            "part of": ", ".join(parent.name for parent in self.parents),
            "parts": ", ".join(part.name for part in self.parts),
            "came from": ", ".join(f"{other.name} ({how.succession_type})" for other, how in self.predecessors),
            "became": ", ".join(f"{other.name} ({how.succession_type})" for other, how in self.successors),
            "offices": "; ".join(
                f"{office.office} ({office.from_date or '?'} to {office.until_date or '?'})" for office in self.offices
            ),
            "events": str(len(set(self.events["event_id"]))),
        }
        return "\n".join([*filter(None, lines), *(f"{label}: {text}" for label, text in told.items() if text)])


def actor(name: str) -> ActorProfile:
    """Return what the tables hold on an actor, found by any of its names.

    Args:
        name: an identifier, a name in any language recorded, an acronym, an alias, a demonym, an ISO 3166-1 alpha-3
            code, or a part of the name that only one person bears. Case and accents don't matter.

    Returns:
        Its row, names, parents, parts, predecessors, successors and offices as typed rows, and `events` as a frame.
        Printed, a short account.

    Raises:
        LookupError: if nobody bears the name, or several may be meant; the message lists the candidates.

    >>> import mali_minusma as mm
    >>> mm.actor("Ivory Coast").actor.name
    "Côte d'Ivoire"
    >>> [other.actor_id for other, how in mm.actor("Al-Mourabitoun").successors]
    ['aqim', 'isgs', 'jnim']
    >>> mm.actor("Annadif").offices[0].office
    'Special Representative of the Secretary-General and Head of Mission'
    """
    identifier = find_actor(name)
    actors = {row.actor_id: row for row in records("actors")}
    successions = records("actor_successions")
    parents: list[Actor] = []
    above = actors[identifier].parent_id
    while above is not None:
        parents.append(actors[above])
        above = actors[above].parent_id
    return ActorProfile(
        actors[identifier],
        tuple(row for row in records("actor_names") if row.actor_id == identifier),
        tuple(parents),
        tuple(row for row in actors.values() if row.parent_id == identifier),
        tuple((actors[row.actor_id], row) for row in successions if row.successor_id == identifier),
        tuple((actors[row.successor_id], row) for row in successions if row.actor_id == identifier),
        tuple(row for row in records("appointments") if row.actor_id == identifier),
    )
