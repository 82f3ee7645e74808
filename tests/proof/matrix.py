"""From the evidence to one outcome for each rule and validator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract
from tests.proof.faults import failures, known_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.proof.faults import KnownFault
    from tests.proof.judge import Evidence, Outcome

OUTCOMES: Final[tuple[Outcome, ...]] = ("enforced", "enforced (column)", "not expressible", "known fault")


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the matrix."""

    rule: str
    validator: str
    outcome: Outcome
    note: str
    faults: tuple[KnownFault, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every constraint of every table by every validator."""

    validators: tuple[str, ...]
    entries: Mapping[str, Mapping[str, Entry]]
    """By rule, then by validator."""
    trials: int
    """How many times a validator was given a change and gave a verdict on it."""


def matrix(given: Mapping[str, Evidence]) -> Matrix:
    """Return the matrix that the evidence makes.

    Raises:
        AssertionError: if a validator missed what it claims, made something up, was never tried on a rule that it
            claims, or no longer has a known fault; all of them are named.
    """
    wrong = [text for evidence in given.values() for text in failures(evidence)]
    rules = [rule for table in load_contract().tables.values() for rule in table.rule_ids()]
    entries: dict[str, dict[str, Entry]] = {}
    for rule in rules:
        for name, evidence in given.items():
            entry = _entry(rule, evidence)
            if entry is None:
                wrong.append(f"{name}: {rule} was not put before it, and it doesn't say that it can't express it")
            else:
                entries.setdefault(rule, {})[name] = entry
    assert not wrong, f"{len(wrong)} verdicts are not as they should be:\n" + "\n".join(wrong)
    trials = sum(len(trials) for evidence in given.values() for trials in evidence.trials.values())
    return Matrix(tuple(given), entries, trials)


def _entry(rule: str, evidence: Evidence) -> Entry | None:
    trials = evidence.trials.get(rule, [])
    if rule in evidence.declared:
        return Entry(rule, evidence.name, "not expressible", "the dialect says so itself", ())
    breaking = [trial for trial in trials if trial.expected]
    if not breaking:
        return None
    faults = tuple(fault for fault in known_faults() if fault.about(evidence.name, rule))
    if faults:
        passing = ", ".join(name for fault in faults for name in fault.variants)
        return Entry(
            rule, evidence.name, "known fault", f"{evidence.tool} {faults[0].version} takes: {passing}", faults
        )
    if any(trial.whole for trial in breaking):
        values = {trial.variant for trial in breaking if not trial.whole}
        note = "the column as a whole" + (f", and its values in {_ways(len(values))}" if values else "")
        return Entry(rule, evidence.name, "enforced (column)", note, ())
    return Entry(rule, evidence.name, "enforced", f"broken in {_ways(len({trial.variant for trial in breaking}))}", ())


def _ways(number: int) -> str:
    return f"{number} way" + ("" if number == 1 else "s")
