"""The validators of others say what they would say if a user asked them."""

from __future__ import annotations

from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma.contract import load_contract
from mali_minusma.dialects.descriptor import PROFILE, table_schema
from mali_minusma.validation import frictionless_run
from tests.conftest import Copy

CONTRACT = load_contract()


def descriptor() -> dict[str, object]:
    """Return the descriptor that frictionless is given, without what tells whether the files are whole."""
    resources = [
        {
            "name": name, "type": "table", "path": table.path, "scheme": "file", "format": "csv", "encoding": "utf-8",
            "schema": table_schema(table),
        }
        for name, table in CONTRACT.tables.items()
    ]  # fmt: skip
    return {"$schema": PROFILE, "name": "validated", "resources": resources}


@pytest.fixture
def damaged(package: Copy) -> Path:
    """Return a package with a fault of every kind that frictionless can find in a cell."""
    package.edit("bases", "kidal", place_id="nowhere", closed_on="soon", witnesses="two")
    package.edit("actors", "mali", parent_id="nobody")
    package.add("claims", **package.read("claims")[0])
    return package.folder


def test_frictionless_finds_the_same_with_the_schemas_in_full(damaged: Path) -> None:
    from frictionless import Package

    report = Package.from_descriptor(descriptor(), basepath=str(damaged)).validate(limit_errors=10**6)
    in_full = {
        (task.name, error.type, getattr(error, "row_number", 1)) for task in report.tasks for error in task.errors
    }
    found = {(said.table, said.kind, said.row) for said in frictionless_run.run(descriptor(), str(damaged))}
    assert found == in_full
    assert {kind for _, kind, _ in found} == {"type-error", "constraint-error", "foreign-key", "primary-key"}


def test_frictionless_is_given_the_schema_without_words_and_a_key_without_other_columns() -> None:
    slim = frictionless_run._for_cells(descriptor())
    by_name = {resource["name"]: resource for resource in slim["resources"]}
    assert set(by_name) - set(CONTRACT.tables) == {
        f"{link.table}.{link.target}" for table in CONTRACT.tables.values() for link in table.foreign_keys
    }
    assert [field["name"] for field in by_name["actors.actor_id"]["schema"]["fields"]] == ["actor_id"]
    for table in CONTRACT.tables.values():
        given = {field["name"]: field for field in by_name[table.name]["schema"]["fields"]}
        for field in table_schema(table)["fields"]:
            assert given[field["name"]].get("constraints") == field.get("constraints")
            assert "description" not in given[field["name"]]


@pytest.mark.parametrize("also", ["pandera", "json-schema"])
def test_a_frame_with_a_column_that_cannot_hold_its_type_is_not_shown_to_others(also: str) -> None:
    frame = mm.mandates().astype({"military_ceiling": "float64"})
    report = mm.validate(frame, table="mandates", also=[also])
    assert report.by_rule() == {"mandates.military_ceiling.type": 1}
    assert any(reason.endswith("mend the form of mandates first") for reason in report.skipped)
