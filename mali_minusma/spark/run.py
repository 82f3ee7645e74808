"""Validate a file or a frame on Spark: the same report as of the embedded engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mali_minusma._version import __version__
from mali_minusma.contract import load_contract
from mali_minusma.inputs.batch import Fault
from mali_minusma.spark.csv_table import judged_csv
from mali_minusma.spark.failures import RefusedError, first_line
from mali_minusma.spark.files import find, head, is_there, refuse_packed
from mali_minusma.spark.gathering import gather, place_to_write, write_findings
from mali_minusma.spark.judging import Judge
from mali_minusma.spark.session import session_of
from mali_minusma.spark.table import Judged, hit, judged_frame, parquet
from mali_minusma.validation.collect import Collector
from mali_minusma.validation.engine import NAME, not_run
from mali_minusma.validation.merge import Merger
from mali_minusma.validation.reasons import FILE_RULES
from mali_minusma.validation.report import Report
from mali_minusma.validation.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.spark.judging import Reading
    from mali_minusma.validation.options import Options


def validate_frame(frame: DataFrame, table: str | None, options: Options, findings: str | None = None) -> Report:
    """Validate a frame of Spark.

    Args:
        frame: the frame.
        table: the table that it is.
        options: how.
        findings: where all findings are written to, if anywhere.

    Raises:
        RefusedError: if it can't be validated on Spark.
    """
    session = session_of(frame)
    schema = _schema(table, "the frame")
    run = _Run(session, schema, f"frame of {schema.name}", schema.name, options, findings)
    return run.report(lambda make: judged_frame(frame, schema, make, extra_columns=options.allows_extra))


def validate_file(
    session: SparkSession, target: str, table: str | None, options: Options, findings: str | None = None
) -> Report:
    """Validate a file, or a folder of Parquet files, that Spark reads.

    Args:
        session: the session to read it in.
        target: a path of this machine, or an address that Spark knows, such as `hdfs://...`.
        table: the table that it is; by default the one that it is named after.
        options: how.
        findings: where all findings are written to, if anywhere.

    Raises:
        RefusedError: if there is no such file, or it can't be validated on Spark.
    """
    file = find(session, target)
    named = target.rstrip("/").rpartition("/")[2].partition(".")[0]
    schema = _schema(table or (named if named in load_contract().tables else None), file.name)
    extra = options.allows_extra
    first = b"" if file.is_folder else head(session, file, 64)
    run = _Run(session, schema, file.name, file.name, options, findings)

    def read(make: Callable[[Mapping[str, Reading]], Judge]) -> Judged:
        if file.is_folder or first.startswith(b"PAR1"):
            if file.is_folder and is_there(session, f"{file.address}/datapackage.json"):
                raise RefusedError(f"{file.name} is a package: Spark validates its tables one by one")
            try:
                frame, part, position = parquet(session, file.address, is_folder=file.is_folder)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with the file
                return _not_parquet(schema, file.name, error, is_folder=file.is_folder)
            return judged_frame(frame, schema, make, extra_columns=extra, part=part, position=position)
        refuse_packed(session, file, first)
        if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            raise RefusedError(
                f"{file.name} is JSON Lines, which Spark doesn't validate here: convert it to Parquet, or validate it "
                "without Spark"
            )
        return judged_csv(session, file, schema, make, extra_columns=extra)

    return run.report(read)


@dataclass(frozen=True, slots=True)
class _Run:
    """One validation of one table."""

    session: SparkSession
    schema: TableSchema
    target: str
    name: str
    options: Options
    findings: str | None

    def report(self, read: Callable[[Callable[[Mapping[str, Reading]], Judge]], Judged]) -> Report:
        """Read the table, judge it, and tell what was found."""
        _refuse(self.options)
        address = None if self.findings is None else place_to_write(self.session, self.findings)
        schema, found = self.schema, Collector(self.options.keep)
        targets, skipped = targets_of(schema, self.options.keys)
        try:
            judged = read(lambda readings: Judge(self.session, schema, readings, targets))
            findings = gather(schema, judged, found)
            if self.findings is not None and address is not None:
                write_findings(self.session, findings, judged, self.name, self.findings, address)
            judged.release()
            if findings is not None:
                findings.unpersist()
        except RefusedError:
            raise
        except Exception as error:
            if not type(error).__module__.startswith(("pyspark.", "py4j.")):
                raise
            raise RefusedError(f"{self.target}: Spark failed: {first_line(error)}") from error
        merger = Merger(found, {}, targets, {schema.name: self.name})
        if judged.rows:
            skipped += not_run(schema, judged.columns, [link for link in schema.foreign_keys if link.rule in targets])
        rules = len(schema.rule_ids()) + (len(FILE_RULES) if judged.ordered else 0) - len(skipped)
        return Report(
            self.target, merger.findings(), {schema.name: judged.rows}, rules, {NAME: __version__}, __version__,
            counts=found.counts, skipped=tuple(sorted(set(skipped))),
        )  # fmt: skip


def _refuse(options: Options) -> None:
    if options.also:
        raise RefusedError("other validators don't run on Spark: leave out `also`, or validate without Spark")
    if options.partial:
        raise RefusedError("`partial` is about packages, and Spark validates tables one by one: leave it out")


def _schema(table: str | None, what: str) -> TableSchema:
    tables = load_contract().tables
    if table is not None and table in tables:
        return tables[table]
    asked = f"there is no table {table!r}" if table else f"say which table {what} is"
    raise RefusedError(f"{asked}: {', '.join(tables)}")


def _not_parquet(schema: TableSchema, name: str, error: Exception, *, is_folder: bool) -> Judged:
    problem = first_line(error)
    if is_folder:
        raise RefusedError(f"{name} is a folder, but not one of Parquet files ({problem}): give its files one by one")
    fault = Fault("file.parquet", f"a sound Parquet file ({problem[:200]})")
    return Judged((), [hit(schema, fault)], ordered=False)
