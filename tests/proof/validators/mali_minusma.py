"""This package's own validation, through its public face: of CSV files, and of frames for what no file can hold."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mali_minusma as mm
from tests.proof.validators import pandera
from tests.proof.validators.common import Columns, Finding, Form, Request, of_type_alone, write_csv

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mali_minusma.contract import TableSchema
    from tests.proof.cells import Row

NAME = "mali-minusma"


def _validate(target: Any, request: Request) -> set[Finding]:
    report = mm.validate(target, table=request.table.name)
    found = {
        (None if item.row is None else item.row - 1, item.column, item.rule)
        for item in report.findings
        # A batch is in the order of the table, not of the keys that were broken in it.
        if item.rule != "file.sorted"
    }
    if not request.keys:
        found = {item for item in found if not item[2].endswith(".foreign-key")}
    return of_type_alone(request.table, found)


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


class OnFrame(_Own):
    """`mali_minusma.validate` on a polars frame."""

    form: Form = "polars"

    def find(self, requests: Sequence[Request]) -> list[set[Finding]]:
        return [_validate(pandera.polars_frame(request.table, request.rows), request) for request in requests]
