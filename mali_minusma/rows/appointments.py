# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""The row class of `tables/appointments.csv`."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

from mali_minusma.rows.vocabularies import DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One row is a person in an office of the mission, or in an office that dealt with it.

    One row of `tables/appointments.csv`; a missing value is None.
    """

    TABLE: ClassVar[Literal["appointments"]] = "appointments"

    appointment_id: str
    """Person and office; permanent. Example: olivier-salgado-spokesperson."""

    actor_id: str
    """The person. Example: olivier-salgado."""

    organization_id: str
    """The body that the office belongs to. Example: minusma."""

    office: str
    """Title of the office, in English. Example: Spokesperson."""

    from_date: dt.date | None
    """First day in office; empty where it is not recorded. Example: 2013-07-01."""

    from_precision: DatePrecision | None
    """How exactly `from_date` is known: the day, only the month, or only the year. Example: day."""

    until_date: dt.date | None
    """Last day in office; empty where it is not recorded. Example: 2022-07-23."""

    until_precision: DatePrecision | None
    """How exactly `until_date` is known: the day, only the month, or only the year. Example: day."""
