# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/actor_successions.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import SuccessionType


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSuccession:
    """One row says that an actor was followed by another: renamed, merged, split or replaced.

    An actor may have several successors, and several actors may have the same one.

    One row of `tables/actor_successions.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["actor_successions"]] = "actor_successions"

    actor_id: str
    """The actor that was followed. Example: afisma."""

    successor_id: str
    """The actor that followed. Example: minusma."""

    succession_type: SuccessionType
    """How the one followed the other. Example: replaced_by."""

    event_id: str | None
    """The event that records it; empty where the package has none. Example: 2013-07-01-transfer-of-authority."""

    note: str | None
    """What the succession leaves open. Example: Its tasks went to MINUSMA on the day of the transfer.."""
