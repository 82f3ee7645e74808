"""What every command shares: the exit statuses, and the one way to refuse."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OK: Final = 0
FOUND: Final = 1
USAGE: Final = 2


class UsageError(Exception):
    """The command can't be carried out as it was given; the message says what to do."""


REFUSALS: Final = (UsageError, ValueError, LookupError, ImportError, OSError)
"""What stops a command, and is told in one line."""


def refuse(error: Exception) -> int:
    """Say on standard error why a command can't be carried out, and return the status of that."""
    message = error.args[0] if isinstance(error, LookupError) and error.args else error
    print(f"mali-minusma: {message}", file=sys.stderr)
    return USAGE


def for_each(paths: Sequence[str], check: Callable[[str | None], int]) -> int:
    """Check one path after the other, and return the highest status; without paths, check what the default is.

    A path that can't be checked does not keep the others from being checked.
    """
    if len(paths) < 2:  # noqa: PLR2004 - one path, or the default
        return check(paths[0] if paths else None)
    status = OK
    for path in paths:
        try:
            status = max(status, check(path))
        except BrokenPipeError:
            raise
        except REFUSALS as error:
            sys.stdout.flush()
            status = max(status, refuse(error))
    return status


def count(text: str) -> int:
    """Return the number that an option holds.

    >>> count("20")
    20
    """
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of lines")
    return int(text)
