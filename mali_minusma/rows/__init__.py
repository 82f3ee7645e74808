# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""One frozen dataclass a table, with the meaning of every column."""

from typing import Final, Literal, TypeAlias

from mali_minusma.rows.actor_names import ActorName
from mali_minusma.rows.actor_successions import ActorSuccession
from mali_minusma.rows.actors import Actor
from mali_minusma.rows.appointments import Appointment
from mali_minusma.rows.bases import Base
from mali_minusma.rows.casualty_figures import CasualtyFigure
from mali_minusma.rows.claims import Claim
from mali_minusma.rows.corrections import Correction
from mali_minusma.rows.coverage import Coverage
from mali_minusma.rows.event_actors import EventActor
from mali_minusma.rows.event_threads import EventThread
from mali_minusma.rows.events import Event
from mali_minusma.rows.fatalities import Fatality
from mali_minusma.rows.mandates import Mandate
from mali_minusma.rows.places import Place
from mali_minusma.rows.sources import Source
from mali_minusma.rows.strength_figures import StrengthFigure
from mali_minusma.rows.troop_contributions import TroopContribution

TableName: TypeAlias = Literal[
    "sources",
    "claims",
    "actors",
    "actor_names",
    "actor_successions",
    "places",
    "bases",
    "mandates",
    "events",
    "event_actors",
    "event_threads",
    "appointments",
    "casualty_figures",
    "fatalities",
    "strength_figures",
    "troop_contributions",
    "coverage",
    "corrections",
]
"""The names of the tables."""

Row: TypeAlias = (
    Source | Claim | Actor | ActorName | ActorSuccession | Place | Base | Mandate | Event | EventActor | EventThread | Appointment | CasualtyFigure | Fatality | StrengthFigure | TroopContribution | Coverage | Correction
)
"""A row of any table."""

ROW_CLASSES: Final[dict[TableName, type[Row]]] = {
    "sources": Source,
    "claims": Claim,
    "actors": Actor,
    "actor_names": ActorName,
    "actor_successions": ActorSuccession,
    "places": Place,
    "bases": Base,
    "mandates": Mandate,
    "events": Event,
    "event_actors": EventActor,
    "event_threads": EventThread,
    "appointments": Appointment,
    "casualty_figures": CasualtyFigure,
    "fatalities": Fatality,
    "strength_figures": StrengthFigure,
    "troop_contributions": TroopContribution,
    "coverage": Coverage,
    "corrections": Correction,
}
"""The row class of each table."""

__all__ = [
    "ROW_CLASSES",
    "Actor",
    "ActorName",
    "ActorSuccession",
    "Appointment",
    "Base",
    "CasualtyFigure",
    "Claim",
    "Correction",
    "Coverage",
    "Event",
    "EventActor",
    "EventThread",
    "Fatality",
    "Mandate",
    "Place",
    "Row",
    "Source",
    "StrengthFigure",
    "TableName",
    "TroopContribution",
]
