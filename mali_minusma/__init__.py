"""The record of MINUSMA, the UN mission in Mali (2013-2023), as typed tables with every reading and its source.

>>> import mali_minusma as mm
>>> mm.tables()[:3]
['sources', 'claims', 'actors']
>>> mm.bases(since="2023-11-01", until="2023-11-01")["base_id"].to_list()
['ansongo', 'bamako', 'gao', 'mopti-sevare', 'timbuktu']
"""

from typing import TYPE_CHECKING

from mali_minusma._lazy import lazy
from mali_minusma._version import __version__

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

if TYPE_CHECKING:
    from mali_minusma.evidence import cite, disputes
    from mali_minusma.face import load, tables, validate
    from mali_minusma.loaders.happenings import casualty_figures, event_actors, events, fatalities
    from mali_minusma.loaders.mission import appointments, bases, mandates, strength_figures, troop_contributions
    from mali_minusma.loaders.reference import actor_names, actors, claims, coverage, places, sources
    from mali_minusma.names import find_actor, find_place
    from mali_minusma.rows.records import records
    from mali_minusma.schemas import schema
else:
    __getattr__ = lazy(
        __name__,
        {
            "mali_minusma.evidence": ["cite", "disputes"],
            "mali_minusma.face": ["load", "tables", "validate"],
            "mali_minusma.loaders.happenings": ["casualty_figures", "event_actors", "events", "fatalities"],
            "mali_minusma.loaders.mission": [
                "appointments", "bases", "mandates", "strength_figures", "troop_contributions",
            ],
            "mali_minusma.loaders.reference": ["actor_names", "actors", "claims", "coverage", "places", "sources"],
            "mali_minusma.names": ["find_actor", "find_place"],
            "mali_minusma.rows.records": ["records"],
            "mali_minusma.schemas": ["schema"],
        },
    )  # fmt: skip

    def __dir__() -> list[str]:
        return [*globals(), *__all__]
