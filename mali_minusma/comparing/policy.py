"""What a difference means for those who use the data, and which version number it asks for.

Decided for two kinds of user: **readers** run code written against the old version on the new data; **writers** make
rows of their own that are validated against the schemas. What breaks either is breaking; what gives more and takes
nothing is an addition; what tells better what was told already is a correction. Where a change can't be told to be
harmless, it is taken as breaking. `docs/versions.md` shows this table to people; a test holds the two together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Effect: TypeAlias = Literal["breaking", "addition", "correction", "none"]
Part: TypeAlias = Literal["major", "minor", "patch", "none"]

EFFECTS: Final[tuple[Effect, ...]] = ("breaking", "addition", "correction", "none")
"""Gravest first."""

PARTS: Final[tuple[Part, ...]] = ("major", "minor", "patch", "none")
"""The parts of a version number, gravest first."""


class Kind(NamedTuple):
    """What a kind of change means."""

    effect: Effect
    why: str


KINDS: Final[dict[str, Kind]] = {
    "package-renamed": Kind("breaking", "It is another package."),
    "licence-changed": Kind("breaking", "What was allowed with the data may not be any more."),
    "table-removed": Kind("breaking", "Readers no longer find it."),
    "path-changed": Kind("breaking", "Readers of the file no longer find it."),
    "key-changed": Kind("breaking", "Rows are found, and told apart, by other columns."),
    "column-removed": Kind("breaking", "Readers no longer find it; writers' files have a column too many."),
    "columns-reordered": Kind("breaking", "Readers by position read one column as another."),
    "required-column-added": Kind("breaking", "Writers' rows have no value for it."),
    "type-changed": Kind("breaking", "Readers get other types; writers' values may not be read."),
    "unit-changed": Kind("breaking", "The same number means something else."),
    "constraint-tightened": Kind("breaking", "Writers' rows that were valid may not be any more."),
    "constraint-changed": Kind("breaking", "It can't be told that every valid row stays valid."),
    "required-dropped": Kind("breaking", "Readers meet missing values where none were."),
    "value-removed": Kind("breaking", "Writers' rows may hold it."),
    "foreign-key-added": Kind("breaking", "Writers' rows may hold what the other table doesn't have."),
    "foreign-key-removed": Kind("breaking", "Readers' joins may lose rows without a word."),
    "rule-added": Kind("breaking", "Writers' rows that were valid may not be any more."),
    "rule-changed": Kind("breaking", "It can't be told that every valid row stays valid."),
    "missing-values-changed": Kind("breaking", "Readers take a value for a missing one, or the other way round."),
    "schema-changed": Kind("breaking", "The schema says something that this comparison doesn't know."),
    "row-removed": Kind("breaking", "Its identifier was promised for ever; others may refer to it."),
    "table-added": Kind("addition", "Nothing else changes."),
    "column-added": Kind("addition", "It may be empty: readers by name see nothing; writers add it, empty."),
    "value-added": Kind("addition", "Writers are freer; readers are asked to expect codes that they don't know."),
    "constraint-loosened": Kind("addition", "Writers are freer; readers are asked to expect wider values."),
    "rule-removed": Kind("addition", "Writers are freer; readers are asked to expect such rows."),
    "row-added": Kind("addition", "There is more to read."),
    "cell-filled": Kind("addition", "What was not known is known."),
    "cell-changed": Kind("correction", "The value is another; an entry in the table `corrections` says why."),
    "cell-emptied": Kind("correction", "The value is withdrawn; an entry in the table `corrections` says why."),
    "row-withdrawn": Kind(
        "correction",
        "A statement whose key is made of several columns, so that nothing refers to it, is withdrawn; an entry in "
        "the table `corrections` says why.",
    ),
    "text-changed": Kind(
        "correction",
        "A title, a description, an example, a label or terms are told in other words. If the meaning of the column "
        "changed with them, the change is breaking, which only a person can tell.",
    ),
}
"""Every kind of change, gravest first."""

_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


def gravest(effects: Iterable[Effect]) -> Effect:
    """Return the gravest of some effects; `none` if there are none.

    >>> gravest(["addition", "breaking"])
    'breaking'
    """
    return min(effects, key=EFFECTS.index, default="none")


def release(version: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a version, or None if it doesn't have the form MAJOR.MINOR.PATCH.

    >>> release("0.4.0"), release("4")
    ((0, 4, 0), None)
    """
    found = _VERSION.fullmatch(version)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def needed(effect: Effect, old: str) -> Part:
    """Return which part of a version number must rise for such a change.

    A breaking change raises the major number, an addition the minor one, a correction the patch. Below 1.0 a breaking
    change raises the minor number, as an addition does.

    Args:
        effect: the gravest effect of the change.
        old: the version before it.

    >>> needed("breaking", "1.2.0"), needed("breaking", "0.2.0"), needed("addition", "0.2.0")
    ('major', 'minor', 'minor')
    """
    part = PARTS[EFFECTS.index(effect)]
    before = release(old)
    return "minor" if part == "major" and before is not None and before[0] == 0 else part


def raised(old: str, new: str) -> Part:
    """Return which part of the version number rose; `none` if none did, or a version can't be read.

    >>> raised("0.3.0", "0.4.0"), raised("0.3.1", "1.0.0"), raised("0.3.0", "0.2.9")
    ('minor', 'major', 'none')
    """
    before, after = release(old), release(new)
    if before is None or after is None or after <= before:
        return "none"
    return next(part for part, one, other in zip(PARTS, before, after, strict=False) if one != other)


def next_version(old: str, part: Part) -> str:
    """Return the lowest version in which a part of the number has risen; the same if none must.

    >>> next_version("0.3.1", "minor")
    '0.4.0'
    """
    numbers = release(old)
    if numbers is None or part == "none":
        return old
    at = PARTS.index(part)
    return ".".join(map(str, [*numbers[:at], numbers[at] + 1, *[0] * (2 - at)]))
