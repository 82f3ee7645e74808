"""The whole record: what researchers will look for first, and what holds it together."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import mali_minusma as mm

CONTRADICTIONS = Path(__file__).parent / "worked_contradictions.csv"


def contradictions() -> list[dict[str, str]]:
    with CONTRADICTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", contradictions(), ids=lambda case: case["question"])
def test_a_worked_contradiction_keeps_its_readings_and_the_rule(case: dict[str, str]) -> None:
    readings = mm.claims(case["table"], case["subject_id"], case["field"])
    followed = readings[readings.status == "followed"]
    assert len(followed) == 1
    assert followed.rule.notna().all(), "a reading chosen among others names the rule that chose it"
    assert case["followed"] in {"", followed.value.iloc[0]}
    assert case["differs"] in set(readings[readings.status.isin(["differs", "superseded"])].value)


def test_deaths_equal_the_totals_of_the_un() -> None:
    deaths = mm.fatalities()
    causes = deaths.incident_type.value_counts().to_dict()
    assert len(deaths) == 311
    assert (causes["malicious_act"], causes["illness"], causes["accident"]) == (174, 88, 38)
    assert causes["to_be_determined"] + causes["unknown"] == 11
    assert deaths.iso3.value_counts().head(4).to_dict() == {"TCD": 80, "BFA": 27, "GIN": 27, "TGO": 26}
    assert deaths.personnel_type.value_counts()[["military", "local", "police"]].to_list() == [263, 17, 12]


def test_every_death_by_a_malicious_act_has_its_event_or_is_listed() -> None:
    deaths = mm.fatalities(incident_type="malicious_act")
    assert set(deaths.event_match) == {"same_day", "near_day", "unmatched"}
    unmatched = deaths[deaths.event_match == "unmatched"]
    assert unmatched.event_id.isna().all()
    assert len(unmatched) <= 5
    tied = mm.load("events").set_index("event_id").loc[deaths.event_id.dropna()]
    assert set(tied.event_type) <= {"attack", "clash"}


def test_the_mandate_ran_from_one_resolution_to_the_next() -> None:
    chain = mm.mandates(subject="mission")
    assert list(chain.resolution) == [2100, 2164, 2227, 2295, 2364, 2423, 2480, 2531, 2584, 2640, 2690]
    until, adopted = list(chain.mandate_until)[:-1], list(chain.adopted_on)[1:]
    assert all(new <= old for old, new in zip(until, adopted, strict=True)), "each was renewed before it ran out"
    assert [(int(m), int(p)) for m, p in zip(chain.military_ceiling[:-1], chain.police_ceiling[:-1], strict=True)] == [
        (11200, 1440), (11200, 1440), (11240, 1440), *[(13289, 1920)] * 7,
    ]  # fmt: skip


def test_only_one_renewal_was_not_unanimous() -> None:
    mandates = mm.mandates()
    assert list(mandates[mandates.abstaining > 0].resolution) == [2640]
    assert mandates.against.sum() == 0
    assert len(mm.events(event_type="failed_draft")) == 2


def test_sanctions_and_panel_end_on_days_of_their_own() -> None:
    sanctions = mm.mandates(subject="sanctions").dropna(subset=["sanctions_until"])
    assert len(sanctions) == 5
    assert set((sanctions.panel_until - sanctions.sanctions_until).dt.days) == {30}


def test_months_of_contributions() -> None:
    contributions = mm.troop_contributions()
    assert len(contributions) > 10_000
    assert contributions.month.nunique() == 109
    assert contributions[contributions.total > 0].iso3.nunique() == 78
    august = mm.troop_contributions(since="2020-08", until="2020-08")
    assert set(august.quality_flag) == {"sexes_swapped"}
    assert august.female.sum() > august.male.sum()
    chad = mm.troop_contributions(since="2021-10", until="2021-10", actor="Chad")
    assert "troops" not in set(chad.personnel_type)
    assert set(chad.quality_flag) == {"troops_missing"}


def test_staff_officers_are_apart_from_may_2017() -> None:
    troops = mm.troop_contributions(personnel_type="troops")
    assert (troops[troops.month < "2017-05"].staff_officers_included == "yes").all()
    assert (troops[troops.month >= "2017-05"].staff_officers_included == "no").all()
    assert str(mm.troop_contributions(personnel_type="staff_officers").month.min().date()) == "2017-05-01"


def test_thirteen_sites_closed_in_order() -> None:
    sites = mm.bases(counted_in_2023="yes").sort_values("closure_order")
    assert list(sites.closure_order) == list(range(1, 14))
    assert list(sites.base_id)[:4] == ["ogossagou", "ber", "goundam", "menaka"]
    assert list(sites.base_id)[-3:] == ["timbuktu", "gao", "bamako"]
    assert set(mm.bases(counted_in_2023="no").base_id) >= {"diabaly", "gossi", "lere"}


def test_attacks_with_three_or_more_dead_have_two_witnesses_or_say_that_they_have_one() -> None:
    figures = mm.load("casualty_figures")
    killed = figures[(figures.measure == "killed") & figures.event_id.notna()].groupby("event_id")["count"].max()
    attacks = mm.events(event_type="attack").set_index("event_id")
    deadly = attacks.loc[[event for event in killed[killed >= 3].index if event in attacks.index]]
    assert len(deadly) > 40
    alone = deadly[deadly.witnesses == "one"]
    against_the_mission = set(mm.events(event_type="attack", actor="MINUSMA").event_id)
    assert not set(alone.index) & against_the_mission


@pytest.mark.parametrize(
    ("office", "holders"),
    [
        ("Special Representative", {"albert-gerard-koenders", "bert-koenders", "mongi-hamdi", "mahamat-saleh-annadif", "el-ghassim-wane"}),
        ("Force Commander", {"jean-bosco-kazura", "michael-lollesgaard", "jean-paul-deconinck", "dennis-gyllensporre", "kees-matthijssen"}),
        ("Police Commissioner", {"awale-abdounasir", "issoufou-yacouba", "bettina-patricia-boughani"}),
    ],
)  # fmt: skip
def test_the_offices_of_the_mission_have_their_holders(office: str, holders: set[str]) -> None:
    terms = mm.appointments(organization="MINUSMA")
    named = set(terms[terms.office.str.contains(office)].actor_id)
    assert len(holders & named) >= len(holders) - 1


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Tchadien", "chad"), ("burkinabe", "burkina-faso"), ("Al-Murabitun", "al-mourabitoun"), ("CMA", "cma"),
        ("Groupe de soutien à l'islam et aux musulmans", "jnim"), ("Katiba Macina", "katiba-macina"),
    ],
)  # fmt: skip
def test_a_demonym_or_another_spelling_finds_its_actor(name: str, actor: str) -> None:
    assert mm.find_actor(name) == actor


def test_the_readme_says_how_much_there_is() -> None:
    assert len(mm.load("events")) > 700
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert all(part in text for part in ("311 deaths", "78 countries in 109 months", "thirteen bases", "700 events"))


def test_groups_hang_together() -> None:
    parent = mm.load("actors").set_index("actor_id").parent_id
    assert {group: parent[group] for group in ("mnla", "hcua", "ansar-dine", "katiba-macina", "al-mourabitoun")} == {
        "mnla": "cma", "hcua": "cma", "ansar-dine": "jnim", "katiba-macina": "jnim", "al-mourabitoun": "jnim",
    }  # fmt: skip
