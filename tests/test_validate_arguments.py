"""What a validation may be told: whose keys, which columns, how many findings; anything else is refused with what is known."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import mali_minusma as mm
from tests.conftest import Copy
from tests.forms import as_pandas, as_text, csv_bytes
from tests.fuzz.model import released

DANGLING = "event_actors.actor_id.foreign-key"
ROWS = [{"event_id": "2022-07-14-rotations-suspended", "actor_id": "somebody", "role": "target"}]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_bytes(csv_bytes("event_actors", ROWS))
    return path


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Return a folder of tables in which the actor is known."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    actor = {**released("actors")[0], "actor_id": "somebody", "parent_id": ""}
    (folder / "actors.csv").write_bytes(csv_bytes("actors", [actor]))
    (folder / "events.csv").write_bytes(csv_bytes("events", released("events")))
    return folder


def test_keys_are_looked_up_in_this_package(mine: Path) -> None:
    assert mm.validate(mine, "event_actors").counts == {DANGLING: 1}
    assert mm.validate(mine, "event_actors", keys="ours") == mm.validate(mine, "event_actors")


def test_keys_may_be_left_unchecked(mine: Path) -> None:
    report = mm.validate(mine, "event_actors", keys="off")
    assert report.findings == ()
    assert report.rules < mm.validate(mine, "event_actors").rules


def test_keys_may_be_theirs(mine: Path, theirs: Path) -> None:
    assert mm.validate(mine, "event_actors", keys=theirs).findings == ()
    assert mm.validate(mine, "event_actors", keys=str(theirs)).findings == ()
    mine.write_bytes(csv_bytes("event_actors", [{**ROWS[0], "actor_id": "minusma"}]))
    (finding,) = mm.validate(mine, "event_actors", keys=theirs).findings
    assert (finding.rule, finding.value) == (DANGLING, "minusma")


def test_keys_may_be_those_of_a_package(mine: Path, package: Copy, tmp_path: Path) -> None:
    package.add("actors", **{**released("actors")[0], "actor_id": "somebody", "parent_id": ""})
    package.seal()
    packed = tmp_path / "p.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in package.folder.rglob("*.*"):
            archive.write(file, file.relative_to(package.folder))
    for keys in (package.folder, packed):
        assert mm.validate(mine, "event_actors", keys=keys).findings == ()


@pytest.mark.parametrize("kind", ["polars", "pandas", "lazy"])
def test_keys_may_be_frames(mine: Path, kind: str) -> None:
    actors = as_text("actors", [{**released("actors")[0], "actor_id": "somebody"}])
    events = as_text("events", released("events"))
    frames: dict[str, Any] = {"actors": actors, "events": events}
    if kind != "polars":
        frames = {name: as_pandas(frame) if kind == "pandas" else frame.lazy() for name, frame in frames.items()}
    assert mm.validate(mine, "event_actors", keys=frames).findings == ()
    frames["actors"] = frames["actors"].head(0)
    assert mm.validate(mine, "event_actors", keys=frames).counts == {DANGLING: 1}


def test_missing_value_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(
        csv_bytes(
            "fatalities", [{**released("fatalities")[0], "event_id": "", "event_match": "", "incident_type": "illness"}]
        )
    )
    assert mm.validate(path, "fatalities").findings == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"keys": "our"}, "ours"),
    ({"keys": ""}, "ours"),
    ({"keys": "/nowhere/at/all"}, "ours"),
    ({"keys": 5}, "ours"),
    ({"keys": {"actor": pl.DataFrame()}}, "actors"),
    ({"keys": {"actors": 5}}, "actors"),
    ({"keys": {"actors": pl.DataFrame({"x": [1]}), "events": pl.DataFrame({"event_id": ["a"]})}}, "actor_id"),
    ({"extra_columns": "maybe"}, "refuse"),
    ({"extra_columns": None}, "refuse"),
    ({"extra_columns": True}, "refuse"),
    ({"also": {"pandas"}}, "pandera"),
    ({"also": "pandera!"}, "pandera"),
    ({"also": 5}, "pandera"),
    ({"keep": -1}, "keep"),
    ({"keep": "many"}, "keep"),
    ({"keep": 1.5}, "keep"),
    ({"partial": "yes"}, "partial"),
]


@pytest.mark.parametrize(
    ("options", "known"), WRONG, ids=[f"{number}: {next(iter(case[0]))}" for number, case in enumerate(WRONG)]
)
def test_wrong_argument_is_refused_with_what_is_known(mine: Path, options: dict[str, Any], known: str) -> None:
    with pytest.raises(ValueError, match=known):
        mm.validate(mine, "event_actors", **options)


@pytest.mark.parametrize("keep", [1, 2, 10**9])
def test_any_number_of_findings_may_be_kept(mine: Path, keep: int) -> None:
    rows = [{**ROWS[0], "actor_id": f"somebody-{number}"} for number in range(5)]
    mine.write_bytes(csv_bytes("event_actors", rows))
    report = mm.validate(mine, "event_actors", keep=keep)
    assert (len(report), len(report.findings), report.omitted) == (5, min(keep, 5), 5 - min(keep, 5))
    assert not report
    report.text()


def lacking(package: Copy, *tables: str) -> Path:
    """Return the folder of a package that neither declares nor holds these tables."""
    package.seal()
    file = package.folder / "datapackage.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["resources"] = [resource for resource in content["resources"] if resource["name"] not in tables]
    file.write_text(json.dumps(content), encoding="utf-8")
    for table in tables:
        package.path(table).unlink()
    return package.folder


def test_partial_package_lacks_tables_by_leave(package: Copy) -> None:
    first = released("coverage")[0]
    package.edit("coverage", f"{first['table']}/{first['period']}", status="bad", note="a")
    folder = lacking(package, "bases", "claims")
    whole, part = (mm.validate(folder, partial=partial, also=()) for partial in (False, True))
    assert whole.counts == {"package.table": 2, "coverage.status.enum": 1}
    assert part.counts == {"coverage.status.enum": 1}
    assert set(part.rows) == {path.stem for path in (package.folder / "tables").iterdir()}


def test_partial_package_still_checks_what_it_holds(package: Copy) -> None:
    package.edit("mandates", "2690", event_id="nowhere")
    part = mm.validate(lacking(package, "bases"), partial=True, also=())
    assert part.counts["mandates.event_id.foreign-key"] == 1


def test_keys_of_a_package_are_its_own(package: Copy) -> None:
    gone = released("event_actors")[0]["event_id"]
    package.drop("events", event_id=gone)
    package.seal()
    held = sum(row["event_id"] == gone for row in released("event_actors"))
    assert mm.validate(package.folder, also=()).counts["event_actors.event_id.foreign-key"] == held
