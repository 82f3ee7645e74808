"""Mandates, offices, stories and actors: questions with names in them."""

from __future__ import annotations

import pytest

import mali_minusma as mm
from tests.asked import said


@pytest.mark.parametrize(
    ("on", "resolution", "ceilings"),
    [
        ("2013-05-01", 2100, [11200, 1440]), ("2015-12-31", 2227, [11240, 1440]), ("2019-06-29", 2480, [13289, 1920]),
        ("2023-06-30", 2640, [13289, 1920]),
    ],
)  # fmt: skip
def test_the_mandate_of_a_day(on: str, resolution: int, ceilings: list[int]) -> None:
    answer, _ = said(lambda: mm.mandate(on=on))
    assert set(answer.resolution) == {resolution}
    assert list(answer.ceiling) == ceilings


def test_how_far_strength_was_from_the_ceiling() -> None:
    police = mm.mandate(on="2021-12-31").set_index("component").loc["police"]
    assert police[["deployed", "below_ceiling", "distance_days"]].to_list() == [1744, 176, 0]
    assert {"un-contributions-2021-12"} < set(police.sources.split("; "))
    answer, notes = said(lambda: mm.mandate(on="2019-06-30"))
    assert answer.deployed.isna().all()
    assert "no strength is reported near 2019-06-30" in str(notes[0])


@pytest.mark.parametrize("on", ["2013-04-24", "2023-07-01"])
def test_no_mandate_before_the_first_and_after_the_last(on: str) -> None:
    answer, notes = said(lambda: mm.mandate(on=on))
    assert len(answer) == 0
    assert "no mandate was in force" in str(notes[0])


def test_who_led_the_mission_and_its_force() -> None:
    force = mm.office_holders(on="2022-06-01", office="Force Commander", organization="minusma-force")
    assert (force.person.iloc[0], force.term_known.iloc[0]) == ("Cornelis Johannes Matthijssen", "recorded")
    head = mm.office_holders(on="2023-12-11", office="Special Representative Head of Mission")
    assert head[["person", "term_known"]].to_numpy().tolist() == [["El-Ghassim Wane", "no_end_recorded"]]


def test_the_name_of_an_office_is_not_a_part_of_another() -> None:
    assert set(mm.office_holders(on="2018-06", office="Force Commander").office) == {"Force Commander"}
    assert mm.office_holders(on="2020-01-10", office="Special Representative").person.to_list() == [
        "Mahamat Saleh Annadif"
    ]
    assert "Acting Head of Mission" in set(mm.office_holders(on="2014-06-01", office="Head of Mission").office)


def test_nobody_held_an_office_of_a_mission_that_was_not_there_yet() -> None:
    answer, notes = said(lambda: mm.office_holders(on="2012-01"))
    assert (len(answer), len(notes)) == (0, 1)


def test_a_term_without_an_end_counts_until_the_next_one_begins() -> None:
    heads = mm.office_holders(on="2015-06-01", office="Special Representative Head of Mission")
    assert heads.person.to_list() == ["Mongi Hamdi"]


def test_an_office_that_nobody_held_names_the_offices_there_are() -> None:
    answer, notes = said(lambda: mm.office_holders(on="2020-01-10", office="King"))
    assert len(answer) == 0
    assert "Force Commander" in str(notes[0])


def test_a_story_is_told_in_order() -> None:
    story = mm.timeline("ivorian_soldiers")
    assert story.start_date.is_monotonic_increasing
    order = ["2022-07-10-ivorian-soldiers-arrested", "2022-12-30-ivorian-soldiers-sentenced"]
    order += ["2023-01-06-ivorian-soldiers-pardoned", "2023-01-07-ivorian-soldiers-come-home"]
    assert [event for event in story.event_id if event in order] == order
    several = ["rotations", "ivorian_soldiers"]
    assert set(mm.timeline(several).event_id) == {event for name in several for event in mm.timeline(name).event_id}
    assert mm.timeline(several).event_id.is_unique
    assert len(mm.timeline()) == len(mm.events())


def test_what_is_known_to_the_month_comes_before_the_days_of_it() -> None:
    story = mm.timeline()
    ranks = story["date_precision"].map({"year": 0, "month": 1, "day": 2})
    same_day = story["start_date"] == story["start_date"].shift()
    assert (ranks[same_day] >= ranks.shift()[same_day]).all()
    assert (ranks[same_day] > ranks.shift()[same_day]).any()


def test_every_closing_of_2023_is_in_the_story_of_the_withdrawal() -> None:
    closings = mm.events(event_type=["base_closure", "base_handover"], since="2023-06-16")
    assert set(closings.event_id) <= set(mm.timeline("withdrawal").event_id)


def test_an_actor_with_what_it_came_from_and_became() -> None:
    group = mm.actor("GSIM")
    assert {other.actor_id for other, how in group.predecessors if how.succession_type == "merged_into"} == {
        "al-mourabitoun", "ansar-dine", "aqim", "katiba-macina",
    }  # fmt: skip
    assert group.parents[0].actor_id == "al-qaeda"
    assert set(group.events.event_id) == set(mm.events(actor="jnim").event_id)
    assert "@misc{" in mm.cite(group.events)


@pytest.mark.parametrize("name", ["Maïga", "army", "Ould"])
def test_a_name_that_several_may_mean_lists_them(name: str) -> None:
    with pytest.raises(LookupError, match=r"may mean several actors: .*, .*; use an identifier"):
        mm.actor(name)


def test_half_a_name_is_enough_for_a_person_and_not_for_a_state() -> None:
    assert mm.find_actor("Salgado") == "olivier-salgado"
    with pytest.raises(LookupError, match=r"near it are: .*cote-divoire"):
        mm.find_actor("Ivory")


@pytest.mark.parametrize(
    ("name", "place"), [("Tombouctou", "timbuktu"), ("Aguel'hoc", "aguelhok"), ("Alger", "algiers")]
)
def test_a_place_is_found_by_its_other_names(name: str, place: str) -> None:
    assert mm.find_place(name) == place
