"""From rows to what stands behind them: readings, disputes, sources and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from mali_minusma import bibliography, tracing
from mali_minusma.queries.common import sources_of, split_sources
from mali_minusma.reading import ATTRIBUTE, SOURCES, columns_of, read_frame, refuse_unknown
from mali_minusma.rows.records import records

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from mali_minusma.loaders.select import OneOrMore
    from mali_minusma.queries.profile import ActorProfile
    from mali_minusma.rows import TableName
    from mali_minusma.rows.vocabularies import ClaimStatus
    from mali_minusma.tracing import Rows

CitationStyle: TypeAlias = Literal["bibtex", "csl-json", "text"]

_CELL = ["subject_table", "subject_id", "field"]


def claims(
    rows: TableName | pd.DataFrame | None = None,
    subject: str | None = None,
    field: str | None = None,
    *,
    status: OneOrMore[ClaimStatus] | None = None,
    source: OneOrMore[str] | None = None,
) -> pd.DataFrame:
    """Return readings of the tables by their sources, one row each.

    Args:
        rows: the table that the readings are about, or a frame of ours: the readings of exactly those rows.
        subject: the key of the row; the parts of a composite key are joined by slashes.
        field: the column.
        status: `followed`, `agrees`, `differs` or `superseded`.
        source: identifier or identifiers of the source.

    Returns:
        The columns of `tables/claims.csv`; `value` is text, as the cell would be written. A claim without a field is
        about the row as a whole. A row that names its source itself may have no claims.

    Raises:
        ValueError: if the table, the column or the status is not one, or there is no telling which rows a frame
            holds.
        LookupError: if the table has no such row.

    >>> import mali_minusma as mm
    >>> sorted(set(mm.claims("bases", "aguelhok", "closed_on").value))
    ['2023-10-21', '2023-10-23']
    >>> set(mm.claims(mm.bases_closed(on="2023-10-31")).subject_id)
    {'kidal'}
    """
    from mali_minusma.loaders.select import select

    equals: dict[str, OneOrMore[str] | int | None] = {
        "subject_id": subject, "field": field, "status": status, "source_id": source,
    }  # fmt: skip
    if rows is None or isinstance(rows, str):
        _refuse_unknown(rows, subject, field)
        return select("claims", equals={"subject_table": rows, **equals})
    return _about(select("claims", equals=equals), rows).reset_index(drop=True)


def disputes(rows: TableName | pd.DataFrame | None = None, subject: str | None = None) -> pd.DataFrame:
    """Return the readings of everything on which sources disagree, the followed one first.

    Args:
        rows: only disputes about this table, or about the rows of a frame of ours.
        subject: only disputes about the row with this key; the parts of a composite key are joined by slashes.

    Returns:
        The columns of `tables/claims.csv`, one row a reading: for each disputed cell, the reading that the table
        follows with the rule that chose it, those that agree, those that differ.

    Raises:
        ValueError: if there is no such table, or there is no telling which rows a frame holds.
        LookupError: if the table has no such row.

    >>> import mali_minusma as mm
    >>> mm.disputes("events", "2022-07-20-salgado-expelled").value.to_list()[0]
    '2022-07-20'
    >>> set(mm.disputes(mm.bases(place="Aguelhok")).subject_id)
    {'aguelhok'}
    """
    readings = read_frame("claims")
    contested = readings["status"].isin(["differs", "superseded"])
    keys = readings[_CELL].fillna("").agg("\n".join, axis=1)
    readings = readings[keys.isin(set(keys[contested]))]
    if isinstance(rows, str):
        _refuse_unknown(rows, subject)
        readings = readings[readings["subject_table"] == rows]
    elif rows is not None:
        readings = _about(readings, rows)
    if subject is not None:
        readings = readings[readings["subject_id"] == subject]
    rank = {"followed": 0, "agrees": 1, "differs": 2, "superseded": 3}
    order = readings.assign(_rank=readings["status"].map(rank)).sort_values(
        [*_CELL, "_rank", "claim_id"], na_position="first"
    )
    result = readings.loc[order.index].reset_index(drop=True)
    result.attrs[ATTRIBUTE] = "claims"
    return result


def _refuse_unknown(table: str | None, subject: str | None, field: str | None = None) -> None:
    """Refuse a row or a column that isn't there: it would have no readings, as one without disputes has none."""
    from mali_minusma.hints import near

    if table is None:
        return
    columns = columns_of(table)
    if field is not None and field not in columns:
        raise ValueError(f"no column {field!r} in {table}. {near(field, columns)}".rstrip())
    if subject is not None:
        refuse_unknown(table, [subject])


def _about(readings: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the readings of the rows that a frame holds."""
    wanted = tracing.subjects_of(tracing.keys_of(rows))
    pairs = zip(readings["subject_table"], readings["subject_id"], strict=True)
    return readings[[pair in wanted for pair in pairs]]


def with_sources(frame: pd.DataFrame, *, table: TableName | None = None) -> pd.DataFrame:
    """Return a frame of ours with the column `sources`: the sources behind each row.

    So that what you make of it can be cited: carry the column along, and join it with "; " when you group.

    Args:
        frame: a frame of this package, filtered or joined as you like, with its key columns.
        table: the table of a frame that doesn't remember it.

    Returns:
        A copy with identifiers of sources joined by "; " in each row.

    Raises:
        ValueError: if there is no telling which rows the frame holds.

    >>> import mali_minusma as mm
    >>> by_type = mm.with_sources(mm.bases()).groupby("base_type")["sources"].agg("; ".join)
    >>> mm.cite(by_type.reset_index()) == mm.cite(mm.bases())
    True
    """
    if table is None and SOURCES in frame.columns:
        return frame.copy()
    behind: list[set[str]] = [set() for _ in range(len(frame))]
    for name, keys in tracing.key_of_each_row(frame, table).items():
        sources = tracing.sources_by_key(name)
        for found, key in zip(behind, keys, strict=True):
            found.update(sources[key] if key is not None else ())
    result = frame.copy()
    result[SOURCES] = [sources_of(found) for found in behind]
    return result


def cite(
    rows: Rows | ActorProfile | None = None,
    *,
    table: TableName | None = None,
    style: CitationStyle = "bibtex",
    package: bool = False,
) -> str:
    """Return citations of exactly the sources behind some rows; without rows, of this package.

    Args:
        rows: a frame of this package, of pandas or polars, filtered or joined as you like, with its key columns or a
            column `sources`; typed rows; an actor; keys of `table`; or identifiers of sources if no table is given.
        table: the table that the keys, or a frame that lost its origin, belong to.
        style: `bibtex`, `csl-json` or `text`.
        package: put the package itself, with its version, before the sources.

    Returns:
        The citations in order of their identifiers; empty text if nothing stands behind no rows.

    Raises:
        ValueError: if there is no telling which rows of which tables the frame holds, or the style is unknown.
        LookupError: if a key or an identifier is unknown.

    >>> import mali_minusma as mm
    >>> mm.cite(["globalsecurity-minusma"]).splitlines()[0]
    '@misc{globalsecurity-minusma,'
    >>> mm.cite(mm.bases(place="gao").merge(mm.places(), on="place_id")).count("@misc{") > 5
    True
    """
    if rows is None:
        return bibliography.render([bibliography.package_entry()], style)
    wanted = _sources_behind(rows, table)
    found = [source for source in records("sources") if source.source_id in wanted]
    if missing := sorted(wanted - {source.source_id for source in found}):
        raise LookupError(f"no source {missing[0]!r}; for keys of a table, say which: cite(keys, table='events')")
    first = [bibliography.package_entry()] if package else []
    return bibliography.render([*first, *map(bibliography.source_entry, found)], style)


def _sources_behind(rows: Rows | ActorProfile, table: TableName | None) -> set[str]:
    from mali_minusma.queries.profile import ActorProfile

    if isinstance(rows, ActorProfile):
        rows = [rows.actor]
    if hasattr(rows, "columns"):
        frame = cast("pd.DataFrame", rows)
        if table is None and SOURCES in frame.columns:
            counted = {source for cell in frame[SOURCES] for source in split_sources(cell)}
            return counted | _sources_of(tracing.also_held(frame))
    elif tracing.are_records(rows):
        pass
    elif table is None and (not hasattr(rows, "attrs") or getattr(rows, "name", None) in {SOURCES, "source_id"}):
        return {source for cell in _texts(rows) for source in split_sources(cell)}
    return _sources_of(tracing.keys_of(rows, table))


def _sources_of(found: dict[str, set[str]]) -> set[str]:
    return {source for name, keys in found.items() for key in keys for source in tracing.sources_by_key(name)[key]}


def _texts(rows: Any) -> Collection[str]:  # noqa: ANN401 - a column of any library, or plain keys
    texts = [rows] if isinstance(rows, str) else [value for value in rows if value == value and value is not None]  # noqa: PLR0124
    if wrong := [value for value in texts if not isinstance(value, str)]:
        raise ValueError(f"{wrong[0]!r} is not the identifier of a source; give a frame with its key columns")
    return texts
