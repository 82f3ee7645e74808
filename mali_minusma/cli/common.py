"""What every command shares: the exit statuses, and the one way to refuse."""

from __future__ import annotations

import argparse
from typing import Final

OK: Final = 0
FOUND: Final = 1
USAGE: Final = 2


class UsageError(Exception):
    """The command can't be carried out as it was given; the message says what to do."""


def count(text: str) -> int:
    """Return the number that an option holds.

    >>> count("20")
    20
    """
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of lines")
    return int(text)
