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
            alpha-3 code; or words of a person's name that nobody else bears. Case and accents don't matter.

    Raises:
        LookupError: if nobody bears the name, or several may be meant, with the candidates.

    >>> find_actor("Ivory Coast"), find_actor("CIV"), find_actor("ivorian"), find_actor("Annadif")
    ('cote-divoire', 'cote-divoire', 'cote-divoire', 'mahamat-saleh-annadif')
    >>> find_actor("Modibo")
    Traceback (most recent call last):
    ...
    LookupError: 'Modibo' may mean several actors: cheick-modibo-diarra, modibo-keita; use an identifier
    """
    known = _actors()
    if plain(name) not in known:
        bearers = _with_words(name, known)
        # Half a name of a state or a group could mean another one that isn't in the tables; of a person it is usual.
        if len(bearers) == 1 and bearers <= _persons():
            return next(iter(bearers))
        if len(bearers) > 1:
            raise LookupError(f"{name!r} may mean several actors: {', '.join(sorted(bearers))}; use an identifier")
    return _find(name, known, "actor")


def find_place(name: str) -> str:
    """Return the identifier of the place that bears a name.

    Args:
        name: an identifier, a name or another spelling that sources use. Case and accents don't matter.

    Raises:
        LookupError: if there is none (with near names), or several (with all of them).

    >>> find_place("Ménaka"), find_place("Tombouctou")
    ('menaka', 'timbuktu')
    """
    return _find(name, _places(), "place")


def _with_words(name: str, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return who bears a name that has all of these words."""
    words = set(plain(name).split())
    return frozenset(bearer for text in known if words and words <= set(text.split()) for bearer in known[text])


def _find(name: str, known: Mapping[str, frozenset[str]], kind: str) -> str:
    found = known.get(plain(name), frozenset())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise LookupError(f"{name!r} may mean several {kind}s: {', '.join(sorted(found))}; use an identifier")
    from difflib import get_close_matches

    near = get_close_matches(plain(name), known, 3)
    candidates = sorted({identifier for text in near for identifier in known[text]} | _with_words(name, known))
    hint = f"; near it are: {', '.join(candidates)}" if candidates else ""
    raise LookupError(f"no {kind} bears the name {name!r}{hint}")


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    from mali_minusma.rows.records import records

    return frozenset(actor.actor_id for actor in records("actors") if actor.actor_type == "person")


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
        for text in (place.name, *(place.other_names or "").split("; ")):
            known[plain(text)].add(place.place_id)
    known.pop("", None)
    return {text: frozenset(found) for text, found in known.items()}
