"""The thirty faults of each table, in the order of the rows that they are planted in: the first row's, to the last's.

Each breaks one rule and no other. So a pattern is broken where no foreign key looks at the cell, a cell of the key is
changed to what still stands in order between its neighbours, and what a row rule compares is changed with it. Two rows
with one key that stand side by side are in order; a copy from far away is not, and is planted below the first row that
is out of order, which alone is reported.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from benchmarks.planted_rows import a_month
from mali_minusma.contract import load_contract

Kind: TypeAlias = Literal["text", "json", "typed"]
"""What cells are: texts as in CSV, values of JSON, or values of the column's one type as in Parquet and frames."""
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Text: TypeAlias = Callable[[str], str]
"""What makes the text of a cell from that of the sound cell."""


@dataclass(frozen=True)
class Fault:
    """A rule, and what breaks it in one row."""

    rule: str
    """Identifier of the rule without the name of its table; the whole of one for files."""
    cells: Mapping[str, object]
    """What the cells hold: a text, None for a missing value, a `Text`; in JSON Lines any value of JSON."""
    twin: int = 0
    """The row whose sound cells a `Text` starts from: so many rows above this one, or row so many if positive."""
    align: tuple[str, Literal["first", "last"]] = ("row", "first")
    """Where the cells stand in order: only in the first or the last row of a contributor or a month."""
    json: Fault | None = None
    """What JSON Lines hold instead: a fault that only they can hold."""
    typed: Fault | None = None
    """What columns with types hold instead: a fault of type that they can hold."""


def same(text: str) -> str:
    """Return the text as it is: the cell of the twin."""
    return text


def then(ending: str) -> Text:
    """Return what adds this to the end of a text."""
    return lambda text: text + ending


def kind(column: str, cell: object, json: Fault | None = None, typed: Fault | None = None) -> Fault:
    """Return the fault of a cell that doesn't hold a value of its column's type."""
    return Fault(f"{column}.type", {column: cell}, json=json, typed=typed)


TOO_LONG: Final = "-again" * 20

FEWEST: Final = 1000
"""How many rows thirty faults need, to keep apart."""

APART: Final = 3
"""How many rows apart two faults are at least: the rows that a fault takes cells from are sound."""

CUTS: Final = (*(2**power for power in range(10, 21)), 10_000, 50_000, 100_000, 500_000, 1_000_000)
"""After how many rows readers commonly cut a file."""

EVENTS: Final = (
    Fault("event_id.required", {"event_id": None}),
    kind("ordinal", "about ten", json=kind("ordinal", True)),  # noqa: FBT003 - the value that is planted
    kind("ordinal", "1_000", json=kind("place_id", ""), typed=kind("place_id", "")),
    kind("ordinal", " 5 ", json=kind("title", 5)),
    Fault("primary-key", {"event_id": same}, twin=-1),
    Fault("file.sorted", {"event_id": then("-b")}, twin=-2),
    kind("ordinal", "٥", typed=kind("description", "")),  # noqa: RUF001 - a digit that Python reads
    kind("ordinal", "9223372036854775808", json=kind("ordinal", 2**63)),
    kind("ordinal", "0x1F", json=kind("ordinal", [5])),
    kind("ordinal", "12.0", json=kind("ordinal", 12.5)),
    kind("start_date", "2020-1-5"),
    kind("end_date", "2020-02-30", json=kind("end_date", {"year": 2020})),
    kind("start_date", "2020-01-05T00:00:00Z", json=kind("start_date", 20200105)),
    Fault("event_type.enum", {"event_type": "atack"}),
    Fault("status.enum", {"status": "Occurred"}),
    Fault("date_precision.enum", {"date_precision": "week"}),
    Fault("witnesses.enum", {"witnesses": "one "}),
    Fault("title.maxLength", {"title": "é" * 161}),
    Fault("event_id.maxLength", {"event_id": then(TOO_LONG)}),
    Fault("event_id.pattern", {"event_id": then("\n")}),
    Fault("event_id.pattern", {"event_id": then("-Attack")}),
    Fault("start_date.minimum", {"start_date": "1945-10-23", "date_precision": "day"}),
    Fault("ordinal.minimum", {"ordinal": "0"}),
    Fault("place_id.foreign-key", {"place_id": "kidall"}),
    Fault("base_id.foreign-key", {"base_id": "ber-2"}),
    Fault("title.required", {"title": None}),
    Fault("start-date-precision", {"start_date": "2015-03-02", "date_precision": "month", "end_date": None}),
    Fault(
        "start-date-not-after-end-date", {"start_date": "2016-05-02", "date_precision": "day", "end_date": "2016-05-01"}
    ),
    Fault("primary-key", {"event_id": same}, twin=3),
    Fault("description.required", {"description": None}),
)

PLACES: Final = (
    Fault("place_id.required", {"place_id": None}),
    kind("latitude", "12,5", typed=kind("latitude", "inf")),
    kind("latitude", "1e1", json=kind("latitude", False)),  # noqa: FBT003 - the value that is planted
    kind("latitude", ".5", json=kind("other_names", ""), typed=kind("other_names", "")),
    kind("latitude", "NaN"),
    Fault("primary-key", {"place_id": same}, twin=-1),
    Fault("file.sorted", {"place_id": then("-b")}, twin=-2),
    kind("longitude", "8° W", json=kind("longitude", ["-8.0"])),
    kind("longitude", "+12.5", typed=kind("longitude", "-inf")),
    kind("longitude", "٨.٥", json=kind("name", 8.5)),  # noqa: RUF001 - digits that Python reads
    kind("longitude", "inf"),
    kind("longitude", "-05.1"),
    kind("geonames_id", "2_460_596"),
    kind("geonames_id", "2460596.0", json=kind("geonames_id", 2460596.5)),
    kind("geonames_id", "-9223372036854775809"),
    Fault("place_type.enum", {"place_type": "town"}),
    Fault("pcode_vintage.enum", {"admin1": "Kidal", "admin1_pcode": "ML08", "pcode_vintage": "2022"}),
    Fault("iso3.pattern", {"iso3": "mli"}),
    Fault("iso3.pattern", {"iso3": "MLI\n"}),
    Fault("admin1_pcode.pattern", {"admin1": "Kidal", "admin1_pcode": "ML8", "pcode_vintage": "2021"}),
    Fault("place_id.pattern", {"place_id": then("-é")}),
    Fault("place_id.maxLength", {"place_id": then(TOO_LONG)}),
    Fault("latitude.minimum", {"latitude": "-90.00001", "longitude": "0", "coordinate_precision": "area"}),
    Fault("longitude.maximum", {"latitude": "0", "longitude": "180.0000001", "coordinate_precision": "area"}),
    Fault("geonames_id.minimum", {"geonames_id": "0"}),
    Fault("coordinates-complete", {"latitude": "18.5", "longitude": None, "coordinate_precision": "site"}),
    Fault("primary-key", {"place_id": same}, twin=2),
    Fault("pcode-complete", {"admin1": None, "admin1_pcode": "ML08", "pcode_vintage": "2021"}),
    Fault("iso3.required", {"iso3": None}),
    Fault("name.required", {"name": None}),
)

NO_SEXES: Final = {"male": None, "female": None}
KEY: Final = {"month": same, "iso3": same, "personnel_type": same, "staff_officers_included": same}

TROOPS: Final = (
    Fault("month.minimum", {"month": "2013-06"}),
    Fault(
        "personnel_type.enum",
        {"personnel_type": "troop", "staff_officers_included": None},
        align=("contributor", "last"),
    ),
    kind("male", "1 000", typed=kind("quality_flag", "")),
    kind("male", "12.5", json=kind("male", 12.5)),
    kind("male", "1e3", json=kind("quality_flag", "")),
    Fault(
        "month.type",
        {"month": then("-01")},
        align=("month", "last"),
        typed=Fault("month.type", {"month": then("-15")}, align=("month", "last")),
    ),
    Fault("primary-key", KEY, twin=-1),
    Fault("file.sorted", {"month": same, "iso3": "AAA"}, twin=-2),
    kind("female", "007", json=kind("female", {"count": 7})),
    kind("female", "--1"),
    kind("total", "1,440", json=kind("total", "")),
    kind("total", "\u00a05", typed=kind("source_id", "")),
    kind("total", "18446744073709551616", json=kind("total", 2**64)),
    Fault("month.type", {"month": then("\n")}, align=("month", "last")),
    Fault("iso3.pattern", {"iso3": then("B")}, align=("contributor", "last")),
    Fault("iso3.pattern", {"iso3": then("\n")}, align=("contributor", "last")),
    Fault("iso3.required", {"iso3": None}, align=("month", "first")),
    Fault("personnel_type.required", {"personnel_type": None}, align=("contributor", "first")),
    Fault("male.minimum", {"male": "-1", "female": "5", "total": "4"}),
    Fault("female.minimum", {"male": "5", "female": "-4", "total": "1"}),
    Fault("total.minimum", {**NO_SEXES, "total": "-1"}),
    Fault("total.required", {"total": None}),
    Fault("staff_officers_included.enum", {"staff_officers_included": "No"}, align=("contributor", "last")),
    Fault("quality_flag.enum", {"quality_flag": "NA"}),
    Fault("source_id.foreign-key", {"source_id": "un-dppadposs"}),
    Fault("inclusion-said-of-troops", {"staff_officers_included": None}, align=("contributor", "last")),
    Fault("men-and-women-make-total", {"male": "10", "female": "1", "total": "12"}),
    Fault("sexes-together", {"male": None, "female": "1", "total": "12"}),
    Fault("primary-key", KEY, twin=4),
    Fault("month.maximum", {"month": "2025-01"}),
)

MANDATES: Final = (
    Fault("resolution.minimum", {"resolution": "-1"}),
    kind("adopted_on", "2021-02-29"),
    kind("mandate_until", "30/06/2020", json=kind("mandate_until", 20200630)),
    Fault("primary-key", {"resolution": same}, twin=-1),
    Fault("file.sorted", {"resolution": lambda text: str(int(text) + 1)}, twin=-2),
    kind("sanctions_until", "2020-06", typed=kind("summary", "")),
    kind("panel_until", " 2020-06-30"),
    kind("in_favour", "fifteen", json=kind("in_favour", True)),  # noqa: FBT003 - the value that is planted
    kind("abstaining", "01", json=kind("subject", 7)),
    kind("military_ceiling", "13,289"),
    kind("police_ceiling", "１４４０", json=kind("police_ceiling", 1440.5)),  # noqa: RUF001 - digits of another width
    Fault("subject.enum", {"subject": "sanction"}),
    Fault("witnesses.enum", {"witnesses": "two"}),
    Fault("adopted_on.minimum", {"adopted_on": "2011-12-31"}),
    Fault("sanctions_until.minimum", {"sanctions_until": "2011-12-31", "panel_until": None}),
    Fault("panel_until.minimum", {"sanctions_until": None, "panel_until": "1999-01-01"}),
    Fault("in_favour.maximum", {"in_favour": "16", "against": None}),
    Fault("against.minimum", {"in_favour": None, "against": "-1"}),
    Fault("abstaining.maximum", {"in_favour": None, "abstaining": "9223372036854775807"}),
    Fault("military_ceiling.minimum", {"military_ceiling": "-1"}),
    Fault("police_ceiling.minimum", {"police_ceiling": "-9223372036854775807"}),
    Fault("event_id.foreign-key", {"event_id": "2013-04-25-resolution-2101"}),
    Fault("summary.required", {"summary": None}),
    Fault("event_id.required", {"event_id": None}),
    Fault("adopted_on.required", {"adopted_on": None}),
    Fault("adopted-on-not-after-mandate-until", {"adopted_on": "2020-07-01", "mandate_until": "2020-06-30"}),
    Fault("fifteen-votes", {"in_favour": "14", "against": "0", "abstaining": "0"}),
    Fault("panel-outlives-sanctions", {"sanctions_until": "2020-08-31", "panel_until": "2020-08-30"}),
    Fault("primary-key", {"resolution": same}, twin=3),
    Fault("witnesses.required", {"witnesses": None}),
)

FAULTS: Final[Mapping[str, tuple[Fault, ...]]] = {
    "events": EVENTS,
    "places": PLACES,
    "troop_contributions": TROOPS,
    "mandates": MANDATES,
}
"""The faults of each table."""


def rows_of_faults(table: str, rows: int, kind: Kind) -> dict[int, Fault]:
    """Return the faults of a table by row, from 1: in their order, as far as where each may stand allows it."""
    faults = FAULTS[table]
    last = len(faults) - 1
    even = [1 + number * (rows - 1) // last for number in range(len(faults))]
    free = even[1:-1]
    for number, cut in enumerate(cut for cut in sorted(CUTS) if APART < cut < rows - APART):
        nearest = min(free, key=lambda row: abs(row - cut))
        free.remove(nearest)
        # By turns the last row before the cut and the first after it.
        even[even.index(nearest)] = cut + number % 2
    placed: dict[int, Fault] = {}
    for fault, wanted in zip(faults, sorted(even), strict=True):
        size = {"contributor": 5, "month": a_month(rows), "row": 1}[fault.align[0]]
        row = (wanted - 1) // size * size + (1 if fault.align[1] == "first" else size)
        while any(abs(row - other) < APART for other in placed):
            row += size
        placed[row] = fault
    spare = itertools.cycle(_anywhere(table))
    return {row: _held(fault, kind, spare) for row, fault in sorted(placed.items())}


def _anywhere(table: str) -> list[Fault]:
    """Return the faults that any row of a table with types can hold, whatever stands above and below."""
    bound = set(load_contract().tables[table].primary_key)
    return [
        fault
        for fault in FAULTS[table]
        if fault.align[0] == "row" and not fault.rule.endswith(".type") and not bound & set(fault.cells)
    ]


def _held(fault: Fault, kind: Kind, spare: Iterator[Fault]) -> Fault:
    """Return what is planted for a fault in a table of this kind.

    Where a type can't hold it another is planted once more; also for the order of rows, which is asked of CSV alone.
    """
    if kind == "text":
        return fault
    instead = fault.json if kind == "json" else fault.typed
    lost = fault.rule == "file.sorted" or (kind == "typed" and fault.rule.endswith(".type"))
    return instead or (next(spare) if lost else fault)
