"""The files that the proof publishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.proof.page import machine_readable, page

if TYPE_CHECKING:
    from tests.proof.matrix import Matrix

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "docs"


def published(matrix: Matrix) -> dict[str, str]:
    """Return the text of each file under `docs/`, by its name."""
    return {"enforcement.md": page(matrix), "enforcement.csv": machine_readable(matrix)}
