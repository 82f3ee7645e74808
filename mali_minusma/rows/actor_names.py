# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/actor_names.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import NameType


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorName:
    """One row is a name under which an actor appears in a source: full name, acronym, alias, former name or demonym.

    One row of `tables/actor_names.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["actor_names"]] = "actor_names"

    actor_id: str
    """The actor that bears the name. Example: cote-divoire."""

    name: str
    """The name with its accents; look-ups ignore case and accents. Example: Ivorian."""

    language: str
    """ISO 639-1 code of the name's language. Example: en."""

    name_type: NameType
    """What kind of name it is. Example: demonym."""
