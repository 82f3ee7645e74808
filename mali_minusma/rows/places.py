# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/places.csv`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import CoordinatePrecision, PCodeVintage, PlaceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row is a place in Mali, or a place elsewhere where a decision was taken.

    One row of `tables/places.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["places"]] = "places"

    place_id: str
    """Readable, permanent name of the place. Example: kidal."""

    name: str
    """Name in the spelling of the gazetteer. Example: Kidal."""

    other_names: str | None
    """Other spellings and names of the place in sources, separated by semicolons; accents and capitals aside. Example:
    Tombouctou; Timbuctu."""

    place_type: PlaceType
    """What kind of place it is. Example: settlement."""

    iso3: str
    """ISO 3166-1 alpha-3 code of the country that the place lies in. Example: CIV."""

    admin1: str | None
    """First-level division, in the spelling of the P-code list of `pcode_vintage`. Example: Kidal."""

    admin1_pcode: str | None
    """P-code of the first-level division. Codes were reassigned between vintages: ML09 is Bamako in 2021 and Taoudenni
    in 2025. Example: ML08."""

    pcode_vintage: PCodeVintage | None
    """Year of the code list that the P-code belongs to. Example: 2021."""

    latitude: float | None
    """WGS 84 latitude. Unit: decimal degrees. Example: 18.44111."""

    longitude: float | None
    """WGS 84 longitude. Unit: decimal degrees. Example: 1.40778."""

    coordinate_precision: CoordinatePrecision | None
    """What the coordinates point at. Example: settlement."""

    geonames_id: int | None
    """Identifier of the place in GeoNames. Unit: identifier. Example: 2455290."""
