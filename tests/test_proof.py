"""Every constraint bites in every validator that claims it; the published matrix says which do."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from mali_minusma.contract import Constraint, TableSchema, load_contract
from mali_minusma.dialects import pandera_schema
from mali_minusma.validation.reasons import FILE_RULES, PACKAGE_RULES
from tests.node import PINNED, install_ajv
from tests.proof import faults
from tests.proof.cells import real_rows
from tests.proof.faults import failures, known_faults
from tests.proof.judge import Evidence, prove
from tests.proof.matrix import OUTCOMES, Matrix, matrix
from tests.proof.oracle import batch_faults, row_faults
from tests.proof.page import COMMAND
from tests.proof.plan import LARGEST, plan
from tests.proof.published import FOLDER, published
from tests.proof.validators import json_schema, pandera, validators
from tests.proof.validators.common import Columns, Finding, Request, of_type_alone
from tests.test_rules import CROSS

CONTRACT = load_contract()
RULES = [rule for table in CONTRACT.tables.values() for rule in table.rule_ids()]


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    return prove(validators(install_ajv(tmp_path_factory.mktemp("ajv"))))


@pytest.fixture(scope="session")
def proven(evidence: dict[str, Evidence]) -> Matrix:
    return matrix(evidence)


def test_every_validator_finds_exactly_what_was_broken(evidence: dict[str, Evidence]) -> None:
    assert [text for given in evidence.values() for text in failures(given)] == []


def test_no_cell_of_the_matrix_is_empty(proven: Matrix) -> None:
    assert list(proven.entries) == RULES
    assert len(proven.validators) == 6
    for entries in proven.entries.values():
        assert tuple(entries) == proven.validators
        assert all(entry.outcome in OUTCOMES and entry.note for entry in entries.values())


def test_this_package_enforces_everything_that_it_declares(proven: Matrix) -> None:
    assert {entries["mali-minusma"].outcome for entries in proven.entries.values()} == {"enforced"}


@pytest.mark.parametrize("name", ["enforcement.md", "enforcement.csv"])
def test_the_published_matrix_is_current(name: str, proven: Matrix) -> None:
    path = FOLDER / name
    current = path.is_file() and path.read_bytes() == published(proven)[name].encode()
    assert current, f"docs/{name} is not what the proof says: run `{COMMAND}`, read what changed, and commit it"


def test_the_csv_says_what_the_page_says(proven: Matrix) -> None:
    with (FOLDER / "enforcement.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(RULES) * len(proven.validators)
    assert {(row["rule"], row["validator"]): row["outcome"] for row in rows} == {
        (rule, name): entry.outcome for rule, entries in proven.entries.items() for name, entry in entries.items()
    }


def test_python_and_node_read_the_json_schemas_alike(evidence: dict[str, Evidence]) -> None:
    in_python, in_node = evidence["jsonschema"], evidence["ajv"]
    assert in_python.trials == in_node.trials
    assert sum(map(len, in_python.trials.values())) > 3000


@pytest.mark.parametrize("table", list(CONTRACT.tables.values()), ids=list(CONTRACT.tables))
def test_one_row_is_broken_in_one_way(table: TableSchema) -> None:
    broken = set()
    for batch in plan(table.name):
        assert len(batch.mutations) <= LARGEST
        real = real_rows(table.name)
        for index, mutation in batch.mutations.items():
            changed = [name for name, cell in mutation.row.items() if cell is not real[index][name]]
            target = {(mutation.variant.column, mutation.variant.rule)}
            within = row_faults(table, mutation.row, changed)
            assert within <= mutation.faults
            assert (target <= mutation.faults) == mutation.variant.breaks
            broken |= {mutation.variant.rule} if mutation.variant.breaks else set()
        between = {
            (batch.indexes[row], column, rule)
            for row, column, rule in batch_faults(table, batch.rows(), keys=batch.keys)
        }
        assert between == batch.expected_between()
    assert broken == set(table.rule_ids())


def test_rules_across_tables_and_on_files_are_named_by_a_test() -> None:
    assert {rule.rule for rule in CONTRACT.cross_rules} == set(CROSS)
    folder = FOLDER.parent / "tests"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("test_*.py")}
    for rule in (*FILE_RULES, *PACKAGE_RULES):
        assert any(rule in text for text in texts.values()), rule


class Blind:
    """A validator that finds nothing, whatever it is given."""

    name = tool = "blind"
    form = "text"

    def not_expressible(self, _: TableSchema) -> Collection[str]:
        return ()

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [set() for _ in requests]

    def whole_columns(self, _: TableSchema, __: Sequence[object]) -> Columns:
        return {}


class Jumpy(Blind):
    """A validator that finds one thing at fault in every row."""

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [{(row, "note", "coverage.note.type") for row in range(len(request.rows))} for request in requests]


COVERAGE = CONTRACT.tables["coverage"]


def test_a_validator_that_finds_nothing_fails_the_proof() -> None:
    (given,) = prove([Blind()], [COVERAGE]).values()
    missed = {text.split(": ")[1].split(",")[0] for text in failures(given)}
    assert missed == {rule for rule in COVERAGE.rule_ids() if rule in given.trials} - {"coverage.note.type"}


def test_a_validator_that_finds_too_much_fails_the_proof() -> None:
    (given,) = prove([Jumpy()], [COVERAGE]).values()
    assert any("before anything was changed" in text for text in failures(given))
    assert all(not trial.passed for trials in given.trials.values() for trial in trials)


def test_a_rule_that_a_validator_neither_claims_nor_denies_fails_the_proof() -> None:
    with pytest.raises(AssertionError, match=r"events\.title\.type was not put before it"):
        matrix({"blind": Evidence("blind", "blind")})


@pytest.mark.parametrize(
    "keyword", ["maxLength", "pattern", "enum", "minLength", "required", "allOf", "format", "minimum"]
)
def test_a_keyword_taken_out_of_a_json_schema_fails_the_proof(keyword: str, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = json_schema._schema

    def without(table: TableSchema) -> dict[str, object]:
        content = json.loads(json.dumps(schema(table)))
        for part in (content, *content["properties"].values()):
            part.pop(keyword, None)
        return {"required": [], **content}

    monkeypatch.setattr(json_schema, "_schema", without)
    (given,) = prove([json_schema.InPython()], [CONTRACT.tables["bases"], CONTRACT.tables["events"]]).values()
    assert list(failures(given))


@pytest.mark.parametrize("name", ["pattern", "enum", "minimum", "maxLength"])
def test_a_check_taken_out_of_a_pandera_schema_fails_the_proof(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make = pandera_schema._check

    def without(check: type, constraint: Constraint, *rest: object) -> object:
        return check(lambda _: True) if constraint.name == name else make(check, constraint, *rest)

    monkeypatch.setattr(pandera_schema, "_check", without)
    (given,) = prove([pandera.OnPolars()], [CONTRACT.tables["events"]]).values()
    missed = list(failures(given))
    assert missed
    assert all(f".{name}, " in text and text.endswith("found []") for text in missed)


def test_a_known_fault_that_no_longer_shows_fails_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    cured = replace(known_faults()[0], validator="jsonschema")
    monkeypatch.setattr(faults, "known_faults", lambda: (cured,))
    (given,) = prove([json_schema.InPython()], [COVERAGE]).values()
    (told,) = failures(given)
    assert "no longer shows" in told


def test_a_cell_of_the_wrong_type_is_told_as_that_alone() -> None:
    events = CONTRACT.tables["events"]
    found = {(0, "start_date", "events.start_date.type"), (0, "start_date", "events.start_date.minimum")}
    found |= {(0, "start_date", "events.start-date-precision"), (1, "start_date", "events.start-date-precision")}
    assert of_type_alone(events, found) == {
        (0, "start_date", "events.start_date.type"),
        (1, "start_date", "events.start-date-precision"),
    }


def test_ajv_is_pinned_and_the_lock_names_no_registry() -> None:
    lock = (PINNED / "package-lock.json").read_text(encoding="utf-8")
    wanted = json.loads((PINNED / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        assert json.loads(lock)["packages"][f"node_modules/{name}"]["version"] == version
    assert "resolved" not in lock
