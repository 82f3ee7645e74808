"""jsonschema, row by row. A schema of one record can't say keys, foreign keys or the order of rows."""

from __future__ import annotations

import sys

from jsonschema import Draft202012Validator

from benchmarks.contestants.json_records import first_of_each, records, schema, told
from benchmarks.contestants.telling import tell


def main(path: str) -> None:
    """Judge each row, and say what was found."""
    rules = schema("events")
    judge = Draft202012Validator(rules, format_checker=Draft202012Validator.FORMAT_CHECKER)
    tell(first_of_each(told(row, rules, error) for row, record in records(path) for error in judge.iter_errors(record)))


if __name__ == "__main__":
    main(*sys.argv[1:])
