"""The views that SQL offers beside the tables: what people ask for most, with gaps as missing values."""

from __future__ import annotations

from typing import Final

from mali_minusma.queries.common import COUNTED

_MONTHS: Final = """
    SELECT CAST(unnest(generate_series(
               CAST(split_part(period, '/', 1) || '-01' AS DATE),
               CAST(coalesce(nullif(split_part(period, '/', 2), ''), period) || '-01' AS DATE),
               INTERVAL 1 MONTH)) AS DATE) AS month,
           status
    FROM coverage WHERE "table" = 'troop_contributions'
"""


def _types(component: str) -> str:
    """Return the personnel types that a ceiling counts, as SQL lists them."""
    return ", ".join(f"'{kind}'" for kind in COUNTED[component])


_BY_MONTH: Final = f"""
    SELECT month,
           sum(total) AS uniformed,
           coalesce(sum(total) FILTER (personnel_type IN ({_types("military")})), 0)
               AS military,
           coalesce(sum(total) FILTER (personnel_type IN ({_types("police")})), 0) AS police,
           sum(female) AS female, sum(male) AS male,
           count(DISTINCT iso3) FILTER (total > 0) AS contributors
    FROM troop_contributions GROUP BY month
"""

_PUBLISHED: Final = """
    SELECT as_of, any_value(count) AS uniformed
    FROM strength_figures JOIN sources USING (source_id)
    WHERE force_id = 'minusma' AND measure = 'deployed' AND component = 'uniformed' AND iso3 IS NULL
      AND origin IN (SELECT origin FROM sources WHERE starts_with(source_type, 'un_'))
    GROUP BY as_of
"""

# A resolution replaces the one before on the day of its adoption, as in `mm.mandate`.
_CEILING: Final = """
    (SELECT {column} FROM mandates
     WHERE subject = 'mission' AND military_ceiling IS NOT NULL
       AND adopted_on <= last_day(months.month) AND mandate_until >= last_day(months.month)
     ORDER BY adopted_on DESC LIMIT 1) AS {column}
"""

_LAST: Final = """CASE {precision} WHEN 'month' THEN last_day({column})
    WHEN 'year' THEN make_date(year({column}), 12, 31) ELSE {column} END"""

VIEWS: Final[dict[str, str]] = {
    "strength_by_month": f"""
        WITH months AS ({_MONTHS}), counted AS ({_BY_MONTH}), published AS ({_PUBLISHED})
        SELECT months.month, last_day(months.month) AS as_of, status,
               coalesce(counted.uniformed, published.uniformed) AS uniformed,
               military, police, female, male, contributors,
               {_CEILING.format(column="military_ceiling")}, {_CEILING.format(column="police_ceiling")}
        FROM months LEFT JOIN counted ON counted.month = months.month
        LEFT JOIN published ON published.as_of = last_day(months.month)
        ORDER BY months.month
    """,
    "fatalities_by_cause_and_year": """
        WITH years AS (
            SELECT unnest(generate_series(
                (SELECT min(year(incident_date)) FROM fatalities), (SELECT max(year(incident_date)) FROM fatalities)
            )) AS year
        ), causes AS (SELECT DISTINCT incident_type FROM fatalities)
        SELECT years.year, causes.incident_type, count(casualty_id) AS deaths
        FROM years CROSS JOIN causes
        LEFT JOIN fatalities ON year(incident_date) = years.year AND fatalities.incident_type = causes.incident_type
        GROUP BY ALL ORDER BY years.year, deaths DESC, causes.incident_type
    """,
    "open_bases_by_day": f"""
        WITH days AS (
            SELECT CAST(unnest(generate_series(DATE '2013-07-01', (SELECT max(closed_on) FROM bases), INTERVAL 1 DAY))
                   AS DATE) AS day
        ), sites AS (
            SELECT *, {_LAST.format(column="closed_on", precision="closed_precision")} AS last_open,
                   {_LAST.format(column="last_seen_on", precision="last_seen_precision")} AS last_seen,
                   coalesce(opened_on, first_seen_on) AS first_known,
                   CASE WHEN opened_on IS NULL THEN first_seen_precision ELSE opened_precision END AS known_precision,
                   counted_in_2023 = 'no' AND closed_on IS NULL AS left_unrecorded
            FROM bases
        )
        SELECT day, base_id, name, place_id, base_type, counted_in_2023
        FROM days JOIN sites
          ON (opened_on IS NULL OR opened_on <= day) AND (last_open IS NULL OR last_open >= day)
         AND (NOT left_unrecorded OR (first_known <= day AND coalesce(last_seen, {
        _LAST.format(column="first_known", precision="known_precision")
    }) >= day))
        ORDER BY day, base_id
    """,
    "disputes": """
        SELECT claims.* FROM claims
        JOIN (SELECT DISTINCT subject_table, subject_id, coalesce(field, '') AS field
              FROM claims WHERE status IN ('differs', 'superseded')) AS contested
          ON claims.subject_table = contested.subject_table AND claims.subject_id = contested.subject_id
         AND coalesce(claims.field, '') = contested.field
        ORDER BY claims.subject_table, claims.subject_id, claims.field NULLS FIRST,
                 list_position(['followed', 'agrees', 'differs', 'superseded'], status), claim_id
    """,
}
"""The text of each view, by name."""
