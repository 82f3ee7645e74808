"""Where the data lies: beside the package in a checkout, inside it once installed.

Both are the same relative tree (`datapackage.json`, `tables/`, `schemas/`), so no other
module needs to know which of the two it runs from.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds `datapackage.json`, `tables/` and `schemas/`.

    Returns:
        The folder `data` inside the installed package, or the checkout around it.

    Raises:
        FileNotFoundError: if neither holds the schemas, so that the installation is broken.

    >>> (root() / "schemas" / "tables" / "events.json").is_file()
    True
    """
    for folder in (_PACKAGE / "data", _PACKAGE.parent):
        if (folder / "schemas" / "tables").is_dir():
            return folder
    raise FileNotFoundError(f"no schemas beside or inside {_PACKAGE}: the installation is incomplete, install it again")


def checkout() -> Path | None:
    """Return the checkout that this package runs from, or None once installed.

    >>> checkout() is None or (checkout() / "pyproject.toml").is_file()
    True
    """
    folder = root()
    return folder if (folder / "pyproject.toml").is_file() else None


def inside(folder: Path, relative: str) -> Path:
    """Return `folder / relative`, refusing every path that leaves the folder.

    Args:
        folder: the folder of a data package.
        relative: a path from a descriptor, as POSIX, relative to the folder.

    Raises:
        ValueError: if the path is absolute, climbs with `..`, is an address, or is a link that leads outside.

    >>> inside(root(), "tables/events.csv").name
    'events.csv'
    >>> inside(root(), "../secret.csv")
    Traceback (most recent call last):
    ...
    ValueError: path '../secret.csv' leaves the folder of the package: use a relative path without '..'
    """
    base = folder.resolve()
    target = (base / plain_relative(relative)).resolve()
    if not target.is_relative_to(base):
        raise ValueError(f"path {relative!r} leads outside the folder of the package through a link")
    return target


def plain_relative(relative: str) -> PurePosixPath:
    """Return a path from a descriptor, refusing every one that isn't relative and downward.

    Raises:
        ValueError: if the path is absolute, climbs with `..`, or is an address.

    >>> plain_relative("tables/events.csv").name
    'events.csv'
    """
    pure = PurePosixPath(relative)
    if pure.is_absolute() or ".." in pure.parts or ":" in relative or "\\" in relative or "\0" in relative:
        raise ValueError(f"path {relative!r} leaves the folder of the package: use a relative path without '..'")
    return pure
