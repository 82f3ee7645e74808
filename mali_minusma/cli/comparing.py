"""The command that compares two versions of the package, and holds the version number against the difference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mali_minusma.cli.common import FOUND, OK, count

if TYPE_CHECKING:
    import argparse


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    compare = commands.add_parser("diff", help="compare two versions of the package, schemas and rows")
    compare.add_argument("old", metavar="OLD", help="the older one: a folder, a zip of it, or a wheel of this project")
    compare.add_argument("new", metavar="NEW", nargs="?", help="the newer one; default: this package")
    compare.add_argument(
        "--check",
        action="store_true",
        help="only say, and exit 1 for, what a release must not have: a version number that says less than the "
        "difference, or a change that tables/corrections.csv doesn't record",
    )
    compare.add_argument("--limit", type=count, default=20, help="lines of each group to print (default 20)")
    compare.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    compare.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    from mali_minusma.comparing import diff
    from mali_minusma.comparing.difference import limited

    difference = diff(options.old, options.new)
    faults = difference.faults() if options.check else []
    if options.format == "json":
        content = difference.to_dict() | ({"faults": faults} if options.check else {})
        print(json.dumps(content, ensure_ascii=False, indent=2))
    elif options.check:
        for line in limited(faults, options.limit):
            print(line)
        versions = f"{difference.old_version} -> {difference.new_version}"
        told = f"{len(faults):,} faults" if len(faults) != 1 else "1 fault"
        print(f"{versions}: {told}" if faults else f"{versions}: the version number and the corrections are right")
    else:
        print(difference.text(options.limit))
    return FOUND if faults or (difference and not options.check) else OK
