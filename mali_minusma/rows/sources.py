# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/sources.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import DatePrecision, SourceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One row is a document or a data set that something in this package was read from.

    One row of `tables/sources.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["sources"]] = "sources"

    source_id: str
    """Readable, permanent name of the source: publisher, date, subject. Example: minusma-2023-10-31-kidal."""

    title: str
    """Title as published, or a descriptive title of our own in square brackets where the document has none. Example:
    MINUSMA leaves Kidal."""

    publisher: str
    """Who published the copy that was read. Example: GlobalSecurity.org."""

    author: str | None
    """Person or agency named as author; empty when none is named. Example: RT."""

    published_on: dt.date | None
    """Date of publication; empty for undated pages and for data sets that are updated in place. Example: 2023-07-01."""

    published_precision: DatePrecision | None
    """How exactly `published_on` is known: the day, only the month, or only the year. Example: day."""

    source_type: SourceType
    """What kind of document it is. The type decides the order in which readings are followed. Example: un_press."""

    url: str | None
    """Public address of the document where one is known; never fetched by this package. Example:
    https://cnmnewz.com/2023/07/01/un-pulls-peacekeepers-out-of-mali."""

    document_symbol: str | None
    """UN document symbol or another official number. Example: S/RES/2690 (2023)."""

    language: str
    """ISO 639-1 code of the language that was read. Example: en."""

    origin: str
    """The wire service or body that wrote it first, as a short name. Sources with the same origin for the same story
    are one witness, however many copies exist. Example: minusma."""

    license: str | None
    """Licence of the source as its publisher states it; empty where none was seen. Facts, not sentences, are taken from
    sources. Example: CC-BY-4.0."""

    note: str | None
    """What a reader should know about this copy. Example: Several passages of different ages joined on one page.."""
