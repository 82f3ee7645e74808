"""What the schemas demand of rows, in plain Python, straight from `schemas/tables`: slow, and apart from the package.

Nothing of the package is imported here, so that a misreading of a schema there isn't made again here.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent

WRITTEN = {
    "string": r"[\s\S]+",
    "integer": r"0|-0|-?[1-9][0-9]*",
    "number": r"-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "yearmonth": r"[0-9]{4}-[0-9]{2}",
}

Row = Mapping[str, str]
Found = tuple[int, str, str, str]
"""Row from 1, column, rule and the text of the cell."""

WRONG = object()
"""What stands for a cell that writes no value of its type."""


@cache
def schema(table: str) -> dict[str, Any]:
    return json.loads((ROOT / "schemas" / "tables" / f"{table}.json").read_text(encoding="utf-8"))


def kinds(table: str) -> dict[str, str]:
    """Return the type of each column."""
    return {field["name"]: field["type"] for field in schema(table)["fields"]}


def columns(table: str) -> list[str]:
    return list(kinds(table))


@cache
def released(table: str) -> list[dict[str, str]]:
    """Return the rows of this package's own table, as the standard library reads them."""
    with (ROOT / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def ours(table: str, column: str) -> frozenset[str]:
    """Return the values of a column of this package's own table."""
    return frozenset(row[column] for row in released(table))


def value_of(text: str, kind: str) -> Any:
    """Return the value that a cell writes; raise ValueError if it writes none."""
    if not re.fullmatch(WRITTEN[kind], text):
        raise ValueError(text)
    match kind:
        case "integer":
            if len(text) > 20 or not -(2**63) <= int(text) < 2**63:
                raise ValueError(text)
            return int(text)
        case "number":
            if math.isinf(float(text)):
                raise ValueError(text)
            return float(text)
        case "date":
            return dt.date(*map(int, text.split("-")))
        case "yearmonth":
            return dt.date(*map(int, text.split("-")), 1)
        case _:
            return text


def findings(table: str, rows: Sequence[Row], *, keys: bool = False) -> list[Found]:
    """Return everything that the rows break, but for their order; foreign keys only if asked for."""
    return sorted(_findings(table, rows, keys=keys))


def _findings(table: str, rows: Sequence[Row], *, keys: bool) -> Iterator[Found]:
    said = schema(table)
    key, seen = said["primaryKey"], set()
    own: dict[str, set[str]] = {name: {row[name] for row in rows} for name in columns(table)}
    for number, row in enumerate(rows, 1):
        values = {name: value for name, kind in kinds(table).items() if (value := _read(row[name], kind)) is not WRONG}
        for field in said["fields"]:
            name = field["name"]
            for constraint in _broken(field, row[name], values[name]) if name in values else ["type"]:
                yield number, name, f"{table}.{name}.{constraint}", row[name]
        if all(values.get(name) is not None for name in key):
            named = tuple(values[name] for name in key)
            if named in seen:
                yield number, key[0], f"{table}.primary-key", row[key[0]]
            seen.add(named)
        for link in said.get("foreignKeys", []) if keys else []:
            (name,), target = link["fields"], link["reference"]
            there = own[target["fields"][0]] if target["resource"] == table else set()
            if values.get(name) and values[name] not in ours(target["resource"], *target["fields"]) | there:
                yield number, name, f"{table}.{name}.foreign-key", row[name]
        for rule in said.get("rules", []):
            if set(rule["fields"]) <= set(values) and not holds(rule["check"], values):
                yield number, rule["fields"][0], rule["id"], row[rule["fields"][0]]


def _read(text: str, kind: str) -> Any:
    try:
        return value_of(text, kind) if text else None
    except ValueError:
        return WRONG


def _broken(field: Mapping[str, Any], text: str, value: Any) -> Iterator[str]:
    limits = field.get("constraints", {})
    if value is None:
        if limits.get("required"):
            yield "required"
        return
    least, most = (
        value_of(limit, field["type"]) if isinstance(limit, str) else limit
        for limit in (limits.get("minimum"), limits.get("maximum"))
    )
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        yield "pattern"
    if "enum" in limits and text not in limits["enum"]:
        yield "enum"
    if least is not None and value < least:
        yield "minimum"
    if most is not None and value > most:
        yield "maximum"
    if "maxLength" in limits and len(text) > limits["maxLength"]:
        yield "maxLength"


def holds(check: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Tell whether a rule across columns holds, as `docs` and the schemas define its words."""
    if "if" in check:
        return not holds(check["if"], values) or holds(check["then"], values)
    ((word, said),) = check.items()
    match word:
        case "present" | "missing":
            return (values[said] is None) == (word == "missing")
        case "in":
            return values[said[0]] in said[1]
        case "not":
            return not holds(said, values)
        case "all" | "any":
            return {"all": all, "any": any}[word](holds(part, values) for part in said)
        case "le" | "eq":
            left, right = (_operand(part, values) for part in said)
            return left is None or right is None or (left <= right if word == "le" else left == right)
        case "starts_period":
            return _starts_period(values[said[0]], values[said[1]])
    raise AssertionError(word)


def _operand(said: Any, values: Mapping[str, Any]) -> Any:
    match said:
        case {"value": value}:
            return value
        case {"sum": names}:
            parts = [values[name] for name in names]
            return None if None in parts else sum(parts)
        case _:
            return values[said]


def _starts_period(day: dt.date | None, precision: str | None) -> bool:
    if day is None or precision is None:
        return day is None and precision is None
    return {"month": day.day == 1, "year": (day.month, day.day) == (1, 1)}.get(precision, True)


def first_out_of_order(table: str, rows: Sequence[Row]) -> int | None:
    """Return the first row, from 1, whose key is below that of the row before; only for tables with keys of text.

    A row without a whole key has no place in the order.
    """
    key = schema(table)["primaryKey"]
    numbered = enumerate((tuple(row[name] for name in key) for row in rows), 1)
    keyed = [(number, parts) for number, parts in numbered if all(parts)]
    return next((number for (_, before), (number, parts) in pairwise(keyed) if parts < before), None)
