"""Merge what several validators found into one list of findings: one place and rule, one finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.contract import load_contract
from mali_minusma.hints import near
from mali_minusma.validation.reasons import Reasons
from mali_minusma.validation.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mali_minusma.contract import TableSchema
    from mali_minusma.validation.table import Hit, Table


def merge(hits: Iterable[Hit], tables: Mapping[str, Table]) -> tuple[Finding, ...]:
    """Return the findings that the hits make, in order of table, line and column.

    A cell whose text doesn't write a value of its type is reported as that alone: what other
    validators say of the empty cell that they were given instead would mislead.
    """
    grouped: dict[tuple[str, int, str, str, str], list[Hit]] = {}
    for hit in hits:
        table = tables.get(hit.table)
        if table and (hit.row, hit.column) in table.unreadable and not hit.rule.endswith(".type"):
            continue
        # Two faults of one file that no cell tells apart are told apart by their place.
        place = str(hit.place or hit.value or "") if hit.row < 0 else ""
        grouped.setdefault((hit.table, hit.row, hit.column, hit.rule, place), []).append(hit)
    reasons = Reasons(load_contract())
    findings = [_finding(group, tables, reasons) for group in grouped.values()]
    rank = {name: index for index, name in enumerate(load_contract().tables)}
    order = sorted(
        zip(grouped, findings, strict=True),
        key=lambda pair: (rank.get(pair[0][0], -1), *_place(pair[1]), pair[1].rule, pair[1].value),
    )
    return tuple(finding for _, finding in order)


def _place(finding: Finding) -> tuple[int, int, int]:
    return finding.line or 0, finding.position or 0, finding.row or 0


def _finding(group: list[Hit], tables: Mapping[str, Table], reasons: Reasons) -> Finding:
    hit = group[0]
    table = tables.get(hit.table)
    expected, reason = reasons.of(hit.rule)
    detail = next((each.expected for each in group if each.expected), "")
    value = next((each.value for each in group if each.value is not None), None)
    line, position = hit.place or (None, None)
    if table is not None and hit.row >= 0:
        columns = list(table.schema.by_name)
        line, position = table.text.place(hit.row, columns.index(hit.column) if hit.column in columns else 0)
        if value is None and hit.column:
            value = table.rows[hit.row].text[hit.column]
    hint = _hint(hit, tables, value or "")
    found_by = tuple(dict.fromkeys(_validator(each) for each in group))
    file = table.text.path if table is not None else hit.table or "datapackage.json"
    row = hit.row + 1 if hit.row >= 0 else None
    return Finding(
        file, line, position, row, hit.column, value or "", hit.rule, reason, detail or expected, hint, found_by
    )


def _validator(hit: Hit) -> str:
    return "mali-minusma" if hit.by == "reader" else hit.by


def code_hint(schema: TableSchema, hit: Hit, value: str) -> str:
    """Return a hint that names the code nearest to one that isn't in the vocabulary, or nothing."""
    field = schema.by_name.get(hit.column)
    if field is None or hit.rule != field.rule("enum"):
        return ""
    return near(value, [category.value for category in field.enum])


def _hint(hit: Hit, tables: Mapping[str, Table], value: str) -> str:
    contract = load_contract()
    schema = contract.tables.get(hit.table)
    if schema is None:
        return ""
    if hit.rule == "file.header" and hit.column not in schema.by_name:
        return near(hit.column, list(schema.by_name))
    if hint := code_hint(schema, hit, value):
        return hint
    for link in schema.foreign_keys:
        if hit.rule == link.rule and link.table in tables:
            return near(value, [row[link.target] for row in tables[link.table].rows])
    return ""
