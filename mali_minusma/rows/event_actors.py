# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/event_actors.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import ActorRole


@dataclass(frozen=True, slots=True, kw_only=True)
class EventActor:
    """One row is an actor's part in an event.

    One row of `tables/event_actors.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["event_actors"]] = "event_actors"

    event_id: str
    """The event. Example: 2022-07-14-rotations-suspended."""

    actor_id: str
    """The actor. Example: mali-foreign-ministry."""

    role: ActorRole
    """The actor's part. Example: initiator."""
