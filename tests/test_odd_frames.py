"""Frames of every dtype, shape and index: what holds the values is taken, what can't hold them is a finding."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import mali_minusma as mm
from mali_minusma.validation import Report
from tests.forms import as_pandas, as_typed, parquet_bytes
from tests.fuzz.model import columns, released

DAY = dt.date(2020, 1, 5)
NOON = dt.datetime(2020, 1, 5, 12)
MIDNIGHT = dt.datetime(2020, 1, 5)
ZONED = dt.datetime(2020, 1, 5, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

COLUMNS = {
    "integer": ("strength_figures", "count"),
    "number": ("places", "latitude"),
    "date": ("strength_figures", "as_of"),
    "yearmonth": ("troop_contributions", "month"),
    "string": ("coverage", "note"),
}
"""A column of each type."""

FORMS = ["polars", "Parquet"]


def base(table: str, rows: int) -> pl.DataFrame:
    return as_typed(table, released(table)[:rows])


def with_column(kind: str, values: Any, table_rows: int = 3) -> tuple[pl.DataFrame, str, str]:
    """Return a sound frame in which one column of a type is replaced, its table, and the column's name."""
    table, column = COLUMNS[kind]
    frame = base(table, table_rows)
    return frame.with_columns(values.alias(column)), table, column


def in_form(frame: pl.DataFrame, form: str, folder: Path) -> Any:
    if form == "Parquet":
        path = folder / "t.parquet"
        path.write_bytes(parquet_bytes(frame))
        return path
    return frame


def of_rule(report: Report, rule: str) -> list[tuple[int | None, str]]:
    return [(item.row, item.value) for item in report.findings if item.rule == rule]


UNFIT = [
    ("integer", pl.Series([5.0, 6.0, None])),
    ("integer", pl.Series([True, False, None])),
    ("integer", pl.Series([DAY, DAY, None])),
    ("integer", pl.Series([[5], [6], None])),
    ("integer", pl.Series([HOUR, HOUR, None])),
    ("integer", pl.Series([b"5", b"6", None])),
    ("number", pl.Series([True, False, None])),
    ("number", pl.Series([[1.5], None, None])),
    ("number", pl.Series([b"1.5", None, None])),
    ("date", pl.Series([5, 6, None])),
    ("date", pl.Series([5.0, 6.0, None])),
    ("date", pl.Series([ZONED, ZONED, None])),
    ("date", pl.Series([HOUR, HOUR, None])),
    ("date", pl.Series([dt.time(1), None, None])),
    ("yearmonth", pl.Series([ZONED, ZONED, None])),
    ("yearmonth", pl.Series([202001, 202002, None])),
    ("string", pl.Series([5, 6, None])),
    ("string", pl.Series([5.5, 6.5, None])),
    ("string", pl.Series([True, False, None])),
    ("string", pl.Series([DAY, DAY, None])),
    ("string", pl.Series([b"a", b"b", None])),
    ("string", pl.Series([["a"], ["b", "c"], None])),
    ("string", pl.Series([{"a": 1}, {"a": 2}, None])),
    ("string", pl.Series([HOUR, HOUR, None])),
    ("string", pl.Series([MIDNIGHT, NOON, None])),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "values"), UNFIT, ids=lambda part: str(getattr(part, "dtype", part)))
def test_dtype_that_cannot_hold_the_type_is_one_finding(
    tmp_path: Path, form: str, kind: str, values: pl.Series
) -> None:
    frame, table, column = with_column(kind, values)
    report = mm.validate(in_form(frame, form, tmp_path), table)
    (finding,) = report.findings
    assert (finding.rule, finding.row, finding.column) == (f"{table}.{column}.type", None, column)
    assert finding.value == str(values.dtype)
    assert report.counts == {finding.rule: 1}


FIT = [
    *[("integer", pl.Series([5, 6, 7], dtype=kind)) for kind in (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8)],
    *[("integer", pl.Series([5, 6, 7], dtype=kind)) for kind in (pl.UInt16, pl.UInt32, pl.UInt64)],
    ("integer", pl.Series(["5", "6", "7"])),
    ("number", pl.Series([1, 2, 3])),
    ("number", pl.Series([1.5, 2.5, 3.5], dtype=pl.Float32)),
    ("number", pl.Series(["1.5", "2", "-3.25"])),
    ("date", pl.Series([MIDNIGHT] * 3, dtype=pl.Datetime("ms"))),
    ("date", pl.Series([MIDNIGHT] * 3, dtype=pl.Datetime("us"))),
    ("date", pl.Series([MIDNIGHT] * 3, dtype=pl.Datetime("ns"))),
    ("date", pl.Series(["2020-01-05"] * 3)),
    ("string", pl.Series(["a", "b", "a"], dtype=pl.Categorical)),
    ("string", pl.Series(["a", "b", "a"], dtype=pl.Enum(["a", "b"]))),
    ("string", pl.Series(["NA", "NaN", "null"])),
    ("string", pl.Series([None] * 3, dtype=pl.Null)),
    ("string", pl.Series([None] * 3, dtype=pl.String)),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "values"), FIT, ids=lambda part: str(getattr(part, "dtype", part)))
def test_dtype_that_holds_the_type_is_taken(tmp_path: Path, form: str, kind: str, values: pl.Series) -> None:
    frame, table, column = with_column(kind, values)
    report = mm.validate(in_form(frame, form, tmp_path), table)
    # The other columns may disagree with the new values: none of that is about the type or the form.
    assert [rule for rule in report.counts if rule.startswith(("file.", f"{table}.{column}."))] == []


RULE = {kind: f"{table}.{column}.type" for kind, (table, column) in COLUMNS.items()}

CELLS = [
    ("date", pl.Series([MIDNIGHT, NOON, MIDNIGHT]), {2}),
    ("date", pl.Series([MIDNIGHT, MIDNIGHT + dt.timedelta(microseconds=1), NOON]), {2, 3}),
    ("number", pl.Series([1.5, float("nan"), None]), {2}),
    ("number", pl.Series([float("inf"), 1.5, float("-inf")]), {1, 3}),
    ("number", pl.Series([float("inf"), 1.5, 2.5], dtype=pl.Float32), {1}),
    ("string", pl.Series(["a", "", None]), {2}),
    ("integer", pl.Series(["5", "", "1_000"]), {2, 3}),
    ("integer", pl.Series([5, 2**63, 2**64 - 1], dtype=pl.UInt64), {2, 3}),
    ("date", pl.Series(["2020-01-05", "2020-1-5", ""]), {2, 3}),
    ("yearmonth", pl.Series([dt.date(2020, 1, 1), DAY, None]), {2}),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "values", "rows"), CELLS)
def test_cell_that_is_not_of_the_type(tmp_path: Path, form: str, kind: str, values: pl.Series, rows: set[int]) -> None:
    frame, table, _ = with_column(kind, values)
    assert {row for row, _ in of_rule(mm.validate(in_form(frame, form, tmp_path), table), RULE[kind])} == rows


@pytest.mark.parametrize(
    "frame",
    [pd.DataFrame(), pl.DataFrame(), pl.LazyFrame(), pd.DataFrame(index=range(5))],
    ids=lambda frame: type(frame).__module__,
)
def test_frame_without_columns_lacks_each(frame: Any) -> None:
    report = mm.validate(frame, "coverage")
    found = sorted((item.rule, item.column) for item in report.findings)
    assert found == sorted(("file.header", name) for name in columns("coverage"))


@pytest.mark.parametrize("form", [*FORMS, "pandas"])
def test_ten_thousand_columns_of_a_frame(tmp_path: Path, form: str) -> None:
    frame = base("coverage", 3)
    extra = [f"c{number}" for number in range(10_000)]
    if form == "pandas":
        target = pd.concat([as_pandas(frame), pd.DataFrame(1, index=range(3), columns=extra)], axis=1)
    else:
        target = in_form(frame.with_columns(**dict.fromkeys(extra, pl.lit(1))), form, tmp_path)
    assert mm.validate(target, "coverage", extra_columns="allow").findings == ()
    report = mm.validate(target, "coverage", keep=5)
    assert report.counts == {"file.header": 10_000}
    assert [item.column for item in report.findings] == extra[:5]


def test_columns_of_a_frame_are_known_by_name(tmp_path: Path) -> None:
    frame = base("coverage", 3).with_columns(status=pl.lit("bad"))
    for odd in (frame.select("period", "table", "status", "note"), frame.drop("note"), frame.rename({"note": " note"})):
        for form in FORMS:
            report = mm.validate(in_form(odd, form, tmp_path), "coverage")
            assert report.counts["coverage.status.enum"] == 3
            assert set(report.counts) <= {"file.header", "coverage.status.enum", "coverage.gap-is-explained"}
            assert "file.header" in report.counts
