"""The validators that others wrote, over tables that the engine has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.contract import load_contract

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from mali_minusma.validation.hit import Hit
    from mali_minusma.validation.package import OpenPackage
    from mali_minusma.validation.table import Table

_DISTRIBUTIONS: Final = {"pandera": "pandera", "json-schema": "jsonschema", "frictionless": "frictionless"}


def on_table(table: Table, also: Collection[str], skipped: list[str]) -> Iterator[Iterable[Hit]]:
    """Yield what each of the validators finds in a table; what isn't run is added to `skipped`, with the reason."""
    for name, look in _looks(also):
        if table.well_formed:
            yield look(table)
        else:
            skipped.append(f"{name}: mend the form of {table.path} first")
    if "frictionless" in also:
        skipped.append("frictionless: it checks packages")


def on_package(
    package: OpenPackage, folder: Path | None, also: Collection[str], skipped: list[str]
) -> Iterator[Iterable[Hit]]:
    """Yield what each of the validators finds in a package; what isn't run is added to `skipped`, with the reason."""
    tables = package.tables
    broken = [table.path for table in tables.values() if not table.well_formed]
    for name, look in _looks(also):
        for table in tables.values():
            if table.well_formed:
                yield look(table)
        if broken:
            skipped.append(f"{name} on {', '.join(broken)}: mend the form first")
    if "frictionless" not in also:
        return
    if folder is None:
        skipped.append("frictionless: it reads folders")
    elif broken or len(package.descriptor["resources"]) != len(load_contract().tables):
        skipped.append("frictionless: it checks whole packages whose files are well formed")
    else:
        from mali_minusma.validation import by_frictionless

        yield by_frictionless.hits(package.descriptor, folder, tables)


def _looks(also: Collection[str]) -> Iterator[tuple[str, Callable[[Table], Iterable[Hit]]]]:
    if "pandera" in also:
        from mali_minusma.validation import by_pandera

        yield by_pandera.NAME, by_pandera.hits
    if "json-schema" in also:
        from mali_minusma.validation import by_json_schema

        yield by_json_schema.NAME, by_json_schema.hits


def versions(also: Iterable[str]) -> dict[str, str]:
    """Return the versions of the validators, by the name of their distribution."""
    from importlib.metadata import version

    return {_DISTRIBUTIONS[name]: version(_DISTRIBUTIONS[name]) for name in also}
