"""Copy the package out of an installation, as a folder or a zip that any Data Package tool reads."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING, Final

from mali_minusma.locate import root

if TYPE_CHECKING:
    from pathlib import Path

_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every member of a zip: the earliest that the format knows, so that it says nothing."""


def export(folder: Path) -> list[str]:
    """Copy descriptor, tables, schemas, licence and citation to a folder.

    Args:
        folder: a folder that is empty or doesn't exist yet; nothing is ever written over.

    Returns:
        The paths of the files, relative to the folder, sorted.

    Raises:
        FileExistsError: if there is something in the folder, or a file in its place.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as temporary:
    ...     export(Path(temporary) / "copy")[0]
    'CITATION.cff'
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is there already and not an empty folder: name a new one")
    source = root()
    relative = _files(source)
    for name in relative:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    return relative


def export_zip(file: Path, source: Path | None = None) -> list[str]:
    """Write the same files into a zip, with the descriptor at its top.

    The members are sorted and bear no times, so that the same data give the same bytes (with the same zlib).

    Args:
        file: a file that doesn't exist yet; nothing is ever written over.
        source: the folder of another package than this one.

    Returns:
        The names of the members, sorted.

    Raises:
        FileExistsError: if the file is there already.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as temporary:
    ...     export_zip(Path(temporary) / "copy.zip")[2]
    'datapackage.json'
    """
    source = source or root()
    relative = _files(source)
    if file.exists():
        raise FileExistsError(f"{file} is there already: name a new file")
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in relative:
            member = zipfile.ZipInfo(name, _TIME)
            # An ordinary file as on Unix, wherever the zip is made.
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, (source / name).read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return relative


def _files(source: Path) -> list[str]:
    """Return the paths of a package's files, sorted."""
    files = [source / name for name in ("datapackage.json", "LICENSE", "CITATION.cff")]
    files += [path for name in ("tables", "schemas") for path in (source / name).rglob("*") if path.is_file()]
    return sorted(path.relative_to(source).as_posix() for path in files)
