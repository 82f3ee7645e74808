"""What Spark says when it fails, in one line."""

from __future__ import annotations

import re
from typing import Final

_CAUSED: Final = re.compile(r"^Caused by: (.*)$", re.MULTILINE)
_WORKER: Final = "An exception was thrown from the Python worker"

_ABSENT: Final = (
    "; each Python worker needs mali-minusma with its extra `spark`: install it there, or name a Python that has it in "
    "PYSPARK_PYTHON before Spark starts"
)

_CLASS: Final = re.compile(r"^(?:: )?(?:[a-z_$]\w*\.)+[A-Z][\w$]*(?:Exception|Error): ")


class RefusedError(ValueError):
    """What can't be validated on Spark as it is elsewhere; the message says what to do."""


def first_line(error: Exception) -> str:
    r"""Return the innermost reason that an error of Spark gives, in one line and not long.

    >>> first_line(ValueError("An error occurred\nCaused by: java.io.IOException: no such disk\n\tat x"))
    'no such disk'
    >>> first_line(ValueError("An exception was thrown from the Python worker:\nTraceback:\n  x\nOSError: no disk\n"))
    'OSError: no disk'
    """
    told = str(error)
    if told.startswith(_WORKER):
        reason = told.rstrip().rpartition("\n")[2]
        return f"{reason[:300]}{_ABSENT if reason.startswith('ModuleNotFoundError') else ''}"
    causes = _CAUSED.findall(told)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    reason = (
        causes[-1] if causes else next((line for line in lines if line.startswith(": ")), lines[0] if lines else "")
    )
    return _CLASS.sub("", reason).removeprefix(": ")[:300] or type(error).__name__
