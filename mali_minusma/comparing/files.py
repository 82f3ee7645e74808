"""The files of a package, in a folder, a zip or a wheel, read where they lie and trusted in nothing.

Nothing is ever extracted: a member of an archive is read into memory, if its size is credible.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

from mali_minusma.locate import inside

if TYPE_CHECKING:
    import os

DESCRIPTOR: Final = "datapackage.json"

IN_WHEEL: Final = "mali_minusma/data/"
"""Where the package lies in a wheel of this project."""

LARGEST: Final = 1 << 30
"""Bytes of one file beyond which it is not read."""

CREDIBLE: Final = 1 << 24
"""Bytes of a member of an archive up to which it may be compressed as much as can be."""

RATIO: Final = 200
"""How many times its compressed size a larger member may have; tables are compressed about ten times."""

MEMBERS: Final = 20_000
"""Members of an archive beyond which it is not looked through."""


class PackageError(ValueError):
    """A package can't be read or understood; the message says which, where, and what was expected."""


class Files(Protocol):
    """The files of one package."""

    name: str
    """How messages name the package."""

    def read(self, path: str) -> bytes:
        """Return a file by its path in the package."""


def open_files(path: str | os.PathLike[str]) -> Files:
    """Return the files of the package at a path.

    Args:
        path: a folder with `datapackage.json`, that file itself, a zip of such a folder (with or without one folder
            around it), or a wheel of this project.

    Raises:
        PackageError: if there is no package, or the archive is damaged, encrypted or not to be trusted.

    >>> from mali_minusma.locate import root
    >>> open_files(root()).read("datapackage.json")[:1]
    b'{'
    """
    place = Path(path)
    if place.is_dir():
        return Folder(place)
    if place.name == DESCRIPTOR:
        return Folder(place.parent)
    if not place.is_file():
        raise PackageError(f"no file or folder {path}: name a folder with {DESCRIPTOR}, a zip of one, or a wheel")
    return Archive(place)


class Folder:
    """A package in a folder."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder

    def read(self, path: str) -> bytes:
        """Return a file by its path in the package.

        Raises:
            PackageError: if it isn't there, is too large, or lies outside the folder.
        """
        try:
            target = inside(self._folder, path)
            size = target.stat().st_size if target.is_file() else -1
            data = target.read_bytes() if 0 <= size <= LARGEST else b""
        except (OSError, ValueError) as error:
            raise PackageError(f"{self.name}: {error}") from None
        if size < 0:
            raise PackageError(f"{self.name}: there is no file {path}")
        if size > LARGEST:
            raise PackageError(f"{self.name}: {path} is larger than {LARGEST >> 20} MiB")
        return data


class Archive:
    """A package in a zip or a wheel."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise PackageError(f"{self.name}: not a zip archive that can be read, or a part of one: {error}") from None
        self._members = self._checked(members)
        self._root = self._found_root()

    def _checked(self, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        """Return the files by name; refuse what an archive of a package never holds."""
        if len(members) > MEMBERS:
            raise PackageError(f"{self.name}: {len(members)} members, where a package has a few dozen")
        checked: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.orig_filename
            pure = PurePosixPath(name)
            if pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or name[1:2] == ":":
                raise PackageError(f"{self.name}: the member {name!r} leaves the folder of the package")
            if member.is_dir():
                continue
            if name in checked:
                raise PackageError(f"{self.name}: the member {name!r} is there twice; which one counts?")
            if member.flag_bits & 1:
                raise PackageError(f"{self.name}: the member {name!r} is encrypted: give an archive without a password")
            if stat.S_ISLNK(member.external_attr >> 16):
                raise PackageError(f"{self.name}: the member {name!r} is a link, not a file")
            checked[name] = member
        return checked

    def _found_root(self) -> str:
        """Return the folder of the package inside the archive, with a slash at its end, or nothing if it has none."""
        if DESCRIPTOR in self._members:
            return ""
        if IN_WHEEL + DESCRIPTOR in self._members:
            return IN_WHEEL
        one_deep = [name for name in self._members if PurePosixPath(name).parts[1:] == (DESCRIPTOR,)]
        if len(one_deep) != 1:
            found = f"found {len(one_deep)} one folder down" if one_deep else "found none"
            raise PackageError(f"{self.name}: expected one {DESCRIPTOR}, at the top or in one folder; {found}")
        return one_deep[0].removesuffix(DESCRIPTOR)

    def read(self, path: str) -> bytes:
        """Return a file by its path in the package.

        Raises:
            PackageError: if it isn't there, is damaged, or is too large to be what it says.
        """
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path:
            raise PackageError(f"{self.name}: path {path!r} leaves the folder of the package")
        member = self._members.get(self._root + pure.as_posix())
        if member is None:
            raise PackageError(f"{self.name}: there is no file {path}")
        size, packed = member.file_size, member.compress_size
        if size > LARGEST or (size > CREDIBLE and size > RATIO * packed):
            raise PackageError(f"{self.name}: {path} would unpack {packed:,} bytes into {size:,}: it is not read")
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(member) as file:
                # Never more than was declared, whatever the stream goes on to give.
                return file.read(size)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
            raise PackageError(f"{self.name}: {path} can't be unpacked: {error}") from None
