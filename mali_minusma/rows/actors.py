# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/actors.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import ActorType, DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One row is a state, an organisation, an armed group, a force, an office or a person that had a part in the record.

    One row of `tables/actors.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["actors"]] = "actors"

    actor_id: str
    """Readable, permanent name of the actor. Example: cote-divoire."""

    name: str
    """Name in English as the UN writes it. Example: Côte d'Ivoire."""

    actor_type: ActorType
    """What kind of actor it is. Example: state."""

    iso3: str | None
    """ISO 3166-1 alpha-3 code, for states only. Example: CIV."""

    parent_id: str | None
    """The actor that this one belongs or answers to. Example: united-nations."""

    active_from: dt.date | None
    """When it came into being or took up its part, where that matters here. Example: 2013-07-01."""

    active_from_precision: DatePrecision | None
    """How exactly `active_from` is known: the day, only the month, or only the year. Example: day."""

    active_until: dt.date | None
    """When it ended; empty while it goes on or where the end is not recorded. Example: 2023-12-31."""

    active_until_precision: DatePrecision | None
    """How exactly `active_until` is known: the day, only the month, or only the year. Example: day."""

    description: str
    """Who this is, in our own words. Example: West African state; gave troops to the mission and had 49 soldiers
    detained in Bamako in July 2022.."""
