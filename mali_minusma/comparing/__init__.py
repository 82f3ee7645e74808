"""Compare two versions of the package: what changed for those who use it, and whether the version number says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from mali_minusma.comparing.difference import Difference

__all__ = ["diff"]


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str] | None = None) -> Difference:
    """Compare two versions of the package, schemas and rows, cell by cell.

    Args:
        old: the older version: a folder with `datapackage.json`, a zip of such a folder, or a wheel of this project.
        new: the newer version; by default this package.

    Returns:
        The difference, true if there is any. `schema` lists changes of what is declared, each breaking, an addition
        or a correction; `tables` the rows added and removed and the cells changed; `needed` says which part of the
        version number must rise, `raised` which did, `faults()` what a release must not have; `text()` and
        `to_dict()` tell it to people and to programs. `docs/versions.md` in the repository tells the policy.

    Raises:
        ValueError: if one of the two is not there, or can't be read or understood.

    >>> import mali_minusma as mm
    >>> from mali_minusma.locate import root  # where this package lies
    >>> difference = mm.diff(root())
    >>> bool(difference), difference.needed
    (False, 'none')
    """
    from mali_minusma.comparing.difference import Difference
    from mali_minusma.comparing.package import read_package
    from mali_minusma.comparing.release import disproved, entries_of
    from mali_minusma.comparing.rows import row_changes
    from mali_minusma.comparing.schemas import schema_changes
    from mali_minusma.locate import root

    before = read_package(old)
    after = read_package(root() if new is None else new)
    both = [name for name in before.tables if name in after.tables]
    changes = [row_changes(before.tables[name], after.tables[name]) for name in both]
    entries = entries_of(after)
    return Difference(
        before.name, after.name, before.version, after.version,
        tuple(schema_changes(before, after)),
        tuple(change for change in changes if len(change)),
        entries, disproved(entries, before, after),
    )  # fmt: skip
