"""The report as one JSON document, and as JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mali_minusma.validation.formats.choosing import chosen
from mali_minusma.validation.formats.escaping import as_json
from mali_minusma.validation.formats.plain_values import finding_dict, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.report import Report


def document(report: Report, limit: int | None) -> Iterator[str]:
    """Yield one JSON document: the summary, then the findings."""
    yield as_json(summary(report, limit), indent=2).removesuffix("\n}") + ',\n  "findings": ['
    yield from array((finding_dict(finding) for finding in chosen(report, limit)), depth=1, indent=2)
    yield "]\n}\n"


def array(values: Iterator[object], depth: int, indent: int | None = None) -> Iterator[str]:
    """Yield what stands between the brackets of an array whose own line is indented by `depth` levels.

    Without `indent`, each value is one line: that is several times faster.
    """
    margin = "\n" + "  " * (depth + 1)
    between = ""
    for value in values:
        # No string of JSON holds a line feed, so each of these ends a line of the layout.
        yield between + margin + as_json(value, indent).replace("\n", margin)
        between = ","
    if between:
        yield "\n" + "  " * depth


def lines(report: Report, limit: int | None) -> Iterator[str]:
    """Yield a line a finding, and a last one with the summary; without it, the output was cut off."""
    for finding in chosen(report, limit):
        yield as_json(finding_dict(finding)) + "\n"
    yield as_json({"summary": summary(report, limit)}) + "\n"
