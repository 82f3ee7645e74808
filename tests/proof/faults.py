"""The faults of other tools that are known: what they let pass, in which version it was seen, what to do about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.proof.judge import Evidence

FILE: Final = Path(__file__).resolve().parent / "known_faults.json"


@dataclass(frozen=True, slots=True)
class KnownFault:
    """One fault of one tool."""

    number: int
    """As the page numbers it, from 1."""
    validator: str
    version: str
    """The version in which it was seen."""
    constraint: str
    types: tuple[str, ...]
    variants: tuple[str, ...]
    what: str
    why: str
    instead: str

    def about(self, validator: str, rule: str) -> bool:
        """Tell whether it is about this rule in this validator."""
        return validator == self.validator and rule in _rules(self.constraint, self.types)


@cache
def known_faults() -> tuple[KnownFault, ...]:
    """Return the faults of the hand-kept file."""
    entries = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        KnownFault(number, **{**entry, "types": tuple(entry["types"]), "variants": tuple(entry["variants"])})
        for number, entry in enumerate(entries, 1)
    )


@cache
def _rules(constraint: str, types: tuple[str, ...]) -> frozenset[str]:
    fields = (field for table in load_contract().tables.values() for field in table.fields)
    return frozenset(field.rule(constraint) for field in fields if field.type in types)


def failures(evidence: Evidence) -> Iterator[str]:
    """Yield what speaks against a validator: what it missed or made up, and known faults that it no longer has."""
    yield from (f"{evidence.name}: {item}" for item in evidence.stray)
    for rule, trials in evidence.trials.items():
        known = {name for fault in known_faults() if fault.about(evidence.name, rule) for name in fault.variants}
        for trial in trials:
            told = f"{evidence.name} ({trial.form}): {rule}, {trial.variant}"
            if not trial.passed and trial.variant not in known:
                yield f"{told}: expected {sorted(trial.expected)}, found {sorted(trial.found)}"
            elif trial.passed and trial.variant in known:
                yield f"{told}: a known fault that no longer shows; take it off {FILE.name}"
        for name in sorted(known - {trial.variant for trial in trials}):
            yield f"{evidence.name}: {rule}: {FILE.name} names the variant {name!r}, which was not tried"
