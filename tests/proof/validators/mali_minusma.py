"""This package's own validation, through its public face: of CSV files, JSON Lines and frames."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import mali_minusma as mm
from tests.proof.validators import pandera
from tests.proof.validators.common import Columns, Finding, Form, Request, record, write_csv

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mali_minusma.contract import TableSchema
    from mali_minusma.rows import TableName
    from tests.proof.cells import Row

NAME = "mali-minusma"


def _validate(target: Any, request: Request) -> set[Finding]:
    report = mm.validate(target, cast("TableName", request.table.name), keys="ours" if request.keys else "off")
    # A batch is in the order of the table, not of the keys that were broken in it. Everything else counts.
    return {
        (None if item.row is None else item.row - 1, item.column, item.rule)
        for item in report.findings
        if item.rule != "file.sorted"
    }


class _Own:
    name = NAME
    tool = "mali-minusma"

    def not_expressible(self, _: TableSchema) -> Collection[str]:
        return ()

    def whole_columns(self, _: TableSchema, __: Sequence[Row]) -> Columns:
        return {}


class OnFile(_Own):
    """`mali_minusma.validate` on a CSV file."""

    form: Form = "text"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        with tempfile.TemporaryDirectory() as folder:
            return [self._find(Path(folder) / "rows.csv", request) for request in requests]

    def _find(self, path: Path, request: Request) -> set[Finding]:
        write_csv(
            path, list(request.table.by_name), [[str(cell.text) for cell in row.values()] for row in request.rows]
        )
        return _validate(path, request)


class OnPandas(_Own):
    """`mali_minusma.validate` on a pandas frame."""

    form: Form = "pandas"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [_validate(pandera.pandas_frame(request.table, request.rows), request) for request in requests]


class OnPolars(_Own):
    """`mali_minusma.validate` on a polars frame."""

    form: Form = "polars"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [_validate(pandera.polars_frame(request.table, request.rows), request) for request in requests]


class OnRecords(_Own):
    """`mali_minusma.validate` on JSON Lines."""

    form: Form = "record"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        with tempfile.TemporaryDirectory() as folder:
            return [self._find(Path(folder) / "rows.jsonl", request) for request in requests]

    def _find(self, path: Path, request: Request) -> set[Finding]:
        lines = [json.dumps(record(row), ensure_ascii=False) + "\n" for row in request.rows]
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
        return _validate(path, request)
