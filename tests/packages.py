"""Small packages of one or two tables, in folders and zips, with whatever is said to be wrong with them."""

from __future__ import annotations

import copy
import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

ROWS = [["a", "1", "red"], ["b", "2", "blue"], ["c", "", "red"]]


def descriptor(version: str = "1.0.0") -> dict[str, Any]:
    """Return a descriptor of one table with everything that a schema of ours may have."""
    return copy.deepcopy(
        {
            "name": "small",
            "version": version,
            "title": "Small",
            "licenses": [{"name": "CC-BY-4.0"}],
            "resources": [
                {
                    "name": "things",
                    "path": "tables/things.csv",
                    "title": "Things",
                    "schema": {
                        "fields": [
                            {
                                "name": "thing_id", "type": "string", "description": "Key.",
                                "constraints": {"required": True, "pattern": "[a-z]+"},
                            },
                            {
                                "name": "size", "type": "integer", "unit": "metres",
                                "constraints": {"minimum": 1, "maximum": 9, "maxLength": 3},
                            },
                            {
                                "name": "colour", "type": "string",
                                "categories": [{"value": "red", "label": "Red."}, {"value": "blue", "label": "Blue."}],
                                "constraints": {"required": True, "enum": ["red", "blue"]},
                            },
                        ],
                        "primaryKey": ["thing_id"],
                        "foreignKeys": [
                            {"fields": ["colour"], "reference": {"resource": "things", "fields": ["thing_id"]}}
                        ],
                        "missingValues": [""],
                        "rules": [{"id": "things.sound", "fields": ["size"], "check": {"present": "size"}, "reason": "Why."}],
                    },
                }
            ],
        }
    )  # fmt: skip


def text_of(header: list[str], rows: list[list[str]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def files(content: Any = None, rows: list[list[str]] | None = None, **more: str) -> dict[str, str]:
    """Return the files of a small package by path: its descriptor, its table, and more."""
    content = descriptor() if content is None else content
    header = ["thing_id", "size", "colour"]
    return {
        "datapackage.json": content if isinstance(content, str) else json.dumps(content),
        "tables/things.csv": text_of(header, ROWS if rows is None else rows),
        **more,
    }


def folder(path: Path, parts: dict[str, str]) -> Path:
    """Write the files into a folder."""
    for name, text in parts.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8", newline="")
    return path


def archive(path: Path, parts: dict[str, str], prefix: str = "") -> Path:
    """Write the files into a zip, under a prefix."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(prefix + name, text)
    return path
