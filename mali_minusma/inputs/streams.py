"""The bytes of a file, unpacked piece by piece; what it is is told by its first bytes, not by its name."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE: Final = 2**14
_LOCAL_HEADER: Final = 30
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
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
    except OSError as error:
        raise UnreadableError(f"{shown(path)} can't be read: {error.strerror}") from None
    name = shown(path)
    if packed:
        return Bytes(name, lambda size: gathered(_members(path), size), packed=path)
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


def gathered(small: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield small pieces joined to larger ones; what came before an error is yielded before it is raised.

    >>> list(gathered(iter([b"ab", b"c", b"d"]), 3))
    [b'abc', b'd']
    """
    joined = bytearray()
    broken = None
    try:
        for piece in small:
            joined += piece
            if len(joined) >= size:
                yield bytes(joined)
                joined.clear()
    except BrokenStreamError as error:
        broken = error
    if joined:
        yield bytes(joined)
    if broken:
        raise broken


class _Guard:
    """Stops a stream that expands beyond all measure."""

    def __init__(self) -> None:
        self.read = 0
        self.written = 0

    def check(self, written: int) -> None:
        self.written += written
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
                for piece in _unpacked(unpacker, rest, "gzip"):
                    guard.check(len(piece))
                    yield piece
                rest = unpacker.unused_data
        if not unpacker.eof:
            raise BrokenStreamError("the rest of the gzip file: it ends too early, fetch or copy it again")


def _unpacked(unpacker: zlib._Decompress, packed: bytes, kind: str) -> Iterator[bytes]:
    """Yield what a piece unpacks to; if it is broken, what it unpacks to up to there."""
    before = unpacker.copy()
    try:
        yield unpacker.decompress(packed)
    except zlib.error:
        for at in range(len(packed)):
            try:
                yield before.decompress(packed[at : at + 1])
            except zlib.error:
                break
        raise BrokenStreamError(f"a {kind} file whose contents and checksum are sound") from None


def member_pieces(archive: Path, member: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
    """Yield the unpacked bytes of one member of a zip file.

    Raises:
        BrokenStreamError: after what could be unpacked, if that isn't all.
    """
    if member.flag_bits & 1:
        raise BrokenStreamError("a zip file without a password")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BrokenStreamError("a zip file packed in the usual way (deflate)")
    yield from gathered(_member(archive, member), size)


def _member(archive: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    guard, checksum = _Guard(), 0
    told = "a zip file whose sizes and checksums are those of its contents: fetch or make it again"
    unpacker = zlib.decompressobj(wbits=-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    with archive.open("rb") as file:
        try:
            file.seek(member.header_offset)
        except (OSError, ValueError):  # the directory names a place that no file has
            raise BrokenStreamError(told) from None
        header = file.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise BrokenStreamError(told)
        file.seek(sum(struct.unpack("<HH", header[26:])), os.SEEK_CUR)
        left = member.compress_size
        while left and (packed := file.read(min(PIECE, left))):
            left -= len(packed)
            guard.read += len(packed)
            for piece in [packed] if unpacker is None else _unpacked(unpacker, packed, "zip"):
                guard.check(len(piece))
                checksum = zlib.crc32(piece, checksum)
                yield piece
    if left or checksum != member.CRC or guard.written != member.file_size:
        raise BrokenStreamError(told)
