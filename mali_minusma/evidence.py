"""From rows to the sources behind them: disputes and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from mali_minusma import bibliography
from mali_minusma.reading import ATTRIBUTE, read_frame, read_texts, table_schema
from mali_minusma.rows.records import records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pandas as pd

    from mali_minusma.rows import TableName

CitationStyle: TypeAlias = Literal["bibtex", "csl-json", "text"]


def disputes(table: TableName | None = None, subject: str | None = None) -> pd.DataFrame:
    """Return the readings of everything on which sources disagree, the followed one first.

    Args:
        table: only disputes about this table.
        subject: only disputes about the row with this key; the parts of a composite key are joined by slashes.

    Returns:
        The columns of `tables/claims.csv`, one row a reading: for each disputed cell, the reading that the table
        follows with the rule that chose it, those that agree, those that differ.

    Raises:
        ValueError: if there is no such table.

    >>> import mali_minusma as mm
    >>> mm.disputes("events", "2022-07-20-salgado-expelled").value.to_list()[0]
    '2022-07-20'
    """
    if table is not None:
        table_schema(table)
    claims = read_frame("claims")
    cell = ["subject_table", "subject_id", "field"]
    contested = claims["status"].isin(["differs", "superseded"])
    keys = claims[cell].fillna("").agg("\n".join, axis=1)
    claims = claims[keys.isin(set(keys[contested]))]
    if table is not None:
        claims = claims[claims["subject_table"] == table]
    if subject is not None:
        claims = claims[claims["subject_id"] == subject]
    rank = {"followed": 0, "agrees": 1, "differs": 2, "superseded": 3}
    order = claims.assign(_rank=claims["status"].map(rank)).sort_values(
        [*cell, "_rank", "claim_id"], na_position="first"
    )
    result = claims.loc[order.index].reset_index(drop=True)
    result.attrs[ATTRIBUTE] = "claims"
    return result


def cite(
    rows: pd.DataFrame | Iterable[str] | None = None,
    *,
    table: TableName | None = None,
    style: CitationStyle = "bibtex",
) -> str:
    """Return citations of exactly the sources behind some rows; without rows, of this package.

    Args:
        rows: a frame of this package (filtered as you like, with its key columns), or keys of `table`, or
            identifiers of sources if no table is given.
        table: the table that the keys, or a frame that lost its origin, belong to.
        style: `bibtex`, `csl-json` or `text`.

    Returns:
        The citations in order of their identifiers; empty text if nothing stands behind no rows.

    Raises:
        ValueError: if the frame doesn't say which table it is and has no `source_id`, or the style is unknown.
        LookupError: if a key or an identifier is unknown.

    >>> import mali_minusma as mm
    >>> mm.cite(["globalsecurity-minusma"]).splitlines()[0]
    '@misc{globalsecurity-minusma,'
    """
    if rows is None:
        return bibliography.render([bibliography.package_entry()], style)
    wanted = _sources_behind(rows, table)
    found = [source for source in records("sources") if source.source_id in wanted]
    if missing := sorted(wanted - {source.source_id for source in found}):
        raise LookupError(f"no source {missing[0]!r}; for keys of a table, say which: cite(keys, table='events')")
    return bibliography.render([bibliography.source_entry(source) for source in found], style)


def _sources_behind(rows: pd.DataFrame | Iterable[str], table: TableName | None) -> set[str]:
    if hasattr(rows, "columns"):
        frame = cast("pd.DataFrame", rows)
        name = table or cast("TableName | None", frame.attrs.get(ATTRIBUTE))
        if name is None or not set(table_schema(name).primary_key) <= set(frame.columns):
            if "source_id" in frame.columns:
                return set(frame["source_id"].dropna())
            raise ValueError(
                "this frame can't be cited: it no longer has the key of a table, nor a source_id; "
                "keep the key columns, or give keys and table"
            )
        return _behind_keys(name, _keys(name, frame))
    keys = {rows} if isinstance(rows, str) else set(rows)
    return keys if table is None else _behind_keys(table, keys)


def _keys(table: TableName, frame: pd.DataFrame) -> set[str]:
    """Return the keys of the rows of a frame, as `claims.subject_id` writes them."""
    from mali_minusma.contract.lexical import write

    schema = table_schema(table)
    fields = [schema.by_name[name] for name in schema.primary_key]
    return {
        schema.key_of({field.name: write(value, field.type) for field, value in zip(fields, values, strict=True)})
        for values in zip(*(frame[field.name] for field in fields), strict=True)
    }


def _behind_keys(table: TableName, wanted: Collection[str]) -> set[str]:
    schema = table_schema(table)
    rows = {schema.key_of(row): row for row in read_texts(table)}
    if missing := sorted(set(wanted) - set(rows)):
        raise LookupError(f"no row {missing[0]!r} in {table}")
    chosen = [rows[key] for key in wanted]
    own = {row["source_id"] for row in chosen} if "source_id" in schema.by_name else set()
    link = schema.evidence.through
    owner = table if link is None else link.table
    subjects = set(wanted) if link is None else {row[link.field] for row in chosen}
    return own | {
        claim.source_id for claim in records("claims") if claim.subject_table == owner and claim.subject_id in subjects
    }
