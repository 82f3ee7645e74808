"""The options of the command validate that are about Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mali_minusma.cli.common import UsageError

if TYPE_CHECKING:
    import argparse

    from mali_minusma.validation.options import Options
    from mali_minusma.validation.report import Report

ENGINES: Final = ("embedded", "spark")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options to the parser."""
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default="embedded",
        help="what runs the rules; spark is for tables beyond one machine, needs the extra of that name, and takes CSV "
        "and Parquet (default: embedded)",
    )
    parser.add_argument(
        "--master", metavar="URL", help="address of the Spark cluster (default: as Spark is set up, or this machine)"
    )
    parser.add_argument(
        "--findings",
        metavar="PATH",
        help="a folder to which Spark writes all findings: its name ends in .parquet or .jsonl",
    )


def refuse_without_spark(options: argparse.Namespace) -> None:
    """Refuse what only Spark can do.

    Raises:
        UsageError: if it is asked of the embedded engine.
    """
    for name in ("master", "findings"):
        if getattr(options, name) is not None:
            raise UsageError(f"--{name} is an option of --engine spark")


def validate(path: str | None, options: argparse.Namespace, how: Options) -> Report:
    """Validate a path on Spark.

    Raises:
        UsageError: if there is none.
    """
    if path is None:
        raise UsageError("Spark validates tables one by one: say which file")
    if options.findings is not None and len(options.path) > 1:
        raise UsageError("--findings is one file of one table: validate the paths one by one")
    from mali_minusma.spark.session import session

    spark = session(options.master)
    from mali_minusma.spark.run import validate_file

    return validate_file(spark, path, options.table, how, options.findings)
