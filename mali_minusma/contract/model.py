"""The parts of a table's schema, read once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mali_minusma.contract.lexical import FieldType, Value
    from mali_minusma.contract.predicate import Predicate

Provenance: TypeAlias = Literal["cited", "standard", "editorial"]
ConstraintName: TypeAlias = Literal["required", "pattern", "enum", "minimum", "maximum", "maxLength"]


@dataclass(frozen=True)
class Category:
    """One allowed value of a field and what it stands for."""

    value: str
    label: str


@dataclass(frozen=True)
class Constraint:
    """One declared limit on the values of one field."""

    rule: str
    """The rule's identifier: table, field and name of the constraint."""
    name: ConstraintName
    value: Value | tuple[str, ...]
    expected: str
    """What a valid value looks like, for people."""


@dataclass(frozen=True)
class Field:
    """One column: its type, its meaning and its limits."""

    table: str
    name: str
    type: FieldType
    title: str
    description: str
    example: str
    """An example as written in the file."""
    provenance: Provenance
    """`cited`: read from a source; `standard`: a code from a named standard; `editorial`: assigned by this project."""
    unit: str | None
    vocabulary: str | None
    required: bool
    pattern: str | None
    enum: tuple[Category, ...]
    minimum: Value | None
    maximum: Value | None
    max_length: int | None
    raw: Mapping[str, object]
    """The descriptor of the field as it stands in the schema file."""

    def rule(self, constraint: str) -> str:
        """Return the identifier of the rule that `constraint` makes of this field."""
        return f"{self.table}.{self.name}.{constraint}"

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Every declared constraint, `required` first."""
        return tuple(self._constraints())

    def _constraints(self) -> Iterator[Constraint]:
        if self.required:
            yield Constraint(self.rule("required"), "required", 1, "a value: this column is never empty")
        if self.pattern is not None:
            text = f"text of the form {self.pattern}, such as {self.example}"
            yield Constraint(self.rule("pattern"), "pattern", self.pattern, text)
        if self.enum:
            values = tuple(category.value for category in self.enum)
            yield Constraint(self.rule("enum"), "enum", values, "one of: " + ", ".join(values))
        for name, limit, words in (("minimum", self.minimum, "at least"), ("maximum", self.maximum, "at most")):
            if limit is not None:
                yield Constraint(self.rule(name), name, limit, f"{words} {self._written(limit)}")  # type: ignore[arg-type]
        if self.max_length is not None:
            yield Constraint(
                self.rule("maxLength"), "maxLength", self.max_length, f"at most {self.max_length} characters"
            )

    def _written(self, value: Value) -> str:
        from mali_minusma.contract.lexical import write

        return write(value, self.type)


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values are keys of another table."""

    rule: str
    field: str
    table: str
    target: str


@dataclass(frozen=True)
class RowRule:
    """A rule across the columns of one row."""

    rule: str
    fields: tuple[str, ...]
    """The columns that a finding is about; the first is where it is shown."""
    check: Predicate
    reason: str


@dataclass(frozen=True)
class CrossRule:
    """A rule across rows or tables; `validation.rules` holds its code under the same identifier."""

    rule: str
    tables: tuple[str, ...]
    """The tables in which a finding is shown."""
    reads: tuple[str, ...]
    """The tables that must be there to run it: those, and others that it looks into."""
    reason: str


@dataclass(frozen=True)
class Evidence:
    """Where the source of a row is found."""

    kind: Literal["claims", "source_id", "through", "none"]
    """`claims`: in claims about it; `source_id`: in its own column; `through`: in the claims about the row that a
    foreign key names; `none`: the table is this project's own account."""
    through: ForeignKey | None = None


@dataclass(frozen=True)
class TableSchema:
    """One table: its columns, keys and rules."""

    name: str
    title: str
    description: str
    row_class: str
    evidence: Evidence
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    row_rules: tuple[RowRule, ...]
    raw: Mapping[str, object]

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by name, in order."""
        return {field.name: field for field in self.fields}

    @property
    def path(self) -> str:
        """The table's file, relative to the root of the package."""
        return f"tables/{self.name}.csv"

    @property
    def key_rule(self) -> str:
        """The identifier of the rule that the primary key makes."""
        return f"{self.name}.primary-key"

    def key_of(self, row: Mapping[str, str]) -> str:
        """Return the key of a row of texts, as `claims.subject_id` writes it: its parts joined by slashes."""
        return "/".join(row[name] for name in self.primary_key)

    def rule_ids(self) -> list[str]:
        """Return the identifiers of every rule of this table, in order of declaration."""
        own = [field.rule("type") for field in self.fields]
        own += [constraint.rule for field in self.fields for constraint in field.constraints]
        return [*own, self.key_rule, *(key.rule for key in self.foreign_keys), *(rule.rule for rule in self.row_rules)]
