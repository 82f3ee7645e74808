"""What is known of a table once Spark has read it and judged each of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mali_minusma.dialects.spark_sql import text
from mali_minusma.spark.chain import Place
from mali_minusma.spark.parsing import ROW
from mali_minusma.spark.typed import TypedTable
from mali_minusma.validation.engine import NAME
from mali_minusma.validation.hit import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from mali_minusma.contract.model import TableSchema
    from mali_minusma.inputs.batch import Fault
    from mali_minusma.spark.judging import Judge, Reading

    Locate = Callable[[Iterable[tuple[int, int, str]]], Mapping[tuple[int, int, str], tuple[int, int]]]
    """Gives line and character of cells, by part, row of the part and column."""


@dataclass(slots=True)
class Judged:
    """A table whose rows were judged one by one."""

    columns: tuple[str, ...]
    """The columns of the schema that were identified."""
    hits: list[Hit]
    """What is wrong with the file or the frame as a whole."""
    ordered: bool
    """Whether rows are expected in order of the key."""
    frame: DataFrame | None = None
    """What `Judge.judged` gives; None if there are no rows."""
    judge: Judge | None = None
    rows: int = 0
    """How many records could be told apart."""
    places: Mapping[int, Place] = field(default_factory=dict)
    """By part, where it stands."""
    floating: Iterable[str] = ()
    """The columns whose numbers Spark writes in a way of its own."""
    locate: Locate | None = None
    release: Callable[[], object] = lambda: None
    """Lets go of what Spark holds of it."""


def hit(schema: TableSchema, fault: Fault, row: int | None = None) -> Hit:
    """Return a fault as one validator's view."""
    at = fault.row if row is None else row
    return Hit(schema.name, at, fault.column, fault.rule, NAME, fault.expected, fault.value, fault.place, fault.hint)


def judged_frame(  # noqa: PLR0913 - what a frame is judged by
    frame: DataFrame,
    schema: TableSchema,
    make: Callable[[Mapping[str, Reading]], Judge],
    *,
    extra_columns: bool,
    part: str = "spark_partition_id()",
    position: str = "monotonically_increasing_id() & 8589934591",
) -> Judged:
    """Read and judge a frame.

    Args:
        frame: the frame.
        schema: the schema of its table.
        make: makes the judge for the columns that are there.
        extra_columns: whether columns that the schema doesn't have are allowed.
        part: SQL for the part of a row; parts are in order of their numbers.
        position: SQL for its place in the part.
    """
    from pyspark import StorageLevel

    table = TypedTable(frame, schema, extra_columns=extra_columns)
    judge = make(table.readings)
    judged = judge.judged(table.rows(frame, part, position)).persist(StorageLevel.MEMORY_AND_DISK)
    counted = judged.where(f"kind = {ROW}").groupBy("part").count().collect()
    places: dict[int, Place] = {}
    rows = 0
    for number, count in sorted((row["part"], row["count"]) for row in counted):
        places[number] = Place(rows, 0)
        rows += count
    hits = [hit(schema, fault) for fault in table.faults]
    return Judged(
        tuple(table.readings), hits, ordered=False, frame=judged, judge=judge,
        rows=rows if table.readings else 0, places=places, floating=table.floating, release=judged.unpersist,
    )  # fmt: skip


def parquet(session: SparkSession, address: str, *, is_folder: bool) -> tuple[DataFrame, str, str]:
    """Return the frame of a Parquet file, or of a folder of them, and SQL for the part and the place of its rows.

    The files of a folder follow each other by name, as they do wherever files are listed. Spark itself takes the
    largest first.
    """
    # In a folder each file has a schema of its own, and Spark would drop the columns that the first one doesn't have.
    reader = session.read.option("__globPaths__", "false").option("mergeSchema", str(is_folder).lower())
    frame = reader.parquet(address)
    part = "0"
    if is_folder:
        path = "_metadata.file_path"
        files = sorted(row["file"] for row in frame.selectExpr(f"{path} AS file").distinct().collect())
        at = f"array_position(array({', '.join(map(text, files))}), {path})"
        part = f"CASE WHEN {at} > 0 THEN {at} ELSE raise_error('the folder has a file that it had not before') END"
    return frame, part, "_metadata.row_index"
