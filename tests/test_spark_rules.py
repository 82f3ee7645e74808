"""Every rule on Spark, on the rows that break each declared constraint and on rows that nobody chose."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mali_minusma.contract import load_contract
from tests.forms import DTYPES, as_typed, csv_bytes, parquet_bytes
from tests.fuzz.model import columns, kinds, released
from tests.fuzz.strategies import ODD
from tests.on_spark import alike, pieces_of
from tests.proof.plan import plan

TABLES = list(load_contract().tables)
QUICK = ["coverage", "mandates"]


def tables(quick: list[str]) -> list[object]:
    return [pytest.param(name, marks=[] if name in quick else [pytest.mark.slow]) for name in TABLES]


def broken(table: str) -> list[dict[str, str]]:
    """Return the rows that break each declared constraint in every way, beside those that they need."""
    rows = [
        row for batch in plan(table) for row in batch.rows() if all(isinstance(cell.text, str) for cell in row.values())
    ]
    return [{name: str(cell.text) for name, cell in row.items()} for row in rows]


def odd(table: str, number: int = 300) -> list[dict[str, str]]:
    """Return rows of the table with cells of all kinds in them, and some rows twice."""
    choose = random.Random(table)  # noqa: S311 - the same ones each time
    rows = []
    for _ in range(number):
        row = dict(choose.choice(released(table)))
        for name in choose.sample(columns(table), choose.randint(0, 2)):
            row[name] = choose.choice([*ODD, choose.choice(released(table))[name]])
        rows.append(row)
    return rows


@pytest.mark.parametrize("table", tables(QUICK))
def test_what_breaks_a_rule_is_found_alike(table: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(csv_bytes(table, broken(table) + odd(table)))
    with pieces_of(50_000):
        report = alike(path, table)
    # What only the rows of a whole file can break is tested elsewhere.
    rules = {rule for rule in load_contract().tables[table].rule_ids() if not rule.endswith(".type")}
    assert rules <= {*report.counts}, rules - {*report.counts}


EDGES = {
    "integer": ["0", "-1", "9999999999"],
    "number": ["0", "-0.00001", "180.5", "1234567.125"],
    "date": ["0001-01-01", "1999-12-31", "9999-12-31"],
    "yearmonth": ["0001-01", "2013-07", "9999-12"],
    "string": ["Odd", "é" * 200],
}


def typed(table: str, number: int = 300) -> list[dict[str, str]]:
    """Return rows whose cells are of their types, shuffled within their columns, some of them beyond any limit."""
    choose = random.Random(table)  # noqa: S311 - as above
    rows = []
    for _ in range(number):
        row = dict(choose.choice(released(table)))
        for name in choose.sample(columns(table), choose.randint(0, 2)):
            cells = ["", choose.choice(released(table))[name], choose.choice(EDGES[kinds(table)[name]])]
            row[name] = choose.choice(cells)
        rows.append(row)
    return rows


@pytest.mark.parametrize("table", tables([]))
def test_typed_columns_are_judged_alike(table: str, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = as_typed(table, typed(table))
    assert list(frame.dtypes) == [DTYPES[kind] for kind in kinds(table).values()]
    path.write_bytes(parquet_bytes(frame))
    assert not alike(path, table)
    path.write_bytes(parquet_bytes(as_typed(table, odd(table))))
    assert not alike(path, table)
