"""Take over what a file says: write rows, and keep the reading that was followed before as a claim."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from mali_minusma.importers.contributions import STAFF_OFFICERS_APART_FROM
from mali_minusma.importers.plan import rows_of
from mali_minusma.listing import as_csv
from mali_minusma.reading import table_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mali_minusma.importers.plan import Change, Plan

Rows = dict[str, dict[str, str]]

UNMATCHED: Final = "unmatched"


def write(plan: Plan, *, remove: bool = False) -> list[str]:
    """Write a plan into the tables of its folder.

    A row that is added names the file as its source. Where a cell changes, the reading that it held stays in `claims`
    as superseded, and the new one is followed as a later correction.

    Args:
        plan: what `compare` returned.
        remove: take out the rows that the file no longer has as well; otherwise they stay.

    Returns:
        The paths of the files that were written, relative to the folder. The descriptor holds their hashes: make it
        anew with `mali-minusma build`.

    Raises:
        OSError: if a table can't be read or written.
    """
    table = plan.incoming.table
    rows, claims, sources = (rows_of(plan.folder, name) for name in (table, "claims", "sources"))
    source = _identifier(plan.incoming.source, sources)
    for key in plan.additions:
        rows[key] = _completed(table, {**_empty(table), **plan.incoming.rows[key], "source_id": source})
    about = _about(claims, table)
    for change in plan.changes:
        row = rows[change.key]
        for claim in _retold(about[change.key], plan, change, (row["source_id"], source)):
            claims[claim["claim_id"]] = claim
        row[change.field] = change.new
    reclassified = {change.key for change in plan.changes if change.field == "incident_type"}
    for key in {change.key for change in plan.changes}:
        rows[key] = _completed(table, {**rows[key], "source_id": source}, reclassified=key in reclassified)
    for key in plan.removals if remove else ():
        del rows[key]
        for claim in about[key]:
            del claims[claim["claim_id"]]
    if plan.additions or plan.changes:
        sources.setdefault(source, {**_empty("sources"), **plan.incoming.source})
    return [
        table_schema(name).path
        for name, content in ((table, rows), ("claims", claims), ("sources", sources))
        if _save(plan.folder, name, content)
    ]


def _completed(table: str, row: dict[str, str], *, reclassified: bool = False) -> dict[str, str]:
    """Fill the columns that are this project's own, where a rule asks for them."""
    if table == "fatalities":
        if reclassified:
            row["quality_flag"] = "reclassified"
        if row["incident_type"] == "malicious_act" and not row["event_match"]:
            row["event_match"] = UNMATCHED
    else:
        if row["personnel_type"] == "troops":
            row["staff_officers_included"] = "yes" if row["month"] < STAFF_OFFICERS_APART_FROM else "no"
        if row["male"] and row["quality_flag"] == "sex_not_published":
            row["quality_flag"] = ""
    return row


def _identifier(source: Mapping[str, str], sources: Rows) -> str:
    """Return the identifier of a source: the one that it has already, if the same edition is in the table."""
    return next((key for key, row in sources.items() if row["title"] == source["title"]), source["source_id"])


def _about(claims: Rows, table: str) -> defaultdict[str, list[dict[str, str]]]:
    """Return the claims about the rows of a table, by the key of the row."""
    found = defaultdict(list)
    for claim in claims.values():
        if claim["subject_table"] == table:
            found[claim["subject_id"]].append(claim)
    return found


def _retold(
    about: list[dict[str, str]], plan: Plan, change: Change, old_and_new_source: tuple[str, str]
) -> Iterator[dict[str, str]]:
    """Yield the claims that keep the old reading of a cell as superseded, and follow the new one."""
    if not change.old:
        return
    old_source, new_source = old_and_new_source
    known = {claim["claim_id"]: claim for claim in about if claim["field"] == change.field}
    if old_source != new_source:
        # A reading that agreed with the old value differs from the new one, and one that had the new value agrees.
        for claim in known.values():
            yield {**claim, "status": "agrees" if claim["value"] == change.new else "differs", "rule": ""}
        yield _reading(known, plan, change, {"source_id": old_source, "value": change.old, "status": "superseded"})
    followed = {"source_id": new_source, "value": change.new, "status": "followed", "rule": "later_correction"}
    yield _reading(known, plan, change, followed)


def _reading(known: Rows, plan: Plan, change: Change, said: Mapping[str, str]) -> dict[str, str]:
    """Return a reading as a claim; one that is known is told anew and keeps its locator."""
    table = plan.incoming.table
    identifier = "/".join([table, change.key, change.field, said["source_id"]])
    cell = {
        "claim_id": identifier,
        "subject_table": table,
        "subject_id": change.key,
        "field": change.field,
        "locator": plan.incoming.locator(change.key),
    }
    return {**_empty("claims"), **cell, **known.get(identifier, {}), "rule": "", **said}


def _empty(table: str) -> dict[str, str]:
    return dict.fromkeys(table_schema(table).by_name, "")


def _save(folder: Path, table: str, rows: Rows) -> bool:
    """Write a table sorted by its key, if that changes the file."""
    schema = table_schema(table)
    ordered = sorted(rows.values(), key=lambda row: tuple(row[name] for name in schema.primary_key))
    text = as_csv(list(schema.by_name), [[row[name] for name in schema.by_name] for row in ordered])
    path = folder / schema.path
    data = text.encode("utf-8")
    if path.read_bytes() == data:
        return False
    path.write_bytes(data)
    return True
