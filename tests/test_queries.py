"""Questions and their answers: what a researcher would check by hand, and what is said when there is no answer."""

from __future__ import annotations

import json
import warnings

import pandas as pd
import pytest

import mali_minusma as mm
from mali_minusma.queries.contributions import months
from tests.asked import said


def test_six_bases_were_open_on_the_day_kidal_was_left_and_five_on_the_next() -> None:
    assert len(mm.bases_open(on="2023-10-31", counted_in_2023="yes")) == 6
    assert "kidal" not in set(mm.bases_open(on="2023-11-01").base_id)
    assert len(mm.bases_open(on="2023-07-01", counted_in_2023="yes")) == 13
    assert len(mm.bases_open(on="2024-11-16")) == 0


def test_bases_closed_in_the_order_of_the_withdrawal() -> None:
    closed = mm.bases_closed(since="2023-07")
    assert list(closed.closure_order) == list(range(1, 14))
    assert set(mm.bases_closed(on="2023-10").base_id) == {"douentza", "tessalit", "aguelhok", "kidal"}


def test_a_base_left_without_ceremony_was_never_handed_over() -> None:
    handed = set(mm.bases_handed_over(since="2023").base_id)
    assert handed == set(mm.bases_closed(since="2023").base_id) - {"kidal", "aguelhok"}


def test_an_opening_that_no_source_gives_is_not_told_as_known() -> None:
    early = mm.bases_open(on="2013-09").set_index("base_id")["opening_known"]
    assert (early["goundam"], early["kidal"]) == ("recorded", "not_recorded")
    assert mm.bases_open(on="2014-04").set_index("base_id")["opening_known"]["kidal"] == "seen"


def test_a_hotel_opened_in_a_month_was_open_on_every_day_of_it() -> None:
    assert "bamako-hotel-amitie" in set(mm.bases_open(on="2013-07-20").base_id)


@pytest.mark.parametrize(("on", "count"), [("2022-06-30", 13976), ("2013-07", 6294), ("2023-06-30", 12895)])
def test_the_uns_own_total_answers_for_strength(on: str, count: int) -> None:
    assert list(mm.strength(on=on)["count"]) == [count]


def test_a_press_figure_never_comes_before_the_uns() -> None:
    (row,) = mm.strength(on="2023-12-15").to_dict("records")
    assert (row["count"], row["distance_days"]) == (3215, -15)
    assert 150000 in set(mm.strength_figures(since="2023-12", until="2023-12")["count"])


def test_a_press_figure_where_the_un_has_none_is_said_to_be_one() -> None:
    answer, notes = said(lambda: mm.strength(on="2019-03"))
    assert list(answer.qualifier) == ["more_than"]
    assert "no report of the UN's own" in str(notes[0])


@pytest.mark.parametrize("by", [None, "contributor", "personnel_type", "sex"])
def test_a_month_without_a_report_is_not_a_zero(by: str | None) -> None:
    answer, notes = said(lambda: mm.strength(on="2018-09", by=by))
    assert len(answer) == 0
    assert "missing_upstream" in str(notes[0])
    assert "2018-02-28 and 2019-09-30" in str(notes[0])
    assert len(mm.strength(on="2018-09", by=by, max_distance_days=400)) > 0


def test_months_without_a_report_are_listed_with_a_missing_count() -> None:
    series = mm.strength_by_month().set_index("as_of")["count"]
    assert len(series) == 138
    assert pd.isna(series["2018-09-30"])
    assert series["2015-03-31"] == 10320
    assert series["2024-11-30"] == 0
    assert int(series.isna().sum()) == 22


@pytest.mark.parametrize("by", ["contributor", "personnel_type", "sex", ["sex", "personnel_type"]])
def test_every_split_adds_up_to_the_total(by) -> None:
    split = mm.strength_by_month(by=by).dropna(subset="count").groupby("as_of")["count"].sum()
    total = mm.strength_by_month().set_index("as_of")["count"]
    assert len(split) == 109
    assert (split == total[split.index]).all()


def test_a_report_that_does_not_split_the_sexes_is_split_by_nobody() -> None:
    march = mm.strength(on="2014-03", by="sex")
    assert march[["sex", "count", "quality_flag"]].to_numpy().tolist() == [["not_published", 7469, "sex_not_published"]]


def test_a_report_that_leaves_troops_out_says_so() -> None:
    for ask in (
        lambda: mm.strength(on="2021-10"),
        lambda: mm.strength(on="2021-10", by="contributor"),
        lambda: mm.mandate(on="2021-10"),
    ):
        assert "leaves out Chad's troops" in str(said(ask)[1][0])
    ranks = mm.contributor_ranks(since="2021-09", until="2021-11", actor="Chad")
    assert ranks["status"].to_list() == ["complete", "partial", "complete"]
    history = mm.contribution_history("Chad").set_index("month")
    assert history.loc["2021-10-01", "status"] == "partial"
    assert pd.isna(history.loc["2021-10-01", "change"])
    assert pd.isna(history.loc["2021-11-01", "change"])


def test_a_country_that_a_whole_report_does_not_list_sent_nobody() -> None:
    gone = mm.strength_by_month(since="2024-03", until="2024-12", actor="United Kingdom")
    assert gone["count"].fillna(-1).to_list() == [0] * 9 + [-1]
    answer, notes = said(lambda: mm.strength(on="2022-06", actor="Russia"))
    assert (answer["count"].to_list(), notes) == ([0], [])
    assert "un-contributions-2022-06" in mm.cite(answer)
    answer, notes = said(lambda: mm.strength(on="2022-06", actor="Russia", by="sex"))
    assert "nobody is listed" in str(notes[0])


def test_ranks_agree_with_the_top_of_the_month() -> None:
    top = mm.top_contributors(on="2023-06", n=500)
    ranks = mm.contributor_ranks(since="2023-06", until="2023-06")
    assert list(top["rank"]) == list(ranks["rank"])
    assert top["count"].sum() == 12895
    assert abs(top["share"].sum() - 1) < 1e-9
    assert set(mm.contributor_ranks(actor="Égypte").iso3) == {"EGY"}


def test_countries_that_tie_for_the_last_rank_are_all_in() -> None:
    month = mm.contributor_ranks(since="2022-06", until="2022-06")
    tied = month[month["rank"].duplicated(keep=False)]["rank"].iloc[0]
    top = mm.top_contributors(on="2022-06", n=int(tied))
    assert (top["rank"] == tied).sum() == (month["rank"] == tied).sum() > 1


def test_egypts_announcement_stands_beside_the_month_that_no_report_covers() -> None:
    july = mm.contribution_history("Egypt").set_index("month").loc["2022-07-01"]
    assert (july["status"], pd.isna(july["count"])) == ("missing_upstream", True)
    assert july["events"] == "2022-07-15-egypt-announces-withdrawal"
    assert july["sources"]


def test_soldiers_in_other_missions_are_no_contribution_to_this_one() -> None:
    told = "; ".join(mm.contribution_history("Sweden")["events"].dropna())
    assert "takuba" not in told
    assert told


def test_the_dead_are_counted_as_the_un_counts_them() -> None:
    assert mm.casualties().deaths.to_list() == [311]
    assert dict(mm.casualties(by="cause")[["incident_type", "deaths"]].to_numpy().tolist()) == {
        "malicious_act": 174, "illness": 88, "accident": 38, "to_be_determined": 9, "unknown": 2,
    }  # fmt: skip
    for by in ("year", "nationality", "place", "region", "sex", "personnel_type", "event", ["year", "nationality"]):
        assert mm.casualties(by=by).deaths.sum() == 311, by


def test_a_year_without_a_kind_of_death_is_a_zero_for_the_record_is_whole() -> None:
    grid = mm.casualties(by=["year", "cause"]).set_index(["year", "incident_type"])["deaths"]
    assert len(grid) == 11 * 5
    assert grid[2013, "accident"] == 0
    nobody = mm.casualties(actor="Russia")
    assert nobody.deaths.to_list() == [0]
    assert "un-dppadposs-fatalities-2025" in mm.cite(nobody)


def test_deaths_without_a_place_are_not_forgotten() -> None:
    answer, notes = said(lambda: mm.casualties(place="Kidal Region"))
    assert answer.deaths.item() >= 77
    assert "of 311 deaths have no recorded place" in str(notes[0])
    assert mm.casualties(by="place").query("place_id.isna()").deaths.to_list() == [126]


@pytest.mark.parametrize("period", [{"since": "2025"}, {"until": "2012"}])
def test_a_time_outside_the_record_has_no_zero(period: dict[str, str]) -> None:
    answer, notes = said(lambda: mm.casualties(**period))
    assert len(answer) == 0
    assert "does not mean that there was none" in str(notes[0])


def test_totals_that_sources_gave_stand_beside_the_uns_record() -> None:
    totals = mm.reported_totals(on="2022-07-15", max_distance_days=0)
    egypt = totals[totals.source_id == "i24news-2022-07-15-egypt"].set_index("cause")
    assert egypt.loc["malicious_act", ["count", "un_record", "difference"]].to_list() == [177, 163, 14]
    assert (totals[totals.source_id == "un-dppadposs-fatalities-2025"]["difference"] == 0).all()
    assert totals[totals.cause == "not_stated"]["un_record"].isna().all()


def test_a_time_that_no_total_is_near_says_so() -> None:
    for ask in ({"on": "2030"}, {"on": "2018-06", "cause": "malicious_act", "max_distance_days": 1}):
        answer, notes = said(lambda ask=ask: mm.reported_totals(**ask))
        assert (len(answer), len(notes)) == (0, 1)


def test_a_total_for_a_day_comes_before_one_for_a_year() -> None:
    precision = mm.reported_totals(on="2023-06-30")["as_of_precision"].to_list()
    assert precision == sorted(precision, key=["day", "month", "year"].index)
    assert "year" in precision


def test_every_total_of_the_uns_own_record_is_the_record() -> None:
    own = mm.reported_totals().query("source_id == 'un-dppadposs-fatalities-2025'")
    assert len(own) > 50
    assert (own["difference"] == 0).all()


def test_a_toll_that_no_source_gives_is_missing_and_not_nothing() -> None:
    quiet = mm.incidents(since="2022-07-22", until="2022-07-22", place="Kati")
    assert quiet["killed_low"].isna().all()
    worst = mm.incidents(min_killed=10).set_index("event_id")
    assert worst.loc["2019-01-20-aguelhok-camp-attacked", "killed_un_record"] == 11
    assert (worst[["killed_un_record", "killed_high"]].max(axis=1) >= 10).all()


def test_the_record_counts_where_sources_tell_of_fewer_dead() -> None:
    assert "2016-10-03-aguelhok-attacks" in set(mm.incidents(min_killed=2).event_id)
    assert "2015-11-24-goundam-timbuktu-device" in set(mm.incidents(min_killed=1).event_id)


def test_a_toll_of_the_first_day_is_no_reading_of_the_whole() -> None:
    moura, notes = said(
        lambda: mm.incidents(place="Moura", event_type=["attack", "military_operation"], victims="civilians")
    )
    assert 20 in set(mm.casualty_figures(event="2022-03-moura-killings", population="civilians")["count"])
    assert moura[["killed_low", "killed_high"]].to_numpy().tolist() == [[500, 500]]
    assert "no recorded place" in str(notes[0])
    assert "Malian Armed Forces (alleged_perpetrator)" in moura.perpetrators.item()


def test_a_groups_attacks_include_those_of_its_parts() -> None:
    parts = set(mm.incidents(perpetrator="Ansar Dine").event_id)
    assert parts
    assert parts <= set(mm.incidents(perpetrator="GSIM").event_id)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mm.strength(on="2022-06", by="sexe"), "Did you mean 'sex'"),
        (lambda: mm.strength(on="2022-06", by=["sex", "sex"]), "twice"),
        (lambda: mm.casualties(by="contry"), "Known are: cause, year"),
        (lambda: mm.incidents(victims="peacekeeper"), "Known are: mission"),
        (lambda: mm.bases_open(on="2023", since="2022"), "either a day"),
        (lambda: mm.top_contributors(on="2022-06", n=0), "not a number of ranks"),
        (lambda: mm.strength_by_month(since="2023", until="2022"), "is after until"),
        (lambda: mm.timeline("withdrawl"), "Did you mean 'withdrawal'"),
    ],
)
def test_a_question_that_is_not_understood_says_what_would_be(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_gap_can_be_made_an_error() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", mm.NoData)
        with pytest.raises(mm.NoData) as gap:
            mm.top_contributors(on="2018-09")
    assert gap.value.table == "troop_contributions"
    assert "missing_upstream" in gap.value.notes[0]


def test_a_warning_points_at_the_line_that_asked() -> None:
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always")
        mm.mandate(on="2019-06-30")
    assert {note.filename for note in notes} == {__file__}


def test_months_are_the_months_of_coverage() -> None:
    assert months()["month"].is_unique
    assert list(months()["month"]) == list(pd.date_range("2013-07-01", "2024-12-01", freq="MS"))


@pytest.mark.parametrize(
    "answer",
    [
        lambda: mm.strength(on="2022-06"), lambda: mm.strength(on="2022-06", by="sex"), lambda: mm.casualties(by="year"),
        lambda: mm.top_contributors(on="2022-06"), lambda: mm.incidents(min_killed=5), lambda: mm.mandate(on="2022-06"),
        lambda: mm.timeline("moura"), lambda: mm.office_holders(on="2022-06"), lambda: mm.bases_open(on="2023-11-01"),
        lambda: mm.reported_totals(on="2022-07-15"), lambda: mm.contribution_history("Egypt"),
        lambda: mm.contributor_ranks(actor="Egypt"), mm.strength_by_month, mm.bases_closed,
    ],
)  # fmt: skip
def test_every_answer_can_be_cited(answer) -> None:
    frame = answer()
    items = json.loads(mm.cite(frame, style="csl-json"))
    assert items
    part = json.loads(mm.cite(frame.head(1), style="csl-json"))
    assert {item["id"] for item in part} <= {item["id"] for item in items}
