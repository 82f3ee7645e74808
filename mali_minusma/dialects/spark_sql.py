r"""A table's schema as Spark SQL: how text is read as values, and what fails where.

The same checks as in `polars_checks`, as strings of SQL. They look at columns named after the fields, which hold
values that were read, at those named by `unreadable`, and never give NULL. Spark differs from polars in ways that
matter here: `rlike` finds a pattern anywhere unless it is anchored, a cast takes more than one written form and fails
the whole job in ANSI mode, and a comparison with NULL is NULL. Texts are written raw (`r'...'`), so that no setting of
a session decides what a backslash means.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mali_minusma.contract.lexical import WRITTEN
from mali_minusma.contract.predicate import (
    AllOf,
    AnyOf,
    Compare,
    Constant,
    In,
    Not,
    Present,
    StartsPeriod,
    Sum,
    fields_of,
    operand_fields,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mali_minusma.contract.lexical import FieldType
    from mali_minusma.contract.model import Constraint, Field, TableSchema
    from mali_minusma.contract.predicate import Operand, Predicate

SPARK_TYPES: Final[dict[FieldType, str]] = {
    "string": "string",
    "integer": "bigint",
    "number": "double",
    "date": "date",
    "yearmonth": "date",
}
"""The type of a column in a Spark frame; a month is its first day."""


@dataclass(frozen=True)
class Check:
    """What fails, and where it is shown."""

    rule: str
    column: str
    fails: str
    """SQL that is true on each row that breaks the rule, and never NULL."""


def name(column: str) -> str:
    """Return a column as SQL names it.

    >>> name("event id")
    '`event id`'
    """
    return "`" + column.replace("`", "``") + "`"


def text(value: str) -> str:
    r"""Return a text as SQL writes it, the same under every setting of a session.

    >>> print(text(r"a\b"), text("it's"))
    r'a\b' r"it's"
    """
    if "'" not in value:
        return f"r'{value}'"
    if '"' not in value:
        return f'r"{value}"'
    parts = (f"r'{part}'" for part in value.split("'"))
    return "concat(" + ', r"\'", '.join(parts) + ")"


def raw(column: str) -> str:
    """Return the name of the column that holds the cells of another as they came; no field can have it."""
    return f"{column} as it came"


def unreadable(column: str) -> str:
    """Return the name of the column that tells which cells of another could not be read; no field can have it."""
    return f"{column} unreadable"


def matches(value: str, pattern: str) -> str:
    r"""Return SQL that tells whether the whole of a text is of a pattern.

    >>> print(matches("x", "a|b"))
    x rlike r'\A(?:a|b)\z'
    """
    whole = rf"\A(?:{without_recursion(pattern)})\z"
    return f"{value} rlike {text(whole)}"


_REPEATED: Final = re.compile(r"(?P<before>.*)\((?P<mark>[-/,_ ])(?P<body>(?:\[[^]\\]+\][*+?]?)+)\)(?P<times>[*+])")


def without_recursion(pattern: str) -> str:
    """Return a pattern that Java matches in a loop.

    Java matches a group that is repeated at the end by one call inside another, and a text with some thousand repeats
    overflows its stack. Where the group begins with a mark that stands nowhere else in it, there is one way to tell
    the repeats apart, so that none ever has to be given back: as a possessive group they are matched one by one.

    >>> without_recursion("[a-z0-9]+(-[a-z0-9]+)*"), without_recursion("[A-Z]{3}")
    ('[a-z0-9]+(?:-[a-z0-9]+)*+', '[A-Z]{3}')
    """
    found = _REPEATED.fullmatch(pattern)
    if found is None or any(re.match(part, found["mark"]) for part in re.findall(r"\[[^]]+\]", found["body"])):
        return pattern
    return f"{found['before']}(?:{found['mark']}{found['body']}){found['times']}+"


def read_text(field: Field, column: str) -> str:
    r"""Return SQL for the values that a column of text writes; NULL where it writes none.

    >>> from mali_minusma.contract import load_contract
    >>> print(read_text(load_contract().tables["bases"].by_name["closure_order"], "t"))
    CASE WHEN t rlike r'\A(?:-?(0|[1-9][0-9]*))\z' THEN try_cast(t AS bigint) END
    """
    written = matches(column, WRITTEN[field.type])
    match field.type:
        case "string":
            return column
        case "integer":
            return f"CASE WHEN {written} THEN try_cast({column} AS bigint) END"
        case "number":
            number = f"try_cast({column} AS double)"
            return f"CASE WHEN {written} AND abs({number}) < double('Infinity') THEN {number} END"
        case "date":
            return f"CASE WHEN {written} THEN try_cast({column} AS date) END"
        case "yearmonth":
            return f"CASE WHEN {written} THEN try_cast(concat({column}, '-01') AS date) END"


def checks(table: TableSchema, columns: Collection[str]) -> Iterator[Check]:
    """Yield the checks of a table that look at one row.

    Args:
        table: the schema.
        columns: the columns that are there; a rule that looks at another one can't be run.
    """
    for field in table.fields:
        if field.name in columns:
            yield Check(field.rule("type"), field.name, name(unreadable(field.name)))
            for constraint in field.constraints:
                yield Check(constraint.rule, field.name, fails(field, constraint))
    whole = {field.name for field in table.fields if field.type == "integer"}
    for rule in table.row_rules:
        looked_at = fields_of(rule.check)
        if looked_at <= set(columns):
            # What can't be read says nothing about the row.
            silent = " OR ".join(name(unreadable(column)) for column in sorted(looked_at))
            yield Check(rule.rule, rule.fields[0], f"NOT ({holds(rule.check, whole)}) AND NOT ({silent})")


def fails(field: Field, constraint: Constraint) -> str:
    """Return SQL that is true where a constraint of one column is broken."""
    value = name(field.name)
    limit = constraint.value
    match constraint.name:
        case "required":
            return f"{value} IS NULL AND NOT {name(unreadable(field.name))}"
        case "pattern":
            broken = f"NOT ({matches(value, str(limit))})"
        case "enum":
            broken = f"{value} NOT IN ({_list(limit if isinstance(limit, tuple) else [str(limit)])})"
        case "minimum":
            broken = f"{value} < {_literal(limit)}"
        case "maximum":
            broken = f"{value} > {_literal(limit)}"
        case "maxLength":
            broken = f"length({value}) > {limit}"
    return f"coalesce({broken}, false)"


def not_among(column: str, values: Iterable[str]) -> str:
    """Return SQL that is true where a column has a text that isn't one of these.

    >>> print(not_among("x", ["a", "b"]), "|", not_among("x", []))
    coalesce(`x` NOT IN (r'a', r'b'), false) | `x` IS NOT NULL
    """
    listed = _list(values)
    return f"coalesce({name(column)} NOT IN ({listed}), false)" if listed else f"{name(column)} IS NOT NULL"


def holds(predicate: Predicate, whole: Collection[str]) -> str:
    """Return SQL that is true on each row where the predicate holds, and never NULL.

    Args:
        predicate: what holds.
        whole: the columns of whole numbers.

    >>> print(holds(AnyOf((Not(Present("b")), Compare("le", "a", Constant(5)))), {"a"}))
    ((NOT (`b` IS NOT NULL)) OR (`a` IS NULL OR `a` <= 5))
    """
    match predicate:
        case Present(field):
            return f"{name(field)} IS NOT NULL"
        case In(field, values):
            return f"coalesce({name(field)} IN ({_list(values)}), false)"
        case Compare(operator, left, right):
            unknown = "".join(f"{name(field)} IS NULL OR " for field in (*operand_fields(left), *operand_fields(right)))
            sign = "<=" if operator == "le" else "="
            return f"{unknown}{_operand(left, whole)} {sign} {_operand(right, whole)}"
        case StartsPeriod(date, precision):
            day, kind = name(date), name(precision)
            # A precision outside the vocabulary is the finding of the enumeration, not of this rule.
            return (
                f"CASE WHEN {day} IS NULL OR {kind} IS NULL THEN {day} IS NULL AND {kind} IS NULL"
                f" WHEN {kind} = 'month' THEN day({day}) = 1"
                f" WHEN {kind} = 'year' THEN day({day}) = 1 AND month({day}) = 1 ELSE true END"
            )
        case Not(part):
            return f"NOT ({holds(part, whole)})"
        case AllOf(parts):
            return _joined("AND", parts, whole)
        case AnyOf(parts):
            return _joined("OR", parts, whole)


def _joined(operator: str, parts: Iterable[Predicate], whole: Collection[str]) -> str:
    return "(" + f" {operator} ".join(f"({holds(part, whole)})" for part in parts) + ")"


def _operand(operand: Operand, whole: Collection[str]) -> str:
    match operand:
        case Sum(fields):
            # Two whole numbers of 64 bits may not have a sum of 64 bits, and a sum that fails would fail the job.
            parts = (f"CAST({name(field)} AS decimal(19, 0))" if field in whole else name(field) for field in fields)
            return "(" + " + ".join(parts) + ")"
        case Constant(value):
            return str(value)
        case _:
            return name(operand)


def _list(values: Iterable[str]) -> str:
    return ", ".join(map(text, values))


def _literal(value: object) -> str:
    match value:
        case dt.date():
            return f"DATE '{value.isoformat()}'"
        case float():
            return f"CAST('{value!r}' AS double)"
        case _:
            return str(value)
