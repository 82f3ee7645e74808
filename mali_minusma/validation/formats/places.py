"""Where a finding is in the eyes of a code host: a path from the current folder, and a line in that file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
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
    """Finds the places of a report's findings; asks the file system once, not once a finding."""

    def __init__(self, report: Report) -> None:
        path = Path(report.target)
        self._named = report.target
        self._paths: dict[str, str] = {}
        try:
            self._folder, self._file = path.is_dir(), path.is_file()
            if self._file and path.name == "datapackage.json":
                self._folder, path = True, path.parent
            self.target = _from_here(path) if self._folder or self._file else report.target
            """What was validated: from the current folder, if it lies under it."""
        except (OSError, ValueError):
            # No system has a path of such characters: it is the name of something else.
            self._folder, self._file, self.target = False, False, report.target

    def of(self, finding: Finding) -> Place:
        """Return the place of a finding."""
        inside = where(finding)
        if finding.file == self._named:
            return Place(self.target, finding.line, finding.position, "")
        if self._folder and finding.line is None and finding.file in load_contract().tables:
            # It has no file: what the descriptor says of the table, or fails to say, is at fault.
            return Place(self._in_folder("datapackage.json"), None, None, inside)
        if self._folder:
            return Place(self._in_folder(finding.file), finding.line, finding.position, "")
        if self._file:
            # An archive: lines are those of a file in it, which no code host shows.
            return Place(self.target, None, None, inside)
        if finding.line is not None:
            return Place(Path(finding.file).as_posix(), finding.line, finding.position, "")
        return Place("", None, None, inside)

    def _in_folder(self, file: str) -> str:
        if file not in self._paths:
            self._paths[file] = (PurePosixPath(self.target) / file).as_posix()
        return self._paths[file]


def _from_here(path: Path) -> str:
    """Return the path from the current folder, if it lies under it; else as it was named."""
    here = Path.cwd()
    for whole in (Path(os.path.abspath(path)), path.resolve()):  # noqa: PTH100 - as named, then without links
        if whole.is_relative_to(here):
            return whole.relative_to(here).as_posix()
    return path.as_posix()
