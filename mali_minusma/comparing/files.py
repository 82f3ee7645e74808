"""The files of a package to be compared: in a folder, a zip file or a wheel, and trusted in nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from mali_minusma.inputs.archive import DESCRIPTOR, Folder, package_in_zip, read_all
from mali_minusma.inputs.streams import UnreadableError

if TYPE_CHECKING:
    import os

    from mali_minusma.inputs.archive import Archive

LARGEST: Final = 2**30
"""Bytes of one file beyond which it is not read."""


class PackageError(ValueError):
    """A package can't be read or understood; the message says which, where, and what was expected."""


class Files:
    """The files of one package."""

    def __init__(self, archive: Archive) -> None:
        self.name = archive.name
        """How messages name the package."""
        self._archive = archive

    def read(self, path: str) -> bytes:
        """Return a file by its path in the package.

        Raises:
            PackageError: if it isn't there, leaves the package, is damaged, or is too large.
        """
        try:
            return read_all(self._archive.bytes(path), LARGEST)
        except FileNotFoundError:
            raise PackageError(f"{self.name}: there is no file {path}") from None
        except (OSError, ValueError) as error:
            raise PackageError(f"{self.name}: {error}") from None


def open_files(path: str | os.PathLike[str]) -> Files:
    """Return the files of the package at a path.

    Args:
        path: a folder with `datapackage.json`, that file itself, a zip file of such a folder (with or without one
            folder around it), or a wheel of this project.

    Raises:
        PackageError: if there is no package, or the archive is damaged, encrypted or not to be trusted.

    >>> from mali_minusma.locate import root
    >>> open_files(root()).read("datapackage.json")[:1]
    b'{'
    """
    place = Path(path)
    if place.is_dir() or place.name == DESCRIPTOR:
        return Files(Folder(place if place.is_dir() else place.parent))
    if not place.is_file():
        raise PackageError(f"no file or folder {path}: name a folder with {DESCRIPTOR}, a zip file of one, or a wheel")
    try:
        archive = package_in_zip(place)
    except UnreadableError as error:
        raise PackageError(f"{place}: expected {error}") from None
    if archive is None:
        raise PackageError(f"{place}: expected one {DESCRIPTOR}, at the top of it or in one folder; found none")
    return Files(archive)


__all__ = ["DESCRIPTOR", "Files", "PackageError", "open_files"]
