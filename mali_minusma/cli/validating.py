"""The command validate: check the package, a copy of it, or a table of one's own."""

from __future__ import annotations

import argparse
import sys
from typing import Any, Final, get_args

from mali_minusma.cli import on_spark
from mali_minusma.cli.common import FOUND, OK, UsageError, count, for_each
from mali_minusma.hints import near
from mali_minusma.validation.names import VALIDATORS
from mali_minusma.validation.report import FormatName

FORMATS: Final = get_args(FormatName)
ONE_DOCUMENT: Final = ("json", "csv", "sarif")
"""Formats of a report that two of them, one after the other, would break."""


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to the parser."""
    validate = commands.add_parser("validate", help="check the package, a copy of it, or a table of your own")
    validate.add_argument(
        "path",
        nargs="*",
        help="a package (folder, zip file or wheel), or a table (CSV, JSON Lines or Parquet; the first two also "
        "packed); default: this package",
    )
    validate.add_argument("--table", help="the table that a file is; default: the one it is named after")
    validate.add_argument(
        "--keys",
        metavar="ours|off|PATH",
        help="where foreign keys point: to this package's tables, nowhere, or to a package of yours (default: ours)",
    )
    validate.add_argument(
        "--extra-columns", choices=["refuse", "allow"], help="columns that the schema doesn't have (default: refuse)"
    )
    validate.add_argument("--partial", action="store_true", help="a package may lack tables; what needs them isn't run")
    validate.add_argument(
        "--also",
        action="append",
        type=_names,
        metavar="NAME",
        help=f"second opinions to ask, of {', '.join(VALIDATORS)}, or none (default: all for a package, none for "
        "a file); several with commas between them",
    )
    validate.add_argument("--keep", type=count, metavar="N", help="findings kept of each rule; all are counted")
    validate.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    validate.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help="findings written; all are counted (default: 50 as text, 10,000 in the other formats)",
    )
    on_spark.add_options(validate)
    validate.set_defaults(run=_validate)


def _validate(options: argparse.Namespace) -> int:
    if len(options.path) > 1 and options.format in ONE_DOCUMENT:
        raise UsageError(f"--format {options.format} is one document on one path: validate the paths one by one")
    return for_each(options.path, lambda path: _validate_one(path, options))


def _validate_one(path: str | None, options: argparse.Namespace) -> int:
    given = _given(options)
    progress = Progress()
    from mali_minusma.validation import run
    from mali_minusma.validation.options import Options

    if options.engine == "spark":
        progress.show("on Spark ")
        report = on_spark.validate(path, options, Options(**given))
    else:
        on_spark.refuse_without_spark(options)
        report = run.validate(path, options.table, Options(**given), progress.show)
    progress.clear()
    report.write(options.format, limit=options.limit)
    return OK if report else FOUND


class Progress:
    """One line on the terminal that says how far validation is; nothing where there is no terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._width = 0
        self.show("")

    def show(self, doing: str) -> None:
        """Replace the line."""
        if self._on:
            line = f"validating {doing}..."
            print("\r" + line.ljust(self._width), end="", file=sys.stderr, flush=True)
            self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._on:
            print("\r" + " " * self._width, end="\r", file=sys.stderr, flush=True)


def _names(text: str) -> list[str]:
    """Return the names of validators in an option."""
    names = text.split(",")
    for name in names:
        if name not in {*VALIDATORS, "none"}:
            hint = near(name, VALIDATORS)
            raise argparse.ArgumentTypeError(f"no validator {name!r}; known are {', '.join(VALIDATORS)}. {hint}")
    return names


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """Return the options of the library that were given; the others stay as the library has them."""
    given: dict[str, Any] = {}
    for name in ("keys", "extra_columns", "keep"):
        if getattr(options, name) is not None:
            given[name] = getattr(options, name)
    if options.partial:
        given["partial"] = True
    if options.also is not None:
        names = [name for part in options.also for name in part]
        if "none" in names and len(names) > 1:
            raise UsageError("--also none stands alone: leave it out, or the others")
        given["also"] = tuple(name for name in names if name != "none")
    return given
