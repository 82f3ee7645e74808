"""Every rule across columns and across tables is broken once, and found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

import mali_minusma as mm
from mali_minusma.contract import RowRule, TableSchema, load_contract
from mali_minusma.dialects.json_schema import json_schema
from mali_minusma.validation.rules import RULES
from tests.conftest import Copy
from tests.frames import as_pandas, as_polars

CONTRACT = load_contract()
ROW_RULES = {rule.rule: (table, rule) for table in CONTRACT.tables.values() for rule in table.row_rules}

# What to change in a row of the table so that only this rule breaks: column -> value, None for missing.
START, PRECISION = dt.date(2022, 7, 14), "month"
BROKEN_BY: dict[str, dict[str, object]] = {
    "claims.difference-has-value": {"status": "differs", "field": "closed_on", "value": None, "rule": None},
    "claims.rule-belongs-to-followed": {"status": "agrees", "rule": "un_record_first"},
    "actors.active-from-not-after-active-until": {
        "active_from": dt.date(2020, 1, 1), "active_from_precision": "year",
        "active_until": dt.date(2019, 1, 1), "active_until_precision": "year",
    },
    "actor_successions.not-itself": {"actor_id": "afisma", "successor_id": "afisma"},
    "actors.code-for-states-only": {"actor_type": "person", "iso3": "MLI"},
    "places.coordinates-complete": {"latitude": 16.0, "longitude": None, "coordinate_precision": "site"},
    "places.pcode-complete": {"admin1": "Gao", "admin1_pcode": "ML07", "pcode_vintage": None},
    "bases.opened-on-not-after-closed-on": {
        "opened_on": dt.date(2020, 1, 1), "opened_precision": "day",
        "closed_on": dt.date(2019, 1, 1), "closed_precision": "day",
    },
    "bases.order-needs-closing": {"closed_on": None, "closed_precision": None, "closure_order": 3},
    "bases.receiver-needs-hand-over": {"handed_over_on": None, "received_by": "mali"},
    "mandates.adopted-on-not-after-mandate-until": {"adopted_on": dt.date(2022, 7, 1), "mandate_until": dt.date(2022, 6, 30)},
    "mandates.fifteen-votes": {"in_favour": 13, "against": 0, "abstaining": 1},
    "events.start-date-precision": {"start_date": START, "date_precision": PRECISION, "end_date": None},
    "events.start-date-not-after-end-date": {"start_date": START, "date_precision": "day", "end_date": dt.date(2022, 7, 13)},
    "appointments.from-date-not-after-until-date": {
        "from_date": START, "from_precision": "day", "until_date": dt.date(2022, 7, 13), "until_precision": "day",
    },
    "casualty_figures.as-of-precision": {"as_of": START, "as_of_precision": PRECISION, "period_start": None, "period_start_precision": None},
    "casualty_figures.period-start-not-after-as-of": {
        "period_start": START, "period_start_precision": "day", "as_of": dt.date(2022, 7, 13), "as_of_precision": "day",
    },
    "strength_figures.as-of-precision": {"as_of": START, "as_of_precision": PRECISION},
    "troop_contributions.men-and-women-make-total": {"male": 3, "female": 4, "total": 8},
    "troop_contributions.sexes-together": {"male": 3, "female": None, "total": 3},
    "coverage.gap-is-explained": {"status": "partial", "note": None},
    "bases.first-seen-not-after-last-seen": {
        "first_seen_on": dt.date(2020, 1, 1), "first_seen_precision": "month",
        "last_seen_on": dt.date(2019, 1, 1), "last_seen_precision": "month",
    },
    "bases.order-is-of-2023": {"closure_order": 3, "counted_in_2023": "no"},
    "mandates.panel-outlives-sanctions": {"sanctions_until": dt.date(2023, 8, 31), "panel_until": dt.date(2023, 8, 30)},
    "fatalities.match-goes-with-event": {"event_id": None, "event_match": "same_day"},
    "fatalities.malicious-act-is-looked-for": {"incident_type": "malicious_act", "event_match": None, "event_id": None},
    "corrections.fact-has-source": {"correction_type": "fact", "source_id": None},
    "corrections.cell-had-value": {"field": "name", "old_value": None},
    "corrections.withdrawn-row-has-no-value": {"field": None, "old_value": "Kidal", "new_value": None},
    "corrections.value-is-another": {"field": "name", "old_value": "Kidal", "new_value": "Kidal"},
    "troop_contributions.inclusion-said-of-troops": {"personnel_type": "troops", "staff_officers_included": None},
}  # fmt: skip


def precision_break(rule: RowRule) -> list[dict[str, object]]:
    """Return the ways to break a rule on a date and its precision: the wrong day, either one without the other."""
    date, precision = rule.fields
    return [
        {date: START, precision: "month"},
        {date: START.replace(day=1), precision: "year"},
        {date: START, precision: None},
        {date: None, precision: "day"},
    ]


def breaks(name: str) -> list[dict[str, object]]:
    _, rule = ROW_RULES[name]
    if name in BROKEN_BY:
        return [BROKEN_BY[name]]
    assert name.endswith("-precision"), f"no broken row for {name}"
    return precision_break(rule)


def sound_and_broken(table: TableSchema, cells: dict[str, object]) -> list[dict[str, object]]:
    """Return a sound record of the package, and a copy of it with the cells changed, as Python values."""
    row = mm.records(table.name)[0]
    sound = {name: getattr(row, name) for name in table.by_name}
    key = table.primary_key[-1]
    other = {**sound, **cells}
    # A key of its own, where the changed cells don't give it one.
    if key not in cells and table.by_name[key].type == "string" and not table.by_name[key].enum:
        other[key] = {"iso3": "MLI", "language": "xx", "period": "1999"}.get(key, f"{sound[key]}-2")
    elif table.by_name[key].type == "integer":
        other[key] = 1
    elif key == "personnel_type":
        other[key] = "individual_police"
    return [sound, other]


def failures(frame: object, table: TableSchema) -> set[str]:
    return {finding.rule for finding in mm.validate(frame, table=table.name).findings if finding.row == 2}


def json_failures(table: TableSchema, records: list[dict[str, object]]) -> int:
    validator = Draft202012Validator(json_schema(table), format_checker=Draft202012Validator.FORMAT_CHECKER)

    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, dt.date) else value

    sound, broken = ({name: plain(value) for name, value in row.items()} for row in records)
    assert validator.is_valid(sound)
    return len(list(validator.iter_errors(broken)))


@pytest.mark.parametrize("name", list(ROW_RULES))
def test_row_rule_bites_in_every_dialect(name: str) -> None:
    table, rule = ROW_RULES[name]
    unsaid = json_schema(table)["x-not-expressible"]
    for cells in breaks(name):
        assert set(cells) >= set(rule.fields) or name == "claims.difference-has-value"
        records = sound_and_broken(table, cells)
        if table.name == "troop_contributions":
            # Its month is typed YYYY-MM in JSON.
            continue
        assert name in failures(as_pandas(table, records), table)
        assert name in failures(as_polars(table, records), table)
        if name not in unsaid:
            assert json_failures(table, records)


@pytest.mark.parametrize("name", [name for name in ROW_RULES if name.startswith("troop_contributions")])
def test_row_rule_on_contributions_bites(name: str, package: Copy) -> None:
    cells = {column: "" if value is None else str(value) for column, value in BROKEN_BY[name].items()}
    package.edit("troop_contributions", "2023-06/TCD/troops", **cells)
    (finding,) = package.findings(name)
    assert finding.text()


CROSS: dict[str, Callable[[Copy], object]] = {
    "package.row-reaches-source": lambda it: it.drop("claims", subject_table="places", subject_id="kidal"),
    "claims.subject-exists": lambda it: it.edit("claims", first_claim(), subject_id="nowhere"),
    "claims.identifier-names-subject": lambda it: it.edit("claims", first_claim(), locator="para 1", source_id="globalsecurity-minusma"),
    "claims.followed-equals-cell": lambda it: it.edit("mandates", "2690", in_favour="14"),
    "claims.one-reading-followed": lambda it: it.drop("claims", subject_table="bases", subject_id="tessalit", field="closed_on", status="followed"),
    "claims.difference-is-real": lambda it: it.edit("claims", differing_claim(), value="2022-07-20", as_of="", as_of_precision=""),
    "claims.agreement-is-real": lambda it: it.edit("claims", agreeing("closed_on"), value="2023-10-20"),
    "actors.no-circle-of-parents": lambda it: it.edit("actors", "united-nations", parent_id="minusma"),
    "actors.code-is-assigned": lambda it: it.edit("actors", "chad", iso3="XXA"),
    "package.code-has-actor": lambda it: it.edit("places", "new-york", iso3="NZL"),
    "places.in-mali": lambda it: it.edit("places", "kidal", latitude="48.85"),
    "places.pcode-of-vintage": lambda it: it.edit("places", "kidal", admin1_pcode="ML09"),
    "bases.order-follows-dates": lambda it: it.edit("bases", "kidal", closure_order="2"),
    "bases.closing-is-an-event": lambda it: it.edit("events", "2023-10-31-kidal-closed", ordinal="9"),
    "mandates.adoption-is-an-event": lambda it: it.edit("mandates", "2690", adopted_on="2023-06-29"),
    "events.has-actor": lambda it: it.drop("event_actors", event_id="2022-07-14-rotations-suspended"),
    "coverage.agrees-with-table": lambda it: it.drop("troop_contributions", month="2023-06"),
    "package.witnesses-as-stated": lambda it: it.edit("mandates", "2690", witnesses="one"),
    "troop_contributions.sum-matches-published": lambda it: month_total(it, count="12553", qualifier="exact", day="2017-05-31", more=1),
    "fatalities.event-fits": lambda it: it.edit("fatalities", "MINUSMA-2013-10-08447", event_id="2023-10-31-kidal-closed", event_match="same_day"),
    "fatalities.events-within-toll": lambda it: toll(it, "1"),
    "corrections.identifier-names-subject": lambda it: it.edit("corrections", CORRECTED, version="0.3.0"),
    "corrections.subject-exists": lambda it: it.edit("corrections", CORRECTED, subject_id="nowhere"),
    "corrections.withdrawn-row-is-gone": lambda it: it.edit("corrections", WITHDRAWN, subject_id=first_claim()),
    "corrections.follow-each-other": lambda it: correct_again(it, "2012-02-01", "2012-01-17"),
    "corrections.newest-equals-cell": lambda it: it.edit("corrections", CORRECTED, new_value="2012-01-18"),
    "fatalities.totals-match-published": lambda it: it.edit("fatalities", "MINUSMA-2013-10-08447", incident_type="accident"),
}  # fmt: skip


CORRECTED = "0.2.0/events/2012-tuareg-rebellion/start_date"
WITHDRAWN = "0.2.0/claims/bases/bamako/closed_on/zawya-2023-12-31-sg-statement/row"


def correct_again(it: Copy, old: str, new: str) -> None:
    """Correct the same cell once more, in a later version."""
    entry = next(row for row in it.read("corrections") if row["correction_id"] == CORRECTED)
    later = {
        "correction_id": CORRECTED.replace("0.2.0", "0.3.0"),
        "version": "0.3.0",
        "old_value": old,
        "new_value": new,
    }
    it.add("corrections", **(entry | later))


def test_a_value_may_be_corrected_twice(package: Copy) -> None:
    package.edit("corrections", CORRECTED, new_value="2012-02-01")
    correct_again(package, "2012-02-01", "2012-01-17")
    assert not [finding for finding in package.validate().findings if finding.rule.startswith("corrections.")]


def count(it: Copy, value: str, qualifier: str) -> None:
    """Let a source that agrees on the 49 soldiers held count otherwise."""
    claims = mm.claims("casualty_figures", "ivorian-soldiers-detained-2022-07-youngbhartiya", "count", status="agrees")
    it.edit("claims", claims.claim_id[0], value=value, qualifier=qualifier)


@pytest.mark.parametrize(
    ("value", "qualifier"), [("40", "more_than"), ("48", "at_least"), ("60", "up_to"), ("50", "nearly"), ("49", "")]
)
def test_a_bound_that_holds_the_figure_agrees_with_it(value: str, qualifier: str, package: Copy) -> None:
    count(package, value, qualifier)
    assert not package.findings("claims.agreement-is-real")


# Further ways to break a rule that says more than one thing.
ALSO: list[tuple[str, Callable[[Copy], object]]] = [
    ("claims.subject-exists", lambda it: it.edit("claims", followed("closed_on"), field="closing")),
    ("claims.one-reading-followed", lambda it: it.edit("claims", followed("closed_on"), rule="")),
    ("claims.one-reading-followed", lambda it: it.edit("claims", agreeing("closed_on"), status="followed")),
    ("claims.agreement-is-real", lambda it: count(it, "49", "at_least")),
    ("claims.agreement-is-real", lambda it: count(it, "50", "at_least")),
    ("claims.agreement-is-real", lambda it: count(it, "50", "exact")),
    ("actors.code-is-assigned", lambda it: it.edit("actors", "chad", iso3="CIV")),
    ("places.pcode-of-vintage", lambda it: it.edit("places", "bamako", pcode_vintage="2025")),
    ("bases.order-follows-dates", lambda it: (it.edit("bases", "kidal", closure_order="7"), it.edit("bases", "aguelhok", closure_order="8"))),
    ("bases.closing-is-an-event", lambda it: it.edit("events", "2023-10-31-kidal-closed", start_date="2023-10-30")),
    ("bases.closing-is-an-event", lambda it: it.edit("events", "2023-10-31-kidal-closed", base_id="")),
    ("bases.closing-is-an-event", lambda it: it.edit("events", "2023-10-31-kidal-closed", status="planned")),
    ("mandates.adoption-is-an-event", lambda it: it.edit("events", "2023-06-30-resolution-2690", event_type="statement")),
    ("coverage.agrees-with-table", lambda it: it.edit("coverage", "troop_contributions/2021-10", status="not_collected", note="?")),
    ("coverage.agrees-with-table", lambda it: it.add("coverage", table="troop_contributions", period="2016", status="not_collected", note="?")),
    ("coverage.agrees-with-table", lambda it: it.drop("coverage", table="troop_contributions", period="2021-10")),
    ("corrections.identifier-names-subject", lambda it: it.edit("corrections", WITHDRAWN, field="name", old_value="?")),
    ("corrections.subject-exists", lambda it: it.edit("corrections", CORRECTED, field="begin")),
    ("corrections.newest-equals-cell", lambda it: correct_again(it, "2012-01-17", "2012-02-01")),
    ("package.row-reaches-source", lambda it: it.drop("claims", subject_table="events", subject_id="2013-serval")),
]  # fmt: skip


def month_total(it: Copy, *, count: str, qualifier: str, day: str, more: int) -> None:
    """Add a total for the end of a month, so many more than the contributions."""
    it.add(
        "strength_figures", figure_id="total", force_id="minusma", measure="deployed", component="uniformed",
        count=str(int(count) + more), qualifier=qualifier, as_of=day, as_of_precision="day",
        source_id="un-contributions-2017-05", locator="?",
    )  # fmt: skip


def toll(it: Copy, killed: str) -> None:
    """Tie two deaths of one day to an event of which a source counts so many dead."""
    event = "2023-10-31-kidal-closed"
    for death in ("MINUSMA-2013-10-08447", "MINUSMA-2013-10-08458"):
        it.edit("fatalities", death, event_id=event, event_match="same_day")
    it.add(
        "casualty_figures", figure_id="toll", event_id=event, measure="killed", population="peacekeepers",
        cause="malicious_act", count=killed, qualifier="exact", as_of="2013-10-23", as_of_precision="day",
        source_id="globalsecurity-minusma", locator="?",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "qualifier", "day"), [(0, "exact", "2017-05-31"), (1, "about", "2017-05-31"), (1, "exact", "2017-05-30")]
)
def test_a_total_that_fits_or_is_not_of_the_end_of_a_month_is_no_finding(
    more: int, qualifier: str, day: str, package: Copy
) -> None:
    month_total(package, count="12553", qualifier=qualifier, day=day, more=more)
    assert not package.findings("troop_contributions.sum-matches-published")


def test_as_many_deaths_as_a_source_counts_are_no_finding(package: Copy) -> None:
    toll(package, "2")
    assert not package.findings("fatalities.events-within-toll")


def followed(field: str) -> str:
    (claim,) = mm.claims("bases", "tessalit", field, status="followed").claim_id
    return claim


def agreeing(field: str) -> str:
    return mm.claims("bases", "tessalit", field, status="agrees").claim_id[0]


@pytest.mark.parametrize(("name", "damage"), ALSO, ids=[name for name, _ in ALSO])
def test_cross_rule_bites_in_each_of_its_parts(name: str, damage: Callable[[Copy], object], package: Copy) -> None:
    damage(package)
    assert package.findings(name)


def first_claim() -> str:
    return mm.records("claims")[0].claim_id


def differing_claim() -> str:
    (claim,) = mm.claims("events", "2022-07-20-salgado-expelled", "start_date", status="differs").claim_id[:1]
    return claim


def test_every_declared_rule_has_code_and_a_test() -> None:
    declared = {rule.rule for rule in CONTRACT.cross_rules}
    assert set(RULES) == declared
    assert set(CROSS) == declared
    assert {name for name in ROW_RULES if not name.endswith("-precision")} <= set(BROKEN_BY)


@pytest.mark.parametrize("name", list(CROSS))
def test_cross_rule_bites(name: str, package: Copy) -> None:
    CROSS[name](package)
    found = package.findings(name)
    assert found, name
    declared = next(rule for rule in CONTRACT.cross_rules if rule.rule == name)
    assert found[0].reason == declared.reason
    assert found[0].file.removeprefix("tables/").removesuffix(".csv") in declared.tables
    assert found[0].line
