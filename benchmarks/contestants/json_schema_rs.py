"""jsonschema-rs, row by row. A schema of one record can't say keys, foreign keys or the order of rows."""

from __future__ import annotations

import sys

from jsonschema_rs import Draft202012Validator

from benchmarks.contestants.json_records import first_of_each, records, schema, told
from benchmarks.contestants.telling import tell


def main(path: str) -> None:
    """Judge each row, and say what was found."""
    rules = schema("events")
    judge = Draft202012Validator(rules, validate_formats=True)
    tell(
        first_of_each(
            told(row, rules, error)
            for row, record in records(path)
            if not judge.is_valid(record)
            for error in judge.iter_errors(record)
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
