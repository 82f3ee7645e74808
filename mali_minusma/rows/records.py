# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.
"""Tables as lists of typed rows, read without any dataframe library."""

from typing import Literal, overload

from mali_minusma.reading import read_rows
from mali_minusma.rows import (
    ROW_CLASSES,
    Actor,
    ActorName,
    ActorSuccession,
    Appointment,
    Base,
    CasualtyFigure,
    Claim,
    Correction,
    Coverage,
    Event,
    EventActor,
    EventThread,
    Fatality,
    Mandate,
    Place,
    Row,
    Source,
    StrengthFigure,
    TableName,
    TroopContribution,
)


@overload
def records(table: Literal["sources"]) -> list[Source]: ...
@overload
def records(table: Literal["claims"]) -> list[Claim]: ...
@overload
def records(table: Literal["actors"]) -> list[Actor]: ...
@overload
def records(table: Literal["actor_names"]) -> list[ActorName]: ...
@overload
def records(table: Literal["actor_successions"]) -> list[ActorSuccession]: ...
@overload
def records(table: Literal["places"]) -> list[Place]: ...
@overload
def records(table: Literal["bases"]) -> list[Base]: ...
@overload
def records(table: Literal["mandates"]) -> list[Mandate]: ...
@overload
def records(table: Literal["events"]) -> list[Event]: ...
@overload
def records(table: Literal["event_actors"]) -> list[EventActor]: ...
@overload
def records(table: Literal["event_threads"]) -> list[EventThread]: ...
@overload
def records(table: Literal["appointments"]) -> list[Appointment]: ...
@overload
def records(table: Literal["casualty_figures"]) -> list[CasualtyFigure]: ...
@overload
def records(table: Literal["fatalities"]) -> list[Fatality]: ...
@overload
def records(table: Literal["strength_figures"]) -> list[StrengthFigure]: ...
@overload
def records(table: Literal["troop_contributions"]) -> list[TroopContribution]: ...
@overload
def records(table: Literal["coverage"]) -> list[Coverage]: ...
@overload
def records(table: Literal["corrections"]) -> list[Correction]: ...
@overload
def records(table: TableName) -> list[Row]: ...
def records(table: TableName) -> object:
    """Return the rows of a table as frozen, documented dataclasses.

    Args:
        table: name of the table.

    Returns:
        One object a row, sorted by primary key; a missing value is None, a date is a `datetime.date`
        and a month is its first day.

    Raises:
        ValueError: if there is no such table, with the names that there are.

    >>> import mali_minusma as mm
    >>> {base.base_id: base for base in mm.records("bases")}["kidal"].closed_on
    datetime.date(2023, 10, 31)
    """
    return read_rows(table, ROW_CLASSES)
