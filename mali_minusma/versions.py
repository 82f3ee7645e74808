"""The numbers of a version."""

from __future__ import annotations

import re
from typing import Final

_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


def release(version: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a version, or None if it doesn't have the form MAJOR.MINOR.PATCH.

    >>> release("0.4.0"), release("4")
    ((0, 4, 0), None)
    """
    found = _VERSION.fullmatch(version)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))
