"""What each rule is for, in words, and what to do about a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.contract.lexical import EXPECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mali_minusma.contract import Contract

FILE_RULES: Final[Mapping[str, tuple[str, str]]] = {
    "file.encoding": ("UTF-8 without a byte-order mark", "One encoding, so that every tool reads the same names."),
    "file.nul": ("text without NUL characters", "Many tools end a text at a NUL, and lose what follows."),
    "file.line-ends": ("lines ended by a line feed alone", "One line ending, so that hashes and line numbers agree."),
    "file.last-line": ("a line feed at the end", "A file without it may be cut off."),
    "file.empty": ("a header line", "A table without a header says nothing about its columns."),
    "file.quotes": ("quotes as in RFC 4180", "Readers repair a stray quote differently, so none may stand."),
    "file.blank-line": ("no blank line", "Readers drop blank lines silently, and row numbers shift."),
    "file.cell-count": ("as many cells as the header", "Readers fill or cut such a row silently."),
    "file.header": ("the columns of the schema, in order", "A column under another name is lost, or read as another."),
    "file.sorted": ("rows in order of the primary key", "In a sorted table a change shows as one line."),
}
"""What is expected of a file, and why."""

PACKAGE_RULES: Final[Mapping[str, tuple[str, str]]] = {
    "package.descriptor": ("a Data Package descriptor in JSON", "The descriptor says what is in the package."),
    "package.path": (
        "a relative path inside the folder of the package",
        "A package from elsewhere may not read other files.",
    ),
    "package.file": ("the file of the table", "A table that is declared is there."),
    "package.table": ("each table of the contract, once", "A package is whole: a missing table is not an empty one."),
    "package.schema": ("the schema of this version", "A descriptor with other schemas promises something else."),
    "package.hash": ("the sha256 of the file", "The file is the one that was released."),
    "package.bytes": ("the size of the file", "The file is the one that was released."),
    "package.rows": ("the number of rows of the file", "The file is the one that was released."),
}
"""What is expected of a package, and why."""


class Reasons:
    """Looks up what a rule expects and why it is there."""

    def __init__(self, contract: Contract) -> None:
        self._said: dict[str, tuple[str, str]] = {**FILE_RULES, **PACKAGE_RULES}
        for table in contract.tables.values():
            for field in table.fields:
                why = f"{field.title}: {field.description}"
                self._said[field.rule("type")] = (EXPECTED[field.type], why)
                for constraint in field.constraints:
                    self._said[constraint.rule] = (constraint.expected, why)
            key = ", ".join(table.primary_key)
            self._said[table.key_rule] = (
                f"another value of {key}: an earlier row has the same",
                "A key names one row.",
            )
            for link in table.foreign_keys:
                why = f"`{link.field}` refers to a row of {link.table}."
                self._said[link.rule] = (f"a {link.target} of {link.table}", why)
            for rule in table.row_rules:
                self._said[rule.rule] = ("columns that agree: " + ", ".join(rule.fields), rule.reason)
        for across in contract.cross_rules:
            self._said[across.rule] = ("tables that agree: " + ", ".join(across.tables), across.reason)

    def __len__(self) -> int:
        """Return the number of rules known."""
        return len(self._said)

    def of(self, rule: str) -> tuple[str, str]:
        """Return what the rule expects and why it is there."""
        return self._said.get(
            rule, ("what the validator asks for", "Another validator's own rule; it finds fault with the file.")
        )
