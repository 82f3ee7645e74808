"""Rules on the evidence: every row reaches a source, and readings agree with the cells they are about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from mali_minusma.contract.lexical import period_start
from mali_minusma.contract.predicate import StartsPeriod
from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.validation.table import Row


def _subject(row: Row) -> tuple[str, str]:
    return row["subject_table"], row["subject_id"]


@rule("package.row-reaches-source")
def row_reaches_source(data: Data) -> Iterator[Break]:
    """Find rows, and cited cells, that nothing stands behind."""
    whole = {_subject(row) for row in data.rows("claims") if row["field"] == ""}
    cells = {
        (*_subject(row), row["field"]) for row in data.rows("claims") if row["field"] and row["status"] == "followed"
    }
    for name, schema in data.contract.tables.items():
        if schema.evidence.kind not in {"claims", "through"}:
            continue
        link = schema.evidence.through
        cited = [field.name for field in schema.fields if field.provenance == "cited"]
        for row in data.rows(name):
            subject = (link.table, row.text[link.field]) if link else (name, data.key(name, row))
            if subject in whole:
                continue
            bare = [field for field in cited if row[field] and (*subject, field) not in cells]
            if bare:
                expected = f"a claim about {subject[0]} {subject[1]!r}, or one about each of: {', '.join(bare)}"
                yield Break(name, row, bare[0], expected)


@rule("claims.subject-exists")
def subject_exists(data: Data) -> Iterator[Break]:
    """Find claims about rows or columns that aren't there."""
    keys = {name: data.by_key(name) for name in data.contract.tables}
    for row in data.rows("claims"):
        table, subject = _subject(row)
        if table not in keys:
            continue  # the enumeration of subject_table reports it
        if subject not in keys[table]:
            yield Break("claims", row, "subject_id", f"the key of a row of {table}")
        elif row["field"] and row["field"] not in data.contract.tables[table].by_name:
            yield Break("claims", row, "field", f"a column of {table}")


@rule("claims.identifier-names-subject")
def identifier_names_subject(data: Data) -> Iterator[Break]:
    """Find claims whose identifier speaks of something else than the claim."""
    for row in data.rows("claims"):
        stem = "/".join([*_subject(row), row["field"] or "row", row["source_id"]])
        rest = row["claim_id"].removeprefix(stem)
        if not row["claim_id"].startswith(stem) or (rest and not rest.removeprefix("/").isdecimal()):
            yield Break("claims", row, "claim_id", f"{stem}, with /2 for a second reading by the same source")


def _cells(data: Data) -> dict[tuple[str, str, str], list[Row]]:
    """Return the claims about cells that exist, by cell."""
    keys = {name: data.by_key(name) for name in data.contract.tables}
    found = defaultdict(list)
    for row in data.rows("claims"):
        table, subject = _subject(row)
        if row["field"] and subject in keys.get(table, {}) and row["field"] in data.contract.tables[table].by_name:
            found[table, subject, row["field"]].append(row)
    return found


@rule("claims.followed-equals-cell")
def followed_equals_cell(data: Data) -> Iterator[Break]:
    """Find followed readings that the cell doesn't hold."""
    keys = {name: data.by_key(name) for name in data.contract.tables}
    for (table, subject, field), rows in _cells(data).items():
        cell = keys[table][subject].text[field]
        for row in rows:
            if row["status"] == "followed" and row["value"] != cell:
                yield Break("claims", row, "value", f"{cell!r}, as in {table} {subject}, column {field}")


@rule("claims.one-reading-followed")
def one_reading_followed(data: Data) -> Iterator[Break]:
    """Find disputed cells without exactly one followed reading that names its rule."""
    for rows in _cells(data).values():
        followed = [row for row in rows if row["status"] == "followed"]
        rivals = [row for row in rows if row["status"] in {"differs", "superseded"}]
        if len(followed) > 1:
            yield Break("claims", followed[1], "status", f"agrees: {followed[0]['claim_id']} is followed already")
        if rivals and not followed:
            yield Break("claims", rivals[0], "status", "another claim about the same cell that is followed")
        if rivals and len(followed) == 1 and not followed[0]["rule"]:
            yield Break("claims", followed[0], "rule", "the rule that chose this reading over the others")


@rule("claims.difference-is-real")
def difference_is_real(data: Data) -> Iterator[Break]:
    """Find readings that are said to differ from what they repeat."""
    keys = {name: data.by_key(name) for name in data.contract.tables}
    for (table, subject, field), rows in _cells(data).items():
        row_text = keys[table][subject].text
        for row in rows:
            same_number = row["value"] == row_text[field]
            same_words = row["qualifier"] in {"", row_text.get("qualifier", "")} and not row["as_of"]
            if row["status"] in {"differs", "superseded"} and same_number and same_words:
                yield Break("claims", row, "value", f"a reading other than {row_text[field]!r}, or the status agrees")


@rule("claims.agreement-is-real")
def agreement_is_real(data: Data) -> Iterator[Break]:
    """Find readings that are said to agree with a cell that they contradict."""
    keys = {name: data.by_key(name) for name in data.contract.tables}
    for (table, subject, field), rows in _cells(data).items():
        row, schema = keys[table][subject], data.contract.tables[table]
        for claim in rows:
            if claim["status"] == "agrees" and claim["value"] and row[field] and not _fits(claim, row, schema, field):
                said = f"{row['qualifier']} {row[field]}" if row.text.get("qualifier") else row[field]
                yield Break("claims", claim, "value", f"a reading that holds {said!r}, or the status differs")


def _fits(claim: Row, row: Row, schema: TableSchema, field: str) -> bool:
    """Tell whether a reading leaves room for what the cell holds: the same, a wider bound, or a coarser date."""
    match schema.by_name[field].type:
        case "date":
            return _same_period(claim["value"], row, schema, field)
        case "integer" if row.text.get("qualifier"):
            # A ceiling is a maximum, whether or not a source says so.
            words = {claim["qualifier"], row["qualifier"]} - {""}
            same_words = len(words) == 1 or row.text.get("measure") == "authorized"
            if claim["value"] == row[field]:
                return same_words
            return _bound_holds(claim["qualifier"], claim["value"], row[field]) or _bound_holds(
                row["qualifier"], row[field], claim["value"]
            )
        case _:
            return claim["value"] == row[field]


def _bound_holds(qualifier: str, bound: str, number: str) -> bool:
    if not (bound.isdecimal() and number.isdecimal()):
        return False
    match qualifier:
        case "at_least" | "more_than":
            return int(number) > int(bound)
        case "up_to" | "nearly":
            return int(number) < int(bound)
        case _:
            return False


def _same_period(text: str, row: Row, schema: TableSchema, field: str) -> bool:
    """Tell whether one of two days is the first of a month or a year in which the other lies."""
    try:
        read = dt.date.fromisoformat(text)
    except ValueError:
        return False
    cell = row.value[field]
    if not isinstance(cell, dt.date):
        return True
    checks = [item.check for item in schema.row_rules]
    precision = next(
        (check.precision for check in checks if isinstance(check, StartsPeriod) and check.date == field), None
    )
    coarse = [period_start(read, row[precision])] if precision else []
    return cell in {read, *coarse} or read in {period_start(cell, "month"), period_start(cell, "year")}


@rule("package.witnesses-as-stated")
def witnesses_as_stated(data: Data) -> Iterator[Break]:
    """Find rows that say otherwise than the claims how many independent witnesses they have."""
    origin = {row["source_id"]: row["origin"] for row in data.rows("sources")}
    witnesses: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for claim in data.rows("claims"):
        if claim["status"] in {"followed", "agrees"}:
            witnesses[(*_subject(claim), claim["field"])].add(origin.get(claim["source_id"], ""))
            witnesses[(*_subject(claim), "*")].add(origin.get(claim["source_id"], ""))
    for table, schema in data.contract.tables.items():
        if "witnesses" not in schema.by_name:
            continue
        for row in data.rows(table):
            # What a base is asked about is the day on which it closed.
            field = "closed_on" if table == "bases" and row["closed_on"] else "*"
            found = "several" if len(witnesses[table, data.key(table, row), field]) > 1 else "one"
            if row["witnesses"] != found:
                yield Break(table, row, "witnesses", f"{found}: so many sources of different origin agree on the row")
