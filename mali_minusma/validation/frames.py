"""Validate a frame that somebody holds in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mali_minusma._version import __version__
from mali_minusma.contract import load_contract
from mali_minusma.reading import read_frame
from mali_minusma.validation import by_pandera
from mali_minusma.validation.merge import code_hint
from mali_minusma.validation.reasons import Reasons
from mali_minusma.validation.report import Finding, Report
from mali_minusma.validation.table import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.contract import TableSchema


def frame_report(frame: Any, table: str) -> Report:  # noqa: ANN401 - a frame of pandas or of polars
    """Return the report on a frame of pandas or of polars with the documented dtypes."""
    from importlib.metadata import version

    import narwhals.stable.v2 as nw

    schema = load_contract().tables[table]
    eager = nw.from_native(frame, eager_only=True)
    if eager.implementation.is_pandas():
        from mali_minusma.dialects.pandera_schema import pandas_schema

        # pandera names a row by its label; positions are what every frame has.
        hits = list(by_pandera.frame_hits(schema, frame.reset_index(drop=True), pandas_schema(schema)))
    else:
        from mali_minusma.dialects.pandera_schema import polars_schema

        hits = list(by_pandera.frame_hits(schema, frame, polars_schema(schema)))
    if not any(hit.rule == "file.header" for hit in hits):
        hits += _dangling(schema, eager)
    reasons = Reasons(load_contract())
    findings = {(hit.rule, hit.row, hit.column): _finding(hit, schema, eager, reasons) for hit in hits}
    ordered = tuple(findings[key] for key in sorted(findings, key=lambda key: (key[1], key[2], key[0])))
    validators = {"mali-minusma": __version__, "pandera": version("pandera")}
    return Report(f"frame of {table}", ordered, {table: len(eager)}, len(schema.rule_ids()), validators, __version__)


def _is_missing(cell: object) -> bool:
    """Tell whether a cell is missing in any of the ways of a frame: None, NaN, NaT or NA."""
    import pandas as pd

    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and cell != cell)  # noqa: PLR0124


def _dangling(schema: TableSchema, frame: Any) -> Iterator[Hit]:  # noqa: ANN401 - narwhals' frame
    for link in schema.foreign_keys:
        keys = set(read_frame(link.table)[link.target])
        if link.table == schema.name:
            keys |= set(frame[link.target].to_list())
        for row, value in enumerate(frame[link.field].to_list()):
            if isinstance(value, str) and value not in keys:
                yield Hit(schema.name, row, link.field, link.rule, "mali-minusma")


def _finding(hit: Hit, schema: TableSchema, frame: Any, reasons: Reasons) -> Finding:  # noqa: ANN401 - narwhals' frame
    expected, reason = reasons.of(hit.rule)
    value = hit.value
    if value is None:
        cell = frame[hit.column][hit.row] if hit.row >= 0 and hit.column in frame.columns else None
        value = "" if _is_missing(cell) else str(cell)
    hint = code_hint(schema, hit, value)
    row = hit.row + 1 if hit.row >= 0 else None
    return Finding(
        schema.name, None, None, row, hit.column, value, hit.rule, reason, hit.expected or expected, hint, (hit.by,)
    )
