"""The importers of the UN's open data: what they understand, what they report, and what they write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma.importers import UpstreamError, compare, read_contributions, read_fatalities, write
from tests.command import run
from tests.conftest import Copy

FATALITIES = (
    "id,incident_date,casualty_id,mission_acronym,type_of_casualty,gender,casualty_nationality,"
    "casualty_personnel_type,type_of_incident,m49_code,isocode3,last_update"
)
CONTRIBUTIONS = (
    "ISOCode3,M49_Code,Contributing_Country,Mission_Acronym,Personnel_Type,"
    "Female_Personnel,Male_Personnel,Last_Reporting_Date"
)
WORDS = {
    "male": "M", "female": "F", "military": "Military", "police": "Police", "local": "Local", "other": "Other",
    "international_civilian": "International Civilian", "malicious_act": "Malicious Act", "illness": "Illness",
    "accident": "Accident", "to_be_determined": "To Be Determined", "unknown": "Unknown",
}  # fmt: skip
TYPES = {
    "troops": "Troops", "staff_officers": "Staff Officer", "experts_on_mission": "Experts on Mission",
    "formed_police_units": "Formed Police Units", "individual_police": "Individual Police",
}  # fmt: skip


def fatality(row: dict[str, str], edition: str) -> str:
    """Write a row of `fatalities` as the UN does."""
    words = (WORDS[row[name]] for name in ("sex", "personnel_type", "incident_type"))
    sex, kind, incident = words
    return (
        f'1,{row["incident_date"]},{row["casualty_id"]},MINUSMA,Fatality,{sex},"Congo, Republic of the",'
        f"{kind},{incident},0,{row['iso3']},{edition}"
    )


def contribution(row: dict[str, str]) -> str:
    year, month = row["month"].split("-")
    return f"{row['iso3']},0,x,MINUSMA,{TYPES[row['personnel_type']]},{row['female']},{row['male']},28/{month}/{year}"


def save(folder: Path, header: str, *lines: str, end: str = "\n", start: str = "") -> Path:
    path = folder / "upstream.csv"
    path.write_bytes((start + "".join(f"{line}{end}" for line in (header, *lines))).encode())
    return path


def fatalities_file(package: Copy, *more: str, edition: str = "2025-04-04", skip: str = "", **edits: str) -> Path:
    """Write the table as a download of the UN; `edits` change the row of the first illness."""
    ill = first_illness(package)
    lines = [
        fatality({**row, **edits} if row["casualty_id"] == ill else row, edition)
        for row in package.read("fatalities")
        if row["casualty_id"] != skip
    ]
    return save(package.folder, FATALITIES, *lines, *more)


def first_illness(package: Copy) -> str:
    return next(r["casualty_id"] for r in package.read("fatalities") if r["incident_type"] == "illness")


def test_the_record_as_the_un_publishes_it_makes_no_difference(package: Copy) -> None:
    """Every word of the UN's file has its word here, and every death is in the table."""
    plan = compare(read_fatalities(fatalities_file(package)), package.folder)
    assert not plan
    assert len(plan.incoming.rows) == 311


def test_contributions_of_a_month_make_no_difference_to_the_table(package: Copy) -> None:
    month = [row for row in package.read("troop_contributions") if row["month"] == "2017-05"]
    plan = compare(read_contributions(save(package.folder, CONTRIBUTIONS, *map(contribution, month))), package.folder)
    assert not plan
    assert sum(int(row["total"]) for row in plan.incoming.rows.values()) == 12_553


@pytest.mark.parametrize(
    "written", ["2017-05-31", "31/05/2017", "31-May-17", "31-May-2017", "2017-05-31T00:00:00.000Z"]
)
def test_the_un_writes_days_in_several_ways(written: str, tmp_path: Path) -> None:
    rows = read_contributions(save(tmp_path, CONTRIBUTIONS, MONTH.replace("31/05/2017", written))).rows
    assert list(rows) == ["2017-05/TCD/troops"]


def test_a_byte_order_mark_crlf_capitals_and_other_missions_are_no_fault(package: Copy) -> None:
    other = "2,9999,UNIFIL-1978-01-00001,UNIFIL,nobody knows,?,x,x,x,0,?,?"
    row = fatality(package.read("fatalities")[0], "2025-04-04")
    path = save(package.folder, FATALITIES.upper(), other, row, end="\r\n", start="\ufeff")
    assert list(read_fatalities(path).rows) == [package.read("fatalities")[0]["casualty_id"]]


def test_additions_changes_and_removals_are_reported_and_nothing_is_written(package: Copy) -> None:
    before = {path: path.read_bytes() for path in (package.folder / "tables").iterdir()}
    gone, changed = package.read("fatalities")[-1]["casualty_id"], first_illness(package)
    new = "9,2023-12-01,MINUSMA-2023-12-99999,MINUSMA,Fatality,F,Chad,Local,Unknown,0,TCD,2026-01-05"
    path = fatalities_file(package, new, edition="2026-01-05", skip=gone, incident_type="accident")
    done = run("import", "un-fatalities", path, "--package", package.folder)
    assert done.returncode == 1
    for line in (
        "additions: 1", "  + MINUSMA-2023-12-99999: incident_date 2023-12-01, iso3 TCD, sex female",
        "changes: 1", f"  ~ {changed}: incident_type illness -> accident (line ",
        "removals: 1", f"  - {gone}: in fatalities, not in the file", "nothing was written; --write",
    ):  # fmt: skip
        assert line in done.stdout
    assert {path: path.read_bytes() for path in (package.folder / "tables").iterdir()} == before


def test_an_import_keeps_the_reading_that_was_followed_before(package: Copy) -> None:
    """The row follows the new edition; the old one is superseded, not lost; the tables stay valid but for the totals."""
    changed = first_illness(package)
    path = fatalities_file(package, edition="2026-01-05", incident_type="accident")
    plan = compare(read_fatalities(path), package.folder)
    assert write(plan) == ["tables/fatalities.csv", "tables/claims.csv", "tables/sources.csv"]
    (row,) = [row for row in package.read("fatalities") if row["casualty_id"] == changed]
    assert (row["incident_type"], row["quality_flag"], row["source_id"]) == (
        "accident", "reclassified", "un-dppadposs-fatalities-2026-01-05",
    )  # fmt: skip
    claims = {c["source_id"]: c for c in package.read("claims") if c["subject_id"] == changed and c["field"]}
    assert {name: (c["value"], c["status"], c["rule"]) for name, c in claims.items()} == {
        "un-dppadposs-fatalities-2025": ("illness", "superseded", ""),
        "un-dppadposs-fatalities-2026-01-05": ("accident", "followed", "later_correction"),
    }
    assert {finding.rule for finding in package.validate().findings} <= {"fatalities.totals-match-published"}
    assert not compare(read_fatalities(path), package.folder), "a second import has nothing to do"


def test_the_same_edition_is_not_a_second_source(package: Copy) -> None:
    write(compare(read_fatalities(fatalities_file(package, sex="female")), package.folder))
    row = next(row for row in package.read("fatalities") if row["casualty_id"] == first_illness(package))
    assert (row["sex"], row["source_id"]) == ("female", "un-dppadposs-fatalities-2025")
    assert len(package.read("sources")) == len(mm.load("sources"))


def test_an_added_death_by_a_malicious_act_is_listed_as_unmatched(package: Copy) -> None:
    new = "9,2023-12-01,MINUSMA-2023-12-99999,MINUSMA,Fatality,M,Chad,Military,Malicious Act,0,TCD,2026-01-05"
    write(compare(read_fatalities(fatalities_file(package, new, edition="2026-01-05")), package.folder))
    row = package.read("fatalities")[-1]
    assert (row["casualty_id"], row["event_id"], row["event_match"]) == ("MINUSMA-2023-12-99999", "", "unmatched")


def test_rows_are_only_removed_when_told_to(package: Copy) -> None:
    gone = package.read("fatalities")[-1]["casualty_id"]
    path = fatalities_file(package, skip=gone)
    done = run("import", "un-fatalities", path, "--package", package.folder, "--write")
    assert (done.returncode, "nothing was written" in done.stdout) == (1, True)
    assert package.read("fatalities")[-1]["casualty_id"] == gone
    done = run("import", "un-fatalities", path, "--package", package.folder, "--write", "--remove")
    assert (done.returncode, "wrote tables/fatalities.csv" in done.stdout) == (0, True)
    assert gone not in {row["casualty_id"] for row in package.read("fatalities")}
    assert run("import", "un-fatalities", path, "--package", package.folder, "--remove").returncode == 2


def test_a_month_of_contributions_is_taken_over(package: Copy) -> None:
    """Only the months of the file are compared; troops before May 2017 include staff officers."""
    old = next(row for row in package.read("troop_contributions") if row["personnel_type"] == "troops")
    lines = [
        contribution({**old, "male": "7", "female": "1"}),
        contribution({**old, "month": "2017-03", "male": "5", "female": "0"}),
    ]
    plan = compare(read_contributions(save(package.folder, CONTRIBUTIONS, *lines)), package.folder)
    assert plan.additions == (f"2017-03/{old['iso3']}/troops",)
    assert {change.field for change in plan.changes} == {"female", "male", "total"}
    assert {key[:7] for key in plan.removals} == {old["month"]}
    write(plan)
    rows = {(r["month"], r["iso3"], r["personnel_type"]): r for r in package.read("troop_contributions")}
    added, changed = rows["2017-03", old["iso3"], "troops"], rows[old["month"], old["iso3"], "troops"]
    assert (added["total"], added["staff_officers_included"]) == ("5", "yes")
    assert (changed["total"], changed["source_id"][:26]) == ("8", "un-contributions-open-data")


def test_report_as_json(package: Copy) -> None:
    path = fatalities_file(package, edition="2026-01-05", sex="female")
    done = run("import", "un-fatalities", path, "--package", package.folder, "--format", "json")
    report = json.loads(done.stdout)
    assert report["changes"] == [
        {"key": first_illness(package), "field": "sex", "old": "male", "new": "female"},
    ]
    assert (report["additions"], report["removals"], report["written"]) == ([], [], [])


GOOD = "1,2013-08-22,MINUSMA-2013-08-08359,MINUSMA,Fatality,M,Chad,Military,Illness,148,TCD,2025-04-04"
MONTH = "TCD,148,Chad,MINUSMA,Troops,2,10,31/05/2017"


@pytest.mark.parametrize(
    ("header", "lines", "message"),
    [
        (FATALITIES, [GOOD.replace(",M,", ",X,")], ":2:53: column gender: 'X' expected one of: m, f"),
        (FATALITIES, [GOOD.replace("2013-08-22", "2013-08-32")], ":2:3: column incident_date: '2013-08-32' expected a"),
        (FATALITIES, [GOOD.replace("TCD", "Chad")], "column isocode3: 'Chad' expected a country code"),
        (FATALITIES, [GOOD.replace("08359", "8359")], "'MINUSMA-2013-08-8359' expected an identifier such as"),
        (FATALITIES, [GOOD.replace("Fatality", "Injury")], "column type_of_casualty: 'Injury' expected one of: fatal"),
        (FATALITIES, [GOOD, GOOD], "one row for MINUSMA-2013-08-08359; line 2 has it already"),
        (FATALITIES, ["1,2"], ":2:1: '1,2' expected 12 cells, as in the header; found 2"),
        (FATALITIES, [], "expected rows with MINUSMA"),
        (FATALITIES.replace("gender", "sex"), [GOOD], "not there: gender"),
        (FATALITIES.replace("m49_code", "gender"), [GOOD], "'gender' expected each column once"),
        (CONTRIBUTIONS, [MONTH.replace(",10,", ",1.5,")], "column Male_Personnel: '1.5' expected a whole number"),
        (CONTRIBUTIONS, [MONTH.replace("31/05", "05/31")], "'05/31/2017' expected a date that exists, written YYYY"),
        (CONTRIBUTIONS, [MONTH.replace("Troops", "Cooks")], "column Personnel_Type: 'Cooks' expected one of: troops"),
        (CONTRIBUTIONS, [MONTH, MONTH], "one row for 2017-05/TCD/troops; line 2 has it already"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_place(
    tmp_path: Path, header: str, lines: list[str], message: str
) -> None:
    read = read_fatalities if header.lower().startswith("id") else read_contributions
    with pytest.raises(UpstreamError) as caught:
        read(save(tmp_path, header, *lines))
    assert message in str(caught.value)


def test_many_faults_are_counted_and_some_are_shown(tmp_path: Path) -> None:
    path = save(tmp_path, FATALITIES, *[GOOD.replace("Chad,", "Chad,?").replace("08359", f"{n:05}") for n in range(50)])
    done = run("import", "un-fatalities", path)
    assert done.returncode == 2
    assert done.stderr.count("expected one of: military") == 20
    assert "and 30 more" in done.stderr


def test_a_table_that_is_not_sound_is_named(package: Copy) -> None:
    path = fatalities_file(package)
    for damage in ('"', "other,columns\n1,2\n", "casualty_id\n1,2\n", ""):
        package.path("fatalities").write_text(damage, encoding="utf-8")
        done = run("import", "un-fatalities", path, "--package", package.folder)
        assert done.returncode == 2
        assert (
            done.stderr
            == f"mali-minusma: {package.path('fatalities')} is not a sound table: `mali-minusma validate` says where\n"
        )


def test_a_file_or_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for arguments in (("missing.csv",), (save(tmp_path, FATALITIES, GOOD), "--package", tmp_path)):
        done = run("import", "un-fatalities", *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("mali-minusma: ")
        assert "Traceback" not in done.stderr
