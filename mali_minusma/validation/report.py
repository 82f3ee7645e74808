"""What validation found, for people and for programs."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

FormatName: TypeAlias = Literal["text", "json", "jsonl", "csv", "github", "sarif"]
"""The forms in which a report is written."""


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
        """Return the finding in three lines for people.

        What comes from a table is escaped, so that it can't command a terminal, and a long text is shortened.
        """
        from mali_minusma.validation.formats.escaping import WIDTH, plain, quoted
        from mali_minusma.validation.formats.wording import where

        shown = f" {quoted(self.value)}" if self.value else ""
        column = f" in column {plain(self.column, WIDTH)}" if self.column else ""
        hint = f" {plain(self.hint)}" if self.hint else ""
        return (
            f"{where(self)}: {plain(self.rule)}{column}:{shown} expected {plain(self.expected)}.{hint}\n"
            f"    why: {plain(self.reason)}\n"
            f"    found by: {', '.join(self.found_by)}"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation.

    A report is true if nothing was found, so that `if not mm.validate(...)` reads as it should. All that was found is
    counted; where very much is wrong, only the first findings of each rule are kept.

    >>> import mali_minusma as mm
    >>> frame = mm.bases()
    >>> frame.loc[0, "witnesses"] = "two"
    >>> report = mm.validate(frame, table="bases")
    >>> bool(report), len(report), report.by_rule()
    (False, 1, {'bases.witnesses.enum': 1})
    """

    target: str
    """What was validated."""
    findings: tuple[Finding, ...]
    """Those that were kept, in order of table, line or row, column and rule."""
    rows: dict[str, int]
    """The tables that were read, with their number of rows."""
    rules: int
    """How many rules were run."""
    validators: dict[str, str]
    """The validators with their versions, or why one did not run."""
    schema_version: str = field(default="")
    """Version of the schemas that the rules come from."""
    counts: dict[str, int] = field(default_factory=dict)
    """How often each rule was broken, also beyond the findings kept; most often first, then by name.

    Without it, the findings given are counted.
    """
    skipped: tuple[str, ...] = ()
    """What was not checked, and why, such as the foreign keys of a table when they are off."""

    def __post_init__(self) -> None:
        """Count the findings if no counts came with them, and bring the counts in order.

        Raises:
            ValueError: if more findings of a rule are given than were counted.
        """
        kept = Counter(finding.rule for finding in self.findings)
        counts = self.counts or kept
        if short := [rule for rule in kept if kept[rule] > counts.get(rule, 0)]:
            raise ValueError(f"more findings of {short[0]} are kept than were counted")
        ordered = sorted(((-count, rule) for rule, count in counts.items() if count), key=lambda item: item)
        object.__setattr__(self, "counts", {rule: -count for count, rule in ordered})

    def __bool__(self) -> bool:
        """Tell whether nothing was found."""
        return not self.counts

    def __len__(self) -> int:
        """Return how many findings there were, those not kept included."""
        return sum(self.counts.values())

    @property
    def omitted(self) -> int:
        """How many findings were counted, but not kept."""
        return len(self) - len(self.findings)

    def by_rule(self) -> dict[str, int]:
        """Return how often each rule was broken, most often first."""
        return dict(self.counts)

    def text(self, limit: int = 50) -> str:
        """Return the report for people: the broken rules, most often broken first, each with its first findings.

        Args:
            limit: how many findings to print in all. Each broken rule gets its first before any gets its second; the
                rest is counted, and said to be left out.

        >>> import mali_minusma as mm
        >>> frame = mm.bases()
        >>> frame["witnesses"] = "two"
        >>> print(mm.validate(frame, table="bases").text(limit=2))  # doctest: +ELLIPSIS
        bases.witnesses.enum in column witnesses: 17 findings
          why: Independent witnesses: ...
          expected: one of: one, several
          bases row 1: 'two'
          bases row 2: 'two'
          ... and 15 more
        <BLANKLINE>
        ... and 15 more findings in all, not printed
        <BLANKLINE>
        frame of bases: NOT valid
          1 table, 17 rows, ... rules run, 17 findings (schemas ...)
          checked by ...
        """
        return self.to("text", limit).removesuffix("\n")

    def to(self, form: FormatName, limit: int | None = None) -> str:
        """Return the report in one of its forms.

        Args:
            form: `text` for people; `json` (one document), `jsonl` (a line a finding, then a line with the summary) and
                `csv` for programs; `github` (annotations of a workflow run) and `sarif` (2.1.0) for code hosts.
            limit: how many findings to write; by default 50 as text, and otherwise 10,000. What is left out is counted
                and said to be.

        Raises:
            ValueError: if there is no such form.

        >>> import json
        >>> import mali_minusma as mm
        >>> report = mm.validate(mm.bases())
        >>> json.loads(report.to("jsonl"))["summary"]["valid"]
        True
        >>> print(report.to("github"))  # doctest: +ELLIPSIS
        ::notice title=mali-minusma::frame of bases: valid. 1 table, 17 rows, ... 0 findings...
        """
        return "".join(self.pieces(form, limit))

    def write(
        self, form: FormatName, file: str | os.PathLike[str] | TextIO | None = None, limit: int | None = None
    ) -> None:
        r"""Write the report in one of its forms, piece by piece, so that a large one is never whole in memory.

        Args:
            form: as of `to`.
            file: a path, which is written over, or an open text file; by default standard output.
            limit: as of `to`.

        Raises:
            ValueError: if there is no such form.
            OSError: if the file can't be written.

        >>> import mali_minusma as mm
        >>> mm.validate(mm.bases()).write("csv")  # doctest: +ELLIPSIS
        "file","line","position","row","column","value","rule","reason","expected","hint","found_by"
        "frame of bases","","","","","total=0 written=0 omitted=0","report.summary",...
        """
        pieces = self.pieces(form, limit)
        if isinstance(file, (str, os.PathLike)):
            with Path(file).open("w", encoding="utf-8", newline="\n") as opened:
                opened.writelines(pieces)
        else:
            (sys.stdout if file is None else file).writelines(pieces)

    def pieces(self, form: FormatName, limit: int | None = None) -> Iterator[str]:
        r"""Return the report in one of its forms as pieces of text, made as they are taken.

        Args:
            form: as of `to`.
            limit: as of `to`.

        Raises:
            ValueError: if there is no such form.

        >>> import mali_minusma as mm
        >>> next(mm.validate(mm.bases()).pieces("text"))
        'frame of bases: valid\n'
        """
        from mali_minusma.validation.formats import pieces

        return pieces(self, form, limit)

    def to_dict(self, limit: int | None = None) -> dict[str, Any]:
        """Return the report as plain values, as the form `json` writes them.

        Args:
            limit: how many findings to give; by default all that were kept.

        Returns:
            `target`, `valid`, `exit_status` (of the command), `total` (all that was found), `written` (the findings
            given here), `omitted` (the others), `counts`, `rows`, `rules`, `skipped` (what was not checked),
            `validators`, `schema_version` and `findings`. A value of more than a thousand characters is shortened, and
            says so.

        >>> import mali_minusma as mm
        >>> report = mm.validate(mm.bases()).to_dict()
        >>> report["valid"], report["total"], report["findings"]
        (True, 0, [])
        """
        from mali_minusma.validation.formats.plain_values import report_dict

        return report_dict(self, limit)
