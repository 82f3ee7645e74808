"""The findings as workflow commands, which GitHub Actions shows as annotations beside the lines of a change."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from mali_minusma.validation.formats.choosing import chosen_by_rule
from mali_minusma.validation.formats.escaping import path_text
from mali_minusma.validation.formats.places import Places
from mali_minusma.validation.formats.wording import extent, sentence, unsaid, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.report import Finding, Report


def pieces(report: Report, limit: int | None) -> Iterator[str]:
    """Yield a command a finding, and the summary as a notice.

    GitHub shows the first ten errors of a step: so the first finding of each rule comes first, then the second of
    each. The summary is no error, so that it takes no place from them.
    """
    places = Places(report)
    shown = 0
    for each in zip_longest(*chosen_by_rule(report, limit).values()):
        for finding in filter(None, each):
            shown += 1
            yield _error(finding, places)
    left = len(report) - shown
    more = f". {unsaid(report, left)}" if left else ""
    yield command("notice", {"title": "mali-minusma"}, f"{verdict(report)}. {extent(report)}{more}")


def _error(finding: Finding, places: Places) -> str:
    place = places.of(finding)
    properties = {"file": path_text(place.path), "line": place.line, "col": place.position, "title": finding.rule}
    message = f"{place.inside}: {sentence(finding)}" if place.inside else sentence(finding)
    return command("error", properties, f"{message} Why: {finding.reason}")


def command(name: str, properties: dict[str, str | int | None], message: str) -> str:
    r"""Return a workflow command, escaped as GitHub's own toolkit does it: the percent sign first.

    >>> print(command("error", {"file": "a,b:c.csv", "line": 3}, "50%\nor: more"), end="")
    ::error file=a%2Cb%3Ac.csv,line=3::50%25%0Aor: more
    """
    given = [f"{key}={_property(str(value))}" for key, value in properties.items() if value not in (None, "")]
    return f"::{name}{' ' if given else ''}{','.join(given)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
