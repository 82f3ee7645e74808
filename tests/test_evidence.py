"""Whatever is done to a frame of ours, it is cited by exactly what stands behind its rows, or says that it can't be."""

from __future__ import annotations

import io
import json

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mali_minusma as mm
from mali_minusma.contract import load_contract
from mali_minusma.tracing import keys_of, sources_by_key

TABLES = [table for table in mm.tables() if table != "coverage"]
FRAMES = {table: mm.load(table) for table in TABLES}
KEYS = {table: list(load_contract().tables[table].primary_key) for table in TABLES}


def cited(rows, **options) -> set[str]:
    return {item["id"] for item in json.loads(mm.cite(rows, style="csl-json", **options))}


def behind(table: str, keys: set[str]) -> set[str]:
    return {source for key in keys for source in sources_by_key(table)[key]}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_rows_and_columns_with_their_key_are_traced(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(TABLES))
    frame = FRAMES[table]
    size = data.draw(st.integers(0, 6))
    rows = data.draw(st.lists(st.integers(0, len(frame) - 1), min_size=size, max_size=size))
    others = data.draw(
        st.lists(st.sampled_from([name for name in frame if name not in KEYS[table]] or KEYS[table]), unique=True)
    )
    part = frame.iloc[rows][[*KEYS[table], *(name for name in others if name not in KEYS[table])]]
    expected = keys_of(part)
    assert set(expected) == {table}
    assert len(expected[table]) == len(set(rows))
    forgetful = pd.DataFrame({name: part[name] for name in part})
    forgetful.attrs.clear()
    assert keys_of(forgetful, table) == expected
    assert keys_of(part.set_index(KEYS[table])) == expected
    assert cited(part) == behind(table, expected[table])


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_read_back_from_csv_is_known_by_its_columns(table: str) -> None:
    part = FRAMES[table].head(40)
    back = pd.read_csv(io.StringIO(part.to_csv(index=False)), keep_default_na=False, na_values=[""])
    assert cited(back) == cited(part)


@pytest.mark.parametrize("table", ["events", "bases", "fatalities", "mandates"])
def test_polars_frames_are_cited_too(table: str) -> None:
    part = FRAMES[table].head(10)
    columns = {name: [None if pd.isna(cell) else cell for cell in part[name]] for name in part}
    assert cited(pl.DataFrame(columns)) == cited(part)


def test_a_joined_frame_is_cited_by_both_its_tables() -> None:
    events, places = mm.events(since="2023-10", place="Kidal"), mm.places()
    joined = events.merge(places, on="place_id")
    assert cited(joined) == cited(events) | cited(["kidal"], table="places")
    renamed = mm.bases(place="Gao").merge(places, on="place_id")
    assert {"name_x", "name_y"} <= set(renamed)
    assert cited(renamed) == cited(["gao"], table="bases") | cited(["gao"], table="places")
    parts = mm.event_actors(event="2022-07-14-rotations-suspended").merge(mm.actors(), on="actor_id")
    assert cited(parts) == cited(parts["event_id"].unique(), table="events") | cited(parts["actor_id"], table="actors")


def test_a_row_without_a_partner_is_cited_alone() -> None:
    deaths = mm.fatalities(since="2013", until="2014")
    joined = deaths.merge(mm.events()[["event_id", "title", "place_id"]], on="event_id", how="left")
    assert joined["title"].isna().any()
    assert cited(joined) == cited(deaths) | cited(deaths["event_id"].dropna(), table="events")


def test_a_cell_beside_a_missing_key_belongs_to_nobody() -> None:
    events = mm.events(since="2023-10")
    joined = events.merge(mm.places()[["place_id", "latitude"]], on="place_id", how="left")
    assert joined["place_id"].isna().any()
    with pytest.raises(ValueError, match="the column 'latitude' is one of places"):
        mm.cite(joined.fillna({"latitude": 0.0}))


def test_columns_of_ones_own_are_no_obstacle() -> None:
    frame = mm.events(since="2023-12").assign(days=1, year=lambda it: it.start_date.dt.year, count=2)
    assert cited(frame) == cited(mm.events(since="2023-12"))


def test_a_column_of_keys_is_cited() -> None:
    events = mm.events(since="2023-12")
    assert cited(events["event_id"]) == cited(events)
    assert cited(mm.fatalities()["source_id"]) == {"un-dppadposs-fatalities-2025"}


def test_rows_carry_their_sources_into_any_grouping() -> None:
    frame = mm.with_sources(mm.events(since="2023-10", until="2023-12"))
    grouped = frame.groupby("event_type").agg(events=("event_id", "size"), sources=("sources", "; ".join))
    assert cited(grouped.reset_index()) == cited(frame) == cited(mm.events(since="2023-10", until="2023-12"))
    one = mm.with_sources(mm.bases(place="Kidal"))
    assert set(one["sources"].item().split("; ")) == set(sources_by_key("bases")["kidal"])
    joined = mm.with_sources(mm.bases(place="gao").merge(mm.places(), on="place_id"))
    assert set(joined["sources"].item().split("; ")) == cited(["gao"], table="bases") | cited(["gao"], table="places")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda it: it.groupby("event_type").size(), "whose keys"),
        (lambda it: it.groupby("event_type")["start_date"].max().reset_index(), "no longer has its key column 'event_id'"),
        (lambda it: it.groupby("place_id").first().reset_index(), "grouped or changed"),
        (lambda it: it.groupby("place_id")[["event_id", "start_date", "title"]].max(), "grouped or changed"),
        (lambda it: it.assign(title="mine"), "the column 'title' holds 'mine'"),
        (lambda it: it.rename(columns={"event_id": "id"}), "no longer has its key column"),
        (lambda it: it.T, "no longer has its key column"),
        (lambda it: it.merge(mm.places(), on="place_id").drop(columns="place_id"), "keep the key columns"),
        (lambda it: it.merge(mm.places(), on="place_id").drop(columns="event_id"), "keep the key columns"),
        (lambda it: pd.concat([it, it], axis=1), "same name"),
        (lambda it: it[["title"]].merge(pd.DataFrame({"title": list(it.title), "x": 1})), "key"),
        (lambda it: pd.DataFrame({"x": range(len(it))}), "neither the key"),
        (lambda it: it["title"], "whose keys"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_cited_says_why_and_what_to_do(spoil, message: str) -> None:
    frame = spoil(mm.events(since="2022-07", until="2023-12"))
    with pytest.raises(ValueError, match=message) as refused:
        mm.cite(frame)
    assert "mm.cite(['kidal'], table='bases')" in str(refused.value)


def test_typed_rows_and_actors_are_cited() -> None:
    assert cited(mm.records("bases")) == cited(mm.bases())
    june = [row for row in mm.records("troop_contributions") if str(row.month) == "2023-06-01"]
    assert cited(june) == cited(mm.troop_contributions(since="2023-06", until="2023-06"))
    assert cited(mm.actor("GSIM")) == cited(["jnim"], table="actors")


def test_counted_rows_are_cited_by_their_sources_and_have_no_readings() -> None:
    counted = mm.casualties(by="year")
    assert cited(counted) == cited(mm.with_sources(counted))
    joined = mm.top_contributors(on="2022-06").merge(mm.actors()[["iso3", "actor_id", "description"]], on="iso3")
    assert cited(joined) == cited(mm.top_contributors(on="2022-06")) | cited(joined["actor_id"], table="actors")
    with pytest.raises(ValueError, match="counted from many rows"):
        mm.claims(counted)


def test_a_row_or_a_column_that_is_not_there_is_no_row_without_readings() -> None:
    with pytest.raises(LookupError, match=r"no row 'tombouctou' in bases\. Did you mean 'timbuktu'"):
        mm.disputes("bases", "tombouctou")
    with pytest.raises(ValueError, match="Did you mean 'closed_on'"):
        mm.claims("bases", "kidal", "close_on")
    with pytest.raises(LookupError, match="Did you mean '2022-07-14-rotations-suspended'"):
        mm.event_actors(event="2022-07-14-rotation-suspended")


def test_a_key_that_is_nobodys_is_named() -> None:
    with pytest.raises(LookupError, match="no row 'kidall' in bases"):
        mm.cite(pd.DataFrame({"base_id": ["kidall"]}), table="bases")
    with pytest.raises(ValueError, match="is not the identifier of a source"):
        mm.cite(pd.Series([1, 2], name="source_id"))


def test_readings_and_disputes_of_the_rows_at_hand() -> None:
    kidal = mm.bases(place="Kidal")
    assert mm.claims(kidal).equals(mm.claims("bases", "kidal"))
    assert mm.disputes(kidal).equals(mm.disputes("bases", "kidal"))
    parts = mm.event_actors(event="2022-07-14-rotations-suspended")
    assert set(mm.claims(parts).subject_id) == {"2022-07-14-rotations-suspended"}
    assert set(mm.claims(kidal, status="differs").status) <= {"differs"}
    assert len(mm.disputes(mm.bases().iloc[:0])) == 0


def test_an_answer_in_sql_is_cited_by_its_keys() -> None:
    answer = mm.sql(
        "SELECT base_id, place_id, closed_on, places.name, latitude FROM bases JOIN places USING (place_id) WHERE base_id = 'gao'"
    )
    assert cited(answer) == cited(["gao"], table="bases") | cited(["gao"], table="places")
    with pytest.raises(ValueError, match="can't be cited"):
        mm.cite(mm.sql("SELECT event_type, count(*) AS n FROM events GROUP BY ALL"))
