"""A piece of a table as every source hands it over, and what a source finds wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import polars as pl

    from mali_minusma.contract.model import TableSchema


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the input isn't of its form."""

    rule: str
    expected: str
    value: str = ""
    place: tuple[int, int] | None = None
    """Line and character, from 1."""
    row: int = -1
    """Index of the record, where one is concerned."""
    column: str = ""
    hint: str = ""
    times: int = 1
    """So many faults of the rule; where what was expected isn't told, no more is."""


Report: TypeAlias = "Callable[[Fault], bool | None]"
"""Is told of a fault; returns whether enough was told of its rule, so that others need only be counted."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records: a column for each column of the schema that was identified."""

    frame: pl.DataFrame
    """Text (as a file writes it), or values of the column's own type; null is a missing value."""
    numbers: Sequence[int]
    """Index of each record in the input, counted from 0 over sound and broken ones."""
    unreadable: Mapping[str, pl.Series] = field(default_factory=dict)
    """By column, True where a cell is known already not to be of its type; the frame has null there."""
    shown: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """By row of the frame and column, the text of a cell that the frame itself doesn't hold."""
    place: Callable[[int, str], tuple[int, int] | None] = lambda _row, _column: None
    """Line and character of a cell, by row of the frame and column."""


class Source(Protocol):
    """Something that holds a table."""

    name: str
    """How findings name it."""
    schema: TableSchema
    """The schema of its table."""
    columns: tuple[str, ...]
    """The columns of the schema that were identified; known once the first batch was asked for."""
    ordered: bool
    """Whether the rows are expected in order of the key: in a file that is kept by hand or by line."""

    def batches(self, report: Report) -> Iterator[Batch]:
        """Yield the records."""

    def again(self, wanted: Sequence[int], columns: Collection[str]) -> Iterator[Batch]:
        """Yield the batches once more that hold some records, and perhaps others, when all were read before.

        Args:
            wanted: the numbers of the records, in order.
            columns: the columns that matter; others may be left out.
        """
