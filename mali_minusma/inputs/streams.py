"""The bytes of a file, unpacked piece by piece; what it is is told by its first bytes, not by its name."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE: Final = 2**14
BOMB_BYTES: Final = 200 * 2**20
BOMB_RATIO: Final = 300
"""A stream that grows beyond both is taken for one that was made to fill memory."""


class UnreadableError(ValueError):
    """A file that can't be opened as what was asked; the message says why and what to do."""


class BrokenStreamError(Exception):
    """A packed file ends early or doesn't unpack; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes that can be read again and again, and how findings name them."""

    name: str
    pieces: Callable[[int], Iterator[bytes]]
    """Yields the unpacked bytes, about so many at a time; raises BrokenStreamError after what could be unpacked."""
    path: Path | None = None
    """The file, if the bytes are those of a plain one."""
    packed: Path | None = None
    """The file, if the bytes are packed in it."""

    def stored(self, size: int) -> Iterator[bytes]:
        """Yield the bytes as they are stored: still packed, if the file itself is."""
        return _plain(self.packed, size) if self.packed else self.pieces(size)

    def head(self, size: int = 64) -> bytes:
        """Return the first bytes; fewer if there are no more, or if they can't be unpacked."""
        head = b""
        try:
            for piece in self.pieces(size):
                head += piece
                if len(head) >= size:
                    break
        except BrokenStreamError:
            pass
        return head[:size]


def file_bytes(path: Path) -> Bytes:
    """Return the bytes of a regular file.

    Raises:
        UnreadableError: if it isn't one, or can't be opened: a device or a pipe may have no end.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableError(f"{shown(path)} is not a regular file: save what it gives to a file first")
        with path.open("rb"):
            pass
    except OSError as error:
        raise UnreadableError(f"{shown(path)} can't be read: {error.strerror}") from None
    name = shown(path)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if packed:
        return Bytes(name, lambda size: _gunzipped(path, size), packed=path)
    return Bytes(name, lambda size: _plain(path, size), path)


def shown(path: Path) -> str:
    """Return a path as text that can always be printed.

    >>> from pathlib import Path
    >>> shown(Path("a.csv"))
    'a.csv'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _plain(path: Path, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(size):
            yield piece


def _gunzipped(path: Path, size: int) -> Iterator[bytes]:
    gathered = bytearray()
    broken = None
    try:
        for piece in _members(path):
            gathered += piece
            if len(gathered) >= size:
                yield bytes(gathered)
                gathered.clear()
    except BrokenStreamError as error:
        broken = error
    if gathered:
        yield bytes(gathered)
    if broken:
        raise broken


class _Guard:
    """Stops a stream that expands beyond all measure."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0

    def check(self) -> None:
        if self.written > BOMB_BYTES and self.written > BOMB_RATIO * self.read:
            raise BrokenStreamError(
                f"a file that unpacks to less than {BOMB_BYTES // 2**20} MiB, or to less than {BOMB_RATIO} times its "
                "size: unpack it yourself if you trust it"
            )


def _members(path: Path) -> Iterator[bytes]:
    """Yield what the members of a gzip file unpack to; several, one after the other, are one file."""
    guard = _Guard()
    with path.open("rb") as file:
        unpacker = zlib.decompressobj(wbits=31)
        while rest := file.read(PIECE):
            guard.read += len(rest)
            # Some tools pad a file with NULs.
            while rest and not (unpacker.eof and not rest.strip(b"\0")):
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                try:
                    piece = unpacker.decompress(rest)
                except zlib.error:
                    raise BrokenStreamError("a gzip file whose contents and checksum are sound") from None
                guard.written += len(piece)
                guard.check()
                yield piece
                rest = unpacker.unused_data
        if not unpacker.eof:
            raise BrokenStreamError("the rest of the gzip file: it ends too early, fetch or copy it again")


def member_pieces(archive: Path, member: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
    """Yield the unpacked bytes of one member of a zip file.

    Raises:
        BrokenStreamError: after what could be unpacked, if that isn't all.
    """
    guard = _Guard()
    # The directory may say anything about sizes.
    guard.read = min(member.compress_size, archive.stat().st_size)
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(member) as stream:
            while piece := stream.read(size):
                guard.written += len(piece)
                guard.check()
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise BrokenStreamError("a zip file whose contents and checksums are sound") from None
    except (RuntimeError, NotImplementedError) as error:
        raise BrokenStreamError(f"a zip file without password, packed in a usual way ({error})") from None
