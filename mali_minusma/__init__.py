"""The record of MINUSMA, the UN mission in Mali (2013-2023), as typed tables with every reading and its source.

>>> import mali_minusma as mm
>>> mm.tables()[:3]
['sources', 'claims', 'actors']
>>> mm.bases(since="2023-11-01", until="2023-11-01")["base_id"].to_list()
['ansongo', 'bamako', 'gao', 'mopti-sevare', 'timbuktu']
"""

from mali_minusma._version import __version__
from mali_minusma.evidence import cite, disputes
from mali_minusma.face import load, tables, validate
from mali_minusma.loaders import (
    actor_names,
    actors,
    appointments,
    bases,
    casualty_figures,
    claims,
    coverage,
    event_actors,
    events,
    fatalities,
    mandates,
    places,
    sources,
    strength_figures,
    troop_contributions,
)
from mali_minusma.names import find_actor, find_place
from mali_minusma.rows.records import records
from mali_minusma.schemas import schema

__all__ = [
    "__version__",
    "actor_names",
    "actors",
    "appointments",
    "bases",
    "casualty_figures",
    "cite",
    "claims",
    "coverage",
    "disputes",
    "event_actors",
    "events",
    "fatalities",
    "find_actor",
    "find_place",
    "load",
    "mandates",
    "places",
    "records",
    "schema",
    "sources",
    "strength_figures",
    "tables",
    "troop_contributions",
    "validate",
]
