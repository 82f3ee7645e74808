"""What the schemas promise: every column explained, every code explained, one truth and current copies of it."""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma import build, locate
from mali_minusma.contract import ContractError, Field, load_contract, parse
from mali_minusma.contract.lexical import WRITTEN
from mali_minusma.contract.source import _check_pattern
from mali_minusma.reading import read_cells

CONTRACT = load_contract()
FIELDS = [field for table in CONTRACT.tables.values() for field in table.fields]
ROOT = locate.checkout() or pytest.fail("the tests of the contract run in a checkout")

MODEL = {
    "sources": "source_id title publisher author published_on source_type url document_symbol language origin license",
    "claims": "claim_id subject_table subject_id field value qualifier as_of source_id locator status note",
    "actors": "actor_id name actor_type iso3 parent_id active_from active_until description",
    "actor_names": "actor_id name language name_type",
    "places": "place_id name admin1 admin1_pcode latitude longitude coordinate_precision geonames_id",
    "bases": "base_id name place_id base_type opened_on opened_precision closed_on handed_over_on closure_order received_by",
    "mandates": "resolution adopted_on in_favour against abstaining mandate_until military_ceiling police_ceiling event_id",
    "events": "event_id event_type title start_date end_date date_precision place_id base_id description",
    "event_actors": "event_id actor_id role",
    "appointments": "actor_id office from_date until_date",
    "casualty_figures": "figure_id event_id measure population cause iso3 count qualifier period_start as_of source_id locator",
    "fatalities": "casualty_id incident_date iso3 sex personnel_type incident_type event_id source_id quality_flag",
    "strength_figures": "figure_id measure component iso3 count qualifier as_of source_id locator",
    "troop_contributions": "month iso3 personnel_type male female total quality_flag source_id",
    "coverage": "table period status note",
    "actor_successions": "actor_id successor_id succession_type event_id note",
    "event_threads": "event_id thread",
    "corrections": "correction_id subject_table subject_id field old_value new_value reason source_id version",
}


def names(fields: list[Field]) -> list[str]:
    return [f"{field.table}.{field.name}" for field in fields]


def test_tables_and_columns_of_the_model_are_there() -> None:
    assert set(CONTRACT.tables) == set(MODEL)
    for table, columns in MODEL.items():
        assert set(columns.split()) <= set(CONTRACT.tables[table].by_name), table


@pytest.mark.parametrize("field", FIELDS, ids=names(FIELDS))
def test_every_column_is_explained(field: Field) -> None:
    assert field.title
    assert field.description.endswith(".")
    assert field.provenance in {"cited", "standard", "editorial"}
    assert (field.unit is not None) == (field.type in {"integer", "number"})
    value = parse(field.example, field.type)
    assert field.pattern is None or re.fullmatch(field.pattern, field.example)
    assert not field.enum or field.example in [category.value for category in field.enum]
    assert field.minimum is None or value >= field.minimum
    assert field.maximum is None or value <= field.maximum


CODED = [field for field in FIELDS if field.enum]


@pytest.mark.parametrize("field", CODED, ids=names(CODED))
def test_every_code_is_explained_once(field: Field) -> None:
    labels = [category.label for category in field.enum]
    assert all(label.endswith(".") and len(label) >= len("No.") for label in labels)
    assert len(set(labels)) == len(labels)
    header, rows = read_cells(field.table)
    used = {row[header.index(field.name)] for row in rows} - {""}
    assert used <= {category.value for category in field.enum}


def test_every_rule_has_a_reason() -> None:
    rules = [rule for table in CONTRACT.tables.values() for rule in table.row_rules] + list(CONTRACT.cross_rules)
    assert all(rule.reason.endswith(".") and len(rule.reason) > 20 for rule in rules)
    assert len(CONTRACT.rule_ids()) == len(set(CONTRACT.rule_ids()))


def test_derived_files_are_current() -> None:
    assert build.stale(ROOT) == []


def copy_of_checkout(tmp_path: Path) -> Path:
    for name in ("schemas", "tables"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in build.generated(ROOT):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


@pytest.mark.parametrize("name", sorted(build.generated(ROOT)))
def test_one_byte_of_drift_is_found(tmp_path: Path, name: str) -> None:
    target = copy_of_checkout(tmp_path) / name
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(data)
    assert build.stale(tmp_path) == [name]
    assert build.write(tmp_path) == [name]
    assert build.stale(tmp_path) == []


def test_missing_and_left_over_files_are_found(tmp_path: Path) -> None:
    root = copy_of_checkout(tmp_path)
    (root / "docs/codebook.md").unlink()
    (root / "schemas/records/armies.json").write_text("{}", encoding="utf-8")
    assert build.stale(root) == ["docs/codebook.md", "schemas/records/armies.json"]
    build.write(root)
    assert not (root / "schemas/records/armies.json").exists()


def test_a_changed_column_reaches_every_dialect(tmp_path: Path) -> None:
    root = copy_of_checkout(tmp_path)
    path = root / "schemas/tables/coverage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["fields"][3]["description"] = "Why the period is not known."
    content["fields"][3]["constraints"] = {"maxLength": 400}
    path.write_text(json.dumps(content), encoding="utf-8")
    load_contract.cache_clear()
    assert build.stale(root) == [
        "datapackage.json",
        "docs/codebook.md",
        "mali_minusma/rows/coverage.py",
        "schemas/records/coverage.json",
    ]
    load_contract.cache_clear()


def test_descriptor_is_a_valid_data_package_to_frictionless() -> None:
    from frictionless import Package

    assert Package.metadata_validate is not None
    package = Package(str(locate.root() / "datapackage.json"))
    assert [resource.name for resource in package.resources] == mm.tables()
    assert package.version == mm.__version__


def test_frictionless_command_of_the_readme_says_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        capture_output=True, encoding="utf-8", check=False, cwd=locate.root(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_descriptor_says_size_hash_licence_and_upstream() -> None:
    content = json.loads((locate.root() / "datapackage.json").read_text(encoding="utf-8"))
    for resource in content["resources"]:
        assert resource["hash"].startswith("sha256:")
        assert resource["bytes"] > 0
        assert resource["rows"] > 0
        assert resource["licenses"][0]["name"] == "CC-BY-4.0"
        assert all(source["title"] and source["terms"] for source in resource["sources"])
    assert "created" not in content
    assert content["version"] == mm.__version__


def test_json_schemas_are_valid_and_say_what_they_leave_out() -> None:
    from jsonschema import Draft202012Validator

    for name, table in CONTRACT.tables.items():
        schema = mm.schema(name, dialect="json")
        Draft202012Validator.check_schema(schema)
        stored = json.loads((locate.root() / f"schemas/records/{name}.json").read_text(encoding="utf-8"))
        assert stored == schema
        assert table.key_rule in schema["x-not-expressible"]
        assert set(schema["x-not-expressible"]) <= set(table.rule_ids())


def test_row_classes_have_the_columns_and_their_meaning() -> None:
    for name, table in CONTRACT.tables.items():
        module = importlib.import_module(f"mali_minusma.rows.{name}")
        source = Path(module.__file__).read_text(encoding="utf-8")
        assert [item.name for item in dataclasses.fields(getattr(module, table.row_class))] == list(table.by_name)
        flat = " ".join(source.split())
        assert all(field.description in flat for field in table.fields)


BROKEN_SCHEMAS = {
    "unknown key": (lambda table: table["fields"][0].update(nonsense=1), "unknown key 'nonsense'"),
    "unknown constraint": (lambda table: table["fields"][0]["constraints"].update(exclusiveMinimum=1), "exclusiveMinimum"),
    "unknown type": (lambda table: table["fields"][0].update(type="geopoint"), "unknown type 'geopoint'"),
    "code without explanation": (lambda table: table["fields"][2]["constraints"]["enum"].append("new"), "same values"),
    "vocabulary that differs": (lambda table: table["fields"][0].update(vocabulary="coverage status"), "vocabulary"),
    "rule on an unknown field": (lambda table: table["rules"][0].update(check={"present": "nothing"}), "unknown field 'nothing'"),
    "rule with an unknown operator": (lambda table: table["rules"][0].update(check={"maybe": "note"}), "unknown operator 'maybe'"),
    "key left out": (lambda table: table.pop("evidence"), "the key 'evidence' is missing"),
    "field without an example": (lambda table: table["fields"][0].pop("example"), "the key 'example' is missing"),
    "evidence through no key": (lambda table: table.update(evidence={"through": "period"}), "evidence"),
    "optional key": (lambda table: table["fields"][1]["constraints"].pop("required"), "not a required field"),
    "dangling foreign key": (
        lambda table: table.update(foreignKeys=[{"fields": ["period"], "reference": {"resource": "x", "fields": ["y"]}}]),
        "doesn't point at the key of a table",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", list(BROKEN_SCHEMAS))
def test_a_schema_that_is_not_understood_stops_the_build(tmp_path: Path, fault: str) -> None:
    damage, message = BROKEN_SCHEMAS[fault]
    root = copy_of_checkout(tmp_path)
    path = root / "schemas/tables/coverage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    damage(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    load_contract.cache_clear()
    with pytest.raises(ContractError, match=message) as raised:
        load_contract(root)
    assert "coverage.json" in str(raised.value) or "json" in str(raised.value)
    load_contract.cache_clear()


def test_alternatives_in_a_pattern_stand_in_parentheses() -> None:
    _check_pattern("here", "(a|b)[|]")
    with pytest.raises(ContractError, match="parentheses"):
        _check_pattern("here", "a|b")
    with pytest.raises(ContractError, match="not a regular expression"):
        _check_pattern("here", "a(")


@pytest.mark.parametrize(
    ("pattern", "piece"),
    [
        (r"https?://[^\s]+", r"'\\\\s'"), (r"\d{4}", r"'\\\\d'"), (r"\w+", "w"), (r"\bno\b", "b"), (r"[a\S]", "S"), (r"a\Z", "Z"),
        ("a.c", "'.'"), ("^a", r"'\^'"), ("a$", r"'\$'"), ("(?=a)a", r"'\(\?='"), ("(?<!a)b", r"'\(\?<!'"), ("(?i)a", r"'\(\?i'"),
        ("(?P<name>a)", "P<name>"), (r"(a)\1", "1"), ("a++", r"\+\+"), ("a*?", r"\*\?"), ("[a-z--b]", "--"), ("[a&&b]", "&&"), ("[[a]", r"\["),
        (r"\u0041", "u"), (r"\-", "-"),
    ],
)  # fmt: skip
def test_a_pattern_that_tools_read_differently_is_refused(pattern: str, piece: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        with pytest.raises(ContractError, match=piece) as raised:
            _check_pattern("here", pattern)
    assert "write out which characters are meant" in str(raised.value)


@pytest.mark.parametrize(
    "pattern",
    [
        r"https?://[^\x00-\x20\x7f-\xa0]+",
        "[a-z0-9]+(-[a-z0-9]+)*",
        r"a\.b\|",
        "(?:a|b){2,3}",
        r"[.$^*\-|]{1}",
        "[a-z]{2,}",
        "ça:_/ ",
    ],
)
def test_a_pattern_that_all_tools_read_alike_is_taken(pattern: str) -> None:
    _check_pattern("here", pattern)


@pytest.mark.parametrize("text", ["0000-01-01", "0000-12-31"])
def test_there_is_no_year_naught(text: str) -> None:
    for written, kind in ((text, "date"), (text[:7], "yearmonth")):
        assert not re.fullmatch(WRITTEN[kind], written)
        with pytest.raises(ValueError, match="expected a"):
            parse(written, kind)


@pytest.mark.parametrize("year", ["0001", "0010", "0100", "1000", "1945", "2000", "9999"])
def test_every_other_year_is_read(year: str) -> None:
    assert parse(f"{year}-01-31", "date").year == parse(f"{year}-12", "yearmonth").year == int(year)


def test_an_empty_text_is_no_text() -> None:
    with pytest.raises(ValueError, match="text that is not empty"):
        parse("", "string")
    assert all(field.rule("type") in CONTRACT.rule_ids() for field in FIELDS)
