"""The forms of a report: one module each, all made of pieces of text, so that a large report is never built twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.hints import near
from mali_minusma.validation.formats import as_csv, as_github, as_json, as_sarif, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mali_minusma.validation.report import Report

FORMS: Final[Mapping[str, Callable[[Report, int | None], Iterator[str]]]] = {
    "text": as_text.pieces,
    "json": as_json.document,
    "jsonl": as_json.lines,
    "csv": as_csv.pieces,
    "github": as_github.pieces,
    "sarif": as_sarif.pieces,
}
"""How each form is written."""

TEXT_LIMIT: Final = 50
"""Findings printed for people, unless told otherwise: more than that nobody reads."""
LIMIT: Final = 10_000
"""Findings written in the other forms, unless told otherwise: what the services that take them can show."""


def pieces(report: Report, form: str, limit: int | None) -> Iterator[str]:
    """Return the report in one of its forms; `Report.pieces` documents the arguments.

    Raises:
        ValueError: if there is no such form.
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form!r} of a report: {', '.join(FORMS)}. {near(form, FORMS)}".rstrip())
    if limit is None:
        limit = TEXT_LIMIT if form == "text" else LIMIT
    return FORMS[form](report, limit)
