"""Where a finding is in the eyes of a code host: a path from the current folder, and a line in that file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mali_minusma.contract import load_contract
from mali_minusma.validation.formats.wording import where

if TYPE_CHECKING:
    from mali_minusma.validation.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and a place in it; or a place that no file has."""

    path: str
    """From the current folder, with slashes; absolute if the file lies elsewhere; empty for a frame."""
    line: int | None
    position: int | None
    inside: str
    """Where it is, for people, if the path alone doesn't say: the row of a frame, a table in an archive."""

    @property
    def uri(self) -> str:
        """The path as a URI: relative if the file lies under the current folder."""
        path = quote(self.path, safe="/", errors="surrogatepass")
        if not Path(self.path).is_absolute():
            return path
        return "file://" + ("" if path.startswith("/") else "/") + path


class Places:
    """Finds the places of a report's findings; looks at the file system once, not once a finding."""

    def __init__(self, report: Report) -> None:
        self._target = report.target
        target = Path(report.target)
        try:
            self._folder, self._file = target.is_dir(), target.is_file()
        except (OSError, ValueError):
            self._folder = self._file = False
        if self._file and target.name == "datapackage.json":
            self._folder, target = True, target.parent
        self._path = target
        self._known: dict[Path, str] = {}

    def _from_here(self, path: Path) -> str:
        if path not in self._known:
            self._known[path] = _from_here(path)
        return self._known[path]

    def of(self, finding: Finding) -> Place:
        """Return the place of a finding."""
        inside = where(finding)
        if finding.file == self._target:
            return Place(self._from_here(Path(finding.file)), finding.line, finding.position, "")
        if self._folder and finding.line is None and finding.file in load_contract().tables:
            # It has no file: what the descriptor says of the table, or fails to say, is at fault.
            return Place(self._from_here(self._path / "datapackage.json"), None, None, inside)
        if self._folder:
            return Place(self._from_here(self._path / finding.file), finding.line, finding.position, "")
        if self._file:
            # An archive: lines are those of a file in it, which no code host shows.
            return Place(self._from_here(self._path), None, None, inside)
        if finding.line is not None:
            return Place(self._from_here(Path(finding.file)), finding.line, finding.position, "")
        return Place("", None, None, inside)


def _from_here(path: Path) -> str:
    """Return the path from the current folder, if it lies under it; else as it was named."""
    here = Path.cwd()
    for whole, base in ((Path(os.path.abspath(path)), here), (path.resolve(), here.resolve())):  # noqa: PTH100 - as named
        if whole.is_relative_to(base):
            return whole.relative_to(base).as_posix()
    return path.as_posix()
