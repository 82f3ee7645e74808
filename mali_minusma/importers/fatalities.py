"""Read the UN's open data on peacekeeping fatalities (data set DPPADPOSS-FATALITIES) as rows of `fatalities`."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING, Final

from mali_minusma.importers.plan import Incoming
from mali_minusma.importers.upstream import Gathered, read_upstream

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: Final = (
    "casualty_id",
    "incident_date",
    "mission_acronym",
    "type_of_casualty",
    "gender",
    "casualty_personnel_type",
    "type_of_incident",
    "isocode3",
    "last_update",
)

SEXES: Final = {"m": "male", "f": "female", "male": "male", "female": "female"}

PERSONNEL: Final = {
    "military": "military",
    "police": "police",
    "international civilian": "international_civilian",
    "local": "local",
    "other": "other",
}

INCIDENTS: Final = {
    "malicious act": "malicious_act",
    "illness": "illness",
    "accident": "accident",
    "to be determined": "to_be_determined",
    "unknown": "unknown",
}

CASUALTIES: Final = {"fatality": "fatality"}


def _in_words(day: str) -> str:
    """Write a day as titles in `sources` do.

    >>> _in_words("2025-04-04")
    '4 April 2025'
    """
    date = dt.date.fromisoformat(day)
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"


def read_fatalities(path: Path) -> Incoming:
    """Return the mission's deaths in a download of the UN's open data.

    Args:
        path: the CSV file. Rows of other missions are passed over.

    Returns:
        The rows in the form of `fatalities`, with the edition that the file's `last_update` names.

    Raises:
        UpstreamError: if the file is not of that form; the message says where.
        OSError: if it can't be read.
    """
    file = read_upstream(path, COLUMNS)
    gathered = Gathered()
    editions = set()
    for row in file.rows():
        key = row.matching("casualty_id", r"MINUSMA-\d{4}-\d{2}-\d{5}", "an identifier such as MINUSMA-2013-08-08359")
        row.translated("type_of_casualty", CASUALTIES)
        editions.add(row.day("last_update"))
        cells = {
            "casualty_id": key,
            "incident_date": row.day("incident_date"),
            "iso3": row.code("isocode3"),
            "sex": row.translated("gender", SEXES),
            "personnel_type": row.translated("casualty_personnel_type", PERSONNEL),
            "incident_type": row.translated("type_of_incident", INCIDENTS),
        }
        gathered.add(row, key, cells, "casualty_id")
    file.check()
    edition = max(editions)
    source = {
        "source_id": f"un-dppadposs-fatalities-{edition}",
        "title": f"Peacekeeping fatalities (DPPADPOSS-FATALITIES), edition of {_in_words(edition)}",
        "publisher": "United Nations (DPPA-DPO)",
        "published_on": edition,
        "published_precision": "day",
        "source_type": "un_data",
        "url": "https://psdata.un.org/dataset/DPPADPOSS-FATALITIES",
        "language": "en",
        "origin": "un-peacekeeping",
    }
    return Incoming(
        "fatalities", str(path), gathered.rows, gathered.lines, source, lambda _: True, lambda key: f"record {key}"
    )
