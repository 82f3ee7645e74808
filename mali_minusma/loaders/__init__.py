"""One typed loader a table, with the filters that fit it."""

from mali_minusma.loaders.happenings import casualty_figures, event_actors, events, fatalities
from mali_minusma.loaders.mission import appointments, bases, mandates, strength_figures, troop_contributions
from mali_minusma.loaders.reference import actor_names, actors, claims, coverage, places, sources

__all__ = [
    "actor_names",
    "actors",
    "appointments",
    "bases",
    "casualty_figures",
    "claims",
    "coverage",
    "event_actors",
    "events",
    "fatalities",
    "mandates",
    "places",
    "sources",
    "strength_figures",
    "troop_contributions",
]
