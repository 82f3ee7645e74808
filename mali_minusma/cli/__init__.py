"""The command `mali-minusma`: the data from the command line, and its upkeep."""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from mali_minusma._version import __version__
from mali_minusma.cli import asking, comparing, keeping, validating
from mali_minusma.cli.common import OK, REFUSALS, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EXAMPLES: Final = """\
examples:
  mali-minusma validate                                 check the data that this package carries
  mali-minusma validate my.csv --table events           check a file of your own: CSV, JSON Lines or Parquet
  mali-minusma show events --since 2023-06-01 --type base_closure --format csv
  mali-minusma bases-open --on 2023-11-01
  mali-minusma strength --on 2022-06-30 --by contributor
  mali-minusma timeline withdrawal --until 2023-07-31
  mali-minusma actor "Côte d'Ivoire"
  mali-minusma sql "SELECT incident_type, count(*) AS deaths FROM fatalities GROUP BY ALL"
  mali-minusma show bases --place kidal --cite text     the sources behind rows
  mali-minusma export ~/minusma                         copy the package to a new folder
  mali-minusma diff minusma-0.3.0.zip                   what changed since an older version

exit status: 0 nothing found, 1 findings or differences, 2 the command was not understood or could not be carried out
"""


class Parser(argparse.ArgumentParser):
    """A parser that names the nearest word to one that it doesn't know."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and leave with status 2."""
        if found := re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message):
            from mali_minusma.hints import near

            hint = near(found[1], re.findall(r"[\w-]+", found[2]))
            message += f". {hint}" if hint else ""
        super().error(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        arguments: the words after the command's name; by default those of the process.

    >>> main(["show", "bases", "--limit", "1", "--format", "csv"]) # doctest: +ELLIPSIS
    base_id,name,other_names,...
    aguelhok,Aguelhok,...
    0
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser(words).parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        with warnings.catch_warnings(), _seldom_collected():
            warnings.showwarning = _note
            status = run(options)
        sys.stdout.flush()
    except REFUSALS as error:
        if isinstance(error, BrokenPipeError):
            # The reader left, as `head` does; that is not an error, and Python must not complain at exit either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return OK
        return refuse(error)
    return status


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for circles of objects a hundred times less often.

    A command makes many objects, keeps most of them to its end, and leaves hardly any circle behind: looking through
    them again and again took a sixth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100 * before[0], *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _note(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """Print a warning of ours as a note on standard error; those of libraries are for developers."""
    from mali_minusma.nodata import NoData

    if issubclass(category, NoData):
        print(f"mali-minusma: note: {message}", file=sys.stderr)


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = Parser(
        prog="mali-minusma",
        description="The record of MINUSMA, the UN mission in Mali (2013-2023): ask it, validate it, cite it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mali-minusma {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    validating.add_commands(commands)
    keeping.add_commands(commands)
    comparing.add_commands(commands)
    asking.add_commands(commands, words)
    return parser
