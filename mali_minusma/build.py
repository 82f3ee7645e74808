"""Make everything that is derived from `schemas/` and `tables/`, or check that it is current."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mali_minusma.contract import load_contract
from mali_minusma.dialects import citation, codebook, row_classes
from mali_minusma.dialects.descriptor import descriptor
from mali_minusma.dialects.json_schema import json_schema

if TYPE_CHECKING:
    from pathlib import Path


def generated(root: Path) -> dict[str, str]:
    """Return the text of every derived file, by its path relative to `root`.

    Args:
        root: a checkout.

    Raises:
        ContractError: if a schema is not understood.
    """
    contract = load_contract(root)
    files = {
        "datapackage.json": _json(descriptor(contract, root)),
        "CITATION.cff": citation.citation_cff(contract),
        "docs/codebook.md": codebook.codebook(contract),
        "mali_minusma/columns.py": row_classes.columns_source(contract),
        "mali_minusma/rows/__init__.py": row_classes.init_source(contract),
        "mali_minusma/rows/vocabularies.py": row_classes.vocabularies_source(contract),
        "mali_minusma/rows/records.py": row_classes.records_source(contract),
    }
    for table in contract.tables.values():
        files[f"schemas/records/{table.name}.json"] = _json(json_schema(table))
        files[f"mali_minusma/rows/{table.name}.py"] = row_classes.row_source(table)
    return files


def stale(root: Path) -> list[str]:
    """Return the derived files that are missing, differ by a byte, or that nothing makes any more.

    >>> from mali_minusma.locate import checkout
    >>> stale(checkout()) if checkout() else []
    []
    """
    files = generated(root)
    differing = [path for path, text in files.items() if not _same(root / path, text)]
    left_over = [path for path in _derived_files(root) if path not in files]
    return sorted(differing + left_over)


def write(root: Path) -> list[str]:
    """Write every derived file that is not current; return the paths that changed."""
    files = generated(root)
    changed = stale(root)
    for path in changed:
        target = root / path
        if path in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            target.unlink()
    return changed


def _derived_files(root: Path) -> list[str]:
    """List the files in the folders that hold nothing but derived files."""
    folders = (("schemas/records", "*.json"), ("mali_minusma/rows", "*.py"))
    return [path.relative_to(root).as_posix() for folder, kind in folders for path in (root / folder).glob(kind)]


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
