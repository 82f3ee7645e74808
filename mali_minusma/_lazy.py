"""Names of a package that are imported when they are first used, so that importing the package costs nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def lazy(package: str, names: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package that imports each name from its module at first use.

    Args:
        package: full name of the package.
        names: the names that each module gives, by the module's full name; a module that gives none is itself one.

    >>> look_up = lazy("mali_minusma", {"mali_minusma.text": ["read_text"]})
    >>> look_up("read_text").__name__
    'read_text'
    >>> look_up("red_text")
    Traceback (most recent call last):
    ...
    AttributeError: module 'mali_minusma' has no attribute 'red_text'. Did you mean 'read_text'?
    """
    home = {name: module for module, given in names.items() for name in given or [module.rpartition(".")[2]]}

    def look_up(name: str) -> object:
        if name not in home:
            if name.startswith("__"):
                raise AttributeError(f"module {package!r} has no attribute {name!r}")
            from mali_minusma.hints import near

            hint = near(name, home)
            raise AttributeError(f"module {package!r} has no attribute {name!r}{'. ' if hint else ''}{hint}")
        module = import_module(home[name])
        value: object = getattr(module, name) if names[home[name]] else module
        vars(import_module(package))[name] = value
        return value

    return look_up
