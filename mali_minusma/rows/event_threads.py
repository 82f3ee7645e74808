# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/event_threads.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class EventThread:
    """One row says that an event belongs to a thread: a story that runs through several events.

    An event may belong to several threads, and most belong to none; which events a thread holds is this project's
    choice.

    One row of `tables/event_threads.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["event_threads"]] = "event_threads"

    event_id: str
    """The event. Example: 2022-07-14-rotations-suspended."""

    thread: Thread
    """The story that the event is a part of. Example: withdrawal."""
