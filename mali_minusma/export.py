"""Copy the package out of an installation, as a folder that any Data Package tool reads."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mali_minusma.locate import root

if TYPE_CHECKING:
    from pathlib import Path


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
    files = [source / name for name in ("datapackage.json", "LICENSE", "CITATION.cff")]
    files += [path for name in ("tables", "schemas") for path in (source / name).rglob("*") if path.is_file()]
    relative = sorted(path.relative_to(source).as_posix() for path in files)
    for name in relative:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    return relative
