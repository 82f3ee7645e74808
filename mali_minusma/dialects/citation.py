"""How to cite the package: `CITATION.cff`, made from the same metadata as the descriptor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mali_minusma._version import __version__

if TYPE_CHECKING:
    from mali_minusma.contract import Contract


def citation_cff(contract: Contract) -> str:
    """Return the Citation File Format text; a JSON string is a valid YAML one."""
    package: Any = contract.package

    def quoted(text: object) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "# Generated from schemas/package.json by `mali-minusma build`.",
        "cff-version: 1.2.0",
        "type: dataset",
        'message: "If you use this data package, cite it, and cite the sources behind the rows that you use."',
        f"title: {quoted(package['title'])}",
        f"abstract: {quoted(package['description'])}",
        f"version: {quoted(__version__)}",
        f"license: {package['licenses'][0]['name']}",
        "authors:",
        *(f"  - name: {quoted(person['title'])}" for person in package["contributors"]),
        "keywords:",
        *(f"  - {quoted(word)}" for word in package["keywords"]),
    ]
    return "\n".join(lines) + "\n"
