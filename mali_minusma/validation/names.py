"""The types of options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

Validator: TypeAlias = Literal["pandera", "json-schema", "frictionless"]
"""How they are named in options."""

Keys: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any]"
"""What foreign keys are looked up in: `ours`, `off`, a path, or frames by the name of their table."""

VALIDATORS: Final[tuple[Validator, ...]] = get_args(Validator)
