"""Rules on the corrections: what they say of rows and cells is so."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from mali_minusma.comparing.policy import release
from mali_minusma.validation.rules.registry import Break, Data, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mali_minusma.validation.table import Row

Chains = dict[tuple[str, str, str], list["Row"]]


def _chains(data: Data) -> Chains:
    """Return the corrections of each cell, and of each row as a whole, oldest first."""
    chains: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in sorted(data.rows("corrections"), key=lambda row: release(row["version"]) or ()):
        chains[row["subject_table"], row["subject_id"], row["field"]].append(row)
    return dict(chains)


def _withdrawn(chains: Chains) -> set[tuple[str, str]]:
    return {(table, subject) for table, subject, field in chains if not field}


@rule("corrections.identifier-names-subject")
def identifier_names_subject(data: Data) -> Iterator[Break]:
    """Find corrections whose identifier speaks of something else than the correction."""
    for row in data.rows("corrections"):
        expected = "/".join([row["version"], row["subject_table"], row["subject_id"], row["field"] or "row"])
        if row["correction_id"] != expected:
            yield Break("corrections", row, "correction_id", expected)


@rule("corrections.subject-exists")
def subject_exists(data: Data) -> Iterator[Break]:
    """Find corrections of columns and rows that aren't there, nor were withdrawn."""
    chains = _chains(data)
    withdrawn = _withdrawn(chains)
    for (table, subject, field), rows in chains.items():
        if table not in data.contract.tables or not field:
            continue  # the enumeration of subject_table reports the one, a rule of its own the other
        if field not in data.contract.tables[table].by_name:
            yield from (Break("corrections", row, "field", f"a column of {table}") for row in rows)
        elif subject not in data.by_key(table) and (table, subject) not in withdrawn:
            expected = f"the key of a row of {table}, or of one that an entry without a field says is withdrawn"
            yield from (Break("corrections", row, "subject_id", expected) for row in rows)


@rule("corrections.withdrawn-row-is-gone")
def withdrawn_row_is_gone(data: Data) -> Iterator[Break]:
    """Find rows that are said to be withdrawn and are there."""
    for row in data.rows("corrections"):
        table = row["subject_table"]
        if not row["field"] and table in data.contract.tables and row["subject_id"] in data.by_key(table):
            yield Break("corrections", row, "subject_id", f"the key of a row that {table} doesn't have any more")


@rule("corrections.follow-each-other")
def follow_each_other(data: Data) -> Iterator[Break]:
    """Find corrections that begin with another value than the one before them ended with."""
    for (_, _, field), rows in _chains(data).items():
        for earlier, later in pairwise(rows):
            # A value that was taken out may have been filled in again, which is no correction.
            if field and earlier["new_value"] and later["old_value"] != earlier["new_value"]:
                expected = f"{earlier['new_value']!r}, as in {earlier['correction_id']}"
                yield Break("corrections", later, "old_value", expected)


@rule("corrections.newest-equals-cell")
def newest_equals_cell(data: Data) -> Iterator[Break]:
    """Find cells that hold something else than their newest correction says."""
    for (table, subject, field), rows in _chains(data).items():
        schema = data.contract.tables.get(table)
        row = None if schema is None or field not in schema.by_name else data.by_key(table).get(subject)
        newest = rows[-1]
        if row is not None and newest["new_value"] and newest["new_value"] != row[field]:
            expected = f"{row[field]!r}, as in {table} {subject}, column {field}"
            yield Break("corrections", newest, "new_value", expected)
