# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/corrections.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import CorrectionType, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One row is one cell of an earlier release that holds another value since, or one row that was withdrawn.

    A cell that was empty and was filled is no correction, and is not in here; nor is what changed before a release.

    One row of `tables/corrections.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["corrections"]] = "corrections"

    correction_id: str
    """The version, then the table, the row and the field (or `row`), separated by slashes. Example:
    0.2.0/events/2012-tuareg-rebellion/start_date."""

    subject_table: Table
    """The table that was corrected. Example: events."""

    subject_id: str
    """Primary key of the row that was corrected; the parts of a composite key are joined by slashes in key order.
    Example: 2012-tuareg-rebellion."""

    field: str | None
    """The column that was corrected. Empty: the row as a whole was withdrawn. Example: start_date."""

    old_value: str | None
    """What the cell held before, as written in the file. Empty: the row as a whole was withdrawn. Example:
    2012-01-01."""

    new_value: str | None
    """What the cell holds since, as written in the file. Empty: the value, or the row as a whole, was withdrawn.
    Example: 2012-01-17."""

    correction_type: CorrectionType
    """What was corrected: the fact, or how it is told. Example: fact."""

    reason: str
    """Why it was corrected, in a sentence. Example: The day of the first clash, at Ménaka, where only the year
    stood.."""

    source_id: str | None
    """The document that the correction rests on; empty where no fact changed. Example: reuters-2012-04-12-timeline."""

    version: str
    """The release that has the correction; the releases before it hold the old value. Example: 0.2.0."""
