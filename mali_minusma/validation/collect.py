"""Count everything that is found, and keep the first of each rule: memory stays bounded when every row is bad."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.hit import Hit


class Collector:
    """What was found in one table, or in the tables of a package."""

    def __init__(self, keep: int) -> None:
        self.counts: Counter[str] = Counter()
        self.keep = keep
        """How many hits of each rule are kept."""
        self._kept: dict[str, list[Hit]] = {}

    def add(self, hit: Hit) -> bool:
        """Count a hit, and keep it if there is room for its rule; return whether it was kept."""
        self.counts[hit.rule] += 1
        kept = self._kept.setdefault(hit.rule, [])
        if len(kept) >= self.keep:
            return False
        kept.append(hit)
        return True

    def count(self, rule: str, number: int) -> None:
        """Count hits that there is no room to keep."""
        if number:
            self.counts[rule] += number

    def room(self, rule: str) -> int:
        """Return how many more hits of a rule would be kept."""
        return self.keep - len(self._kept.get(rule, ()))

    def has_dropped(self, rule: str) -> bool:
        """Tell whether hits of a rule were counted that are not kept."""
        return self.counts[rule] > len(self._kept.get(rule, ()))

    def hits(self) -> Iterator[Hit]:
        """Yield the hits that were kept, rule by rule."""
        for kept in self._kept.values():
            yield from kept
