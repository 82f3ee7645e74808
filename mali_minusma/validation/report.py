"""What validation found, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where one rule is broken."""

    file: str
    """The file as it was named, relative to the package; for a frame, the name of its table."""
    line: int | None
    """Line in the file, from 1; None for a frame or for the package as a whole."""
    position: int | None
    """Character in that line, from 1, at which the cell begins."""
    row: int | None
    """Row below the header, from 1; for a frame the position of the row, from 1."""
    column: str
    """Name of the column; empty if the finding is about the whole row or file."""
    value: str
    """The offending text as it stands; empty if the cell is."""
    rule: str
    """Identifier of the rule, such as `events.event_type.enum`."""
    reason: str
    """Why there is such a rule."""
    expected: str
    """What a valid value looks like."""
    hint: str
    """What to do, where that can be told: for a misspelt code, the nearest one."""
    found_by: tuple[str, ...]
    """The validators that found it."""

    @property
    def place(self) -> str:
        """The place as editors and terminals link it: `file:line:position`."""
        parts = (part for part in (self.line, self.position) if part is not None)
        return ":".join([self.file, *map(str, parts)])

    def text(self) -> str:
        """Return the finding in three lines for people."""
        shown = f" {self.value[:80]!r}" if self.value else ""
        where = f" in column {self.column}" if self.column else ""
        row = f" (row {self.row})" if self.row is not None and self.line is None else ""
        hint = f" {self.hint}" if self.hint else ""
        return (
            f"{self.place}{row}: {self.rule}{where}:{shown} expected {self.expected}.{hint}\n"
            f"    why: {self.reason}\n"
            f"    found by: {', '.join(self.found_by)}"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation.

    A report is true if nothing was found, so that `if not mm.validate(...)` reads as it should.
    """

    target: str
    """What was validated."""
    findings: tuple[Finding, ...]
    """Those that were kept, in order of table, line and column."""
    counts: dict[str, int]
    """How often each rule was broken, those not kept included, most often first."""
    rows: dict[str, int]
    """The tables that were read, with their number of rows."""
    rules: int
    """How many rules were run."""
    validators: dict[str, str]
    """The validators with their versions, or why one did not run."""
    schema_version: str = field(default="")
    """Version of the schemas that the rules come from."""
    skipped: tuple[str, ...] = ()
    """What was not checked, and why."""

    def __bool__(self) -> bool:
        """Tell whether nothing was found."""
        return not self.counts

    def __len__(self) -> int:
        """Return the number of findings, those not kept included."""
        return sum(self.counts.values())

    @property
    def omitted(self) -> int:
        """How many findings were counted and not kept."""
        return len(self) - len(self.findings)

    def by_rule(self) -> dict[str, int]:
        """Return how often each rule was broken, most often first."""
        return dict(self.counts)

    def text(self, limit: int = 50) -> str:
        """Return the report for people.

        Args:
            limit: how many findings to print; all are counted, and the rest is said to be left out.
        """
        return "\n".join(self._lines(limit))

    def _lines(self, limit: int) -> Iterator[str]:
        if self.findings:
            yield from (finding.text() for finding in self.findings[:limit])
            if len(self) > limit:
                yield f"... and {len(self) - limit} more findings, not printed"
            yield ""
            yield from (f"{count:6d}  {rule}" for rule, count in self.by_rule().items())
            yield ""
        verdict = "valid" if self else "NOT valid"
        yield f"{self.target}: {verdict}"
        tables, rows = _count(len(self.rows), "table"), _count(sum(self.rows.values()), "row")
        found = _count(len(self), "finding")
        yield f"  {tables}, {rows}, {_count(self.rules, 'rule')} run, {found} (schemas {self.schema_version})"
        yield from (f"  not checked: {reason}" for reason in self.skipped)
        yield "  checked by " + ", ".join(f"{name} {version}" for name, version in self.validators.items())

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, ready for JSON."""
        return asdict(self)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
