"""What foreign keys are checked against: this package's tables, somebody else's, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from mali_minusma.contract import load_contract
from mali_minusma.hints import near
from mali_minusma.inputs.archive import Folder, declared_paths, package_at
from mali_minusma.inputs.frames import FrameSource, is_frame
from mali_minusma.inputs.kinds import open_bytes
from mali_minusma.inputs.streams import UnreadableError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mali_minusma.contract.model import ForeignKey, TableSchema
    from mali_minusma.inputs.archive import Archive
    from mali_minusma.inputs.batch import Source
    from mali_minusma.validation.names import Keys


def targets_of(
    schema: TableSchema, keys: Keys, links: Iterable[ForeignKey] | None = None
) -> tuple[dict[str, pl.Series], list[str]]:
    """Return, by rule of a foreign key of the table, the values that it may have; and what can't be checked, and why.

    Args:
        schema: the schema of the table.
        keys: `ours`, `off`, a folder or zip file with tables, or frames by the name of their table.
        links: the foreign keys to look up; by default all of the table.

    Raises:
        ValueError: if `keys` is none of them.
    """
    look_up = _look_up(keys)
    found: dict[str, pl.Series] = {}
    unchecked = []
    for link in schema.foreign_keys if links is None else links:
        values = look_up(link)
        if values is not None:
            found[link.rule] = values
        elif link.table == schema.name and keys != "off":
            found[link.rule] = pl.Series(dtype=pl.String)  # its own keys will do
        else:
            why = "foreign keys are off" if keys == "off" else f"no table {link.table} was given to look in"
            unchecked.append(f"{link.rule}: {why}")
    return found, unchecked


def _look_up(keys: Keys) -> Callable[[ForeignKey], pl.Series | None]:
    if isinstance(keys, Mapping):
        _refuse_unknown(keys)
        return lambda link: _in_frames(keys, link)
    if keys == "off":
        return lambda _: None
    if keys == "ours":
        return lambda link: ours(link.table, link.target)
    path = Path(keys)
    if not str(keys) or not path.exists():
        raise ValueError(f"no keys {shown(path)!r}: say 'ours', 'off', or a folder or a package whose tables hold them")
    archive = package_at(path)
    if archive is None:
        raise ValueError(f"{shown(path)} is neither a folder nor a package: foreign keys can't be looked up in it")
    paths = declared_paths(archive)
    return lambda link: _in_archive(archive, paths.get(link.table, f"{link.table}.csv"), link)


def _refuse_unknown(frames: Mapping[str, Any]) -> None:
    for name, frame in frames.items():
        if name not in load_contract().tables:
            raise ValueError(f"keys: no table {name!r}. {near(str(name), load_contract().tables)}".rstrip())
        if not is_frame(frame):
            raise ValueError(f"keys[{name!r}] is not a frame of pandas or of polars")


@cache
def ours(table: str, column: str) -> pl.Series:
    """Return the values of a column of this package's own tables."""
    contract = load_contract()
    schema = contract.tables[table]
    source = open_bytes(Folder(contract.root).bytes(schema.path), schema)
    return _values(source, column)


def _in_frames(frames: Mapping[str, Any], link: ForeignKey) -> pl.Series | None:
    frame = frames.get(link.table)
    if frame is None:
        return None
    source = FrameSource(frame, link.table, load_contract().tables[link.table], extra_columns=True)
    values = _values(source, link.target)
    if link.target not in source.columns:
        raise ValueError(f"keys[{link.table!r}] has no column {link.target} of text to look in")
    return values


def _in_archive(archive: Archive, path: str, link: ForeignKey) -> pl.Series | None:
    try:
        source = open_bytes(archive.bytes(path), load_contract().tables[link.table])
    except (FileNotFoundError, UnreadableError):
        return None
    return _values(source, link.target)


def _values(source: Source, column: str) -> pl.Series:
    """Return the values of a column as text, whatever else is wrong with its table."""
    found = [
        batch.frame[column].cast(pl.String) for batch in source.batches(lambda _: None) if column in batch.frame.columns
    ]
    return pl.concat(found).drop_nulls() if found else pl.Series(dtype=pl.String)
