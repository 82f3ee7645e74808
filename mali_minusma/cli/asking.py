"""The commands that ask: one a table, one a question, and SQL.

Their options are the arguments of the functions behind them, and their help is the docstrings: nothing is said twice.
"""

from __future__ import annotations

import inspect
import re
import sys
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mali_minusma.cli.common import OK, UsageError, count
from mali_minusma.columns import COLUMNS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection

    import pandas as pd

QUESTIONS: Final = (
    "bases_open", "bases_closed", "bases_handed_over", "strength", "strength_by_month", "top_contributors",
    "contributor_ranks", "contribution_history", "casualties", "reported_totals", "incidents", "mandate",
    "office_holders", "timeline", "claims", "disputes",
)  # fmt: skip
"""The functions of the face that answer with a frame; each is a command of the same name, with hyphens."""

PICTURES: Final = ("strength", "fatalities", "withdrawal", "timeline")
"""The functions of `mm.plot`."""

FORMATS: Final = ("table", "csv", "json")


def add_commands(commands: argparse._SubParsersAction[Any], words: Collection[str]) -> None:
    """Add these commands to the parser.

    Args:
        commands: where to.
        words: the words of the command line. A command that isn't among them gets its name alone: reading the options
            of all of them from their functions would slow every command down.
    """
    show = commands.add_parser("show", help="print a table, filtered by its columns")
    tables = show.add_subparsers(metavar="TABLE", required=True, dest="table")
    for table in COLUMNS:
        _add_question(tables, table, table, words)
    for name in QUESTIONS:
        _add_question(commands, name.replace("_", "-"), name, words)
    actor = commands.add_parser("actor", help="who an actor is, what it became and what it did")
    actor.add_argument("name", metavar="NAME", help="any known name, acronym, demonym or code")
    actor.set_defaults(run=_actor)
    plot = commands.add_parser("plot", help="draw a picture into a file, as PNG, SVG or PDF by its name")
    pictures = plot.add_subparsers(metavar="PICTURE", required=True)
    for name in PICTURES:
        if _asked("plot", words):
            _add_picture(pictures, name)
    sql = commands.add_parser(
        "sql", help="ask all tables in SQL, read only", description=_account("sql")[0] if _asked("sql", words) else None
    )
    sql.add_argument("query", metavar="QUERY", help="one SELECT statement, or - to read it from standard input")
    _add_output(sql)
    sql.set_defaults(run=_sql)


def _asked(command: str, words: Collection[str]) -> bool:
    return command in words or not words or not {"-h", "--help"}.isdisjoint(words)


class Option(NamedTuple):
    """An argument of a function as an option of its command."""

    name: str
    flags: tuple[str, ...]
    settings: dict[str, Any]


def _function(name: str) -> Callable[..., Any]:
    """Return a function of the face by its name, which may be that of a module and one in it."""
    import mali_minusma as mm

    found: Callable[..., Any] = attrgetter(name)(mm)
    return found


def _account(name: str) -> tuple[str, dict[str, str]]:
    """Return the first paragraph of a function's docstring, and what it says of each argument."""
    text = inspect.getdoc(_function(name)) or ""
    summary, _, rest = text.partition("\n\n")
    summary = summary.removeprefix("Return ")
    block = re.search(r"^Args:\n(.*?)(?:\n\n|\Z)", rest, re.DOTALL | re.MULTILINE)
    arguments = re.findall(r"^    (\w+): (.*?)(?=^    \w+: |\Z)", block[1] if block else "", re.DOTALL | re.MULTILINE)
    return summary[0].upper() + summary[1:], {
        argument: " ".join(words.replace("`", "").split()) for argument, words in arguments
    }


def options_of(name: str) -> list[Option]:
    """Return the options of the command for a function of the face.

    >>> [option.flags[0] for option in options_of("strength")]
    ['--on', '--by', '--actor', '--personnel-type', '--max-distance-days']
    """
    _, told = _account(name)
    parameters = inspect.signature(_function(name)).parameters.values()
    kinds = [parameter.name for parameter in parameters if parameter.name.endswith("_type")]
    options = []
    for parameter in parameters:
        # A percent sign would be a place holder to the parser.
        settings: dict[str, Any] = {"help": told[parameter.name].replace("%", "%%")}
        required = parameter.default is parameter.empty
        if parameter.kind is not parameter.KEYWORD_ONLY and parameter.name != "on":
            settings |= {"metavar": parameter.name.upper()} | ({} if required else {"nargs": "?"})
            options.append(Option(parameter.name, (parameter.name,), settings))
            continue
        flags = ["--" + parameter.name.replace("_", "-")]
        if kinds == [parameter.name]:
            flags.append("--type")
        annotation = str(parameter.annotation)
        if "int" in annotation.split(" | "):
            settings["type"] = count
        elif "OneOrMore" in annotation or "Sequence" in annotation:
            settings |= {"action": "append"}
        settings |= {"dest": parameter.name, "metavar": "VALUE", "required": required}
        options.append(Option(parameter.name, tuple(flags), settings))
    return options


def _add_question(commands: argparse._SubParsersAction[Any], command: str, name: str, words: Collection[str]) -> None:
    if not _asked(command, words):
        commands.add_parser(command)
        return
    summary, _ = _account(name)
    parser = commands.add_parser(command, help=_brief(summary), description=summary)
    options = options_of(name)
    for option in options:
        parser.add_argument(*option.flags, **option.settings)
    _add_output(parser)
    parser.set_defaults(run=_ask, function=name, arguments=[option.name for option in options])


def _add_picture(commands: argparse._SubParsersAction[Any], name: str) -> None:
    summary, _ = _account(f"plot.{name}")
    parser = commands.add_parser(name, help=_brief(summary), description=summary)
    parser.add_argument("file", metavar="FILE", help="where to; the ending of the name says in which form")
    options = [option for option in options_of(f"plot.{name}") if option.name != "ax"]
    for option in options:
        parser.add_argument(*option.flags, **option.settings)
    parser.add_argument("--overwrite", action="store_true", help="write over a file that is there already")
    parser.set_defaults(run=_plot, function=f"plot.{name}", arguments=[option.name for option in options])


def _brief(summary: str) -> str:
    first = " ".join(summary.split()).partition(". ")[0].rstrip(".")
    first = first[0].lower() + first[1:]
    return first.partition(", one row")[0].replace("%", "%%")


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    parser.add_argument("--limit", type=count, help="rows to print; default: all")
    parser.add_argument(
        "--cite", choices=["bibtex", "csl-json", "text"], help="print the sources behind the rows instead of the rows"
    )


def _ask(options: argparse.Namespace) -> int:
    given = _given(options)
    if options.function in COLUMNS and not given and options.cite is None:
        return _whole_table(options)
    _print(_function(options.function)(**given), options)
    return OK


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments that were given; where several values are possible, a single one is given alone."""
    given = {name: getattr(options, name) for name in options.arguments if getattr(options, name) is not None}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in given.items()}


def _plot(options: argparse.Namespace) -> int:
    path = Path(options.file)
    if path.exists() and not options.overwrite:
        raise UsageError(f"{path} is there already: give another name, or --overwrite")
    _function(options.function)(**_given(options)).figure.savefig(path)
    print(f"wrote {path}")
    return OK


def _whole_table(options: argparse.Namespace) -> int:
    """Print a whole table from its file, without any dataframe library."""
    from mali_minusma import listing
    from mali_minusma.reading import read_cells

    header, rows = read_cells(options.function)
    shown = rows if options.limit is None else rows[: options.limit]
    types = list(COLUMNS[options.function].values())
    listing.write(header, types, shown, options.format, left_out=len(rows) - len(shown))
    return OK


def _print(frame: pd.DataFrame, options: argparse.Namespace) -> None:
    shown = frame if options.limit is None else frame.head(options.limit)
    if options.cite is not None:
        from mali_minusma.evidence import cite

        print(cite(shown, style=options.cite), end="")
        return
    from mali_minusma import listing

    header, types, rows = listing.cells_of(shown)
    listing.write(header, types, rows, options.format, left_out=len(frame) - len(shown))


def _actor(options: argparse.Namespace) -> int:
    from mali_minusma.queries.profile import actor

    print(actor(options.name))
    print(f'\nfor its events: mali-minusma timeline --actor "{options.name}"')
    return OK


def _sql(options: argparse.Namespace) -> int:
    from mali_minusma import database, listing

    query = sys.stdin.read() if options.query == "-" else options.query
    if not query.strip():
        raise UsageError("the query is empty: give one SELECT statement")
    columns, rows = database.answer(query)
    types = database.plain_types(columns, rows) if options.cite is None else None
    if types is None:
        _print(database.frame(columns, rows), options)
    else:
        header, shown = [name for name, _ in columns], rows if options.limit is None else rows[: options.limit]
        texts = listing.texts_of(types, shown)
        listing.write(header, types, texts, options.format, left_out=len(rows) - len(shown))
    return OK
