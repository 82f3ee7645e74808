"""Tell what a file is by its first bytes, and open it as that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.inputs.archive import is_zip, single_member
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.csv_file import CsvFile
from mali_minusma.inputs.frames import ParquetFile
from mali_minusma.inputs.streams import Bytes, UnreadableError, file_bytes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Batch, Report, Source


class Unopened:
    """A file that can't be opened as a table; all that there is to say of it is why."""

    ordered = False
    columns: tuple[str, ...] = ()

    def __init__(self, name: str, schema: TableSchema, fault: Fault) -> None:
        self.name = name
        self.schema = schema
        self._fault = fault

    def batches(self, report: Report) -> Iterator[Batch]:
        """Report the fault; there is nothing to yield."""
        report(self._fault)
        yield from ()

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:  # noqa: ARG002 - there are none
        """Yield nothing."""
        yield from ()


_LINES_OF_JSON: Final = (".jsonl", ".ndjson")


def open_file(path: Path, schema: TableSchema, *, extra_columns: bool = False) -> Source:
    """Return the table in a file: CSV, JSON Lines or Parquet, plain or, but for Parquet, packed.

    Raises:
        UnreadableError: if it isn't a regular file, or can't be read.
    """
    source = file_bytes(path)
    if is_zip(source):
        try:
            source = single_member(path)
        except UnreadableError as error:
            return Unopened(source.name, schema, Fault("file.compression", str(error), place=(1, 1)))
    return open_bytes(source, schema, extra_columns=extra_columns)


def open_bytes(source: Bytes, schema: TableSchema, *, extra_columns: bool = False) -> Source:
    """Return the table in the bytes of a file; one that can't be opened says why when it is read."""
    head = source.head()
    if head.startswith(b"PAR1"):
        if source.path is None:
            problem = "a Parquet file that is not packed in another, since it is read from its end: unpack it"
            return Unopened(source.name, schema, Fault("file.compression", problem, place=(1, 1)))
        return ParquetFile(source.path, source.name, schema, extra_columns=extra_columns)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    name = source.name.lower().removesuffix(".gz")
    if text.startswith(b"{") or (not text and name.endswith(_LINES_OF_JSON)):
        from mali_minusma.inputs.json_lines import JsonLines

        return JsonLines(source, schema, extra_columns=extra_columns)
    return CsvFile(source, schema, extra_columns=extra_columns)
