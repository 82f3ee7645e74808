"""Let every validator look at the batches, and compare what it finds with what was broken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from mali_minusma.contract import load_contract
from tests.proof.cells import UNWRITABLE, Row, real_rows
from tests.proof.plan import Batch, Mutation, plan
from tests.proof.validators.common import Finding, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mali_minusma.contract import TableSchema
    from tests.proof.validators.common import Validator

Outcome: TypeAlias = Literal["enforced", "enforced (column)", "not expressible", "known fault"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One variant put before one validator."""

    table: str
    rule: str
    variant: str
    form: str
    expected: frozenset[tuple[str, str]]
    found: frozenset[tuple[str, str]]
    whole: bool = False
    """Whether a whole column was of another type."""

    @property
    def passed(self) -> bool:
        """Whether exactly what was broken was found."""
        return self.found == self.expected


@dataclass(slots=True)
class Evidence:
    """All that the validators of one column of the matrix did."""

    name: str
    tool: str
    trials: dict[str, list[Trial]] = field(default_factory=lambda: defaultdict(list))
    """By rule."""
    declared: set[str] = field(default_factory=set)
    """The rules that the dialect itself says it can't express."""
    stray: list[str] = field(default_factory=list)
    """What was found where nothing was changed."""


def prove(validators: Sequence[Validator], tables: Iterable[TableSchema] | None = None) -> dict[str, Evidence]:
    """Put every mutation of every table before every validator that can be given it.

    Args:
        validators: several with one name are one column of the matrix, which claims what each of them does.
        tables: by default all.

    Returns:
        The evidence by the name of the validator.
    """
    chosen = list(load_contract().tables.values()) if tables is None else list(tables)
    batches = [batch for table in chosen for batch in plan(table.name)]
    given: dict[str, Evidence] = {}
    for validator in validators:
        evidence = given.setdefault(validator.name, Evidence(validator.name, validator.tool))
        evidence.declared |= {rule for table in chosen for rule in validator.not_expressible(table)}
        jobs = [_job(batch, validator) for batch in batches]
        jobs = [job for job in jobs if job.mutations]
        before = [Request(table, rows, keys) for table in chosen for keys, rows in _before(table, jobs)]
        answers = validator.find([*before, *(job.request for job in jobs)])
        for request, found in zip(before, answers, strict=False):
            evidence.stray += [f"{request.table.name}, before anything was changed: {item}" for item in found]
        for job, found in zip(jobs, answers[len(before) :], strict=True):
            _compare(job, found, evidence)
        for table in chosen:
            _whole_columns(table, validator, evidence)
    return given


@dataclass(frozen=True, slots=True)
class _Job:
    """A batch as one validator is given it, without the mutations that its form can't hold."""

    batch: Batch
    mutations: dict[int, Mutation]
    request: Request
    form: str


def _job(batch: Batch, validator: Validator) -> _Job:
    mutations = {}
    for index, mutation in batch.mutations.items():
        writable = all(getattr(cell, validator.form) is not UNWRITABLE for cell in mutation.row.values())
        if writable:
            mutations[index] = mutation
    real = real_rows(batch.table.name)
    rows = [mutations[index].row if index in mutations else real[index] for index in batch.indexes]
    return _Job(batch, mutations, Request(batch.table, rows, batch.keys), validator.form)


def _before(table: TableSchema, jobs: Iterable[_Job]) -> Iterator[tuple[bool, list[Row]]]:
    """Yield the rows of all batches of a table, as they were before."""
    for keys in (False, True):
        indexes = {
            index
            for job in jobs
            if job.batch.keys == keys and job.batch.table.name == table.name
            for index in job.batch.indexes
        }
        if indexes:
            yield keys, [real_rows(table.name)[index] for index in sorted(indexes)]


def _compare(job: _Job, found: set[Finding], evidence: Evidence) -> None:
    by_row: dict[int, set[tuple[str, str]]] = defaultdict(set)
    indexes = job.batch.indexes
    for position, column, rule in found:
        if position is None or indexes[position] not in job.mutations:
            evidence.stray.append(
                f"{job.batch.table.name}, in an unchanged row or a column as a whole: {column}, {rule}"
            )
        else:
            by_row[indexes[position]].add((column, rule))
    for index, mutation in job.mutations.items():
        expected = frozenset(fault for fault in mutation.faults if fault[1] not in evidence.declared)
        variant = mutation.variant
        trial = Trial(job.batch.table.name, variant.rule, variant.name, job.form, expected, frozenset(by_row[index]))
        evidence.trials[variant.rule].append(trial)


def _whole_columns(table: TableSchema, validator: Validator, evidence: Evidence) -> None:
    """Put before the validator frames in which every column is of another type than it should be."""
    rows = real_rows(table.name)[:3]
    for name, (replaced, found) in validator.whole_columns(table, rows).items():
        rules = {column: table.by_name[column].rule("type") for column in replaced}
        for column, rule in rules.items():
            here = frozenset((where, what) for row, where, what in found if row is None and where == column)
            trial = Trial(table.name, rule, name, validator.form, frozenset({(column, rule)}), here, whole=True)
            evidence.trials[rule].append(trial)
        evidence.stray += [
            f"{table.name}, with {name}: {where}, {what}"
            for row, where, what in found
            if row is not None or where not in rules
        ]
