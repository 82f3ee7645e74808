"""How a contestant says what it found: a line of JSON a finding, then one with what it counted."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Told(NamedTuple):
    """One finding, as far as the tool tells it."""

    row: int
    """Row below the header, from 1."""
    column: str | None
    kind: str | None
    """The last part of the name of our rule that says the same: `type`, `enum`, `primary-key`, a rule of a row."""


def tell(findings: Iterable[Told], counts: Mapping[str, int] | None = None) -> None:
    """Write the findings, and how many there are of each rule where the tool counts them."""
    number = 0
    for told in findings:
        number += 1
        sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.write(json.dumps({"findings": number, "counts": dict(counts or {})}) + "\n")
