"""Take over what a file says: write rows, and keep the reading that was followed before as a claim."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract
from mali_minusma.importers.contributions import STAFF_OFFICERS_APART_FROM
from mali_minusma.importers.plan import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    tables = load_contract().tables
    table = plan.incoming.table
    rows, claims, sources = (rows_of(plan.folder, tables[name]) for name in (table, "claims", "sources"))
    source = _identifier(plan.incoming.source, sources)
    for key in plan.additions:
        rows[key] = _completed(table, {**_empty(table), **plan.incoming.rows[key], "source_id": source})
    for change in plan.changes:
        row = rows[change.key]
        _retell(claims, plan, change, (row["source_id"], source))
        row[change.field] = change.new
    for key in {change.key for change in plan.changes}:
        reclassified = any(change.key == key and change.field == "incident_type" for change in plan.changes)
        rows[key] = _completed(table, {**rows[key], "source_id": source}, reclassified=reclassified)
    for key in plan.removals if remove else ():
        del rows[key]
        for claim in [c for c in claims.values() if (c["subject_table"], c["subject_id"]) == (table, key)]:
            del claims[claim["claim_id"]]
    if plan.additions or plan.changes:
        sources.setdefault(source, {**_empty("sources"), **plan.incoming.source})
    return [
        tables[name].path
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


def _retell(claims: Rows, plan: Plan, change: Change, old_and_new_source: tuple[str, str]) -> None:
    """Keep the old reading of a cell as superseded, and follow the new one."""
    if not change.old:
        return
    table = plan.incoming.table
    old_source, new_source = old_and_new_source
    cell = {
        "subject_table": table,
        "subject_id": change.key,
        "field": change.field,
        "locator": plan.incoming.locator(change.key),
    }
    if old_source != new_source:
        # A reading that agreed with the old value differs from the new one, and one that had the new value agrees.
        for claim in claims.values():
            if (claim["subject_table"], claim["subject_id"], claim["field"]) == (table, change.key, change.field):
                claim.update(status="agrees" if claim["value"] == change.new else "differs", rule="")
        _put(claims, {**cell, "source_id": old_source, "value": change.old, "status": "superseded", "rule": ""})
    _put(
        claims,
        {**cell, "source_id": new_source, "value": change.new, "status": "followed", "rule": "later_correction"},
    )


def _put(claims: Rows, reading: Mapping[str, str]) -> None:
    """Add a reading to the claims, or tell it anew; the locator of an old one stays."""
    parts = (reading[name] for name in ("subject_table", "subject_id", "field", "source_id"))
    identifier = "/".join(parts)
    known = claims.get(identifier, {})
    kept = {"locator": known["locator"]} if known else {}
    claims[identifier] = {**_empty("claims"), **known, **reading, **kept, "claim_id": identifier}


def _empty(table: str) -> dict[str, str]:
    return dict.fromkeys(load_contract().tables[table].by_name, "")


def _save(folder: Path, table: str, rows: Mapping[str, Mapping[str, str]]) -> bool:
    """Write a table sorted by its key, if that changes the file."""
    schema = load_contract().tables[table]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(schema.by_name), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows.values(), key=lambda row: tuple(row[name] for name in schema.primary_key)))
    path = folder / schema.path
    data = text.getvalue().encode("utf-8")
    if path.read_bytes() == data:
        return False
    path.write_bytes(data)
    return True
