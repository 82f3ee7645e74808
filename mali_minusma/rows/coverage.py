# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/coverage.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import CoverageStatus, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One row is a table and a period.

    It says whether the record is known, so that a gap is never read as a zero.

    One row of `tables/coverage.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["coverage"]] = "coverage"

    table: Table
    """The table spoken of. Example: bases."""

    period: str
    """A month or a year, or two of them as an ISO 8601 interval, both ends included. Example: 2013-07/2017-04."""

    status: CoverageStatus
    """How far the period is known. Example: complete."""

    note: str | None
    """What is missing and why. Example: Taken only where the founding documents speak of it.."""
