"""Rules on the evidence: every row reaches a source, and readings agree with the cells they are about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
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
            subject = (link.table, row.text(link.field)) if link else (name, row.key)
            if subject in whole:
                continue
            bare = [field for field in cited if row[field] and (*subject, field) not in cells]
            if bare:
                expected = f"a claim about {subject[0]} {subject[1]!r}, or one about each of: {', '.join(bare)}"
                yield Break(name, row, bare[0], expected)


@rule("claims.subject-exists")
def subject_exists(data: Data) -> Iterator[Break]:
    """Find claims about rows or columns that aren't there."""
    for row in data.rows("claims"):
        table, subject = _subject(row)
        if table not in data.contract.tables:
            continue  # the enumeration of subject_table reports it
        if subject not in data.by_key(table):
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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that claims are about."""

    table: str
    row: Row
    field: str
    claims: list[Row]

    @property
    def text(self) -> str:
        """What the cell holds."""
        return self.row[self.field]


def _cells(data: Data) -> list[Cell]:
    """Return the cells that exist and that claims are about."""
    found: dict[tuple[str, str, str], Cell] = {}
    for claim in data.rows("claims"):
        (table, subject), field = _subject(claim), claim["field"]
        schema = data.contract.tables.get(table)
        row = None if schema is None or field not in schema.by_name else data.by_key(table).get(subject)
        if row is not None:
            found.setdefault((table, subject, field), Cell(table, row, field, [])).claims.append(claim)
    return list(found.values())


@rule("claims.followed-equals-cell")
def followed_equals_cell(data: Data) -> Iterator[Break]:
    """Find followed readings that the cell doesn't hold."""
    for cell in data.once(_cells):
        for claim in cell.claims:
            if claim["status"] == "followed" and claim["value"] != cell.text:
                where = f"{cell.table} {claim['subject_id']}, column {cell.field}"
                yield Break("claims", claim, "value", f"{cell.text!r}, as in {where}")


@rule("claims.one-reading-followed")
def one_reading_followed(data: Data) -> Iterator[Break]:
    """Find disputed cells without exactly one followed reading that names its rule."""
    for cell in data.once(_cells):
        followed = [claim for claim in cell.claims if claim["status"] == "followed"]
        rivals = [claim for claim in cell.claims if claim["status"] in {"differs", "superseded"}]
        if len(followed) > 1:
            yield Break("claims", followed[1], "status", f"agrees: {followed[0]['claim_id']} is followed already")
        if rivals and not followed:
            yield Break("claims", rivals[0], "status", "another claim about the same cell that is followed")
        if rivals and len(followed) == 1 and not followed[0]["rule"]:
            yield Break("claims", followed[0], "rule", "the rule that chose this reading over the others")


@rule("claims.difference-is-real")
def difference_is_real(data: Data) -> Iterator[Break]:
    """Find readings that are said to differ from what they repeat."""
    for cell in data.once(_cells):
        for claim in cell.claims:
            same_number = claim["value"] == cell.text
            same_words = claim["qualifier"] in {"", cell.row.get("qualifier", "")} and not claim["as_of"]
            if claim["status"] in {"differs", "superseded"} and same_number and same_words:
                yield Break("claims", claim, "value", f"a reading other than {cell.text!r}, or the status agrees")


@rule("claims.agreement-is-real")
def agreement_is_real(data: Data) -> Iterator[Break]:
    """Find readings that are said to agree with a cell that they contradict."""
    for cell in data.once(_cells):
        schema, qualifier = data.contract.tables[cell.table], cell.row.get("qualifier", "")
        for claim in cell.claims:
            if claim["status"] == "agrees" and claim["value"] and cell.text and not _fits(claim, cell, schema):
                said = f"{qualifier} {cell.text}".strip()
                yield Break("claims", claim, "value", f"a reading that holds {said!r}, or the status differs")


def _fits(claim: Row, cell: Cell, schema: TableSchema) -> bool:
    """Tell whether a reading leaves room for what the cell holds: the same, a wider bound, or a coarser date."""
    read, held, qualifier = claim["value"], cell.text, cell.row.get("qualifier", "")
    match schema.by_name[cell.field].type:
        case "date":
            return _same_period(read, cell, schema)
        case "integer" if qualifier and read == held:
            # A ceiling is a maximum, whether or not a source says so.
            return claim["qualifier"] in {"", qualifier} or cell.row.get("measure") == "authorized"
        case "integer" if qualifier:
            return _bound_holds(claim["qualifier"], read, held) or _bound_holds(qualifier, held, read)
        case _:
            return read == held


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


def _same_period(text: str, cell: Cell, schema: TableSchema) -> bool:
    """Tell whether one of two days is the first of a month or a year in which the other lies."""
    try:
        read = dt.date.fromisoformat(text)
    except ValueError:
        return False
    held = cell.row.value(cell.field)
    if not isinstance(held, dt.date):
        return True
    checks = [item.check for item in schema.row_rules]
    precision = next(
        (check.precision for check in checks if isinstance(check, StartsPeriod) and check.date == cell.field), None
    )
    coarse = [period_start(read, cell.row[precision])] if precision else []
    return held in {read, *coarse} or read in {period_start(held, "month"), period_start(held, "year")}


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
            found = "several" if len(witnesses[table, row.key, field]) > 1 else "one"
            if row["witnesses"] != found:
                yield Break(table, row, "witnesses", f"{found}: so many sources of different origin agree on the row")
