"""Read the UN's open data on contributions by sex (data set DPO-UCHISTORICAL) as rows of `troop_contributions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.importers.plan import Incoming
from mali_minusma.importers.upstream import Gathered, read_upstream

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: Final = (
    "isocode3",
    "mission_acronym",
    "personnel_type",
    "female_personnel",
    "male_personnel",
    "last_reporting_date",
)

PERSONNEL: Final = {
    "troops": "troops",
    "staff officer": "staff_officers",
    "staff officers": "staff_officers",
    "experts on mission": "experts_on_mission",
    "formed police units": "formed_police_units",
    "individual police": "individual_police",
}

STAFF_OFFICERS_APART_FROM: Final = "2017-05"
"""The first month in which the UN listed staff officers apart from troops."""


def read_contributions(path: Path) -> Incoming:
    """Return the mission's contributors in a download of the UN's open data.

    Args:
        path: the CSV file. Rows of other missions are passed over.

    Returns:
        The rows in the form of `troop_contributions`; only the months that the file has are compared, so that a
        file of one month is no reason to remove the others.

    Raises:
        UpstreamError: if the file is not of that form; the message says where.
        OSError: if it can't be read.
    """
    file = read_upstream(path, COLUMNS)
    gathered = Gathered()
    latest = ""
    for row in file.rows():
        day = row.day("last_reporting_date")
        iso3, kind = row.code("isocode3"), row.translated("personnel_type", PERSONNEL)
        male, female = row.number_of("male_personnel"), row.number_of("female_personnel")
        key = f"{day[:7]}/{iso3}/{kind}"
        if "" not in {day, iso3, kind, male, female}:
            cells = {
                "month": day[:7],
                "iso3": iso3,
                "personnel_type": kind,
                "male": male,
                "female": female,
                "total": str(int(male) + int(female)),
            }
            gathered.add(row, key, cells, "personnel_type")
            latest = max(latest, day)
    file.check()
    months = {row["month"] for row in gathered.rows.values()}
    source = {
        "source_id": f"un-contributions-open-data-{latest}",
        "title": f"Contributions to peacekeeping by sex (DPO-UCHISTORICAL), reports up to {latest}",
        "publisher": "United Nations (DPO)",
        "source_type": "un_data",
        "url": "https://psdata.un.org/dataset/DPO-UCHISTORICAL",
        "language": "en",
        "origin": "un-peacekeeping",
    }
    return Incoming(
        "troop_contributions",
        str(path),
        gathered.rows,
        gathered.lines,
        source,
        lambda row: row["month"] in months,
        lambda key: f"row for {' '.join(reversed(key.split('/')))}",
    )
