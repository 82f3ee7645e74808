"""Run the engine over a package, a file or a frame, and other validators beside it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mali_minusma._version import __version__
from mali_minusma.contract import load_contract
from mali_minusma.inputs.archive import DESCRIPTOR, Folder, package_at
from mali_minusma.inputs.frames import FrameSource, is_frame
from mali_minusma.inputs.kinds import open_file
from mali_minusma.inputs.streams import UnreadableError, shown
from mali_minusma.reading import ATTRIBUTE
from mali_minusma.validation import second_opinions
from mali_minusma.validation.collect import Collector
from mali_minusma.validation.engine import NAME, Engine
from mali_minusma.validation.hit import Hit
from mali_minusma.validation.merge import Merger
from mali_minusma.validation.names import VALIDATORS
from mali_minusma.validation.reasons import FILE_RULES, Reasons
from mali_minusma.validation.report import Report
from mali_minusma.validation.table import Table
from mali_minusma.validation.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mali_minusma.inputs.archive import Archive
    from mali_minusma.inputs.batch import Source
    from mali_minusma.validation.options import Options


@dataclass(frozen=True, slots=True)
class DamagedArchive:
    """A zip file that can't be opened, so that nobody knows what is in it."""

    name: str
    problem: str


class NotATableError(ValueError):
    """What was given can't be validated: no such file, or no telling which table it is."""


def _silent(_: str) -> None:
    """Say nothing of how far it is."""


def validate(
    target: Any,  # noqa: ANN401 - a path, or a frame of pandas or polars
    table: str | None,
    options: Options,
    progress: Callable[[str], None] = _silent,
) -> Report:
    """Validate a package, a file or a frame; `mali_minusma.validate` documents the first arguments.

    Args:
        target: what to validate.
        table: the table that a file or a frame is.
        options: how.
        progress: is told how far it is.

    Raises:
        NotATableError: if there is no such file, or no telling which table it is.
        UnreadableError: if a file can't be opened.
    """
    if target is None:
        return _validate_package(Folder(load_contract().root), options, progress)
    if is_frame(target):
        name = _known_table(table or getattr(target, "attrs", {}).get(ATTRIBUTE), "the frame")
        schema = load_contract().tables[name]
        source: Source = FrameSource(target, name, schema, extra_columns=options.allows_extra)
        return _validate_table(source, f"frame of {name}", options, progress)
    try:
        path = Path(target)
    except TypeError:
        raise NotATableError(
            f"a {type(target).__name__} can't be validated: give a path, or a frame of pandas or of polars"
        ) from None
    archive = _archive(path, table)
    if isinstance(archive, DamagedArchive):
        found = Collector(options.keep)
        found.add(Hit("", -1, "", "file.compression", NAME, archive.problem, place=(1, 1)))
        return _report(archive.name, Merger(found, {}, {}, {"": archive.name}), found, {}, 1, (), [])
    if archive is not None:
        if table is not None:
            raise NotATableError(f"{shown(path)} is a package, not one table: leave out the table {table!r}")
        return _validate_package(archive, options, progress)
    name = _known_table(table or _named_after(path), shown(path))
    source = open_file(path, load_contract().tables[name], extra_columns=options.allows_extra)
    return _validate_table(source, source.name, options, progress)


def _archive(path: Path, table: str | None) -> Archive | DamagedArchive | None:
    """Return the package that a path names, or None if it names a table.

    Raises:
        NotATableError: if there is nothing there.
    """
    if not path.exists() and path.name != DESCRIPTOR:
        raise NotATableError(f"no file or folder {shown(path)}")
    try:
        return package_at(path)
    except UnreadableError as error:
        if table is not None or _named_after(path) is not None:
            return None  # to be said of the table
        return DamagedArchive(shown(path), str(error))


def _named_after(path: Path) -> str | None:
    stem = path.name.partition(".")[0]
    return stem if stem in load_contract().tables else None


def _known_table(table: str | None, what: str) -> str:
    tables = load_contract().tables
    if isinstance(table, str) and table in tables:
        return table
    asked = f"there is no table {table!r}" if table else f"say which table {what} is"
    raise NotATableError(f"{asked}: {', '.join(tables)}")


def _validate_package(archive: Archive, options: Options, progress: Callable[[str], None]) -> Report:
    from mali_minusma.validation.package import open_package
    from mali_minusma.validation.relations import foreign_key_hits, references, rule_hits

    contract = load_contract()
    found = Collector(options.keep)
    package = open_package(archive, found, options, progress)
    skipped: list[str] = []
    tables = package.tables
    known: Mapping[str, Iterable[str]] = {}
    if tables:
        progress("what holds between tables ")
        known = values = references(tables, options.keys, skipped)
        for hit in chain(foreign_key_hits(tables, values), rule_hits(tables, skipped)):
            found.add(hit)
    merger = Merger(found, tables, known, {name: table.path for name, table in tables.items()})
    folder = archive.folder if isinstance(archive, Folder) else None
    also = VALIDATORS if options.also is None else options.also
    progress(f"by {', '.join(also)} " if also else "")
    for hits in second_opinions.on_package(package, folder, also, skipped):
        merger.add(hits)
    rules = len(Reasons(contract)) - len({reason.partition(":")[0] for reason in skipped} & set(contract.rule_ids()))
    rows = {name: table.height for name, table in tables.items()}
    return _report(archive.name, merger, found, rows, rules, also, skipped)


def _validate_table(source: Source, target: str, options: Options, progress: Callable[[str], None]) -> Report:
    schema = source.schema
    targets, skipped = targets_of(schema, options.keys)
    found = Collector(options.keep)
    also = options.also or ()
    table = Table(schema, source.name)
    engine = Engine(source, found, targets=targets, seen=table.add if also else None, progress=progress)
    engine.run()
    table.judge_form(found.counts)

    merger = Merger(found, {schema.name: table} if also else {}, targets, {schema.name: source.name})
    for hits in second_opinions.on_table(table, also, skipped):
        merger.add(hits)
    skipped += engine.not_run
    rules = len(schema.rule_ids()) + (len(FILE_RULES) if source.ordered else 0) - len(skipped)
    return _report(target, merger, found, {schema.name: engine.rows}, rules, also, skipped)


def _report(  # noqa: PLR0913, PLR0917 - what a report is made of
    target: str,
    merger: Merger,
    found: Collector,
    rows: dict[str, int],
    rules: int,
    also: Iterable[str],
    skipped: list[str],
) -> Report:
    findings = merger.findings()
    validators = {NAME: __version__, **second_opinions.versions(also)}
    return Report(
        target, findings, rows, rules, validators, __version__, counts=found.counts, skipped=tuple(sorted(set(skipped)))
    )
