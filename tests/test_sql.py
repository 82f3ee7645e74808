"""SQL reads all tables and all views, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

import mali_minusma as mm
from mali_minusma import database, listing
from mali_minusma.contract import load_contract
from mali_minusma.contract.lexical import PANDAS_DTYPES
from mali_minusma.reading import table_path
from mali_minusma.views import VIEWS


@pytest.mark.parametrize("table", mm.tables())
def test_a_table_in_sql_is_the_table(table: str) -> None:
    answer = mm.sql(f'FROM "{table}"')
    expected = mm.load(table)
    assert [str(dtype) for dtype in answer.dtypes] == [
        PANDAS_DTYPES[field.type] for field in load_contract().tables[table].fields
    ]
    order = list(load_contract().tables[table].primary_key)
    pd.testing.assert_frame_equal(
        answer.sort_values(order).reset_index(drop=True),
        expected.sort_values(order).reset_index(drop=True),
        check_flags=False,
    )


def test_the_view_of_strength_is_the_answer_of_the_library() -> None:
    view = mm.sql("SELECT * FROM strength_by_month")
    known = mm.strength_by_month()
    assert view["uniformed"].equals(known["count"].rename("uniformed"))
    assert list(view["status"]) == list(known["status"])
    december = view.set_index("as_of").loc["2021-12-31"]
    assert december[["military", "police", "military_ceiling", "police_ceiling"]].to_list() == [
        12419,
        1744,
        13289,
        1920,
    ]
    assert (view["military"] + view["police"]).dropna().equals(view["uniformed"][view["military"].notna()].rename(None))


def test_the_ceilings_of_the_view_are_those_of_the_mandate_in_force() -> None:
    view = mm.sql("SELECT as_of, military_ceiling, police_ceiling FROM strength_by_month").set_index("as_of")
    for day in ("2013-07-31", "2015-06-30", "2016-06-30", "2019-06-30", "2023-06-30"):
        known = mm.mandate(on=day, max_distance_days=100)
        assert view.loc[day].to_list() == known["ceiling"].to_list(), day
    assert view.loc["2023-07-31"].isna().all()


def test_the_view_of_deaths_is_the_answer_of_the_library() -> None:
    view = mm.sql("SELECT * FROM fatalities_by_cause_and_year").set_index(["year", "incident_type"])["deaths"]
    known = mm.casualties(by=["year", "cause"]).set_index(["year", "incident_type"])["deaths"]
    assert view.sort_index().equals(known.sort_index())


def test_the_view_of_open_bases_is_the_answer_of_the_library() -> None:
    view = mm.sql("SELECT day, base_id FROM open_bases_by_day")
    days = pd.date_range("2013-07-01", "2024-11-15", freq="97D").union(pd.to_datetime(["2023-10-31", "2024-11-15"]))
    for day in days:
        assert set(view[view["day"] == day]["base_id"]) == set(mm.bases_open(on=day)["base_id"]), day


def test_the_view_of_disputes_is_the_answer_of_the_library() -> None:
    assert list(mm.sql("SELECT claim_id FROM disputes")["claim_id"]) == list(mm.disputes()["claim_id"])


def test_a_gap_in_a_view_is_missing_and_not_zero() -> None:
    gap = mm.sql("SELECT uniformed, status FROM strength_by_month WHERE month = DATE '2018-09-01'")
    assert gap["uniformed"].isna().all()
    assert list(gap["status"]) == ["missing_upstream"]


def test_values_are_given_apart_from_the_query() -> None:
    by_place = mm.sql("SELECT count(*) AS n FROM events WHERE event_id = ?", ["x' OR '1'='1"])
    assert by_place["n"].to_list() == [0]
    named = mm.sql("SELECT base_id FROM bases WHERE closure_order = $order", {"order": 8})
    assert named["base_id"].to_list() == ["kidal"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{path}')", "SELECT * FROM '{path}'", "SELECT * FROM read_text('{path}')",
        "SELECT * FROM glob('/*')", "SELECT * FROM 'https://example.org/x.csv'", "COPY events TO '{path}.copy'",
        "ATTACH '{path}.db'", "INSTALL httpfs", "LOAD httpfs", "EXPORT DATABASE '{path}.d'", "SET enable_external_access = true",
        "DELETE FROM events", "UPDATE events SET title = ''", "INSERT INTO events SELECT * FROM events", "DROP TABLE events",
        "CREATE TABLE mine AS SELECT 1", "CREATE TEMP TABLE mine AS SELECT 1", "ALTER TABLE events DROP title",
        "EXPLAIN ANALYZE DELETE FROM events", "PRAGMA enable_profiling", "CALL pragma_version()", "BEGIN", "CHECKPOINT",
        "WITH gone AS (DELETE FROM events RETURNING *) SELECT * FROM gone", "SELECT * FROM query('DELETE FROM events')",
        "SELECT 1; DELETE FROM events", "SELECT 1; SELECT 2", "", "SELECT", "SELECT * FROM evnts", "SELECT titel FROM events",
        "SELECT getenv('HOME')", "SELECT * FROM secret_frame",
    ],
)  # fmt: skip
def test_a_query_can_neither_change_the_tables_nor_leave_them(query: str) -> None:
    secret_frame = pd.DataFrame({"x": [1]})  # a variable that the database must not see
    before = [
        mm.sql("SELECT count(*) AS n, min(title) AS t FROM events").to_dict("records"),
        table_path("events").read_bytes(),
    ]
    with pytest.raises(ValueError, match=r"SQL: |only SELECT|one SELECT") as refused:
        mm.sql(query.format(path=table_path("events")))
    assert "Traceback" not in str(refused.value)
    assert [
        mm.sql("SELECT count(*) AS n, min(title) AS t FROM events").to_dict("records"),
        table_path("events").read_bytes(),
    ] == before
    assert len(secret_frame) == 1


def test_what_a_query_may_ask() -> None:
    assert {*mm.tables(), *VIEWS} == set(mm.sql("SHOW TABLES")["name"])
    assert list(mm.sql("DESCRIBE coverage")["column_name"]) == ["table", "period", "status", "note"]
    assert mm.sql("FROM bases SELECT count(*) AS n")["n"].to_list() == [17]
    assert len(mm.sql("SELECT * FROM events LIMIT 0")) == 0


def test_answers_have_the_dtypes_of_this_package() -> None:
    answer = mm.sql(
        "SELECT 1 AS i, NULL::BIGINT AS n, 1.5 AS d, 'NA' AS s, DATE '2023-10-31' AS day, true AS b, sum(count) AS h, [1] AS l "
        "FROM casualty_figures"
    )
    assert [str(dtype) for dtype in answer.dtypes] == [
        "Int64",
        "Int64",
        "float64",
        "str",
        "datetime64[us]",
        "boolean",
        "Int64",
        "object",
    ]
    assert answer["s"].to_list() == ["NA"]
    assert mm.sql("SELECT 170141183460469231731687303715884105727::HUGEINT AS h")["h"].item() == 2**127 - 1


TYPES = """
    SELECT * FROM (VALUES
        (1, 2::HUGEINT, 1.5::DOUBLE, 'a', DATE '2022-07-14', TRUE, 3::SMALLINT, 9007199254740993),
        (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (-4, -9223372036854775808, 'nan'::DOUBLE, '', DATE '0001-01-01', FALSE, 0, 0),
        (0, 9223372036854775807, 'inf'::DOUBLE, 'NaT', DATE '9999-12-31', FALSE, 0, 7)
    ) AS t(i, h, d, v, day, b, s, big)
"""


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        *((f'FROM "{table}"', True) for table in ["events", "places", "claims", *VIEWS]),
        (TYPES, True),
        (f"FROM ({TYPES}) WHERE i > 100", True),
        ("SELECT sum(total) AS s, avg(total) AS a, count(*) AS c FROM troop_contributions", True),
        ("SELECT 18446744073709551616::HUGEINT AS h", False),
        ("SELECT 1.10::DECIMAL(5, 2) AS d, [1, 2] AS l, TIMESTAMP '2022-07-14 10:00:00' AS t", False),
    ],
)
def test_an_answer_is_written_the_same_with_and_without_a_frame(query: str, plain: bool) -> None:  # noqa: FBT001
    columns, rows = database.answer(query)
    header, types, texts = listing.cells_of(mm.sql(query))
    assert [name for name, _ in columns] == header
    if plain:
        assert database.plain_types(columns, rows) == types
        assert listing.texts_of(types, rows) == texts
    else:
        assert database.plain_types(columns, rows) is None


def test_several_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: mm.sql("SELECT count(*) + ? AS n FROM events", [n])["n"].item(), range(12)))
    assert [answer - answers[0] for answer in answers] == list(range(12))


def test_without_duckdb_the_error_says_what_to_install() -> None:
    code = "import sys; sys.modules['duckdb'] = None\nimport mali_minusma as mm\nmm.bases()"
    code += "\ntry:\n    mm.sql('SELECT 1')\nexcept ImportError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "duckdb is not installed: pip install 'mali-minusma[sql]'\n"
