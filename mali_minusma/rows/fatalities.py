# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/fatalities.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import CasualtyPersonnelType, FatalityFlag, IncidentType, MatchOfADeath, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Fatality:
    """One row is one death of mission personnel, as the UN's casualty register records it.

    One row of `tables/fatalities.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["fatalities"]] = "fatalities"

    casualty_id: str
    """The UN's own identifier. Example: MINUSMA-2013-10-08447."""

    incident_date: dt.date
    """Date of the incident in the UN's record. Example: 2013-10-23."""

    iso3: str
    """Nationality of the person. Example: CIV."""

    sex: Sex
    """Sex in the UN's record. Example: male."""

    personnel_type: CasualtyPersonnelType
    """Personnel type in the UN's record. Example: military."""

    incident_type: IncidentType
    """Type of incident in the UN's record as last updated. Example: malicious_act."""

    event_id: str | None
    """The incident as an event, where it is in the table of events. Example: 2013-10-23-tessalit-bombing."""

    event_match: MatchOfADeath | None
    """How the death was tied to its incident, or that no incident was found. Example: same_day."""

    source_id: str
    """The document the row was read from. Example: minusma-2023-10-31-kidal."""

    quality_flag: FatalityFlag | None
    """A known fault of the record; empty where none is known. Example: reclassified."""
