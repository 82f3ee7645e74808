# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/claims.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import ChoiceRule, ClaimStatus, DatePrecision, NumberQualifier, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row is one source's reading of one cell, or of a whole row.

    Readings that disagree stand side by side; `status` says which one the table follows, `rule` says why.

    One row of `tables/claims.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["claims"]] = "claims"

    claim_id: str
    """The subject, then the field (or `row`), then the source, separated by slashes; a number is added where one source
    gives several readings of one cell. Example: bases/kidal/closed_on/minusma-2023-10-31-kidal."""

    subject_table: Table
    """The table that the reading is about. Example: bases."""

    subject_id: str
    """Primary key of the row that the reading is about; the parts of a composite key are joined by slashes in key
    order. Example: kidal."""

    field: str | None
    """The column that the reading is about. Empty: the row as a whole, which then stands behind every cell that has no
    claim of its own. Example: closed_on."""

    value: str | None
    """What the source says, written as the cell would be written. In a claim about the whole row: what the source says
    that no column holds, if anything. Example: 2023-10-31."""

    qualifier: NumberQualifier | None
    """The word the source puts before the number; empty where the value is not a number. Example: nearly."""

    as_of: dt.date | None
    """The date the reading speaks of, where it is not the date of the row. Example: 2023-06-30."""

    as_of_precision: DatePrecision | None
    """How exactly `as_of` is known: the day, only the month, or only the year. Example: day."""

    source_id: str
    """The document the row was read from. Example: minusma-2023-10-31-kidal."""

    locator: str
    """Where in the source: paragraph (counted from the title, which is 1, unless the source numbers its own), page,
    table row or record. Example: para 5."""

    status: ClaimStatus
    """How the reading stands to the cell. Example: followed."""

    rule: ChoiceRule | None
    """Why this reading is followed where another differs; only on followed claims. Example: un_record_first."""

    note: str | None
    """How the reading was worked out, or why it differs. Example: The source puts the two dates in the order of the two
    bases.."""
