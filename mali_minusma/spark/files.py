"""Files as Spark sees them: any address that it can read, looked at through Hadoop's file systems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.inputs.streams import shown
from mali_minusma.spark.failures import RefusedError, first_line

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_MAGIC: Final = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "zstd",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or a folder of them."""

    name: str
    """How findings name it."""
    address: str
    """How Spark is told of it."""
    is_folder: bool
    size: int


def is_address(target: str) -> bool:
    """Tell whether a path is an address of a file system that Spark is to look it up in.

    >>> is_address("s3a://bucket/events.csv"), is_address("events.csv")
    (True, False)
    """
    return bool(_ADDRESS.match(target))


def find(session: SparkSession, target: str) -> Found:
    """Return what stands at a path or an address.

    Raises:
        RefusedError: if there is nothing, or it can't be read.
    """
    if is_address(target):
        name = address = target
    else:
        path = Path(target)
        name = shown(path)
        if not path.exists():
            raise RefusedError(f"no file or folder {name}")
        try:
            address = f"file:{path.resolve()}"
            address.encode()
        except UnicodeEncodeError:
            raise RefusedError(f"{name}: Spark can't be told a name that isn't UTF-8") from None
    try:
        system, path_there = _opened(session, address)
        status = system.getFileStatus(path_there)
        return Found(name, address, bool(status.isDirectory()), int(status.getLen()))
    except Exception as error:  # noqa: BLE001 - whatever a file system says
        if is_missing(error):
            raise RefusedError(f"no file or folder {name}") from None
        raise RefusedError(f"{name} can't be read: {first_line(error)}") from None


def is_missing(error: Exception) -> bool:
    """Tell whether Hadoop says that there is no such file."""
    return "FileNotFoundException" in str(error)


def is_there(session: SparkSession, address: str) -> bool:
    """Tell whether there is anything at an address.

    Raises:
        RefusedError: if its file system can't be asked.
    """
    try:
        system, path = _opened(session, address)
        return bool(system.exists(path))
    except Exception as error:  # noqa: BLE001 - whatever a file system says
        raise RefusedError(f"{address} can't be reached: {first_line(error)}") from None


def head(session: SparkSession, file: Found, size: int) -> bytes:
    """Return the first bytes of a file."""
    return _read(session, file, 0, size)


def last_byte(session: SparkSession, file: Found) -> bytes:
    """Return the last byte of a file; none if it is empty."""
    return _read(session, file, file.size - 1, 1) if file.size else b""


def _read(session: SparkSession, file: Found, at: int, size: int) -> bytes:
    system, path = _opened(session, file.address)
    try:
        stream = system.open(path)
        try:
            stream.seek(at)
            return bytes(stream.readNBytes(size))
        finally:
            stream.close()
    except Exception as error:  # noqa: BLE001 - whatever a file system says
        raise RefusedError(f"{file.name} can't be read: {first_line(error)}") from None


def refuse_packed(session: SparkSession, file: Found, first: bytes) -> None:
    """Refuse a file that Spark could not cut into pieces.

    Raises:
        RefusedError: if it is packed, or has the name of one that is, so that Spark would unpack it.
    """
    kind = next((name for magic, name in _MAGIC.items() if first.startswith(magic)), None)
    _, path = _opened(session, file.address)
    hadoop: Any = session._jvm  # noqa: SLF001 - Spark's way to Hadoop
    codecs = hadoop.org.apache.hadoop.io.compress.CompressionCodecFactory(_settings(session))
    codec = codecs.getCodec(path)
    if kind is None and codec is None:
        return
    what = f"is packed ({kind})" if kind else f"has the name of a packed file ({codec.getDefaultExtension()})"
    raise RefusedError(
        f"{file.name} {what}, and Spark can't cut a packed file into pieces: unpack it, or validate it without Spark"
    )


def _opened(session: SparkSession, address: str) -> tuple[Any, Any]:
    hadoop: Any = session._jvm  # noqa: SLF001 - as above
    path = hadoop.org.apache.hadoop.fs.Path(address)
    return path.getFileSystem(_settings(session)), path


def _settings(session: SparkSession) -> Any:  # noqa: ANN401 - an object of Java
    return session._jsc.hadoopConfiguration()  # noqa: SLF001 - as above
