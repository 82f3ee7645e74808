"""The typed row classes: one frozen dataclass a table, written as Python source."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mali_minusma.contract import Contract, Field, TableSchema
    from mali_minusma.contract.lexical import FieldType

_WARNING: Final = "# Generated from schemas/ by `mali-minusma build`; edit the schema, not this file.\n"

_TYPES: Final[dict[FieldType, str]] = {
    "string": "str", "integer": "int", "number": "float", "date": "dt.date", "yearmonth": "dt.date",
}  # fmt: skip


def type_name(vocabulary: str) -> str:
    """Return the name of the literal type of a vocabulary.

    >>> type_name("P-code vintage")
    'PCodeVintage'
    """
    return "".join(word[0].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", vocabulary))


def vocabularies_source(contract: Contract) -> str:
    """Return the source of the module with one literal type a vocabulary."""
    parts = [
        (
            f'{_WARNING}"""The closed vocabularies: each type lists the values that a column may hold."""\n\n'
            "from typing import Literal, TypeAlias\n"
        )
    ]
    for name, categories in sorted(contract.vocabularies.items()):
        values = "\n".join(f'    "{category.value}",  # {category.label}' for category in categories)
        parts.append(f"\n{type_name(name)}: TypeAlias = Literal[\n{values}\n]\n")
    return "".join(parts)


def columns_source(contract: Contract) -> str:
    """Return the source of the module that lists the columns of every table with their types."""
    tables = "".join(
        f'    "{table.name}": {{\n'
        + "".join(f'        "{field.name}": "{field.type}",\n' for field in table.fields)
        + "    },\n"
        for table in contract.tables.values()
    )
    return (
        f'{_WARNING}"""The columns of every table and their types, so that a table is read without its schema."""\n\n'
        "from typing import Final\n\nfrom mali_minusma.contract.lexical import FieldType\n\n"
        f"COLUMNS: Final[dict[str, dict[str, FieldType]]] = {{\n{tables}}}\n"
        '"""Type of each column, by table."""\n'
    )


def row_source(table: TableSchema) -> str:
    """Return the source of the module with the row class of one table."""
    used = sorted({type_name(field.vocabulary) for field in table.fields if field.vocabulary})
    dates = any(_TYPES[field.type] == "dt.date" for field in table.fields)
    imports = ["from dataclasses import dataclass", "from typing import ClassVar, Literal"]
    if dates:
        imports.insert(0, "import datetime as dt")
    if used:
        names = "".join(f"    {name},\n" for name in used)
        line = f"from mali_minusma.rows.vocabularies import {', '.join(used)}"
        imports.append("\n" + (line if len(line) <= 120 else f"from mali_minusma.rows.vocabularies import (\n{names})"))  # noqa: PLR2004
    head = f'{_WARNING}"""The row class of `{table.path}`."""\n\n' + "\n".join(imports) + "\n\n\n"
    body = "".join(map(_attribute, table.fields))
    first, _, rest = table.description.partition(". ")
    summary = first.rstrip(".") + "."
    more = textwrap.indent(textwrap.fill(rest, 112), "    ") + "\n\n" if rest else ""
    return (
        f"{head}@dataclass(frozen=True, slots=True, kw_only=True)\nclass {table.row_class}:\n"
        f'    """{summary}\n\n{more}    One row of `{table.path}`; a missing value is None.\n    """\n\n'
        f'    TABLE: ClassVar[Literal["{table.name}"]] = "{table.name}"\n{body}'
    )


def _attribute(field: Field) -> str:
    kind = type_name(field.vocabulary) if field.vocabulary else _TYPES[field.type]
    optional = "" if field.required else " | None"
    unit = f" Unit: {field.unit}." if field.unit else ""
    text = textwrap.fill(f'"""{field.description}{unit} Example: {field.example}."""', 116, break_long_words=False)
    return f"\n    {field.name}: {kind}{optional}\n{textwrap.indent(text, '    ')}\n"


def init_source(contract: Contract) -> str:
    """Return the source of `rows/__init__.py`: the names, and which class belongs to which table."""
    tables = list(contract.tables.values())
    imports = [f"from mali_minusma.rows.{table.name} import {table.row_class}\n" for table in tables]
    names = ["ROW_CLASSES", *sorted(["Row", "TableName", *(table.row_class for table in tables)])]
    return (
        f'{_WARNING}"""One frozen dataclass a table, with the meaning of every column."""\n\n'
        "from typing import Final, Literal, TypeAlias\n\n"
        + "".join(sorted(imports))
        + f"\nTableName: TypeAlias = Literal[\n{_lines(table.name for table in tables)}]\n"
        '"""The names of the tables."""\n\n'
        f"Row: TypeAlias = (\n    {' | '.join(table.row_class for table in tables)}\n)\n"
        '"""A row of any table."""\n\n'
        "ROW_CLASSES: Final[dict[TableName, type[Row]]] = {\n"
        + "".join(f'    "{table.name}": {table.row_class},\n' for table in tables)
        + '}\n"""The row class of each table."""\n\n'
        f"__all__ = [\n{_lines(names)}]\n"
    )


def records_source(contract: Contract) -> str:
    """Return the source of `records`, with one overload a table."""
    tables = list(contract.tables.values())
    overloads = "".join(
        f'@overload\ndef records(table: Literal["{table.name}"]) -> list[{table.row_class}]: ...\n' for table in tables
    )
    classes = _lines(sorted(["Row", "TableName", *(table.row_class for table in tables)]), quote="")
    return f'''{_WARNING}"""Tables as lists of typed rows, read without any dataframe library."""

from typing import Literal, overload

from mali_minusma.reading import read_rows
from mali_minusma.rows import (
    ROW_CLASSES,
{classes})


{overloads}@overload
def records(table: TableName) -> list[Row]: ...
def records(table: TableName) -> object:
    """Return the rows of a table as frozen, documented dataclasses.

    Args:
        table: name of the table.

    Returns:
        One object a row, sorted by primary key; a missing value is None, a date is a `datetime.date`
        and a month is its first day.

    Raises:
        ValueError: if there is no such table, with the names that there are.

    >>> import mali_minusma as mm
    >>> {{base.base_id: base for base in mm.records("bases")}}["kidal"].closed_on
    datetime.date(2023, 10, 31)
    """
    return read_rows(table, ROW_CLASSES)
'''


def _lines(names: Iterable[str], quote: str = '"') -> str:
    return "".join(f"    {quote}{name}{quote},\n" for name in names)
