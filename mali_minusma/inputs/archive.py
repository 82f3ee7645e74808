"""A folder or a zip file that holds a package, read in place: nothing is ever unpacked to disk."""

from __future__ import annotations

import json
import stat
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

from mali_minusma.inputs.streams import BrokenStreamError, Bytes, UnreadableError, file_bytes, member_pieces, shown
from mali_minusma.locate import inside, plain_relative

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DESCRIPTOR: Final = "datapackage.json"
LARGEST_DESCRIPTOR: Final = 64 * 2**20
MEMBERS: Final = 20_000
"""An archive with more members is not looked through."""

_LEVELS: Final = 3
"""A descriptor lies at the top of an archive, in the one folder that code hosts put around it, or in a wheel's data."""


class Archive(Protocol):
    """Something that holds files by relative path."""

    name: str

    def bytes(self, relative: str) -> Bytes:
        """Return the bytes of a file.

        Raises:
            ValueError: if the path leaves the archive.
            FileNotFoundError: if there is no such file.
            UnreadableError: if there is, and it can't be read.
        """


class Folder:
    """A folder on disk."""

    def __init__(self, folder: Path) -> None:
        self.name = shown(folder)
        self.folder = folder

    def bytes(self, relative: str) -> Bytes:
        """Return the bytes of a file in the folder."""
        path = inside(self.folder, relative)
        if not path.exists():
            raise FileNotFoundError(relative)
        found = file_bytes(path)
        return replace(found, name=relative)


class Zip:
    """A zip file, or the one folder in it that holds the descriptor."""

    def __init__(self, path: Path, files: Mapping[str, zipfile.ZipInfo], prefix: PurePosixPath) -> None:
        self.name = shown(path)
        self._path = path
        self._members = files
        self._prefix = prefix

    def bytes(self, relative: str) -> Bytes:
        """Return the bytes of a member."""
        name = str(self._prefix / plain_relative(relative))
        if name not in self._members:
            raise FileNotFoundError(relative)
        member = self._members[name]
        return Bytes(relative, lambda size: member_pieces(self._path, member, size))


def is_zip(source: Bytes) -> bool:
    """Tell whether the bytes are those of a zip file."""
    return source.head(4).startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(path: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a zip file by name.

    Raises:
        UnreadableError: if it isn't one, or holds what no archive of tables does; the message says what was expected.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError) as error:
        raise UnreadableError(f"a sound zip file ({error}): fetch or make it again") from None
    if len(found) > MEMBERS:
        raise UnreadableError(f"a zip file of at most {MEMBERS:,} members; it has {len(found):,}")
    named: dict[str, zipfile.ZipInfo] = {}
    for member in found:
        name = member.orig_filename
        try:
            plain_relative(name)
        except ValueError:
            raise UnreadableError(f"members that stay in the archive; {name!r} leaves the folder") from None
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableError(f"files in the archive; the member {name!r} is a link")
        if name in named:
            raise UnreadableError(f"each member once; {name!r} is there twice")
        if not member.is_dir():
            named[name] = member
    return named


def package_in_zip(path: Path) -> Zip | None:
    """Return the package that a zip file holds, or None if it holds none.

    Raises:
        UnreadableError: if it isn't a sound zip file, or holds several packages.
    """
    files = members(path)
    found = sorted(
        (PurePosixPath(name) for name in files if PurePosixPath(name).name == DESCRIPTOR),
        key=lambda name: len(name.parts),
    )
    found = [name for name in found if len(name.parts) == len(found[0].parts)]
    if not found or len(found[0].parts) > _LEVELS:
        return None
    if len(found) > 1:
        raise UnreadableError(f"a zip file of one package; it holds {', '.join(map(str, found))}")
    return Zip(path, files, found[0].parent)


def package_at(path: Path) -> Archive | None:
    """Return the package that a folder, a descriptor or a zip file is, or None if a file is none of them.

    Raises:
        UnreadableError: if it is a zip file that isn't sound, or no regular file.
    """
    if path.is_dir() or path.name == DESCRIPTOR:
        return Folder(path if path.is_dir() else path.parent)
    return package_in_zip(path) if is_zip(file_bytes(path)) else None


def single_member(path: Path) -> Bytes:
    """Return the bytes of the one file that a zip file holds.

    Raises:
        UnreadableError: if it holds none or several.
    """
    found = members(path)
    if len(found) != 1:
        raise UnreadableError(
            f"a zip file of one table, or of a package; it holds {len(found)} files and no {DESCRIPTOR}"
        )
    ((name, member),) = found.items()
    return Bytes(f"{shown(path)}/{name}", lambda size: member_pieces(path, member, size))


def read_all(source: Bytes, largest: int = LARGEST_DESCRIPTOR) -> bytes:
    """Return all the bytes of a small file.

    Raises:
        UnreadableError: if there are more, or they can't be unpacked.
    """
    read = bytearray()
    try:
        for piece in source.pieces(2**20):
            read += piece
            if len(read) > largest:
                raise UnreadableError(f"{source.name} is larger than {largest // 2**20} MiB")
    except BrokenStreamError as error:
        raise UnreadableError(f"{source.name} can't be unpacked: expected {error}") from None
    return bytes(read)


def declared_paths(archive: Archive) -> dict[str, str]:
    """Return the path of each table that a descriptor declares; none if there is no sound descriptor."""
    try:
        resources = json.loads(read_all(archive.bytes(DESCRIPTOR)))["resources"]
        return {str(item["name"]): item["path"] for item in resources if isinstance(item["path"], str)}
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return {}
