"""Two versions are compared for what they mean to readers and writers, and every changed cell is found."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mali_minusma as mm
from mali_minusma import locate
from mali_minusma.comparing.difference import Difference
from mali_minusma.comparing.policy import KINDS, needed, next_version, raised
from tests.command import run
from tests.packages import ROWS, descriptor, files, folder, text_of

Schema = dict[str, Any]


def between(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> Difference:
    return mm.diff(folder(tmp_path / "old", old), folder(tmp_path / "new", new))


def field(package: Schema, name: str) -> Schema:
    return next(item for item in package["resources"][0]["schema"]["fields"] if item["name"] == name)


def limits(package: Schema, name: str) -> Schema:
    return field(package, name)["constraints"]


def schema(package: Schema) -> Schema:
    return package["resources"][0]["schema"]


def values(package: Schema) -> list[str]:
    return limits(package, "colour")["enum"]


LINK = {"fields": ["size"], "reference": {"resource": "things", "fields": ["thing_id"]}}
CHANGES: list[tuple[str, Callable[[Schema], object]]] = [
    ("package-renamed", lambda it: it.update(name="other")),
    ("licence-changed", lambda it: it.update(licenses=[])),
    ("licence-changed", lambda it: it["resources"][0].update(licenses=[{"name": "CC0"}])),
    ("key-changed", lambda it: schema(it).update(primaryKey=["thing_id", "colour"])),
    ("type-changed", lambda it: field(it, "size").update(type="number")),
    ("type-changed", lambda it: field(it, "size").update(format="any")),
    ("unit-changed", lambda it: field(it, "size").update(unit="feet")),
    ("unit-changed", lambda it: field(it, "size").pop("unit")),
    ("constraint-tightened", lambda it: limits(it, "size").update(required=True)),
    ("constraint-tightened", lambda it: limits(it, "size").update(unique=True)),
    ("constraint-tightened", lambda it: limits(it, "size").update(minimum=2)),
    ("constraint-tightened", lambda it: limits(it, "size").update(maximum=8)),
    ("constraint-tightened", lambda it: limits(it, "size").update(maxLength=2)),
    ("constraint-tightened", lambda it: limits(it, "size").update(minLength=1)),
    ("constraint-tightened", lambda it: limits(it, "size").update(enum=[1, 2])),
    ("constraint-tightened", lambda it: limits(it, "size").update(pattern="[0-9]")),
    ("constraint-changed", lambda it: limits(it, "thing_id").update(pattern="[a-y]+")),
    ("constraint-changed", lambda it: limits(it, "size").update(maximum="8")),
    ("constraint-changed", lambda it: limits(it, "size").update(jsonSchema={})),
    ("required-dropped", lambda it: limits(it, "colour").pop("required")),
    ("value-removed", lambda it: values(it).remove("blue")),
    ("foreign-key-added", lambda it: schema(it)["foreignKeys"].append(LINK)),
    ("foreign-key-removed", lambda it: schema(it).update(foreignKeys=[])),
    ("rule-added", lambda it: schema(it)["rules"].append({"id": "things.more", "check": {}, "reason": "Why."})),
    ("rule-changed", lambda it: schema(it)["rules"][0].update(check={"present": "colour"})),
    ("missing-values-changed", lambda it: schema(it).update(missingValues=["", "NA"])),
    ("schema-changed", lambda it: schema(it).update(uniqueKeys=[["size"]])),
    ("schema-changed", lambda it: field(it, "size").update(bareNumber=False)),
    ("value-added", lambda it: values(it).append("green")),
    ("constraint-loosened", lambda it: limits(it, "size").update(minimum=0)),
    ("constraint-loosened", lambda it: limits(it, "size").update(maximum=10)),
    ("constraint-loosened", lambda it: limits(it, "size").pop("maxLength")),
    ("constraint-loosened", lambda it: limits(it, "colour").pop("enum")),
    ("constraint-loosened", lambda it: limits(it, "thing_id").pop("pattern")),
    ("rule-removed", lambda it: schema(it).update(rules=[])),
    ("text-changed", lambda it: it.update(title="Smaller")),
    ("text-changed", lambda it: it["resources"][0].update(title="Small things")),
    ("text-changed", lambda it: field(it, "thing_id").update(description="The key.")),
    ("text-changed", lambda it: field(it, "colour")["categories"][0].update(label="Scarlet.")),
    ("text-changed", lambda it: values(it).reverse()),
    ("text-changed", lambda it: limits(it, "size").update(required=False)),
    ("text-changed", lambda it: schema(it)["rules"][0].update(reason="Because.")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_a_change_of_the_schema_is_of_one_kind(tmp_path: Path, kind: str, change: Callable[[Schema], object]) -> None:
    package = descriptor()
    change(package)
    forth = between(tmp_path, files(), files(package))
    assert [item.kind for item in forth.schema] == [kind]
    assert forth.tables == ()
    assert forth.effect == KINDS[kind].effect
    assert forth.schema[0].old != forth.schema[0].new


def test_tables_columns_and_files_that_come_and_go(tmp_path: Path) -> None:
    more = descriptor()
    more["resources"].append({**more["resources"][0], "name": "others", "path": "tables/others.csv"})
    header, rows = ["thing_id", "size", "colour"], [["z", "1", "red"]]
    two = files(more, **{"tables/others.csv": text_of(header, rows)})
    assert [item.kind for item in between(tmp_path / "1", files(), two).schema] == ["table-added"]
    assert [item.kind for item in between(tmp_path / "2", two, files()).schema] == ["table-removed"]
    wide = descriptor()
    schema(wide)["fields"].append({"name": "note", "type": "string"})
    wider = files(wide) | {"tables/things.csv": text_of([*header, "note"], [[*row, "new"] for row in ROWS])}
    added = between(tmp_path / "3", files(), wider)
    assert ([item.kind for item in added.schema], added.tables) == (["column-added"], ())
    assert [item.kind for item in between(tmp_path / "4", wider, files()).schema] == ["column-removed"]
    schema(wide)["fields"][-1]["constraints"] = {"required": True}
    required = wider | {"datapackage.json": json.dumps(wide)}
    assert [item.kind for item in between(tmp_path / "5", files(), required).schema] == ["required-column-added"]
    turned = descriptor()
    schema(turned)["fields"].reverse()
    swapped = files(turned) | {"tables/things.csv": text_of(header[::-1], [row[::-1] for row in ROWS])}
    reordered = between(tmp_path / "6", files(), swapped)
    assert ([item.kind for item in reordered.schema], reordered.tables) == (["columns-reordered"], ())
    moved = descriptor()
    moved["resources"][0]["path"] = "data/things.csv"
    elsewhere = files(moved, **{"data/things.csv": files()["tables/things.csv"]})
    assert [item.kind for item in between(tmp_path / "7", files(), elsewhere).schema] == ["path-changed"]


def test_rows_and_cells_by_kind(tmp_path: Path) -> None:
    rows = [["a", "3", "red"], ["c", "5", "red"], ["d", "", "blue"]]
    difference = between(tmp_path, files(), files(rows=rows))
    (table,) = difference.tables
    assert (table.added, table.removed, table.removed_kind) == (("d",), ("b",), "row-removed")
    assert [(cell.key, cell.column, cell.old, cell.new, cell.kind) for cell in table.changed] == [
        ("a", "size", "1", "3", "cell-changed"), ("c", "size", "", "5", "cell-filled"),
    ]  # fmt: skip
    assert (difference.effect, difference.needed, len(difference)) == ("breaking", "major", 4)
    emptied = between(tmp_path / "2", files(), files(rows=[["a", "", "red"], *ROWS[1:]]))
    assert (emptied.counts(), emptied.needed) == ({"cell-emptied": 1}, "patch")


def test_a_statement_with_a_composite_key_may_be_withdrawn(tmp_path: Path) -> None:
    package = descriptor()
    schema(package)["primaryKey"] = ["thing_id", "colour"]
    difference = between(tmp_path, files(package), files(package, ROWS[1:]))
    assert (difference.counts(), difference.tables[0].removed) == ({"row-withdrawn": 1}, ("a/red",))


def test_rows_are_still_found_when_the_key_changed(tmp_path: Path) -> None:
    package = descriptor()
    schema(package)["primaryKey"] = ["colour", "thing_id"]
    changed = files(package, [["a", "7", "red"], *ROWS[1:]])
    for number, (old, new) in enumerate([(files(), changed), (changed, files())]):
        (table,) = between(tmp_path / str(number), old, new).tables
        assert (table.added, table.removed, [cell.column for cell in table.changed]) == ((), (), ["size"])
    twins = descriptor()
    schema(twins)["primaryKey"] = ["size"]
    same_size = files(rows=[["a", "1", "red"], ["b", "1", "blue"]])
    apart = between(tmp_path / "3", same_size, files(twins, [["a", "1", "red"], ["a", "2", "blue"]])).tables[0]
    assert (apart.added, apart.removed) == (("1", "2"), ("a", "b"))


def test_every_kind_is_met_by_a_test_and_told_in_the_documentation() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{kind}"' in source for kind in KINDS if kind != "row-added")
    page = Path(__file__).parents[1] / "docs" / "versions.md"
    told = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.*) \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == [(name, kind.effect, kind.why) for name, kind in KINDS.items()]


@pytest.mark.parametrize(
    ("effect", "old", "part", "lowest"),
    [
        ("breaking", "1.2.3", "major", "2.0.0"), ("addition", "1.2.3", "minor", "1.3.0"), ("correction", "1.2.3", "patch", "1.2.4"),
        ("breaking", "0.3.1", "minor", "0.4.0"), ("addition", "0.3.1", "minor", "0.4.0"), ("correction", "0.3.1", "patch", "0.3.2"),
        ("none", "0.3.1", "none", "0.3.1"),
    ],
)  # fmt: skip
def test_which_number_must_rise(effect, old: str, part: str, lowest: str) -> None:
    assert needed(effect, old) == part
    assert next_version(old, part) == lowest
    assert raised(old, lowest) == part


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), st.data())
def test_a_random_set_of_edits_is_found_exactly(cells: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = [[f"k{number}", *pair] for number, pair in enumerate(cells)]
    places = [(number, column) for number in range(len(rows)) for column in (1, 2)]
    edits = data.draw(st.dictionaries(st.sampled_from(places), CELLS) if places else st.just({}))
    edited = [list(row) for row in rows]
    for (number, column), text in edits.items():
        edited[number][column] = text
    moved = data.draw(st.permutations(edited))
    with tempfile.TemporaryDirectory() as temporary:
        difference = between(Path(temporary), files(rows=rows), files(rows=moved))
        assert not mm.diff(Path(temporary) / "old", Path(temporary) / "old")
    names = ["thing_id", "size", "colour"]
    expected = {
        (f"k{number}", names[column], rows[number][column], text)
        for (number, column), text in edits.items()
        if text != rows[number][column]
    }
    found = {(cell.key, cell.column, cell.old, cell.new) for table in difference.tables for cell in table.changed}
    assert (found, difference.schema, len(difference)) == (expected, (), len(expected))


def test_the_package_does_not_differ_from_itself() -> None:
    assert not mm.diff(locate.root())
    assert not mm.diff(locate.root() / "datapackage.json", locate.root())


def test_a_hundred_thousand_rows_take_seconds(tmp_path: Path) -> None:
    rows = [[f"k{number}", str(number % 9), "red"] for number in range(100_000)]
    changed = [[key, size, "blue"] for key, size, _ in rows]
    began = time.process_time()
    difference = between(tmp_path, files(rows=rows), files(rows=changed))
    assert len(difference) == 100_000
    assert len(difference.text().splitlines()) < 40
    assert time.process_time() - began < 10


def test_the_text_is_limited_and_says_so(tmp_path: Path) -> None:
    difference = between(tmp_path, files(), files(rows=[[key, "9", "red"] for key, _, _ in ROWS]))
    text = difference.text(2)
    assert "things: cell-filled 1, cell-changed 3" in text
    assert text.count("  ~ ") == 2
    assert "... 2 more, not printed" in text
    assert "4 differences, the gravest: addition" in text
    assert between(tmp_path / "same", files(), files()).text().endswith("no difference")


def test_the_command_prints_text_or_json_and_exits_0_1_or_2(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", files())
    new = folder(tmp_path / "new", files(rows=[["a", "3", "red"], *ROWS[1:]]))
    assert run("diff", old, old).returncode == 0
    done = run("diff", old, new)
    assert (done.returncode, done.stderr) == (1, "")
    assert "  ~ a size: '1' -> '3'\n" in done.stdout
    told = json.loads(run("diff", old, new, "--format", "json").stdout)
    assert told == mm.diff(old, new).to_dict()
    assert told["tables"]["things"]["changed"] == [
        {"kind": "cell-changed", "key": "a", "column": "size", "old": "1", "new": "3"}
    ]
    assert run("diff", old, tmp_path / "nowhere").returncode == 2
    checked = json.loads(run("diff", old, new, "--check", "--format", "json").stdout)
    assert len(checked["faults"]) == 2
