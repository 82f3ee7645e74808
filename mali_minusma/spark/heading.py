"""The header of a CSV file, read by the driver before anything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mali_minusma.inputs.csv_file import BLOCK, LONGEST_HEADER, CsvFile
from mali_minusma.inputs.header import positions
from mali_minusma.inputs.records import records, visible
from mali_minusma.inputs.streams import Bytes
from mali_minusma.spark.parsing import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Fault

MARK: Final = b"\xef\xbb\xbf"

_FIRST: Final = 2**16
"""So many bytes are read to find the header in."""

_MARKED: Final = 64
"""In so many bytes it shows whether a file is UTF-8 at all."""

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


def plan_of(  # noqa: PLR0913 - a file, and where faults go
    name: str,
    size: int,
    head: Callable[[int], bytes],
    schema: TableSchema,
    report: Callable[[Fault], None],
    *,
    extra_columns: bool,
) -> tuple[Plan | None, int]:
    """Return how a file is to be read, and where its header ends; None if there is none that can be read.

    Args:
        name: how the file is named.
        size: how many bytes it has.
        head: gives so many of its first bytes.
        schema: the schema of its table.
        report: is given what is wrong with the header.
        extra_columns: whether columns that the schema doesn't have are allowed.
    """
    data, text, decoded, ends = _first_record(size, head)
    cells = next(records(decoded)).cells if ends is not None else [""]
    if ends is None or cells == [""] or _faults(name, head(_MARKED), schema, nothing_read=True):
        # There is nothing to be read, and the first block says all that there is to say.
        for fault in _faults(name, head(BLOCK), schema):
            report(fault)
        return None, 0
    # As it stands in the file, so that its own carriage returns are told.
    line_ends = [found.end() for found in _LINE_END.finditer(text)]
    lines = decoded.count("\n", 0, ends)
    ended = decoded.endswith("\n", 0, ends)
    header = data[: len(data) - len(text) + line_ends[lines - 1]] if ended else data
    # With some of what follows, which tells whether the file is UTF-8 at all; what is wrong there is told later.
    whole = len(header) == size
    for fault in _faults(name, data[: max(len(header), _MARKED)], schema, extra_columns=extra_columns):
        if whole or fault.place is None or fault.place[0] <= lines:
            report(fault)
    known = positions([visible(cell) for cell in cells], schema)
    names = {at: column for column, at in known.items()}
    plan = Plan(
        schema.name,
        tuple(known),
        tuple(names.get(at, f"column {at}") for at in range(len(cells))),
        skip=len(decoded[:ends].encode("utf-8", "surrogateescape")),
        lines=lines,
        size=size,
    )
    return plan, len(header)


def _first_record(size: int, head: Callable[[int], bytes]) -> tuple[bytes, bytes, str, int | None]:
    """Return the first bytes, those without a mark, their text with line feeds alone, and where its header ends."""
    wanted = _FIRST
    while True:
        data = head(wanted)
        whole = len(data) >= size
        text = data.removeprefix(MARK)
        # A carriage return at the end may be half of a line end.
        plain = _LINE_END.sub(b"\n", text if whole or not text.endswith(b"\r") else text[:-1])
        decoded = plain.decode("utf-8", "surrogateescape")
        first = next(records(decoded, last=whole), None)
        if first is not None:
            return data, text, decoded, None if first.broken else first.end
        if whole or (len(data) > LONGEST_HEADER and b"\n" not in plain):
            return data, text, decoded, None
        wanted *= 4


def _faults(
    name: str, data: bytes, schema: TableSchema, *, extra_columns: bool = False, nothing_read: bool = False
) -> list[Fault]:
    """Return what the reader of files says of the beginning of one; if asked so, only that it isn't UTF-8 at all."""
    pieces = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    faults: list[Fault] = []
    for _ in CsvFile(Bytes(name, lambda _: iter(pieces)), schema, extra_columns=extra_columns).batches(faults.append):
        pass
    return [fault for fault in faults if not nothing_read or fault.expected.endswith("nothing in it was read")]
