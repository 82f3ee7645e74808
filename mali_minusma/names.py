"""Find an actor or a place by any of its names: identifier, name, alias, acronym, demonym, country code."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def plain(text: str) -> str:
    """Return the text without accents, case, apostrophes and punctuation, as names are compared.

    >>> plain("Côte  d'IVOIRE"), plain("Ménaka")
    ('cote d ivoire', 'menaka')
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (character if character.isalnum() else " " for character in letters if not unicodedata.combining(character))
    return " ".join("".join(kept).split())


def find_actor(name: str) -> str:
    """Return the identifier of the actor that bears a name.

    Args:
        name: an identifier, a name in any language recorded, an acronym, an alias, a demonym or an ISO 3166-1
            alpha-3 code. Case and accents don't matter.

    Raises:
        LookupError: if nobody bears the name (with near names), or several do (with all of them).

    >>> find_actor("Ivory Coast"), find_actor("CIV"), find_actor("ivorian")
    ('cote-divoire', 'cote-divoire', 'cote-divoire')
    """
    return _find(name, _actors(), "actor")


def find_place(name: str) -> str:
    """Return the identifier of the place that bears a name.

    Raises:
        LookupError: if there is none (with near names), or several (with all of them).

    >>> find_place("Ménaka")
    'menaka'
    """
    return _find(name, _places(), "place")


def _find(name: str, known: Mapping[str, frozenset[str]], kind: str) -> str:
    found = known.get(plain(name), frozenset())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise LookupError(f"several {kind}s bear the name {name!r}: {', '.join(sorted(found))}; use an identifier")
    from difflib import get_close_matches

    near = get_close_matches(plain(name), known, 3)
    candidates = sorted({identifier for text in near for identifier in known[text]})
    hint = f"; near it are: {', '.join(candidates)}" if candidates else ""
    raise LookupError(f"no {kind} bears the name {name!r}{hint}")


@lru_cache(maxsize=1)
def _actors() -> Mapping[str, frozenset[str]]:
    from mali_minusma.rows.records import records

    known = defaultdict(set)
    for actor in records("actors"):
        for text in (actor.actor_id, actor.name, actor.iso3):
            if text is not None:
                known[plain(text)].add(actor.actor_id)
    for name in records("actor_names"):
        known[plain(name.name)].add(name.actor_id)
    return {text: frozenset(found) for text, found in known.items()}


@lru_cache(maxsize=1)
def _places() -> Mapping[str, frozenset[str]]:
    from mali_minusma.rows.records import records

    known = defaultdict(set)
    for place in records("places"):
        known[plain(place.place_id)].add(place.place_id)
        known[plain(place.name)].add(place.place_id)
    return {text: frozenset(found) for text, found in known.items()}
