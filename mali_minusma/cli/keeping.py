"""The commands that keep the package: info, cite, export, import, build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mali_minusma._version import __version__
from mali_minusma.cli.common import FOUND, OK, UsageError, count

if TYPE_CHECKING:
    import argparse


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add these commands to the parser."""
    info = commands.add_parser("info", help="what is in the package: version, tables, coverage")
    info.set_defaults(run=_info)

    cite = commands.add_parser("cite", help="cite the package, or the sources behind rows")
    cite.add_argument("keys", nargs="*", metavar="KEY", help="keys of TABLE, or identifiers of sources")
    cite.add_argument("--table", help="the table that the keys belong to")
    cite.add_argument("--style", choices=["bibtex", "csl-json", "text"], default="bibtex", help="default: bibtex")
    cite.add_argument("--package", action="store_true", help="put the package itself before the sources")
    cite.set_defaults(run=_cite)

    export = commands.add_parser("export", help="copy the package (descriptor, tables, schemas) to a folder or a zip")
    export.add_argument("folder", nargs="?", help="a folder that is empty or doesn't exist yet")
    export.add_argument("--zip", metavar="FILE", help="a zip to write instead, the same bytes from the same data")
    export.set_defaults(run=_export)

    importer = commands.add_parser("import", help="compare a download of the UN's open data with the tables")
    importer.add_argument("kind", choices=["un-fatalities", "un-contributions"], help="which data set the file is")
    importer.add_argument("file", help="the CSV file, as downloaded")
    importer.add_argument("--write", action="store_true", help="take over additions and changes; default: only report")
    importer.add_argument("--remove", action="store_true", help="with --write: take out the rows that it lacks as well")
    importer.add_argument("--package", help="a folder with datapackage.json; default: this checkout")
    importer.add_argument("--limit", type=count, default=20, help="lines of each kind to print (default 20)")
    importer.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    importer.set_defaults(run=_import)

    build = commands.add_parser("build", help="make the derived files of a checkout from its schemas and tables")
    build.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")
    build.set_defaults(run=_build)


def _info(_: argparse.Namespace) -> int:
    from mali_minusma.contract.source import load_contract
    from mali_minusma.listing import overview

    contract = load_contract()
    print(f"mali-minusma {__version__}: {contract.package['title']}")
    print(f"at {contract.root}")
    print(f"with {_environment()}\n")
    print(overview(), end="")
    return OK


def _environment() -> str:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    parts = [f"Python {platform.python_version()}"]
    for name in ("pandas", "pandera", "frictionless", "jsonschema", "polars", "duckdb", "matplotlib"):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} not installed")
    return ", ".join(parts)


def _cite(options: argparse.Namespace) -> int:
    from mali_minusma.evidence import cite

    if options.table is not None and not options.keys:
        raise UsageError(f"say which rows of {options.table} to cite, by their keys")
    print(cite(options.keys or None, table=options.table, style=options.style, package=options.package), end="")
    return OK


def _export(options: argparse.Namespace) -> int:
    from pathlib import Path

    from mali_minusma.export import export, export_zip

    if (options.folder is None) == (options.zip is None):
        raise UsageError("say where to: a FOLDER, or --zip FILE")
    written = export(Path(options.folder)) if options.zip is None else export_zip(Path(options.zip))
    print(f"wrote {len(written)} files to {options.folder or options.zip}")
    return OK


def _import(options: argparse.Namespace) -> int:
    from pathlib import Path

    from mali_minusma import importers, locate

    if options.remove and not options.write:
        raise UsageError("--remove takes rows out of the tables: give it together with --write")
    folder = Path(options.package) if options.package else locate.checkout() if options.write else locate.root()
    if folder is None:
        raise UsageError("--write works in a checkout of the repository, or in the folder given with --package")
    if not (folder / "datapackage.json").is_file():
        raise UsageError(f"{folder}: no datapackage.json there; name the folder of the package")
    read = importers.read_fatalities if options.kind == "un-fatalities" else importers.read_contributions
    plan = importers.compare(read(Path(options.file)), folder)
    written = importers.write(plan, remove=options.remove) if options.write else []
    status = OK if written or not plan else FOUND
    if options.format == "json":
        print(json.dumps({**plan.to_dict(), "written": written}, ensure_ascii=False, indent=2))
        return status
    print(plan.text(options.limit))
    for path in written:
        print(f"wrote {path}")
    if written:
        print("next: `mali-minusma build`, then `mali-minusma validate`")
    elif plan:
        print("nothing was written" + ("" if options.write else "; --write takes over additions and changes"))
    return status


def _build(options: argparse.Namespace) -> int:
    from mali_minusma import build
    from mali_minusma.locate import checkout

    root = checkout()
    if root is None:
        raise UsageError("build works in a checkout of the repository: clone it and install it with `pip install -e .`")
    if options.check:
        changed = build.stale(root)
        for path in changed:
            print(f"{path}: not current; run `mali-minusma build`")
    else:
        for path in build.write(root):
            print(f"wrote {path}")
        changed = []
    print("NOT current" if changed else "every derived file is current")
    return FOUND if changed else OK
