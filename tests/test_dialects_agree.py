"""Whatever the rows, the validators that claim a rule find the same rows and columns at fault."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import mali_minusma as mm
from mali_minusma.contract import Field, TableSchema, load_contract
from mali_minusma.dialects.json_schema import json_schema
from mali_minusma.dialects.pandera_schema import pandas_schema, polars_schema
from mali_minusma.inputs.frames import FrameSource
from mali_minusma.validation.by_json_schema import hits
from mali_minusma.validation.by_pandera import frame_hits
from mali_minusma.validation.collect import Collector
from mali_minusma.validation.engine import Engine
from mali_minusma.validation.table import Table
from tests.frames import as_pandas, as_polars

CONTRACT = load_contract()
DAYS = [dt.date(1900, 1, 1), dt.date(2013, 7, 1), dt.date(2022, 1, 1), dt.date(2022, 7, 14), dt.date(2100, 12, 31)]

pytestmark = pytest.mark.slow

# A failing example is small as it is; shrinking it further would take minutes a table.
few = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def values(field: Field) -> st.SearchStrategy[object]:
    """Return values of the field's type, valid ones and others, and missing ones."""
    match field.type:
        case "integer":
            some: st.SearchStrategy[object] = st.sampled_from([-1, 0, 1, 7, 8, 15, 16, 2690, 10**9])
        case "number":
            some = st.sampled_from([-200.0, -90.0, 0.0, 16.5, 181.0])
        case "date":
            some = st.sampled_from(DAYS)
        case "yearmonth":
            some = st.sampled_from([day.replace(day=1) for day in DAYS])
        case _:
            codes = [category.value for category in field.enum][:3]
            some = st.sampled_from([*codes, field.example, f"{field.example}\n", "Not A Slug", "x" * 300])
    return st.none() | some


def tables_of(table: TableSchema) -> st.SearchStrategy[list[dict[str, object]]]:
    row = st.fixed_dictionaries({field.name: values(field) for field in table.fields})
    return st.lists(row, min_size=1, max_size=4)


def found(frame: object, table: TableSchema) -> set[tuple[object, str, str]]:
    return {(item.row, item.column, item.rule) for item in mm.validate(frame, table=table.name).findings}


@pytest.mark.parametrize("name", list(CONTRACT.tables))
@few
@given(data=st.data())
def test_validators_find_the_same(name: str, data: st.DataObject) -> None:
    table = CONTRACT.tables[name]
    rows = data.draw(tables_of(table))
    by_engine = found(as_pandas(table, rows), table)
    assert by_engine == found(as_polars(table, rows), table)
    said_by_pandera = {item for item in by_engine if not item[2].endswith(".foreign-key")}
    assert by_pandera(table, as_pandas(table, rows), pandas_schema(table)) == said_by_pandera
    assert by_pandera(table, as_polars(table, rows), polars_schema(table)) == said_by_pandera
    unsaid = set(json_schema(table)["x-not-expressible"])
    assert by_json_schema(table, rows) == {item for item in by_engine if item[2] not in unsaid}
    Draft202012Validator.check_schema(json_schema(table))


def by_pandera(table: TableSchema, frame: object, schema: object) -> set[tuple[object, str, str]]:
    return {(hit.row + 1, hit.column, hit.rule) for hit in frame_hits(table, frame, schema)}


def by_json_schema(table: TableSchema, rows: list[dict[str, object]]) -> set[tuple[object, str, str]]:
    """Return what JSON Schema finds in the rows."""
    read = Table(table, f"{table.name}.csv")
    Engine(FrameSource(as_polars(table, rows), table.name, table), Collector(1), targets={}, seen=read.add).run()
    return {(hit.row + 1, hit.column, hit.rule) for hit in hits(read)}
