r"""The part of regular expressions that means the same in every tool that reads a schema.

A pattern is run by Python, by Rust (polars), by JavaScript and by whatever a user has. They agree on literal
characters, classes such as `[a-z]`, groups, alternatives and repetition. They disagree on the rest: `\s` takes a
byte-order mark in JavaScript and not in Python, `\d` takes Arabic digits in Python and not in JavaScript, `.` takes a
carriage return in Python and not in JavaScript, `$` lets a newline through in Python, and Rust has no lookarounds.
"""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = r"\\(?:x[0-9a-fA-F]{2}|[\\.()\[\]{}*+?^$|/])"
_IN_CLASS: Final = re.compile(rf"{_ESCAPE}|\\-|[^\\\[\]]")
_REPEAT: Final = r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})(?![*+?])"
_OUTSIDE: Final = re.compile(rf"{_ESCAPE}|\(\?:|\((?!\?)|\)|\||{_REPEAT}|[^\\.()\[\]{{}}*+?^$|]")
_SET_OPERATIONS: Final = ("&&", "--", "~~", "||")
_OPENING: Final = re.compile(r"\[\^?")
_TOKEN: Final = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|.)?|\(\?(?:<?[=!]|P?<\w*>?|\w+:?)?|[*+?}][*+?]|.", re.DOTALL)


def unportable(pattern: str) -> str | None:
    r"""Return the first piece of a pattern that not every tool reads alike, or None if there is none.

    The pattern is one that Python compiles.

    >>> unportable("[a-z0-9]+(-[a-z0-9]+)*")
    >>> unportable(r"https?://[^\s]+")
    '\\s'
    >>> unportable("(?!0000)[0-9]{4}")
    '(?!'
    """
    position, inside = 0, False
    while position < len(pattern):
        opened = _OPENING.match(pattern, position) if not inside else None
        if opened:
            position, inside = opened.end(), True
            continue
        if inside and pattern[position] == "]":
            position, inside = position + 1, False
            continue
        if inside and pattern[position : position + 2] in _SET_OPERATIONS:
            return pattern[position : position + 2]
        known = (_IN_CLASS if inside else _OUTSIDE).match(pattern, position)
        if known is None:
            found = _TOKEN.match(pattern, position)
            return found.group() if found else pattern[position:]
        position = known.end()
    return None


def bare_alternatives(pattern: str) -> bool:
    """Tell whether a pattern has alternatives outside parentheses: some tools anchor only the first and the last.

    >>> bare_alternatives("a|b"), bare_alternatives("(a|b)[|]")
    (True, False)
    """
    depth = 0
    for character in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "|" and depth == 0:
            return True
    return False
