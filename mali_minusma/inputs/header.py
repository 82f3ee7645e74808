"""Tell which columns of a file are those of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma.hints import near
from mali_minusma.inputs.batch import Fault
from mali_minusma.inputs.records import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Report
    from mali_minusma.inputs.records import Record


HINTED: Final = 100
"""For so many unknown columns the nearest known one is looked for."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first record of a file says."""

    width: int
    positions: Mapping[str, int]
    """Where each column of the schema stands that is there once."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were identified."""
        return tuple(self.positions)


def identify(record: Record, schema: TableSchema, report: Report, *, extra_columns: bool) -> Header:
    """Return the columns that a header names; report those that are missing, unknown, twice there or out of order."""

    def place(position: int) -> tuple[int, int]:
        # A name with a line feed in it is a name that isn't known, so the place of what follows hardly matters.
        return 1, record.offsets[position] + 1

    names = [visible(name) for name in record.cells]
    for fault in header_faults(names, schema, place, extra_columns=extra_columns):
        report(fault)
    return Header(len(record.cells), positions(names, schema))


def positions(names: Sequence[object], schema: TableSchema) -> dict[str, int]:
    """Return where each column of the schema stands that is there exactly once, in the schema's order."""
    return {name: names.index(name) for name in schema.by_name if names.count(name) == 1}


def header_faults(
    names: Sequence[object],
    schema: TableSchema,
    place: Callable[[int], tuple[int, int] | None],
    *,
    extra_columns: bool,
    ordered: bool = True,
) -> list[Fault]:
    """Return what is wrong with the names of columns.

    Args:
        names: the names in order; in a frame they may be anything.
        schema: the schema of the table.
        place: line and character of a name, by its position.
        extra_columns: whether columns that the schema doesn't have are allowed.
        ordered: whether the order of columns means something.
    """
    known = list(schema.by_name)
    faults = []
    seen: set[object] = set()
    for position, name in enumerate(names):
        shown = name if isinstance(name, str) else repr(name)
        if name in schema.by_name and name in seen:
            faults.append(_fault(shown, "each column once", place(position)))
        elif name not in schema.by_name and not extra_columns:
            hint = near(shown[:200], known) if len(faults) < HINTED else ""
            faults.append(_fault(shown, f"one of the columns {', '.join(known)}", place(position), hint))
        seen.add(name)
    missing = [name for name in known if name not in seen]
    faults += [Fault("file.header", f"a column {name}", "", place(0), column=name) for name in missing]
    here = [name for name in names if name in schema.by_name]
    if ordered and not faults and here != known:
        at = next(position for position, name in enumerate(here) if name != known[position])
        faults.append(_fault("", "the columns in the order " + ", ".join(known), place(names.index(here[at]))))
    return faults


def _fault(name: str, expected: str, place: tuple[int, int] | None, hint: str = "") -> Fault:
    return Fault("file.header", expected, name, place, column=name, hint=hint)
