"""The version number says what changed since the last release, and every changed cell is recorded with its reason."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma import locate
from mali_minusma.comparing.policy import next_version, release
from mali_minusma.contract import load_contract
from mali_minusma.export import export_zip
from tests.command import run
from tests.conftest import Copy

(LAST,) = (Path(__file__).parent / "released").glob("*.zip")
VERSION = mm.__version__
PATCH = next_version(LAST.stem, "patch")
KIDAL = {
    "subject_table": "bases",
    "subject_id": "kidal",
    "field": "name",
    "old_value": "Kidal",
    "new_value": "Kidal camp",
}


def record(package: Copy, **cells: str) -> None:
    """Add an entry to the corrections, of this version if not said otherwise."""
    entry = {"correction_type": "wording", "reason": "Told in full.", "version": VERSION, **cells}
    subject = "/".join([entry["version"], entry["subject_table"], entry["subject_id"], entry.get("field") or "row"])
    package.add("corrections", correction_id=subject, **entry)


def faults(package: Copy, version: str = VERSION, old: Path = LAST) -> list[str]:
    """Return what `diff --check` finds at fault in the copy as a release, if it bore this version."""
    package.seal()
    descriptor = package.folder / "datapackage.json"
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    descriptor.write_text(json.dumps({**content, "version": version}), encoding="utf-8")
    return mm.diff(old, package.folder).faults()


def test_this_version_may_be_released() -> None:
    difference = mm.diff(LAST)
    assert difference.faults() == []
    assert difference.old_version == LAST.stem
    done = run("diff", LAST, "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_changed_cell_needs_an_entry_that_says_what_happened(package: Copy) -> None:
    package.edit("bases", "kidal", name="Kidal camp")
    (fault,) = faults(package)
    assert fault.startswith("tables/bases.csv: kidal, column name: 'Kidal' became 'Kidal camp', which")
    assert f"add an entry with these two values, the reason and version {VERSION}" in fault
    record(package, **KIDAL)
    assert faults(package) == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"new_value": "Camp Kidal"}, "doesn't record"),
        ({"old_value": "Camp Kidal"}, "is not what happened: .* held 'Kidal'"),
        ({"field": "other_names"}, "doesn't record"),
        ({"subject_id": "gao"}, "is not what happened: .* held 'Gao'"),
        ({"version": "0.1.0"}, "doesn't record"),
        ({"version": "99.0.0"}, "is of version '99.0.0', this is"),
    ],
)
def test_an_entry_that_says_otherwise_is_none(package: Copy, cells: dict[str, str], message: str) -> None:
    package.edit("bases", "kidal", name="Kidal camp")
    record(package, **{**KIDAL, **cells})
    assert any(re.search(message, fault) for fault in faults(package))


def test_an_entry_about_a_cell_that_did_not_change_is_a_fault(package: Copy) -> None:
    record(package, **{**KIDAL, "old_value": "Kidal base", "new_value": "Kidal"})
    (fault,) = faults(package)
    assert "is not what happened" in fault


def test_a_removed_row_needs_an_entry_and_a_version_that_breaks(package: Copy) -> None:
    assert package.drop("bases", base_id="kidal") == 1
    (unrecorded,) = faults(package)
    assert "the row kidal is gone, which tables/corrections.csv doesn't record" in unrecorded
    record(package, subject_table="bases", subject_id="kidal")
    assert faults(package) == []
    (number,) = faults(package, PATCH)[:1]
    assert "breaking (row-removed 1)" in number
    record(package, subject_table="bases", subject_id="gao")
    assert any("gao/row is not what happened: the row is still there" in fault for fault in faults(package))


def test_a_filled_cell_is_an_addition_without_an_entry(package: Copy) -> None:
    package.edit("bases", "kidal", handed_over_on="2023-11-01", handed_over_precision="day")
    assert faults(package) == []
    assert mm.diff(LAST, package.folder).counts()["cell-filled"] == 2


def test_a_correction_that_is_rewritten_or_taken_out_is_a_fault(package: Copy, tmp_path: Path) -> None:
    export_zip(tmp_path / "now.zip")
    first = package.read("corrections")[0]["correction_id"]
    package.edit("corrections", first, reason="Why not.")
    assert any(f"{first}, column reason" in fault for fault in faults(package, "99.0.0", tmp_path / "now.zip"))
    package.drop("corrections", correction_id=first)
    assert any(f"the row {first} is gone" in fault for fault in faults(package, "99.0.0", tmp_path / "now.zip"))


def test_a_removed_column_with_a_version_that_says_patch_is_a_fault(package: Copy) -> None:
    rows = package.read("bases")
    for row in rows:
        del row["name"]
    package.seal()
    descriptor = package.folder / "datapackage.json"
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    (bases,) = [resource for resource in content["resources"] if resource["name"] == "bases"]
    bases["schema"]["fields"] = [field for field in bases["schema"]["fields"] if field["name"] != "name"]
    names = [name for name in load_contract().tables["bases"].by_name if name != "name"]
    with package.path("bases").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    descriptor.write_text(json.dumps({**content, "version": PATCH}), encoding="utf-8")
    (fault,) = mm.diff(LAST, package.folder).faults()
    assert f"but what changed is of the kind breaking (column-removed 1): raise it to {minor()} or more" in fault
    done = run("diff", LAST, package.folder, "--check")
    assert (done.returncode, done.stdout.splitlines()) == (1, [fault, f"{LAST.stem} -> {PATCH}: 1 fault"])


def minor() -> str:
    """Return the lowest version in which a breaking change may come after the last release."""
    major, second, _ = release(LAST.stem)
    return f"0.{second + 1}.0" if major == 0 else f"{major + 1}.0.0"


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (LAST.stem, "raise it to"),
        ("0.1.0", "goes back from"),
        ("0.4", "not of the form MAJOR.MINOR.PATCH"),
        ("0.4.0rc1", "not of the form MAJOR.MINOR.PATCH"),
        ("", "not of the form MAJOR.MINOR.PATCH"),
    ],
)
def test_a_number_that_does_not_rise_is_a_fault(package: Copy, version: str, message: str) -> None:
    package.add("event_threads", event_id="2013-serval", thread="withdrawal")
    assert any(message in fault for fault in faults(package, version))


def test_what_earlier_releases_corrected_is_told_to_their_readers() -> None:
    facts = mm.corrections(correction_type="fact")
    assert set(mm.corrections().version) >= {"0.2.0", "0.3.0"}
    assert facts.source_id.notna().all()
    kept = facts[facts.field.notna()]
    for entry in kept[kept.subject_table == "events"].itertuples():
        row = mm.events().set_index("event_id").loc[entry.subject_id]
        value = row[entry.field]
        assert entry.new_value == (f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else value)


def test_the_zip_of_the_last_release_is_whole() -> None:
    assert not mm.diff(LAST, LAST)
    assert (locate.checkout() / "tests/released" / LAST.name).stat().st_size < 5_000_000
