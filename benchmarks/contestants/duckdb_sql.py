"""DuckDB, with SQL as an engineer writes it by hand for the table of events: every constraint, key and row rule.

The file is loaded as text, with the number of each row, then one query judges all cells, and one the key. `TRY_CAST`
takes more than a whole number or a day is written as (`1_000`, ` 5 `, `2020-1-5`), so patterns stand before it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import duckdb

from benchmarks.contestants.telling import Told, tell

TABLES: Final = Path(__file__).resolve().parents[2] / "tables"

LOAD: Final = r"""
CREATE TABLE events AS
SELECT row_number() OVER () AS row, *
FROM read_csv(?, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '',
    allow_quoted_nulls = false, null_padding = false, strict_mode = true);
CREATE TABLE places AS SELECT place_id FROM read_csv(?, header = true, all_varchar = true);
CREATE TABLE bases AS SELECT base_id FROM read_csv(?, header = true, all_varchar = true);
"""

CELLS: Final = r"""
WITH
read AS (
    SELECT
        *,
        CASE WHEN regexp_full_match(start_date, '[0-9]{4}-[0-9]{2}-[0-9]{2}', 's') THEN TRY_CAST(start_date AS DATE) END
            AS starts,
        CASE WHEN regexp_full_match(end_date, '[0-9]{4}-[0-9]{2}-[0-9]{2}', 's') THEN TRY_CAST(end_date AS DATE) END
            AS ends,
        CASE WHEN regexp_full_match(ordinal, '0|-?[1-9][0-9]*', 's') THEN TRY_CAST(ordinal AS BIGINT) END
            AS place_in_row
    FROM events
),
judged AS (
    SELECT row, unnest([
        CASE WHEN event_id IS NULL THEN 'event_id required' END,
        CASE WHEN NOT regexp_full_match(event_id, '[a-z0-9]+(-[a-z0-9]+)*', 's') THEN 'event_id pattern' END,
        CASE WHEN length(event_id) > 100 THEN 'event_id maxLength' END,
        CASE WHEN event_type IS NULL THEN 'event_type required' END,
        CASE WHEN event_type NOT IN (
            'coup', 'insurgency', 'attack', 'military_operation', 'force_deployment', 'force_withdrawal',
            'contribution_announcement', 'mission_milestone', 'council_decision', 'council_meeting', 'restriction',
            'expulsion', 'detention', 'judicial_decision', 'statement', 'agreement', 'diplomatic_contact',
            'demonstration', 'election', 'transition_timetable', 'base_closure', 'convoy', 'equipment_loss',
            'human_rights_report', 'presence', 'accident', 'clash', 'abduction', 'armed_group_change',
            'leader_killed', 'sanctions', 'failed_draft', 'base_opening', 'base_handover', 'appointment',
            'government_change', 'displacement'
        ) THEN 'event_type enum' END,
        CASE WHEN title IS NULL THEN 'title required' END,
        CASE WHEN length(title) > 160 THEN 'title maxLength' END,
        CASE WHEN start_date IS NULL THEN 'start_date required' END,
        CASE WHEN start_date IS NOT NULL AND starts IS NULL THEN 'start_date type' END,
        CASE WHEN starts < DATE '1945-10-24' THEN 'start_date minimum' END,
        CASE WHEN end_date IS NOT NULL AND ends IS NULL THEN 'end_date type' END,
        CASE WHEN date_precision IS NULL THEN 'date_precision required' END,
        CASE WHEN date_precision NOT IN ('day', 'month', 'year') THEN 'date_precision enum' END,
        CASE WHEN status IS NULL THEN 'status required' END,
        CASE WHEN status NOT IN ('occurred', 'planned', 'alleged') THEN 'status enum' END,
        CASE WHEN NOT regexp_full_match(place_id, '[a-z0-9]+(-[a-z0-9]+)*', 's') THEN 'place_id pattern' END,
        CASE WHEN place_id NOT IN (SELECT place_id FROM places) THEN 'place_id foreign-key' END,
        CASE WHEN NOT regexp_full_match(base_id, '[a-z0-9]+(-[a-z0-9]+)*', 's') THEN 'base_id pattern' END,
        CASE WHEN base_id NOT IN (SELECT base_id FROM bases) THEN 'base_id foreign-key' END,
        CASE WHEN ordinal IS NOT NULL AND place_in_row IS NULL THEN 'ordinal type' END,
        CASE WHEN place_in_row < 1 THEN 'ordinal minimum' END,
        CASE WHEN witnesses IS NULL THEN 'witnesses required' END,
        CASE WHEN witnesses NOT IN ('one', 'several') THEN 'witnesses enum' END,
        CASE WHEN description IS NULL THEN 'description required' END,
        CASE WHEN (date_precision = 'month' AND day(starts) <> 1)
            OR (date_precision = 'year' AND (day(starts) <> 1 OR month(starts) <> 1))
            THEN 'start_date start-date-precision' END,
        CASE WHEN starts > ends THEN 'start_date start-date-not-after-end-date' END
    ]) AS finding
    FROM read
)
SELECT row, split_part(finding, ' ', 1), split_part(finding, ' ', 2) FROM judged WHERE finding IS NOT NULL
"""

KEY: Final = """
SELECT row, 'event_id', 'primary-key'
FROM (SELECT row, row_number() OVER (PARTITION BY event_id ORDER BY row) AS copy FROM events WHERE event_id IS NOT NULL)
WHERE copy > 1
"""

ORDER: Final = """
SELECT row, 'event_id', 'sorted'
FROM (SELECT row, event_id, lag(event_id) OVER (ORDER BY row) AS above FROM events WHERE event_id IS NOT NULL)
WHERE event_id < above
ORDER BY row
LIMIT 1
"""


def main(path: str) -> None:
    """Load the file, ask, and say what was found."""
    database = duckdb.connect()
    create_events, create_places, create_bases = (part for part in LOAD.split(";") if part.strip())
    database.execute(create_events, [path])
    database.execute(create_places, [str(TABLES / "places.csv")])
    database.execute(create_bases, [str(TABLES / "bases.csv")])
    found = [row for query in (CELLS, KEY, ORDER) for row in database.execute(query).fetchall()]
    tell(Told(*row) for row in found)


if __name__ == "__main__":
    main(*sys.argv[1:])
