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
    "ActorProfile",
    "NoData",
    "__version__",
    "actor",
    "actor_names",
    "actor_successions",
    "actors",
    "appointments",
    "bases",
    "bases_closed",
    "bases_handed_over",
    "bases_open",
    "casualties",
    "casualty_figures",
    "cite",
    "claims",
    "contribution_history",
    "contributor_ranks",
    "corrections",
    "coverage",
    "diff",
    "disputes",
    "event_actors",
    "event_threads",
    "events",
    "fatalities",
    "find_actor",
    "find_place",
    "incidents",
    "load",
    "mandate",
    "mandates",
    "office_holders",
    "places",
    "plot",
    "records",
    "reported_totals",
    "schema",
    "sources",
    "sql",
    "strength",
    "strength_by_month",
    "strength_figures",
    "tables",
    "timeline",
    "top_contributors",
    "troop_contributions",
    "validate",
    "with_sources",
]

if TYPE_CHECKING:
    from mali_minusma import plot
    from mali_minusma.comparing import diff
    from mali_minusma.database import sql
    from mali_minusma.evidence import cite, claims, disputes, with_sources
    from mali_minusma.face import load, tables, validate
    from mali_minusma.loaders.happenings import casualty_figures, event_actors, event_threads, events, fatalities
    from mali_minusma.loaders.mission import appointments, bases, mandates, strength_figures, troop_contributions
    from mali_minusma.loaders.reference import (
        actor_names,
        actor_successions,
        actors,
        corrections,
        coverage,
        places,
        sources,
    )
    from mali_minusma.names import find_actor, find_place
    from mali_minusma.nodata import NoData
    from mali_minusma.queries.attacks import incidents
    from mali_minusma.queries.contributors import contribution_history, contributor_ranks, top_contributors
    from mali_minusma.queries.mandate import mandate
    from mali_minusma.queries.offices import office_holders
    from mali_minusma.queries.profile import ActorProfile, actor
    from mali_minusma.queries.sites import bases_closed, bases_handed_over, bases_open
    from mali_minusma.queries.story import timeline
    from mali_minusma.queries.strengths import strength, strength_by_month
    from mali_minusma.queries.tolls import casualties, reported_totals
    from mali_minusma.rows.records import records
    from mali_minusma.schemas import schema
else:
    __getattr__ = lazy(
        __name__,
        {
            "mali_minusma.comparing": ["diff"],
            "mali_minusma.database": ["sql"],
            "mali_minusma.evidence": ["cite", "claims", "disputes", "with_sources"],
            "mali_minusma.face": ["load", "tables", "validate"],
            "mali_minusma.loaders.happenings": [
                "casualty_figures", "event_actors", "event_threads", "events", "fatalities",
            ],
            "mali_minusma.loaders.mission": [
                "appointments", "bases", "mandates", "strength_figures", "troop_contributions",
            ],
            "mali_minusma.loaders.reference": [
                "actor_names", "actor_successions", "actors", "corrections", "coverage", "places", "sources",
            ],
            "mali_minusma.names": ["find_actor", "find_place"],
            "mali_minusma.nodata": ["NoData"],
            "mali_minusma.plot": [],
            "mali_minusma.queries.attacks": ["incidents"],
            "mali_minusma.queries.contributors": ["contribution_history", "contributor_ranks", "top_contributors"],
            "mali_minusma.queries.mandate": ["mandate"],
            "mali_minusma.queries.offices": ["office_holders"],
            "mali_minusma.queries.profile": ["ActorProfile", "actor"],
            "mali_minusma.queries.sites": ["bases_closed", "bases_handed_over", "bases_open"],
            "mali_minusma.queries.story": ["timeline"],
            "mali_minusma.queries.strengths": ["strength", "strength_by_month"],
            "mali_minusma.queries.tolls": ["casualties", "reported_totals"],
            "mali_minusma.rows.records": ["records"],
            "mali_minusma.schemas": ["schema"],
        },
    )  # fmt: skip

    def __dir__() -> list[str]:
        return [*globals(), *__all__]
