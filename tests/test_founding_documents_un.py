"""Every fact of the founding documents on the mission's withdrawal, its making and its end, and the row that holds it.

A fact is said in a few words of our own and names its table, the key of its row (parts joined by a slash), and a column
with the value that the document gives. A column left empty stands for the row as a whole.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import mali_minusma as mm

Fact = tuple[str, str, str, str, str | None]

TABLES = Path(__file__).resolve().parent.parent / "tables"
KEYS = {table: mm.schema(table)["primaryKey"] for table in mm.tables()}
OWNERS = {"event_actors": "events", "actor_names": "actors"}  # a claim on the owner ties the row to its source
FIGURES = ("casualty_figures", "strength_figures")


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of a table as they are written."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_key(table: str) -> dict[str, dict[str, str]]:
    rows = read(table)
    return {"/".join(row[column] for column in KEYS[table]): row for row in rows}


ROWS = {table: by_key(table) for table in mm.tables()}
READINGS: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
for claim in ROWS["claims"].values():
    READINGS[claim["source_id"], claim["subject_table"], claim["subject_id"]][claim["field"]].append(claim["value"])


def cases(facts: dict[str, list[Fact]]) -> list[object]:
    return [pytest.param(source, fact, id=f"{source}: {fact[0]}") for source in facts for fact in facts[source]]


def prove(source: str, fact: Fact) -> None:
    """Fail unless the row is there, has the value or a reading of it by the source, and is tied to the source."""
    _, table, key, column, value = fact
    assert key in ROWS[table], f"{table} has no row {key}"
    row = ROWS[table][key]
    if column:
        readings = READINGS.get((source, table, key), {}).get(column, [])
        assert value in {row[column], *readings}, f"{table}/{key}: {column} is {row[column]!r}, read as {readings}"
    owner = (source, OWNERS[table], key.split("/")[0]) if table in OWNERS else (source, table, key)
    assert row.get("source_id") == source or owner in READINGS, f"{table}/{key} is not tied to {source}"


def untold(source: str, facts: list[Fact]) -> list[tuple[str, ...]]:
    """Return the claims and figures of a source that its facts leave out; n claims on a row ask for n facts of it."""
    told = Counter[tuple[str, ...]]()
    for _, table, key, column, value in set(facts):
        read_here = bool(column) and column in READINGS.get((source, table, key), {})
        told[table, key, column if read_here else "", str(value) if read_here else ""] += 1
    claimed = Counter(
        (table, key, field, value if field else "")
        for (claimant, table, key), fields in READINGS.items()
        for field, values in fields.items()
        for value in values
        if claimant == source
    )
    figures = {(table, key) for table in FIGURES for key, row in ROWS[table].items() if row["source_id"] == source}
    return [*(claimed - told), *(figures - {(table, key) for _, table, key, _, _ in facts})]


WITHDRAWAL: list[Fact] = [
    ("UN says it withdraws", "events", "2023-07-01-withdrawal-begins", "event_type", "force_withdrawal"),
    ("UN article: Council for it; junta takes over security", "events", "2023-07-01-withdrawal-begins", "", None),
    ("limited force and aid until September ends", "events", "2023-07-01-withdrawal-begins", "", None),
    ("step by step from Saturday", "events", "2023-07-01-withdrawal-begins", "start_date", "2023-07-01"),
    ("begun by the UN", "event_actors", "2023-07-01-withdrawal-begins/united-nations/initiator", "", None),
    ("Council behind it", "event_actors", "2023-07-01-withdrawal-begins/un-security-council/initiator", "", None),
    ("junta takes over", "event_actors", "2023-07-01-withdrawal-begins/mali-government/participant", "", None),
    ("done by 1 January 2024", "events", "2023-12-31-withdrawal-planned-end", "start_date", "2024-01-01"),
    ("mission lasts until then", "actors", "minusma", "active_until", "2024-01-01"),
    ("the mission", "actors", "minusma", "actor_type", "peace_operation"),
    ("UN", "actors", "united-nations", "actor_type", "international_organization"),
    ("force against imminent threats, by the decision", "events", "2023-06-30-resolution-2690", "", None),
    ("force against imminent threats, by the resolution", "mandates", "2690", "", None),
    ("presence worsens strife; a year of souring", "events", "2023-06-16-diop-demands-withdrawal", "", None),
    ("Diop: part of the problem, leave at once", "events", "2023-06-16-diop-demands-withdrawal", "", None),
    ("a month ago", "events", "2023-06-16-diop-demands-withdrawal", "start_date", "2023-06-01"),
    ("Diop spoke", "event_actors", "2023-06-16-diop-demands-withdrawal/abdoulaye-diop/initiator", "", None),
    ("to the Council", "event_actors", "2023-06-16-diop-demands-withdrawal/un-security-council/addressee", "", None),
    ("Diop", "actors", "abdoulaye-diop", "", None),
    ("Diop is minister", "appointments", "abdoulaye-diop-foreign-minister", "", None),
    ("Guterres", "actors", "antonio-guterres", "", None),
    ("Guterres, without accent", "actor_names", "antonio-guterres/Antonio Guterres/en", "", None),
    ("his office", "actors", "un-secretary-general", "", None),
    ("he holds it", "appointments", "antonio-guterres-secretary-general", "actor_id", "antonio-guterres"),
    ("keep the ceasefire", "events", "2023-06-30-guterres-statement", "", None),
    ("UN works on with the transition", "events", "2023-06-30-guterres-statement", "", None),
    ("Guterres said so", "event_actors", "2023-06-30-guterres-statement/antonio-guterres/initiator", "", None),
    ("agreement of 2015", "events", "2015-peace-agreement", "start_date", "2015-01-01"),
    ("an agreement on peace", "events", "2015-peace-agreement", "event_type", "agreement"),
    ("Russia promises help, two-sided too", "events", "2023-06-30-russia-pledge", "event_type", "statement"),
    ("promise of Russia", "event_actors", "2023-06-30-russia-pledge/russia/initiator", "", None),
    ("promise to Mali", "event_actors", "2023-06-30-russia-pledge/mali-government/addressee", "", None),
    ("Russia, permanent member", "actors", "russia", "", None),
    ("interim military government", "actors", "mali-government", "", None),
    ("rotations suspended last July", "events", "2022-07-14-rotations-suspended", "start_date", "2022-07-01"),
    ("downhill since", "events", "2022-07-14-rotations-suspended", "", None),
    ("arrests shortly before", "events", "2022-07-10-ivorian-soldiers-arrested", "start_date", "2022-07-01"),
    ("called mercenaries", "events", "2022-07-10-ivorian-soldiers-arrested", "event_type", "detention"),
    ("49 soldiers", "casualty_figures", "ivorian-soldiers-detained-2022-07-youngbhartiya", "count", "49"),
    ("of Côte d'Ivoire", "actors", "cote-divoire", "", None),
    ("Salgado expelled a month later", "events", "2022-07-20-salgado-expelled", "start_date", "2022-08-01"),
    ("by Mali", "event_actors", "2022-07-20-salgado-expelled/mali-government/initiator", "", None),
    ("Salgado", "actors", "olivier-salgado", "", None),
    ("Salgado spoke for the mission", "appointments", "olivier-salgado-spokesperson", "organization_id", "minusma"),
    ("jihadists in the rural north; unstable for years", "events", "2012-insurgency", "event_type", "insurgency"),
    ("coup of 2020", "events", "2020-08-coup", "start_date", "2020-01-01"),
    ("coup of 2021", "events", "2021-05-coup", "start_date", "2021-01-01"),
    ("Tuareg rising of 2012", "events", "2012-tuareg-rebellion", "start_date", "2012-01-01"),
    ("from it came the mission", "events", "2012-tuareg-rebellion", "", None),
    ("Tuareg rebels", "actors", "tuareg-rebels-2012", "", None),
    ("grew past 15,000", "strength_figures", "minusma-troops-2023-07-01-rt", "count", "15000"),
    ("15,000 is a floor", "strength_figures", "minusma-troops-2023-07-01-rt", "qualifier", "more_than"),
    ("15,000 beside the UN's count", "strength_figures", "minusma-uniformed-2023-06-30-un", "count", "15000"),
    ("303 dead", "casualty_figures", "peacekeepers-killed-2023-07-01-rt", "count", "303"),
    ("303, no more and no less", "casualty_figures", "peacekeepers-killed-2023-07-01-rt", "qualifier", "exact"),
    ("303 in action", "casualty_figures", "peacekeepers-killed-2023-07-01-rt", "cause", "malicious_act"),
    ("303 beside the UN's", "casualty_figures", "peacekeepers-killed-2023-06-30-un-malicious-act", "count", "303"),
    ("France sends troops in 2014", "events", "2014-barkhane", "start_date", "2014-01-01"),
    ("apart from the UN, against insurgents", "events", "2014-barkhane", "event_type", "military_operation"),
    ("French force", "actors", "operation-barkhane", "parent_id", "france"),
    ("French force from 2014", "actors", "operation-barkhane", "active_from", "2014-01-01"),
    ("France", "actors", "france", "", None),
    ("French left last year", "events", "2022-french-withdrawal", "end_date", "2022-01-01"),
    ("the French state drew them out", "event_actors", "2022-french-withdrawal/france/initiator", "", None),
    ("as relations soured", "events", "2022-05-defence-agreement-ended", "", None),
]

REFERENCE: list[Fact] = [
    ("vote of 30 June 2023", "events", "2023-06-30-resolution-2690", "start_date", "2023-06-30"),
    ("a vote of the Council, to wind down at once", "events", "2023-06-30-resolution-2690", "", None),
    ("resolution of 30 June 2023", "mandates", "2690", "adopted_on", "2023-06-30"),
    ("no vote against", "mandates", "2690", "against", "0"),
    ("no abstention", "mandates", "2690", "abstaining", "0"),
    ("all fifteen for it", "mandates", "2690", "in_favour", "15"),
    ("decided by the Council", "event_actors", "2023-06-30-resolution-2690/un-security-council/initiator", "", None),
    ("host's consent needed; the West fears unrest", "events", "2023-07-01-withdrawal-begins", "", None),
    ("Council", "actors", "un-security-council", "", None),
    ("two weeks after Mali's demand", "events", "2023-06-16-diop-demands-withdrawal", "start_date", "2023-06-16"),
    ("Diop: a failure, to end now; Council stunned", "events", "2023-06-16-diop-demands-withdrawal", "", None),
    ("Diop spoke", "event_actors", "2023-06-16-diop-demands-withdrawal/abdoulaye-diop/initiator", "", None),
    ("Diop", "actors", "abdoulaye-diop", "", None),
    ("Diop is minister", "appointments", "abdoulaye-diop-foreign-minister", "", None),
    ("coup of 2020", "events", "2020-08-coup", "start_date", "2020-01-01"),
    ("relations with the UN worse since", "events", "2020-08-coup", "", None),
    ("military regime", "actors", "mali-government", "", None),
    ("defence ties with France cut", "events", "2022-05-defence-agreement-ended", "event_type", "agreement"),
    ("cut by Mali", "event_actors", "2022-05-defence-agreement-ended/mali-government/initiator", "", None),
    ("France, once colonial power", "actors", "france", "", None),
    ("Russia", "actors", "russia", "", None),
    ("turn to Russia, Wagner brought in", "events", "wagner-arrives-in-mali", "event_type", "force_deployment"),
    ("Wagner", "actors", "wagner-group", "", None),
    ("mutiny in Russia a week earlier", "events", "2023-06-wagner-mutiny", "start_date", "2023-06-23"),
    ("mutiny of Wagner", "event_actors", "2023-06-wagner-mutiny/wagner-group/initiator", "", None),
    ("mutiny against Putin", "event_actors", "2023-06-wagner-mutiny/vladimir-putin/target", "", None),
    ("Putin", "actors", "vladimir-putin", "", None),
    ("Putin is president", "appointments", "vladimir-putin-president", "office", "President"),
    ("118 killed in four years", "casualty_figures", "peacekeepers-killed-2017-02-globalsecurity", "count", "118"),
    ("118 beside the UN's count", "casualty_figures", "peacekeepers-killed-2017-02-28-un-all", "count", "118"),
    ("deadliest of the missions under way", "events", "2023-05-rank-by-deaths", "ordinal", "1"),
    ("alone among 16 to counter terrorist groups", "actors", "minusma", "actor_type", "peace_operation"),
    ("suspension on 14 July 2022", "events", "2022-07-14-rotations-suspended", "start_date", "2022-07-14"),
    ("terms of engagement in question, may backfire", "events", "2022-07-14-rotations-suspended", "", None),
    ("booked rotations too, until a meeting", "events", "2022-07-14-rotations-suspended", "", None),
    ("by the ministry", "event_actors", "2022-07-14-rotations-suspended/mali-foreign-ministry/initiator", "", None),
    ("foreign ministry", "actors", "mali-foreign-ministry", "", None),
    ("mission's name, misspelt", "actor_names", "minusma/MUNUSMA/en", "", None),
    ("12,261 soldiers affected", "strength_figures", "minusma-military-2022-07-14-globalsecurity", "count", "12261"),
    ("12,261 beside the UN's count", "strength_figures", "minusma-military-2022-06-30-un", "count", "12261"),
    ("1,718 police affected", "strength_figures", "minusma-police-2022-07-14-globalsecurity", "count", "1718"),
    ("1,718 beside the UN's count", "strength_figures", "minusma-police-2022-06-30-un", "count", "1718"),
    ("Egypt tells the UN on Friday", "events", "2022-07-15-egypt-announces-withdrawal", "start_date", "2022-07-15"),
    ("because of deadly attacks; a new blow", "events", "2022-07-15-egypt-announces-withdrawal", "", None),
    ("told by Egypt", "event_actors", "2022-07-15-egypt-announces-withdrawal/egypt/initiator", "", None),
    ("told to the UN", "event_actors", "2022-07-15-egypt-announces-withdrawal/united-nations/addressee", "", None),
    ("Egyptians out by mid-August", "events", "2022-08-15-egypt-suspension-planned", "start_date", "2022-08-15"),
    ("Egypt", "actors", "egypt", "", None),
    ("Egyptian troops", "actors", "egyptian-contingent", "parent_id", "egypt"),
    ("against jihadists; troops rotate for years", "events", "2013-07-01-afisma-to-minusma", "", None),
    ("49 Ivorians", "casualty_figures", "ivorian-soldiers-detained-2022-07-youngbhartiya", "count", "49"),
    ("arrested that week", "events", "2022-07-10-ivorian-soldiers-arrested", "start_date", "2022-07-01"),
    ("called mercenaries out for a coup", "events", "2022-07-10-ivorian-soldiers-arrested", "event_type", "detention"),
    ("they came on a special flight", "events", "2022-07-10-ivorian-rotation-arrives", "place_id", "bamako-airport"),
    ("arrested by Mali", "event_actors", "2022-07-10-ivorian-soldiers-arrested/mali-government/initiator", "", None),
    ("to Bamako airport", "places", "bamako-airport", "place_type", "airport"),
    ("the fifth rotation", "events", "2022-07-10-ivorian-rotation-arrives", "ordinal", "5"),
    ("Ivorian soldiers", "actors", "ivorian-support-element", "parent_id", "cote-divoire"),
    ("Ivory Coast", "actors", "cote-divoire", "", None),
    ("395 Chinese", "strength_figures", "china-contingent-2017-05-globalsecurity", "count", "395"),
    ("395 beside the UN's count", "troop_contributions", "2017-05/CHN/troops", "total", "395"),
    ("at work by the end of May 2017", "events", "2017-05-chinese-contingent-arrives", "start_date", "2017-05-01"),
    ("fifth Chinese force", "events", "2017-05-chinese-contingent-arrives", "ordinal", "5"),
    ("two batches, one year: engineers, guards, medics", "events", "2017-05-chinese-contingent-arrives", "", None),
    ("Chinese force", "actors", "chinese-contingent", "parent_id", "china"),
    ("China", "actors", "china", "iso3", "CHN"),
    ("set up on 25 April 2013", "events", "2013-04-25-resolution-2100", "start_date", "2013-04-25"),
    ("set up by the Council", "event_actors", "2013-04-25-resolution-2100/un-security-council/initiator", "", None),
    ("resolution of that day", "mandates", "2100", "adopted_on", "2013-04-25"),
    ("the mission exists from that day", "actors", "minusma", "active_from", "2013-04-25"),
    ("the mission", "actors", "minusma", "", None),
    ("tasks: politics, towns and roads, civilians", "mandates", "2100", "", None),
    ("tasks: rights watch, aid, returns, State, elections", "mandates", "2100", "", None),
    ("robust rules, all means, alone or with Mali's forces", "events", "2013-04-25-resolution-2100", "", None),
    ("French help when asked for in danger", "event_actors", "2013-04-25-resolution-2100/france/supporter", "", None),
    ("UN office in Mali", "actors", "unom", "", None),
    ("office absorbed at once", "actors", "unom", "active_until", "2013-04-25"),
    ("office absorbed by the mission", "events", "2013-07-01-afisma-to-minusma", "", None),
    ("office set up under a resolution", "events", "2012-12-20-resolution-2085", "", None),
    ("that resolution, of 20 December 2012", "events", "2012-12-20-resolution-2085", "start_date", "2012-12-20"),
    ("its number", "mandates", "2085", "", None),
    ("its day", "mandates", "2085", "adopted_on", "2012-12-20"),
    ("African-led force", "actors", "afisma", "actor_type", "peace_operation"),
    ("it hands over on 1 July 2013", "actors", "afisma", "active_until", "2013-07-01"),
    ("mission at work from 1 July 2013", "actors", "minusma", "active_from", "2013-07-01"),
    ("take-over subject to review", "events", "2013-07-01-afisma-to-minusma", "start_date", "2013-07-01"),
    ("ceiling of 1,440 police, formed and single", "mandates", "2100", "police_ceiling", "1440"),
    ("11,200 figure", "strength_figures", "minusma-authorized-military-2013-04-25-globalsecurity", "count", "11200"),
    ("11,200 with reserves, at most", "mandates", "2100", "military_ceiling", "11200"),
    ("1,440 as a figure", "strength_figures", "minusma-authorized-police-2013-04-25-globalsecurity", "count", "1440"),
    ("mostly in the north", "events", "2013-04-deployment-plan", "status", "planned"),
    ("logistics perhaps at Gao", "bases", "gao", "", None),
    ("or at Sévaré", "bases", "mopti-sevare", "", None),
    ("few in Bamako", "bases", "bamako", "", None),
    ("a deep crisis on every side", "events", "2012-insurgency", "", None),
    ("old causes: weak State, northern grievance", "events", "2012-insurgency", "", None),
    ("old causes: civil society, environment, economy", "events", "2012-insurgency", "", None),
    ("new causes: corruption and strife", "events", "2012-insurgency", "", None),
    ("new cause: army losing strength", "actors", "mali-armed-forces", "", None),
    ("Kidal left on 31 October 2023", "events", "2023-10-31-kidal-closed", "start_date", "2023-10-31"),
    ("Kidal: by air and by road", "events", "2023-10-31-kidal-closed", "event_type", "base_closure"),
    ("Kidal: eighth closing", "events", "2023-10-31-kidal-closed", "ordinal", "8"),
    ("Kidal base, last staff gone", "bases", "kidal", "", None),
    ("Kidal base closed", "bases", "kidal", "closed_on", "2023-10-31"),
    ("Kidal base, eighth of 13", "bases", "kidal", "closure_order", "8"),
    ("Kidal", "places", "kidal", "", None),
    ("no more presence in the region", "places", "kidal-region", "place_type", "region"),
    ("two bombs on the last convoy, damage only", "events", "2023-10-31-kidal-convoy-attacked", "event_type", "attack"),
    ("the mission was hit", "event_actors", "2023-10-31-kidal-convoy-attacked/minusma/target", "", None),
    ("on the road to Gao", "places", "kidal-gao-road", "place_type", "route"),
    ("Gao", "places", "gao", "", None),
    ("last flight the day before", "events", "2023-10-30-last-flight-from-kidal", "start_date", "2023-10-30"),
    ("it landed in Gao", "events", "2023-10-30-last-flight-from-kidal", "place_id", "gao"),
    ("Aguelhok left on 21 October", "bases", "aguelhok", "closed_on", "2023-10-21"),
    ("Aguelhok sixth by that", "bases", "aguelhok", "closure_order", "6"),
    ("Aguelhok left by Chadians", "bases", "aguelhok", "", None),
    ("Chadians left Aguelhok", "event_actors", "2023-10-23-aguelhok-closed/chadian-contingent/participant", "", None),
    ("Aguelhok event on that day", "events", "2023-10-23-aguelhok-closed", "start_date", "2023-10-21"),
    ("Aguelhok event sixth", "events", "2023-10-23-aguelhok-closed", "ordinal", "6"),
    ("Aguelhok event by Chadians", "events", "2023-10-23-aguelhok-closed", "", None),
    ("Aguelhok", "places", "aguelhok", "", None),
    ("Tessalit left on 23 October", "bases", "tessalit", "closed_on", "2023-10-23"),
    ("Tessalit seventh by that", "bases", "tessalit", "closure_order", "7"),
    ("Tessalit left by Chadians", "bases", "tessalit", "", None),
    ("Chadians left Tessalit", "event_actors", "2023-10-21-tessalit-closed/chadian-contingent/participant", "", None),
    ("Tessalit event on that day", "events", "2023-10-21-tessalit-closed", "start_date", "2023-10-23"),
    ("Tessalit event seventh", "events", "2023-10-21-tessalit-closed", "ordinal", "7"),
    ("Tessalit event by Chadians", "events", "2023-10-21-tessalit-closed", "", None),
    ("Tessalit", "places", "tessalit", "", None),
    ("convoys in Gao on 29 October", "events", "2023-10-29-chadian-convoys-reach-gao", "start_date", "2023-10-29"),
    ("by Chad", "event_actors", "2023-10-29-chadian-convoys-reach-gao/chadian-contingent/participant", "", None),
    ("Chadian troops", "actors", "chadian-contingent", "parent_id", "chad"),
    ("Chad", "actors", "chad", "", None),
    ("equipment destroyed, last resort", "events", "2023-10-kidal-equipment-destroyed", "event_type", "equipment_loss"),
    ("hurried to save lives, hard conditions", "events", "2023-10-kidal-equipment-destroyed", "", None),
    ("air operations hard too", "events", "2023-10-kidal-equipment-destroyed", "", None),
    ("some was the UN's", "event_actors", "2023-10-kidal-equipment-destroyed/united-nations/contributor", "", None),
    ("200 trucks held from 24 September", "events", "2023-09-24-trucks-held-in-gao", "start_date", "2023-09-24"),
    ("held in Gao, wanted in the Kidal region", "events", "2023-09-24-trucks-held-in-gao", "place_id", "gao"),
    ("nearly 6,000 withdrawn", "strength_figures", "minusma-withdrawn-2023-10-31-globalsecurity", "count", "6000"),
    ("6,000 not quite", "strength_figures", "minusma-withdrawn-2023-10-31-globalsecurity", "qualifier", "nearly"),
    ("all under the resolution of 2023", "mandates", "2690", "", None),
    ("resolved by unanimous vote", "mandates", "2690", "event_id", "2023-06-30-resolution-2690"),
    ("to be done by 31 December 2023", "events", "2023-12-31-withdrawal-planned-end", "start_date", "2023-12-31"),
    ("on schedule", "events", "2023-12-31-withdrawal-planned-end", "status", "planned"),
]

FACTS = {
    "rt-2023-07-01-un-pulls-peacekeepers-out": WITHDRAWAL,
    "globalsecurity-minusma": REFERENCE,
}


@pytest.mark.parametrize(("source", "fact"), cases(FACTS))
def test_fact_is_in_the_tables(source: str, fact: Fact) -> None:
    prove(source, fact)


@pytest.mark.parametrize("source", FACTS)
def test_facts_speak_of_every_claim_and_figure(source: str) -> None:
    assert untold(source, FACTS[source]) == []


@pytest.mark.parametrize("source", FACTS)
def test_document_is_a_source_with_a_title(source: str) -> None:
    assert ROWS["sources"][source]["title"]
