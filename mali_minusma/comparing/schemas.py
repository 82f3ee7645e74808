"""Compare what two versions declare: tables, columns, constraints, keys and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mali_minusma.comparing.changes import SchemaChange, told
from mali_minusma.comparing.policy import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mali_minusma.comparing.package import Package, Table

_OF_PACKAGE: Final = {"name": "package-renamed", "licenses": "licence-changed", "*": "text-changed"}
_OF_RESOURCE: Final = {"path": "path-changed", "licenses": "licence-changed", "*": "text-changed"}
_OF_SCHEMA: Final = {"missingValues": "missing-values-changed", "$schema": "text-changed", "*": "schema-changed"}
_OF_FIELD: Final = {
    "type": "type-changed", "format": "type-changed", "unit": "unit-changed", "title": "text-changed",
    "description": "text-changed", "example": "text-changed", "provenance": "text-changed",
    "vocabulary": "text-changed", "*": "schema-changed",
}  # fmt: skip

_AT_LEAST: Final = frozenset({"minimum", "exclusiveMinimum", "minLength"})
_AT_MOST: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength"})


def schema_changes(old: Package, new: Package) -> list[SchemaChange]:
    """Return what changed in what the two declare, gravest kinds first, then by table and column."""
    changes = list(_members(("", ""), old.about, new.about, _OF_PACKAGE))
    for name in {**old.tables, **new.tables}:
        before, after = old.tables.get(name), new.tables.get(name)
        if before is None or after is None:
            kind = "table-added" if before is None else "table-removed"
            sizes = [_size(table) if table else "" for table in (before, after)]
            changes.append(SchemaChange(kind, name, "", *sizes))
        else:
            changes += _of_table(before, after)
    order = list(KINDS)
    return sorted(changes, key=lambda change: (order.index(change.kind), change.table, change.column))


def _size(table: Table) -> str:
    return f"{len(table.fields)} columns, {len(table.rows)} rows"


def _of_table(old: Table, new: Table) -> Iterator[SchemaChange]:
    yield from _members((old.name, ""), old.about, new.about, _OF_RESOURCE)
    yield from _members((old.name, ""), old.schema, new.schema, _OF_SCHEMA)
    if old.primary_key != new.primary_key:
        yield SchemaChange("key-changed", old.name, "", ", ".join(old.primary_key), ", ".join(new.primary_key))
    yield from _of_columns(old, new)
    # A key or a rule that is new with a column, or goes with it, is a part of that change.
    for key in old.foreign_keys:
        if key not in new.foreign_keys and _column(key) in new.fields:
            yield SchemaChange("foreign-key-removed", old.name, _column(key), key, "")
    for key in new.foreign_keys:
        if key not in old.foreign_keys and _column(key) in old.fields:
            yield SchemaChange("foreign-key-added", old.name, _column(key), "", key)
    yield from _of_rules(old, new)


def _of_columns(old: Table, new: Table) -> Iterator[SchemaChange]:
    shared = [name for name in old.fields if name in new.fields]
    if shared != [name for name in new.fields if name in old.fields]:
        yield SchemaChange("columns-reordered", old.name, "", ", ".join(old.fields), ", ".join(new.fields))
    for name, field in old.fields.items():
        if name not in new.fields:
            yield SchemaChange("column-removed", old.name, name, told(field.get("type")), "")
    for name, field in new.fields.items():
        if name in old.fields:
            yield from _of_field(old.name, name, old.fields[name], field)
        else:
            required = field.get("constraints", {}).get("required") is True
            kind = "required-column-added" if required else "column-added"
            yield SchemaChange(kind, old.name, name, "", told(field.get("type")))


def _column(key: str) -> str:
    return key.partition(" -> ")[0]


def _of_rules(old: Table, new: Table) -> Iterator[SchemaChange]:
    for name, rule in old.rules.items():
        if name not in new.rules:
            yield SchemaChange("rule-removed", old.name, "", name, "")
            continue
        before, after = ({key: it[key] for key in it if key != "reason"} for it in (rule, new.rules[name]))
        if before != after:
            yield SchemaChange("rule-changed", old.name, "", f"{name}: {told(before)}", f"{name}: {told(after)}")
        reasons = told(rule.get("reason")), told(new.rules[name].get("reason"))
        if reasons[0] != reasons[1]:
            yield SchemaChange("text-changed", old.name, "", f"reason of {name}: {reasons[0]}", reasons[1])
    for name in new.rules:
        if name not in old.rules:
            yield SchemaChange("rule-added", old.name, "", "", name)


def _members(
    subject: tuple[str, str], old: Mapping[str, Any], new: Mapping[str, Any], kinds: Mapping[str, str]
) -> Iterator[SchemaChange]:
    """Compare two objects member by member; the kind of a change is the member's, or that under `*`."""
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before != after:
            yield SchemaChange(kinds.get(name, kinds["*"]), *subject, _said(name, before), _said(name, after))


def _said(name: str, value: object) -> str:
    return f"{name}: {told(value)}" if value is not None else ""


def _of_field(table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemaChange]:
    apart = {"constraints", "categories", "name"}
    plain = [{key: value for key, value in field.items() if key not in apart} for field in (old, new)]
    yield from _members((table, column), plain[0], plain[1], _OF_FIELD)
    labels = [_labels(field.get("categories")) for field in (old, new)]
    for value, label in labels[0].items():
        if value in labels[1] and labels[1][value] != label:
            yield SchemaChange("text-changed", table, column, f"{value}: {label}", labels[1][value])
    before, after = old.get("constraints", {}), new.get("constraints", {})
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield from _of_constraint(table, column, name, before.get(name), after.get(name))


def _labels(categories: object) -> dict[str, str]:
    """Return what each value stands for, as far as the list is understood."""
    items = categories if isinstance(categories, list) else []
    return {told(item.get("value")): told(item.get("label")) for item in items if isinstance(item, dict)}


def _of_constraint(table: str, column: str, name: str, old: Any, new: Any) -> Iterator[SchemaChange]:  # noqa: ANN401 - JSON
    if name == "enum" and isinstance(old, list) and isinstance(new, list):
        before, after = [told(value) for value in old], [told(value) for value in new]
        gone, come = [value for value in before if value not in after], [v for v in after if v not in before]
        yield from (SchemaChange("value-removed", table, column, value, "") for value in gone)
        yield from (SchemaChange("value-added", table, column, "", value) for value in come)
        if not gone and not come:
            yield SchemaChange("text-changed", table, column, _said("order of values", old), _said("order", new))
        return
    yield SchemaChange(_kind(name, old, new), table, column, _said(name, old), _said(name, new))


def _kind(name: str, old: Any, new: Any) -> str:  # noqa: ANN401 - JSON
    """Return what it means that a constraint went from `old` to `new`; None is none."""
    if name in {"required", "unique"}:
        if (old or False, new or False) == (False, True):
            return "constraint-tightened"
        if (old or False, new or False) == (True, False):
            return "required-dropped" if name == "required" else "constraint-changed"
        return "text-changed" if not old and not new else "constraint-changed"
    if name not in _AT_LEAST | _AT_MOST | {"pattern", "enum"}:
        return "constraint-changed"
    if old is None or new is None:
        return "constraint-tightened" if old is None else "constraint-loosened"
    numbers = all(isinstance(it, int | float) and not isinstance(it, bool) for it in (old, new))
    # Dates are written so that their texts stand in their order.
    if name in {"pattern", "enum"} or not (numbers or (isinstance(old, str) and isinstance(new, str))):
        return "constraint-changed"
    return "constraint-tightened" if (new > old) == (name in _AT_LEAST) else "constraint-loosened"
