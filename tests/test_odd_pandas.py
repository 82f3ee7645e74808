"""Frames of pandas: its many dtypes, objects of Python, odd indexes and labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import mali_minusma as mm
from tests.forms import as_pandas, as_typed
from tests.fuzz.model import released
from tests.test_odd_frames import COLUMNS, DAY, HOUR, MIDNIGHT, NOON, RULE, ZONED, base, of_rule

PANDAS_UNFIT = [
    ("integer", pd.Series([5.0, 6.0, None])),
    ("integer", pd.Series([True, False, True])),
    ("integer", pd.Series([True, False, None], dtype="boolean")),
    ("date", pd.Series([5, 6, 7])),
    ("date", pd.to_datetime(pd.Series(["2020-01-05"] * 3)).dt.tz_localize("UTC")),
    ("date", pd.to_datetime(pd.Series(["2020-01-05"] * 3)).dt.tz_localize("Africa/Bamako")),
    ("date", pd.to_timedelta(pd.Series([1, 2, 3]))),
    ("date", pd.Series(pd.period_range("2020-01", periods=3, freq="M"))),
    ("number", pd.Series([1 + 2j, 3, 4])),
    ("string", pd.Series([5, 6, 7])),
    ("string", pd.Series([True, False, True])),
    ("string", pd.Series(pd.interval_range(0, 3))),
]


@pytest.mark.parametrize(("kind", "values"), PANDAS_UNFIT, ids=lambda part: str(getattr(part, "dtype", part)))
def test_dtype_of_pandas_that_cannot_hold_the_type_is_one_finding(kind: str, values: pd.Series) -> None:
    table, column = COLUMNS[kind]
    frame = as_pandas(base(table, 3))
    frame[column] = values
    (finding,) = mm.validate(frame, table).findings
    assert (finding.rule, finding.row, finding.value) == (f"{table}.{column}.type", None, str(values.dtype))


@pytest.mark.parametrize("dtype", ["int8", "uint64", "Int16", "UInt32", "Int64", "category"])
def test_width_of_an_integer_in_pandas_does_not_matter(dtype: str) -> None:
    frame = as_pandas(base("strength_figures", 3))
    frame["count"] = pd.Series([5, 6, 7]).astype(dtype)
    assert mm.validate(frame, "strength_figures").findings == ()


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_unit_of_a_date_in_pandas_does_not_matter(unit: str) -> None:
    frame = as_pandas(base("strength_figures", 3))
    frame["as_of"] = frame["as_of"].astype(f"datetime64[{unit}]")
    assert mm.validate(frame, "strength_figures").findings == ()


def test_categories_that_are_no_texts_are_no_texts() -> None:
    frame = as_pandas(base("coverage", 3))
    frame["note"] = pd.Series([1, 2, 3]).astype("category")
    assert set(mm.validate(frame, "coverage").counts) == {"coverage.note.type"}


def test_nan_is_missing_in_pandas_and_infinity_is_not() -> None:
    frame = as_pandas(base("places", 3))
    frame["latitude"] = [float("nan"), float("inf"), 1.5]
    frame["longitude"] = [float("nan"), 1.5, 1.5]
    frame["coordinate_precision"] = [None, "site", "site"]
    report = mm.validate(frame, "places")
    assert [(item.row, item.rule) for item in report.findings] == [(2, "places.latitude.type")]


class Spiteful:
    """An object that fails at whatever is asked of it."""

    def _fail(self, *_: object) -> Any:
        raise RuntimeError("asked")

    __repr__ = __str__ = __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __float__ = __int__ = _fail  # type: ignore[assignment]


MIXED: dict[str, tuple[list[Any], list[Any]]] = {
    "integer": ([5, np.int64(5), np.uint8(5), None, pd.NA, float("nan")], [True, "about", [5], 5.5, b"5", 2**64, DAY]),
    "number": ([1.5, 2, np.float32(1.5), None, pd.NA, float("nan")], [True, "x", [1.5], float("inf"), b"1", 1j]),
    "date": ([DAY, MIDNIGHT, pd.Timestamp(DAY), None, pd.NaT, "2020-01-05"], [NOON, ZONED, 5, 5.0, HOUR, "5 Jan", True]),
    "string": (["a", "NA", np.str_("a"), None, pd.NA, float("nan")], ["", 5, 5.5, True, b"a", ["a"], DAY, {"a": 1}]),
}  # fmt: skip
"""Values of Python that a column takes, and those that are a finding each."""


@pytest.mark.parametrize("kind", list(MIXED))
@pytest.mark.parametrize("odd", [object(), Spiteful(), print, int], ids=lambda odd: type(odd).__name__)
def test_objects_of_python_are_taken_for_what_they_hold(kind: str, odd: object) -> None:
    table, column = COLUMNS[kind]
    good, bad = MIXED[kind]
    values = [*good, *bad, odd]
    frame = as_pandas(as_typed(table, (released(table) * 2)[: len(values)]))
    made = np.empty(len(values), dtype=object)
    made[:] = values
    frame[column] = pd.Series(made, dtype="object")
    report = mm.validate(frame, table)
    assert [row for row, _ in of_rule(report, RULE[kind])] == list(range(len(good) + 1, len(values) + 1))
    report.text()


def test_text_that_no_encoding_can_write_is_a_finding() -> None:
    frame = as_pandas(base("coverage", 3))
    frame["note"] = pd.Series(["a", "\ud800", "b"], dtype="object")
    report = mm.validate(frame, "coverage")
    assert [item.row for item in report.findings] == [2]
    report.text().encode()


HELD = {
    "str": pd.StringDtype("python", na_value=float("nan")),
    "str of pyarrow": pd.StringDtype("pyarrow", na_value=float("nan")),
    "string": pd.StringDtype("python"),
    "string of pyarrow": pd.StringDtype("pyarrow"),
    "ArrowDtype": "string[pyarrow]",
    "objects": "object",
    "categories": "category",
}
"""The ways in which pandas holds text."""

WORDS = ["complete", "", None, "bad", "NA", "é🏜\n", "complete"]


@pytest.mark.parametrize("held", list(HELD))
def test_however_pandas_holds_text_the_findings_are_the_same(held: str) -> None:
    frame = as_typed("coverage", (released("coverage") * 2)[: len(WORDS)])
    expected = mm.validate(frame.with_columns(status=pl.Series(WORDS)), "coverage")
    target = as_pandas(frame)
    target["status"] = pd.Series(WORDS, dtype="object").astype(HELD[held])
    assert mm.validate(target, "coverage").findings == expected.findings
    target = target.loc[[6, 5, 4, 3, 2, 1, 0, 0]][::-1][1:]  # neither in one piece nor in order
    assert mm.validate(target, "coverage").findings == expected.findings


@pytest.mark.parametrize("held", ["str of pyarrow", "string of pyarrow", "categories"])
def test_text_that_is_no_python_objects_is_not_made_into_them(held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = as_pandas(base("coverage", 3)).astype(HELD[held])
    frame.loc[1, "note"] = None
    monkeypatch.delattr("mali_minusma.inputs.pandas_frames._read_objects")
    assert mm.validate(frame, "coverage").counts == {"coverage.gap-is-explained": 1}


@pytest.mark.parametrize("categories", [[], ["a"], ["a", "", "b"], ["a", "\ud800"], ["a", 5]])
def test_categories_are_taken_for_what_the_cells_hold(categories: list[Any]) -> None:
    for codes in ([-1, -1, -1], [0, -1, 0], [-1, 1, 2]):
        if max(codes) < len(categories):
            column = pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(categories, dtype="object")))
            frames = [as_pandas(base("coverage", 3)).assign(note=made) for made in (column, column.astype("object"))]
            whole, objects = (mm.validate(frame, "coverage") for frame in frames)
            assert whole.findings == objects.findings


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([7, 7, 7]),
        pd.Index(["a", None, "a"], name="table"),
        pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (2, "b")], names=["table", "period"]),
        pd.to_datetime(["2020-01-05"] * 3),
        pd.RangeIndex(100, 97, -1),
        pd.CategoricalIndex(["b", "a", "b"]),
        pd.Index([float("nan")] * 3),
    ],
    ids=lambda index: type(index).__name__,
)
def test_index_of_pandas_does_not_matter(index: pd.Index) -> None:
    frame = as_pandas(base("coverage", 3))
    frame.loc[1, "status"] = "bad"
    frame.index = index
    before = frame.copy()
    report = mm.validate(frame, "coverage")
    assert [(item.row, item.rule) for item in report.findings] == [(2, "coverage.status.enum")]
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", [5, 5.5, None, ("a", "b"), DAY, b"x", float("nan"), True, object()], ids=repr)
def test_label_that_is_not_text_is_a_finding(name: object) -> None:
    frame = as_pandas(base("coverage", 3))
    frame["x"] = 1
    frame.columns = pd.Index([*frame.columns[:-1], name], dtype="object", tupleize_cols=False)
    frame.loc[1, "status"] = "bad"
    assert mm.validate(frame, "coverage").counts == {"coverage.status.enum": 1, "file.header": 1}


def test_columns_in_two_levels_and_twice_are_findings() -> None:
    frame = as_pandas(base("coverage", 3))
    twice = frame.assign(x=1).set_axis([*frame.columns, "note"], axis=1)
    assert mm.validate(twice, "coverage").counts == {"file.header": 1}
    levels = frame.set_axis(pd.MultiIndex.from_product([["a"], frame.columns]), axis=1)
    assert set(mm.validate(levels, "coverage").counts) == {"file.header"}
