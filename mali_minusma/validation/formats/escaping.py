r"""Text from a table made harmless: it may not command a terminal, a spreadsheet or a workflow runner.

Escaped are characters that don't print (control characters with the escape sequences that begin with them, marks that
turn the direction of writing, line separators, half surrogates) and the two openings by which the runner of GitHub
Actions knows a command: `##[` anywhere in a line, and `::` at its beginning.
"""

from __future__ import annotations

import json
import re
from typing import Final

WIDTH: Final = 80
"""Characters of an offending text that are shown to people."""
LONGEST: Final = 1_000
"""Characters of one value in a form for programs: a cell may hold megabytes, and ten thousand may be at fault."""

_RUNNER: Final = "##["
# What JSON may hold as it stands, and what still must not reach a terminal or break a line.
_RISKY: Final = (
    "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
_RISKY_IN_JSON: Final = re.compile(rf"##\[|[{_RISKY}]")
_RISKY_IN_PATH: Final = re.compile(rf"#(?=#\[)|[\x00-\x1f{_RISKY}]")


def plain(text: str, width: int = LONGEST) -> str:
    r"""Return the text on one line, shortened, with an escape for each character that doesn't print.

    >>> print(plain("a\x1b[31mb\nc\u202ed"))
    a\x1b[31mb\nc\u202ed
    >>> print(plain("::add-mask::x"), plain("##[add-mask]x"))
    \x3a:add-mask::x #\x23[add-mask]x
    """
    text = shortened(text, width)
    if not text.isprintable():
        text = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    if text.lstrip().startswith("::"):
        text = text.replace(":", r"\x3a", 1)
    return text.replace(_RUNNER, r"#\x23[")


def path_text(path: str) -> str:
    r"""Return a path with escapes for what no path should hold, and everything else as it stands: it is to be found.

    >>> print(path_text("tables/données\u3000n.csv") == "tables/données\u3000n.csv", path_text("a\x1b[2Jb"))
    True a\x1b[2Jb
    """
    return _RISKY_IN_PATH.sub(lambda found: _escape(found[0]), path)


def _escape(char: str) -> str:
    return r"\x23" if char == "#" else char.encode("unicode_escape").decode()


def quoted(text: str, width: int = WIDTH) -> str:
    r"""Return the text in quotes, on one line, escaped and shortened.

    >>> print(quoted("two\n"), quoted("a" * 5_000_000, width=5))
    'two\n' 'aaaaa'... (5,000,000 characters)
    """
    shown = repr(text[:width]).replace(_RUNNER, r"#\x23[")
    return shown if len(text) <= width else f"{shown}... ({len(text):,} characters)"


def shortened(text: str, width: int = LONGEST) -> str:
    """Return the text, or its beginning and how long it is.

    >>> shortened("abc", 3), shortened("abcd", 3)
    ('abc', 'abc... (4 characters)')
    """
    return text if len(text) <= width else f"{text[:width]}... ({len(text):,} characters)"


def as_json(value: object, indent: int | None = None) -> str:
    r"""Return the value as JSON that any terminal, and any reader of lines, may get: equal to what `json` writes.

    >>> print(as_json({"text": "é\x9b31m\u2028 ##[group]"}))
    {"text": "é\u009b31m\u2028 #\u0023[group]"}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _RISKY_IN_JSON.sub(lambda found: r"#\u0023[" if found[0] == _RUNNER else json.dumps(found[0])[1:-1], text)
