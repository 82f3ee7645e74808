"""What pandera says of a failure, in our words: the message of each check begins with the name of its rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from benchmarks.contestants.telling import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULE: Final = re.compile(r"events\.(?:(\w+)\.)?([\w-]+):")


def told(failure: Mapping[str, Any]) -> Iterator[Told]:
    """Yield a failure, if it is about a row; pandera tells a check across columns once for each column."""
    index = failure["index"]
    if index is None or index != index:  # noqa: PLR0124 - NaN
        return
    rule = RULE.search(str(failure["check"]))
    if rule and rule[1] is None:
        yield Told(int(index) + 1, None, rule[2])
    else:
        kind = rule[2] if rule else "required" if failure["check"] == "not_nullable" else None
        yield Told(int(index) + 1, str(failure["column"]), kind)
