"""A copy of the package that a test may damage, and the words to damage it with."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import mali_minusma as mm
from mali_minusma import locate
from mali_minusma.contract import load_contract
from mali_minusma.dialects.descriptor import descriptor

if TYPE_CHECKING:
    from collections.abc import Collection

    from mali_minusma.validation import Finding, Report
    from mali_minusma.validation.names import Validator

ROOT = Path(__file__).resolve().parent.parent


class Copy:
    """A copy of the package in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str) -> Path:
        return self.folder / "tables" / f"{table}.csv"

    def read(self, table: str) -> list[dict[str, str]]:
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write the rows as they are, in the order given."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(load_contract().tables[table].by_name), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.path(table).write_text(text.getvalue(), encoding="utf-8")

    def edit(self, table: str, key: str, /, **cells: str) -> None:
        """Change cells of the row with this key, and sort the table as it should be."""
        rows = self.read(table)
        (row,) = [row for row in rows if load_contract().tables[table].key_of(row) == key]
        row.update(cells)
        self.write(table, self.sorted(table, rows))

    def add(self, table: str, /, **cells: str) -> None:
        """Add a row; the columns not named are empty."""
        empty = dict.fromkeys(load_contract().tables[table].by_name, "")
        self.write(table, self.sorted(table, [*self.read(table), {**empty, **cells}]))

    def drop(self, table: str, /, **cells: str) -> int:
        """Remove the rows that hold all of these cells; return how many."""
        rows = self.read(table)
        kept = [row for row in rows if any(row[name] != value for name, value in cells.items())]
        self.write(table, kept)
        return len(rows) - len(kept)

    @staticmethod
    def sorted(table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        schema = load_contract().tables[table]

        def key(row: dict[str, str]) -> list[tuple[int, str]]:
            numbers = {name for name in schema.primary_key if schema.by_name[name].type == "integer"}
            return [
                (int(row[name]) if name in numbers and row[name].isdecimal() else 0, row[name])
                for name in schema.primary_key
            ]

        return sorted(rows, key=key)

    def seal(self) -> None:
        """Make the descriptor anew, so that only the contents are at fault."""
        text = json.dumps(descriptor(load_contract(), self.folder), ensure_ascii=False)
        (self.folder / "datapackage.json").write_text(text, encoding="utf-8")

    def validate(self, also: Collection[Validator] | None = ()) -> Report:
        """Seal the copy and validate it: by this package's own rules, or by others beside them."""
        self.seal()
        return mm.validate(self.folder, also=also)

    def findings(self, rule: str) -> list[Finding]:
        """Seal and validate the copy by this package's own rules; return the findings of one of them."""
        return [finding for finding in self.validate().findings if finding.rule == rule]


def copy_of_package(parent: Path) -> Copy:
    """Return a sound copy of the package, descriptor and tables, in a new folder."""
    folder = parent / "package"
    (folder / "tables").mkdir(parents=True)
    shutil.copy(locate.root() / "datapackage.json", folder)
    for path in (locate.root() / "tables").glob("*.csv"):
        shutil.copy(path, folder / "tables")
    return Copy(folder)


@pytest.fixture
def package(tmp_path: Path) -> Copy:
    """Return a sound copy of the package."""
    return copy_of_package(tmp_path)
