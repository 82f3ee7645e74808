"""How a validation is run."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from mali_minusma.hints import near
from mali_minusma.validation.names import VALIDATORS

if TYPE_CHECKING:
    from mali_minusma.validation.names import Keys, Validator

Extra: TypeAlias = Literal["refuse", "allow"]

EXTRA: Final[tuple[Extra, ...]] = get_args(Extra)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `mali_minusma.validate`, which documents them."""

    keys: Keys = "ours"
    extra_columns: Extra = "refuse"
    partial: bool = False
    also: Collection[Validator] | None = None
    keep: int = 1000

    def __post_init__(self) -> None:
        """Look at each option.

        Raises:
            ValueError: if one of them isn't known, with what is.
        """
        if self.extra_columns not in EXTRA:
            raise ValueError(f"extra_columns={self.extra_columns!r}: known are refuse and allow")
        if isinstance(self.keep, bool) or not isinstance(self.keep, int) or self.keep < 1:
            raise ValueError(f"keep={self.keep!r}: give a number of findings, at least 1")
        if not isinstance(self.keys, str | os.PathLike | Mapping):
            raise ValueError(f"keys={self.keys!r}: known are 'ours', 'off', a path, and frames by table")  # noqa: TRY004 - as for other options
        if not isinstance(self.partial, bool):
            raise ValueError(f"partial={self.partial!r}: known are True and False")  # noqa: TRY004 - as above
        if isinstance(self.also, str) or not isinstance(self.also, Collection | None):
            known = ", ".join(VALIDATORS)
            raise ValueError(f"also={self.also!r}: give a list of {known}")  # noqa: TRY004 - as above
        for name in self.also or ():
            if name not in VALIDATORS:
                hint = near(name, VALIDATORS) if isinstance(name, str) else ""
                raise ValueError(f"also: no validator {name!r}; known are {', '.join(VALIDATORS)}. {hint}".rstrip())

    @property
    def allows_extra(self) -> bool:
        """Whether columns that the schema doesn't have are allowed."""
        return self.extra_columns == "allow"
