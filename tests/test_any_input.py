"""The same table gives the same findings in every form, and the form is told by content."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma.contract import load_contract
from mali_minusma.validation import Report
from tests.conftest import Copy
from tests.forms import FORMS, JSON_FORMS, TEXT_FORMS, Rows, csv_bytes, found, json_lines, parquet_bytes, plain, zipped
from tests.fuzz.model import findings, kinds, released

CONTRACT = load_contract()

PLANTED = {
    "coverage": [
        (1, "table", "basis"),
        (2, "period", "2013-13"),
        (3, "status", ""),
        (4, "note", 'NA, "null"\nNaN'),
        (5, "status", "partial"),
        (5, "note", ""),
        (7, "period", "2013\n"),
        (8, "table", "NA"),
    ],
    "places": [
        (1, "latitude", "90.5"),
        (2, "longitude", "-180.25"),
        (3, "geonames_id", "0"),
        (4, "geonames_id", "1_000"),
        (5, "latitude", ""),
        (6, "latitude", "inf"),
        (7, "iso3", "ML"),
        (8, "name", "Ménaka 🏜, “the” town"),
        (9, "name", ""),
        (10, "place_id", "x" * 101),
        (11, "latitude", "NaN"),
    ],
    "fatalities": [
        (1, "incident_date", "2013-04-24"),
        (2, "incident_date", "2025-01-01"),
        (3, "incident_date", "2023-02-29"),
        (4, "incident_date", "2013-5-4"),
        (5, "sex", "Male"),
        (6, "event_match", ""),
        (7, "source_id", "nowhere"),
        (8, "casualty_id", "MINUSMA-1-1-1"),
    ],
    "troop_contributions": [
        (1, "month", "2013-06"),
        (2, "month", "2013-7"),
        (3, "total", "9223372036854775808"),
        (4, "total", "9223372036854775807"),
        (5, "male", "-1"),
        (6, "male", ""),
        (7, "female", "٥"),
        (8, "staff_officers_included", ""),
        (9, "total", "+5"),
        (10, "total", " 5 "),
    ],
    "mandates": [
        (1, "in_favour", "16"),
        (2, "adopted_on", "2011-12-31"),
        (3, "mandate_until", "2012-01-01"),
        (4, "resolution", "05"),
        (5, "summary", ""),
        (6, "against", "0x1F"),
        (7, "in_favour", "14"),
    ],
}


def planted(table: str) -> Rows:
    """Return rows of this package with faults in the cells listed, and one row twice at the end."""
    rows = [dict(row) for row in released(table)[:14]]
    for number, column, cell in PLANTED[table]:
        rows[number - 1][column] = cell
    return [*rows, rows[-1]]


@pytest.mark.parametrize("table", list(PLANTED))
@pytest.mark.parametrize("form", list(FORMS))
def test_same_findings_in_every_form(tmp_path: Path, form: str, table: str) -> None:
    rows = planted(table)
    report = mm.validate(FORMS[form](tmp_path, table, rows), table)
    assert sorted(found(report, kinds(table)), key=str) == sorted(_demanded(table, rows), key=str)
    assert report.rows == {table: len(rows)}
    assert not report


def _demanded(table: str, rows: Rows) -> list[tuple[int, str, str, str]]:
    kind = kinds(table)
    return [(row, name, rule, plain(cell, kind[name])) for row, name, rule, cell in findings(table, rows, keys=True)]


@pytest.mark.parametrize("form", list(FORMS))
def test_what_this_package_holds_is_valid_in_every_form(tmp_path: Path, form: str) -> None:
    for table in CONTRACT.tables:
        folder = tmp_path / table
        folder.mkdir()
        # Rows of actors name rows further down as their parents.
        rows = released(table) if table == "actors" else released(table)[:30]
        assert mm.validate(FORMS[form](folder, table, rows), table).findings == (), table


@pytest.mark.parametrize("form", list(FORMS))
def test_order_is_the_same_in_every_form_and_run(tmp_path: Path, form: str) -> None:
    rows = planted("places")
    (tmp_path / "plain").mkdir()
    target = FORMS[form](tmp_path, "places", rows)
    first, second = mm.validate(target, "places"), mm.validate(target, "places")
    assert first == second
    clean = mm.validate(FORMS["CSV"](tmp_path / "plain", "places", rows), "places")
    assert found(first, kinds("places")) == found(clean, kinds("places"))


@pytest.mark.parametrize("form", list(TEXT_FORMS))
def test_places_are_those_of_the_text_inside(tmp_path: Path, form: str) -> None:
    rows = planted("coverage")
    (tmp_path / "plain").mkdir()
    clean = mm.validate(FORMS["CSV"](tmp_path / "plain", "coverage", rows), "coverage").findings
    packed = mm.validate(FORMS[form](tmp_path, "coverage", rows), "coverage").findings
    assert [(item.line, item.position) for item in packed] == [(item.line, item.position) for item in clean]
    lines = csv_bytes("coverage", rows).decode().splitlines(keepends=True)
    for item in clean:
        if item.value and item.line is not None and item.position is not None:
            rest = "".join(lines[item.line - 1 :])[item.position - 1 :]
            assert rest.lstrip('"').startswith(item.value.split("\n")[0].split('"')[0]), item


@pytest.mark.parametrize("form", list(JSON_FORMS))
def test_line_of_a_record_is_known(tmp_path: Path, form: str) -> None:
    report = mm.validate(FORMS[form](tmp_path, "places", planted("places")), "places")
    assert [item.line for item in report.findings] == [item.row for item in report.findings]


@pytest.mark.parametrize("form", ["Parquet of texts", "polars, types", "pandas, types"])
def test_frames_have_rows_and_no_lines(tmp_path: Path, form: str) -> None:
    report = mm.validate(FORMS[form](tmp_path, "places", planted("places")), "places")
    assert {(item.line, item.position) for item in report.findings} == {(None, None)}


@pytest.mark.parametrize("form", list(TEXT_FORMS))
def test_rows_out_of_order_are_a_finding(tmp_path: Path, form: str) -> None:
    rows = [*released("coverage")[5:8], released("coverage")[0], *released("coverage")[8:10]]
    (finding,) = mm.validate(FORMS[form](tmp_path, "coverage", rows), "coverage").findings
    assert (finding.rule, finding.row, finding.line, finding.position) == ("file.sorted", 4, 5, 1)


@pytest.mark.parametrize("form", list(FORMS))
def test_every_finding_is_counted_and_few_are_kept(tmp_path: Path, form: str) -> None:
    row = {**released("coverage")[0], "status": "partial", "note": ""}
    rows = [{**row, "period": f"{year}"} for year in range(1000, 1300)]
    report = mm.validate(FORMS[form](tmp_path, "coverage", rows), "coverage", keep=7)
    assert report.counts == {"coverage.gap-is-explained": 300}
    assert [item.row for item in report.findings] == list(range(1, 8))
    assert (len(report), report.omitted, report.by_rule()) == (300, 293, report.counts)


def test_findings_kept_are_a_beginning_of_all(tmp_path: Path) -> None:
    target = FORMS["CSV"](tmp_path, "places", planted("places"))
    whole, few = mm.validate(target, "places"), mm.validate(target, "places", keep=1)
    assert few.counts == whole.counts
    assert len(few) == len(whole) == len(whole.findings)
    first = {item.rule: item for item in reversed(whole.findings)}
    assert list(few.findings) == [item for item in whole.findings if first[item.rule] == item]


@pytest.mark.parametrize("form", ["CSV", "gzip", "Parquet of types", "polars, types", "pandas, types", "polars, lazy"])
def test_header_alone_is_a_valid_table(tmp_path: Path, form: str) -> None:
    report = mm.validate(FORMS[form](tmp_path, "places", []), "places")
    assert report.findings == ()
    assert report.rows == {"places": 0}


@pytest.mark.parametrize(
    ("form", "cell"), [(form, cell) for form in FORMS for cell in ("NA", "null", "NaN", "None", "N/A", "-", "1_000")]
)
def test_words_for_nothing_are_text_in_a_text_column(tmp_path: Path, form: str, cell: str) -> None:
    rows = [{**released("coverage")[0], "status": "partial", "note": cell}]
    assert mm.validate(FORMS[form](tmp_path, "coverage", rows), "coverage").findings == ()


WRONG = {
    "total": ["NA", "null", "NaN", "1_000", "0x1F", " 5 ", "٥", "inf", "1e3", "+5", "05", "5.0", "9223372036854775808"],
    "latitude": ["NA", "nan", "1_0", " 5 ", "٥", "inf", "-inf", "1e3", "+5", "05", ".5", "5.", "1,5", "9" * 400],
    "incident_date": [
        "NaT", "2020-1-5", "2020-02-30", "20200105", " 2020-01-05", "2020-01-05T00:00:00Z", "2020-01-05T00:00",
        "2020-01-05 00:00:00", "٢٠٢٠-٠١-٠٥", "5 Jan 2020", "2020-W01-1", "0000-01-01", "10000-01-01", "2020-01-05\n",
    ],
    "month": ["2020", "2020-1", "2020-13", "2020-00", "2020-01-01", "202001", "2020/01", "٢٠٢٠-٠١"],
}  # fmt: skip
TABLE_OF = {
    "total": "troop_contributions",
    "latitude": "places",
    "incident_date": "fatalities",
    "month": "troop_contributions",
}


@pytest.mark.parametrize("form", ["CSV", "JSON Lines", "Parquet of texts", "polars, texts", "pandas, texts"])
@pytest.mark.parametrize("column", list(WRONG))
def test_each_value_has_one_written_form(tmp_path: Path, form: str, column: str) -> None:
    table = TABLE_OF[column]
    cells = WRONG[column]
    rows = [{**row, column: cell} for row, cell in zip(released(table), cells, strict=False)]
    report = mm.validate(FORMS[form](tmp_path, table, rows), table)
    wrong = [(item.row, item.value) for item in report.findings if item.rule == f"{table}.{column}.type"]
    assert [row for row, _ in wrong] == list(range(1, len(cells) + 1))
    assert all(value == cell for (_, value), cell in zip(wrong, cells, strict=True) if len(cell) < 60)
    # The type is all that is said of the cell, by whatever rule.
    said = {item.rule for item in report.findings if item.column == column} - {"file.sorted"}
    assert said == {f"{table}.{column}.type"}


def _packed(package: Copy, path: Path, around: str = "") -> Path:
    package.seal()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(package.folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{around}{file.relative_to(package.folder).as_posix()}")
    return path


def _lines(report: Report) -> list[tuple[object, ...]]:
    return [(item.line, item.position, item.row, item.column, item.rule, item.value) for item in report.findings]


@pytest.mark.parametrize("around", ["", "mali-minusma-0.4.0/"], ids=["bare", "with a folder around it"])
def test_zip_of_a_package_is_the_package(package: Copy, tmp_path: Path, around: str) -> None:
    package.edit("bases", "kidal", base_type="tent")
    package.path("coverage").write_bytes(package.path("coverage").read_bytes() + b"\nx\n")
    path = _packed(package, tmp_path / "p.zip", around)
    clean = mm.validate(package.folder, also=())
    assert {"bases.base_type.enum", "file.blank-line", "file.cell-count"} <= set(clean.counts)
    packed = mm.validate(path, also=())
    assert _lines(packed) == _lines(clean)
    assert (packed.rows, packed.counts) == (clean.rows, clean.counts)


def test_descriptor_names_its_package(package: Copy) -> None:
    package.edit("bases", "kidal", base_type="tent")
    package.seal()
    assert _lines(mm.validate(package.folder / "datapackage.json", also=())) == _lines(
        mm.validate(package.folder, also=())
    )


def test_file_named_after_its_table_needs_no_name(tmp_path: Path) -> None:
    for name, data in {
        "bases.csv": csv_bytes("bases", released("bases")),
        "bases.jsonl": json_lines("bases", released("bases")),
        "bases.parquet": parquet_bytes(FORMS["polars, types"](tmp_path, "bases", released("bases"))),
        "bases.zip": zipped("bases.csv", csv_bytes("bases", released("bases"))),
        "bases.csv.gz": gzip.compress(csv_bytes("bases", released("bases"))),
    }.items():
        (tmp_path / name).write_bytes(data)
        assert mm.validate(tmp_path / name).rows == {"bases": 17}, name


def test_members_of_a_record_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    row = {name: cell for name, cell in released("coverage")[0].items() if cell}
    path.write_text(json.dumps(dict(reversed(row.items()))) + "\n", encoding="utf-8")
    assert mm.validate(path, "coverage").findings == ()
