"""The validators of others that may be run beside the engine."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Validator: TypeAlias = Literal["pandera", "json-schema", "frictionless"]
"""How they are named in options."""

VALIDATORS: Final[tuple[Validator, ...]] = get_args(Validator)
