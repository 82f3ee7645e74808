"""Is it in? Every fact of the five founding documents, and the row of the tables that holds it.

`tests/founding_documents/` has a list of facts a document. A fact is said in a few words of our own and names its
table, the key of its row (parts joined by slashes) and a column with the value that the document gives; without a
column it is about the row as a whole. The value is the cell's, or, where another source is followed, that of the
document's own claim.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma.reading import read_texts, table_schema

Fact = dict[str, str]

FACTS: dict[str, list[Fact]] = {}
for path in sorted((Path(__file__).parent / "founding_documents").glob("*.csv")):
    with path.open(encoding="utf-8", newline="") as file:
        FACTS[path.stem] = list(csv.DictReader(file))


ROWS = {table: {table_schema(table).key_of(row): row for row in read_texts(table)} for table in mm.tables()}
# The readings of each source of each row: column -> values; the empty column is the row as a whole.
READINGS: dict[tuple[str, str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
for claim in ROWS["claims"].values():
    READINGS[claim["source_id"], claim["subject_table"], claim["subject_id"]][claim["field"]].append(claim["value"])

CASES = [
    pytest.param(source, fact, id=f"{source}: {fact['fact']}") for source, facts in FACTS.items() for fact in facts
]


def test_there_are_five_documents() -> None:
    assert len(FACTS) == 5
    assert all(ROWS["sources"][source]["title"] for source in FACTS)


@pytest.mark.parametrize(("source", "fact"), CASES)
def test_fact_is_in_the_tables(source: str, fact: Fact) -> None:
    table, key, column = fact["table"], fact["key"], fact["column"]
    assert key in ROWS[table], f"{table} has no row {key}"
    row = ROWS[table][key]
    if column:
        readings = READINGS.get((source, table, key), {}).get(column, [])
        assert fact["value"] in {row[column], *readings}, (
            f"{table}/{key}: {column} is {row[column]!r}, read as {readings}"
        )
    link = table_schema(table).evidence.through
    subject = (source, link.table, row[link.field]) if link else (source, table, key)
    assert row.get("source_id") == source or subject in READINGS, f"{table}/{key} is not tied to {source}"


@pytest.mark.parametrize("source", FACTS)
def test_facts_speak_of_every_claim_and_figure_of_the_document(source: str) -> None:
    told: Counter[tuple[str, ...]] = Counter()
    for fact in FACTS[source]:
        table, key, column = fact["table"], fact["key"], fact["column"]
        read_here = bool(column) and column in READINGS.get((source, table, key), {})
        told[table, key, column if read_here else "", fact["value"] if read_here else ""] += 1
    claimed = Counter(
        (table, key, field, value if field else "")
        for (claimant, table, key), fields in READINGS.items()
        for field, values in fields.items()
        for value in values
        if claimant == source
    )
    assert claimed - told == Counter()
    rows = {(fact["table"], fact["key"]) for fact in FACTS[source]}
    for table in ("casualty_figures", "strength_figures"):
        assert {(table, key) for key, row in ROWS[table].items() if row["source_id"] == source} <= rows
