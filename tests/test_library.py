"""The library as a user meets it: frames, filters, rows, names, evidence, citations."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest

import mali_minusma as mm
from mali_minusma import bibliography
from mali_minusma.contract import load_contract
from mali_minusma.contract.lexical import PANDAS_DTYPES
from mali_minusma.dates import day
from tests.frames import as_polars

CONTRACT = load_contract()
TABLES = mm.tables()


@pytest.mark.parametrize("table", TABLES)
def test_frames_have_the_documented_dtypes(table: str) -> None:
    frame = mm.load(table)
    fields = CONTRACT.tables[table].fields
    assert list(frame.columns) == [field.name for field in fields]
    assert [str(dtype) for dtype in frame.dtypes] == [PANDAS_DTYPES[field.type] for field in fields]
    pd.testing.assert_frame_equal(frame, getattr(mm, table)())


@pytest.mark.parametrize("table", TABLES)
def test_rows_and_frames_say_the_same(table: str) -> None:
    frame, rows = mm.load(table), mm.records(table)
    assert len(frame) == len(rows)
    for column in frame.columns:
        cells = [None if pd.isna(cell) else cell for cell in frame[column]]
        cells = [cell.date() if isinstance(cell, pd.Timestamp) else cell for cell in cells]
        assert cells == [getattr(row, column) for row in rows], column


def test_rows_are_frozen_and_slotted() -> None:
    base = mm.records("bases")[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.name = "Elsewhere"


@pytest.mark.parametrize("text", ["NA", "null", "None", "nan", "N/A", "-", "TRUE", "007"])
def test_text_that_others_read_as_missing_survives(tmp_path, monkeypatch, text: str) -> None:
    from mali_minusma import reading

    path = tmp_path / "coverage.csv"
    path.write_text(f"table,period,status,note\nbases,2013,partial,{text}\nplaces,2013,complete,\n", encoding="utf-8")
    monkeypatch.setattr(reading, "table_path", lambda *_: path)
    assert mm.load("coverage")["note"].to_list()[0] == text
    assert mm.load("coverage")["note"].isna().to_list() == [False, True]
    assert mm.records("coverage")[0].note == text
    assert mm.validate(path)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023-06-16", "2023-06-16", "2023-06-16"),
        (dt.date(2023, 6, 16), "2023-06-16", "2023-06-16"),
        (dt.datetime(2023, 6, 16, 23, 59), "2023-06-16", "2023-06-16"),
        (pd.Timestamp("2023-06-16"), "2023-06-16", "2023-06-16"),
    ],
)
def test_a_date_may_be_a_day_a_month_or_a_year(value, first: str, last: str) -> None:
    assert (str(day(value, last=False)), str(day(value, last=True))) == (first, last)


@pytest.mark.parametrize("text", ["2023-6", "16/06/2023", "June 2023", "2023-13", "2023-02-30", "", "٢٠٢٣"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        mm.events(since=text)


def test_an_event_known_to_the_month_is_in_every_part_of_it() -> None:
    event = "2023-10-kidal-equipment-destroyed"
    assert event in set(mm.events(since="2023-10-20", until="2023-10-25").event_id)
    assert event in set(mm.events(until="2023-10-01").event_id)
    assert event not in set(mm.events(since="2023-11-01").event_id)


def test_an_actor_known_to_the_year_lasts_to_its_end(monkeypatch) -> None:
    from mali_minusma.loaders import select

    frame = mm.actors().head(1)
    frame["active_until"], frame["active_until_precision"] = pd.Timestamp("2022-01-01"), "year"
    frame["active_from"], frame["active_from_precision"] = pd.NaT, None
    monkeypatch.setattr(select, "read_frame", lambda _: frame)
    assert len(mm.actors(since="2022-12-31")) == 1
    assert len(mm.actors(since="2023-01-01")) == 0
    assert len(mm.actors(until="1960-01-01")) == 1


def test_an_event_that_goes_on_is_in_every_part_of_it() -> None:
    day_of_moura = mm.events(since="2022-03-29", until="2022-03-29", place="Moura")
    assert list(day_of_moura.event_id) == ["2022-03-moura-killings"]


def test_filters_name_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="Did you mean 'base_closure'"):
        mm.events(event_type="base_closur")
    with pytest.raises(LookupError, match="no actor bears the name"):
        mm.events(actor="Atlantis")
    with pytest.raises(LookupError, match="not a state"):
        mm.fatalities(actor="MINUSMA")
    with pytest.raises(ValueError, match="is after until"):
        mm.events(since="2023", until="2022")
    with pytest.raises(ValueError, match="Did you mean 'events'"):
        mm.load("event")
    with pytest.raises(ValueError, match="Did you mean 'claims'"):
        mm.disputes("claim")


def test_filters_take_one_value_or_several() -> None:
    both = mm.events(event_type=["coup", "election"])
    assert set(both.event_type) == {"coup", "election"}
    assert len(both) == len(mm.events(event_type="coup")) + len(mm.events(event_type="election"))


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Côte d'Ivoire", "cote-divoire"), ("cote d’ivoire", "cote-divoire"), ("IVORY COAST", "cote-divoire"),
        ("Ivorian", "cote-divoire"), ("ivoirien", "cote-divoire"), ("CIV", "cote-divoire"), ("Goitta", "assimi-goita"),
        ("Goïta", "assimi-goita"), ("MUNUSMA", "minusma"), ("MISMA", "afisma"), ("Chadian", "chad"),
    ],
)  # fmt: skip
def test_an_actor_is_found_by_any_of_its_names(name: str, actor: str) -> None:
    assert mm.find_actor(name) == actor


@pytest.mark.parametrize("name", ["Ménaka", "Menaka", "MENAKA", "menaka"])
def test_a_place_is_found_with_and_without_accents(name: str) -> None:
    assert mm.find_place(name) == "menaka"


def test_no_name_belongs_to_two_actors() -> None:
    for name in {row.name for row in mm.records("actor_names")} | {row.name for row in mm.records("actors")}:
        assert mm.find_actor(name)


def test_an_organization_includes_its_parts() -> None:
    mission = set(mm.appointments(organization="MINUSMA").organization_id)
    assert {"minusma", "minusma-force", "minusma-police"} <= mission
    assert set(mm.appointments(organization="minusma-force").organization_id) == {"minusma-force"}


def test_a_place_includes_what_lies_in_it() -> None:
    region = set(mm.events(place="Kidal region").event_id)
    assert set(mm.events(place="aguelhok").event_id) < region
    assert region < set(mm.events(place="Mali").event_id)


def test_bases_on_a_day() -> None:
    def open_on(date: str) -> set[str]:
        return set(mm.bases(since=date, until=date).base_id)

    assert len(open_on("2023-07-01")) == 13
    assert open_on("2023-10-31") - open_on("2023-11-01") == {"kidal"}


def test_frames_keep_their_table_through_filters() -> None:
    frame = mm.events(since="2022")
    frame = frame[frame.event_type == "restriction"].sort_values("start_date").reset_index(drop=True)
    assert "@misc{" in mm.cite(frame)
    assert mm.validate(mm.events())


def test_cite_gives_exactly_the_sources_behind_the_rows() -> None:
    kidal = mm.bases()
    kidal = kidal[kidal.base_id == "kidal"]
    behind = set(mm.claims("bases", "kidal").source_id)
    assert {item["id"] for item in json.loads(mm.cite(kidal, style="csl-json"))} == behind
    assert mm.cite(["kidal"], table="bases") == mm.cite(kidal)
    figures = mm.casualty_figures(measure="detained")
    expected = set(figures.source_id) | {
        row.source_id
        for row in mm.records("claims")
        if row.subject_table == "casualty_figures" and row.subject_id in set(figures.figure_id)
    }
    assert {item["id"] for item in json.loads(mm.cite(figures, style="csl-json"))} == expected
    assert mm.cite(mm.bases().iloc[:0]) == ""


def test_cite_of_parts_and_names_goes_through_event_and_actor() -> None:
    parts = mm.event_actors(event="2022-07-14-rotations-suspended")
    assert mm.cite(parts) == mm.cite(["2022-07-14-rotations-suspended"], table="events")
    assert mm.cite(mm.actor_names(actor="CIV")) == mm.cite(["cote-divoire"], table="actors")


def test_cite_of_monthly_contributions_uses_the_month_as_written() -> None:
    frame = mm.troop_contributions(since="2023-06", actor="Egypt", personnel_type="troops")
    assert "africanewswatch-2023-06-junta-expels-un-force" in mm.cite(frame)


def test_cite_says_when_it_cannot() -> None:
    with pytest.raises(ValueError, match="can't be cited"):
        mm.cite(mm.bases()[["name", "closed_on"]])
    with pytest.raises(LookupError, match="no source 'kidal'"):
        mm.cite(["kidal"])
    with pytest.raises(LookupError, match="no row 'nowhere' in bases"):
        mm.cite(["nowhere"], table="bases")
    with pytest.raises(ValueError, match="no citation style"):
        mm.cite(style="apa")


def test_cite_the_package_with_its_version() -> None:
    assert f"version {mm.__version__}" in mm.cite()
    kidal = mm.bases(place="Kidal")
    assert mm.cite(kidal, package=True) == mm.cite() + "\n" + mm.cite(kidal)
    both = json.loads(mm.cite(kidal, style="csl-json", package=True))
    assert both == json.loads(mm.cite(style="csl-json")) + json.loads(mm.cite(kidal, style="csl-json"))


def test_bibtex_escapes_what_latex_would_run() -> None:
    source = dataclasses.replace(mm.records("sources")[0], title=r"50% & {more} \input_#1$ ~^", url="https://x.org/{a}")
    text = bibliography.render([bibliography.source_entry(source)], "bibtex")
    escaped = r"50\% \& \{more\} \textbackslash{}input\_\#1\$ \textasciitilde{}\textasciicircum{}"
    assert f"title = {{{{{escaped}}}}}" in text
    assert "url = {https://x.org/%7Ba%7D}" in text


def test_bibtex_is_escaped_and_balanced() -> None:
    text = mm.cite(mm.sources())
    assert text.count("@misc{") == len(mm.sources())
    unescaped = text.replace("\\{", "").replace("\\}", "")
    assert unescaped.count("{") == unescaped.count("}")
    for line in text.splitlines():
        if line.startswith("  title"):
            assert all(f"\\{character}" in line or character not in line for character in "&%#_$")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_cited(table: str) -> None:
    if table == "coverage":
        assert mm.cite(mm.load(table)) == ""
        return
    # A correction that changed no fact rests on no document.
    rows = mm.corrections(correction_type="fact") if table == "corrections" else mm.load(table)
    assert mm.cite(rows.head(2))


def test_a_correction_without_a_source_is_cited_by_nothing() -> None:
    coding = mm.corrections(correction_type="coding")
    assert mm.cite(coding) == ""
    assert len(mm.with_sources(coding)) == len(coding)


def test_disputes_show_the_followed_reading_first_with_its_rule() -> None:
    disputes = mm.disputes()
    assert (disputes.status == "differs").sum() > 50
    cells = disputes[disputes.field.notna()]
    for _, readings in cells.groupby(["subject_table", "subject_id", "field"]):
        assert readings.status.iloc[0] == "followed"
        assert pd.notna(readings.rule.iloc[0])
        assert (readings.status == "followed").sum() == 1


@pytest.mark.parametrize("table", TABLES)
def test_schema_in_every_dialect_accepts_the_table(table: str) -> None:
    frame = mm.load(table)
    assert mm.schema(table, dialect="pandera").validate(frame).equals(frame)
    polars_frame = as_polars(CONTRACT.tables[table], [dataclasses.asdict(row) for row in mm.records(table)])
    assert mm.schema(table, dialect="pandera-polars").validate(polars_frame).equals(polars_frame)
    assert mm.validate(polars_frame, table=table)
    assert [field["name"] for field in mm.schema(table)["fields"]] == list(frame.columns)


def test_schema_is_a_copy() -> None:
    mm.schema("bases")["fields"].clear()
    assert mm.schema("bases")["fields"]
