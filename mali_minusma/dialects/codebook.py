"""The codebook: every table, column, value and rule on one page for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.contract import Contract, Field, TableSchema

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "decimal number",
    "date": "date (YYYY-MM-DD)",
    "yearmonth": "month (YYYY-MM)",
}
_EVIDENCE = {
    "claims": "Sources: in [claims](#claims), by key, and by column where a reading is about one cell.",
    "source_id": "Sources: in the column `source_id`; where readings disagree also in [claims](#claims).",
    "through": "Sources: those of the row of {0.evidence.through.table} that `{0.evidence.through.field}` names.",
    "none": "Sources: none, this table is the project's own account.",
}
_PROVENANCE = {"cited": "read from a source", "standard": "a code from a standard", "editorial": "assigned here"}


def codebook(contract: Contract) -> str:
    """Return the codebook as Markdown."""
    return "\n".join(_lines(contract)) + "\n"


def _lines(contract: Contract) -> Iterator[str]:
    yield "<!-- Generated from schemas/ by `mali-minusma build`; edit the schemas, not this page. -->"
    yield ""
    yield "# Codebook"
    yield ""
    yield "Every table is a CSV file under `tables/`: UTF-8, comma-separated, one header line, lines ended by LF,"
    yield "sorted by primary key. An empty cell means that the value is missing, never zero and never no. A date is a"
    yield "full date; where only the month or the year is known it is the first day of it, and the precision column"
    yield "beside it says so."
    yield ""
    yield "In a pandas frame text is `str`, a whole number `Int64`, a decimal number `float64`, and a date or a month"
    yield "(as its first day) `datetime64[us]`."
    yield ""
    yield "| table | one row is | columns | key |"
    yield "|---|---|---|---|"
    for table in contract.tables.values():
        first = table.description.split(". ")[0].removeprefix("One row is ").rstrip(".")
        key = ", ".join(f"`{name}`" for name in table.primary_key)
        yield f"| [{table.name}](#{table.name}) | {first} | {len(table.fields)} | {key} |"
    for table in contract.tables.values():
        yield from _table(table)
        yield from _terms(contract, table)
    yield ""
    yield "## Rules across tables"
    yield ""
    yield "| rule | tables | why |"
    yield "|---|---|---|"
    for rule in contract.cross_rules:
        yield f"| `{rule.rule}` | {', '.join(rule.tables)} | {rule.reason} |"


def _table(table: TableSchema) -> Iterator[str]:
    yield from ("", f"## {table.name}", "", table.description, "", _EVIDENCE[table.evidence.kind].format(table), "")
    yield "| column | type | meaning | example | comes from |"
    yield "|---|---|---|---|---|"
    for field in table.fields:
        yield _row(table, field)
    for field in table.fields:
        if field.enum:
            yield from ("", f"Values of `{field.name}`:", "")
            yield from (f"- `{category.value}`: {category.label}" for category in field.enum)
    if table.row_rules:
        yield from ("", "Rules across the columns of a row:", "")
        yield from (f"- `{rule.rule}`: {rule.reason}" for rule in table.row_rules)


def _terms(contract: Contract, table: TableSchema) -> Iterator[str]:
    yield from ("", "Taken from, and on what terms:", "")
    yield from (f"- {item['title']}: {item['terms']}" for item in contract.upstream[table.name])


def _row(table: TableSchema, field: Field) -> str:
    kind = _TYPES[field.type] + (f", {field.unit}" if field.unit and field.unit != "identifier" else "")
    notes = ["never empty" if field.required else "may be empty"]
    if field.name in table.primary_key:
        notes.append("part of the key" if len(table.primary_key) > 1 else "the key")
    notes += [f"key of [{key.table}](#{key.table})" for key in table.foreign_keys if key.field == field.name]
    limits = [item for item in field.constraints if item.name in {"minimum", "maximum", "maxLength"}]
    notes += [item.expected for item in limits]
    if field.pattern is not None:
        notes.append("form <code>" + field.pattern.replace("|", "&#124;") + "</code>")
    meaning = f"{field.description} ({'; '.join(notes)})"
    return f"| `{field.name}` | {kind} | {meaning} | {_code(field.example)} | {_PROVENANCE[field.provenance]} |"


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"
