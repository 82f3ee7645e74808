"""Tell what a file is by its first bytes, and open it as that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.inputs.archive import single_member
from mali_minusma.inputs.csv_file import CsvFile
from mali_minusma.inputs.frames import ParquetFile
from mali_minusma.inputs.json_lines import JsonLines
from mali_minusma.inputs.streams import Bytes, UnreadableError, file_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Source

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_LINES_OF_JSON: Final = (".jsonl", ".ndjson")


def is_zip(path: Path) -> bool:
    """Tell whether a file is a zip file.

    Raises:
        UnreadableError: if it isn't a regular file, or can't be read.
    """
    return file_bytes(path).head(4).startswith(_ZIP)


def open_file(path: Path, schema: TableSchema, *, extra_columns: bool = False) -> Source:
    """Return the table in a file: CSV, JSON Lines or Parquet, plain or, but for Parquet, packed.

    Raises:
        UnreadableError: if it can't be opened.
    """
    return open_bytes(single_member(path) if is_zip(path) else file_bytes(path), schema, extra_columns=extra_columns)


def open_bytes(source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> Source:
    """Return the table in the bytes of a file.

    Raises:
        UnreadableError: if it is a packed Parquet file, which has to be read from its end.
    """
    head = source.head()
    if head.startswith(b"PAR1"):
        if source.path is None:
            raise UnreadableError(f"{source.name} is a Parquet file in another: unpack it, it is packed as it is")
        return ParquetFile(source.path, source.name, schema, extra_columns=extra_columns)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    name = source.name.lower().removesuffix(".gz")
    if text.startswith(b"{") or (not text and name.endswith(_LINES_OF_JSON)):
        return JsonLines(source, schema, extra_columns=extra_columns)
    return CsvFile(source, schema, extra_columns=extra_columns)
