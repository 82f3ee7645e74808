"""The validators of the proof, each in the same words: rows in, findings of the contract's rules out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.proof.validators import frictionless_package, json_schema, mali_minusma, pandera

if TYPE_CHECKING:
    from pathlib import Path

    from tests.proof.validators.common import Validator


def validators(modules: Path) -> list[Validator]:
    """Return every validator, in the order of the page.

    Args:
        modules: the folder `node_modules` in which ajv is installed.
    """
    return [
        mali_minusma.OnFile(),
        mali_minusma.OnRecords(),
        mali_minusma.OnPandas(),
        mali_minusma.OnPolars(),
        pandera.OnPandas(),
        pandera.OnPolars(),
        json_schema.InPython(),
        json_schema.InNode(modules),
        frictionless_package.OnPackage(),
    ]
