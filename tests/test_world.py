"""Statements about the world that the tables must bear out, and what each of them rests on."""

from __future__ import annotations

import pandas as pd
import pytest

import mali_minusma as mm


def only(frame: pd.DataFrame) -> pd.Series:
    """Return the one row of a frame."""
    assert len(frame) == 1
    return frame.iloc[0]


def readings(table: str, subject: str, field: str, *status: str) -> set[str]:
    claims = mm.claims(table, subject, field)
    return set(claims[claims.status.isin(status)].value)


def test_mali_suspended_rotations_on_14_july_2022() -> None:
    event = only(mm.events(since="2022-07-14", until="2022-07-14", event_type="restriction"))
    assert event.place_id == "bamako"
    assert set(mm.event_actors(event=event.event_id, role="target").actor_id) == {"minusma"}
    assert len(set(mm.claims("events", event.event_id).source_id)) >= 5


def test_49_ivorian_soldiers_were_detained_on_10_july_2022() -> None:
    event = only(mm.events(event_type="detention", actor="Ivorian", until="2022-07-31"))
    assert str(event.start_date.date()) == "2022-07-10"
    figures = mm.casualty_figures(event=event.event_id, measure="detained")
    assert 49 in set(figures["count"])
    assert set(figures.iso3) == {"CIV"}


def test_the_ivorian_rotation_is_the_eighth_to_some_and_the_fifth_to_others() -> None:
    subject = ("events", "2022-07-10-ivorian-rotation-arrives", "ordinal")
    assert readings(*subject, "followed", "agrees") == {"8"}
    assert readings(*subject, "differs") == {"5"}


def test_salgado_was_expelled_on_20_july_2022_not_in_august() -> None:
    subject = ("events", "2022-07-20-salgado-expelled", "start_date")
    assert readings(*subject, "followed") == {"2022-07-20"}
    assert readings(*subject, "differs") == {"2022-08-01"}
    assert "rt-2023-07-01-un-pulls-peacekeepers-out" in set(mm.claims(*subject, status="differs").source_id)


def test_resolution_2690_was_unanimous() -> None:
    mandate = only(mm.mandates(resolution=2690))
    assert (mandate.in_favour, mandate.against, mandate.abstaining) == (15, 0, 0)
    assert str(mandate.adopted_on.date()) == "2023-06-30"


def test_resolution_2100_set_ceilings_of_11200_and_1440() -> None:
    mandate = only(mm.mandates(resolution=2100))
    assert (mandate.military_ceiling, mandate.police_ceiling) == (11200, 1440)
    assert str(mandate.adopted_on.date()) == "2013-04-25"


def test_resolution_2640_was_not_unanimous() -> None:
    mandate = only(mm.mandates(resolution=2640))
    assert (mandate.in_favour, mandate.against, mandate.abstaining) == (13, 0, 2)
    assert (str(mandate.adopted_on.date()), str(mandate.mandate_until.date())) == ("2022-06-29", "2023-06-30")


def test_eight_of_thirteen_bases_were_closed_when_kidal_was_left() -> None:
    bases = mm.bases(counted_in_2023="yes")
    assert len(bases) == 13
    assert (bases.closed_on <= "2023-10-31").sum() == 8
    assert bases.set_index("base_id").closure_order["kidal"] == 8


def test_the_31_october_release_exchanges_the_days_of_tessalit_and_aguelhok() -> None:
    for base, day, other in (("tessalit", "2023-10-21", "2023-10-23"), ("aguelhok", "2023-10-23", "2023-10-21")):
        assert readings("bases", base, "closed_on", "followed") == {day}
        assert other in readings("bases", base, "closed_on", "differs")
        assert "globalsecurity-minusma" in set(mm.claims("bases", base, "closed_on", status="differs").source_id)


def test_311_died_174_by_malicious_acts() -> None:
    assert mm.fatalities().incident_type.value_counts().to_dict() == {
        "malicious_act": 174, "illness": 88, "accident": 38, "to_be_determined": 9, "unknown": 2,
    }  # fmt: skip
    assert len(mm.fatalities(actor="Chad")) == 80
    assert len(mm.fatalities(sex="female")) == 8


@pytest.mark.parametrize(
    ("count", "qualifier", "source"),
    [
        (177, "nearly", "youngbhartiya-2022-07-15-rotations-suspended"),
        (300, "more_than", "press-2023-06-20-concern-over-move"),
        (303, "exact", "rt-2023-07-01-un-pulls-peacekeepers-out"),
        (118, "exact", "globalsecurity-minusma"),
    ],
)
def test_each_toll_stands_as_its_source_gives_it(count: int, qualifier: str, source: str) -> None:
    figures = mm.casualty_figures(measure="killed", population="peacekeepers")
    figure = only(figures[(figures.source_id == source) & (figures["count"] == count)])
    assert figure.qualifier == qualifier
    against = mm.claims("casualty_figures", field="count", status="differs", source=source)
    assert str(count) in set(against.value)


@pytest.mark.parametrize(
    ("count", "qualifier", "component"),
    [(13000, "about", "not_stated"), (15000, "exact", "not_stated"), (15000, "more_than", "not_stated"), (12000, "about", "military"),
     (12261, "exact", "military"), (1718, "exact", "police")],
)  # fmt: skip
def test_each_strength_stands_as_its_source_gives_it(count: int, qualifier: str, component: str) -> None:
    figures = mm.strength_figures(force="MINUSMA", measure="deployed", component=component)
    assert len(figures[(figures["count"] == count) & (figures.qualifier == qualifier)]) >= 1


def test_a_ceiling_is_not_a_strength() -> None:
    ceilings = mm.strength_figures(measure="authorized")
    assert {11200, 1440} <= set(ceilings["count"])
    assert not {11200, 1440} & set(mm.strength_figures(measure="deployed")["count"])


def test_400_000_or_six_million_displaced() -> None:
    displaced = mm.casualty_figures(measure="displaced")
    assert {(400_000, "at_least"), (6_000_000, "more_than")} <= set(
        zip(displaced["count"], displaced.qualifier, strict=True)
    )


def test_egypt_was_not_among_the_three_largest_in_june_2023() -> None:
    troops = mm.troop_contributions(since="2023-06", until="2023-06", personnel_type="troops").nlargest(4, "total")
    assert list(troops.iso3) == ["TCD", "BGD", "SEN", "EGY"]
    differs = mm.claims("troop_contributions", "2023-06/EGY/troops", status="differs")
    assert list(differs.source_id) == ["africanewswatch-2023-06-junta-expels-un-force"]


@pytest.mark.parametrize(
    ("month", "total", "contributors"), [("2017-05", 12553, 51), ("2022-06", 13976, 62), ("2023-06", 12895, 57)]
)
def test_months_add_up_to_the_published_totals(month: str, total: int, contributors: int) -> None:
    frame = mm.troop_contributions(since=month, until=month)
    assert frame.total.sum() == total
    assert frame.iso3.nunique() == contributors


def test_every_month_of_the_mission_is_accounted_for() -> None:
    from mali_minusma.validation.rules.contributions import months

    covered = [month for period in mm.coverage("troop_contributions").period for month in months(period)]
    assert sorted(covered) == months("2013-07/2024-12")


def test_the_election_and_the_end_of_the_transition_are_disputed() -> None:
    assert readings("events", "2024-02-04-presidential-election-planned", "start_date", "differs") == {"2024-03-01"}
    assert readings("events", "2024-03-transition-planned-end", "start_date", "differs") == {"2024-02-04"}


def test_the_withdrawal_ends_on_31_december_to_the_un_and_on_1_january_to_rt() -> None:
    subject = ("events", "2023-12-31-withdrawal-planned-end", "start_date")
    assert readings(*subject, "followed") == {"2023-12-31"}
    claim = only(mm.claims(*subject, status="differs"))
    assert (claim.value, claim.source_id) == ("2024-01-01", "rt-2023-07-01-un-pulls-peacekeepers-out")


def test_planned_and_alleged_events_are_not_told_as_facts() -> None:
    assert {"2024-02-04-presidential-election-planned", "2024-03-transition-planned-end"} <= set(
        mm.events(status="planned").event_id
    )
    assert len(mm.events(status="occurred", until="2023-12-31")) > 50


def test_every_event_and_base_reaches_a_source_with_a_locator() -> None:
    for table in ("events", "bases", "mandates", "actors", "places", "appointments"):
        keys = {
            getattr(row, f"{'resolution' if table == 'mandates' else table[:-1] + '_id'}") for row in mm.records(table)
        }
        claims = mm.claims(table)
        assert {str(key) for key in keys} == set(claims.subject_id)
        assert claims.locator.notna().all()


def test_places_in_mali_carry_the_vintage_of_their_code() -> None:
    coded = mm.places()[lambda frame: frame.admin1_pcode.notna()]
    assert set(coded.pcode_vintage) == {"2021"}
    assert coded.set_index("place_id").admin1_pcode["bamako"] == "ML09"
