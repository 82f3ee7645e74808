"""A Spark frame, the user's or that of Parquet files: which of its columns hold what the contract asks for, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mali_minusma.dialects.spark_sql import SPARK_TYPES, name, raw, read_text
from mali_minusma.inputs.columns import unfit
from mali_minusma.inputs.header import header_faults, positions
from mali_minusma.spark.judging import Reading
from mali_minusma.spark.parsing import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame

    from mali_minusma.contract.model import Field, TableSchema
    from mali_minusma.inputs.batch import Fault

_WHOLE: Final = {"byte", "short", "integer", "long"}
_DECIMAL: Final = {"float", "double"}
_MIDNIGHT: Final = " 00:00:00.000000"


class TypedTable:
    """The columns of a frame that hold what the schema asks for, and what is wrong with the others."""

    def __init__(self, frame: DataFrame, schema: TableSchema, *, extra_columns: bool) -> None:
        names = list(frame.columns)
        self.faults: list[Fault] = header_faults(names, schema, lambda _: None, extra_columns=extra_columns)
        self.readings: dict[str, Reading] = {}
        self.floating: set[str] = set()
        """The columns whose numbers Spark writes in a way of its own."""
        self._chosen: dict[str, tuple[int, str]] = {}
        for column, at in positions(names, schema).items():
            dtype = frame.schema.fields[at].dataType
            field = schema.by_name[column]
            found = _reading(field, dtype)
            if found is None:
                self.faults.append(unfit(field, dtype.simpleString()))
                continue
            self.readings[column] = found
            self._chosen[column] = at, "string" if dtype.typeName() in {"string", "char", "varchar"} else ""
            if field.type == "number" and dtype.typeName() != "string":
                self.floating.add(column)

    def rows(self, frame: DataFrame, part: str, position: str) -> DataFrame:
        """Return the rows as a judge takes them.

        Args:
            frame: the frame.
            part: SQL for the part of a row.
            position: SQL for its place in the part.
        """
        from pyspark.sql.functions import expr

        # By position: names may be there twice, or differ in capitals alone.
        names = [*(f"column {at}" for at in range(len(frame.columns))), "part", "position"]
        plain = frame.select("*", expr(f"CAST({part} AS bigint)"), expr(f"CAST({position} AS bigint)")).toDF(*names)
        cells: list[Column] = []
        for column, (at, cast) in self._chosen.items():
            cell = f"CAST(`column {at}` AS {cast})" if cast else f"`column {at}`"
            cells.append(expr(f"{cell} AS {name(raw(column))}"))
        kind, note = expr(f"CAST({ROW} AS tinyint) AS kind"), expr("CAST(NULL AS string) AS note")
        return plain.select(kind, plain["part"], plain["position"], note, *cells)


def read_as_text(fields: Sequence[Field]) -> dict[str, Reading]:
    """Return how columns of text, as a file holds them, are read."""
    return {field.name: Reading(read_text(field, cell := name(raw(field.name))), cell) for field in fields}


def _reading(field: Field, dtype: Any) -> Reading | None:  # noqa: ANN401 - a type of Spark
    """Return how a column of this type is read, or None if it can't hold the values of the field."""
    cell, value, kind = name(raw(field.name)), name(field.name), dtype.typeName()
    wanted = SPARK_TYPES[field.type]
    match field.type, kind:
        case _, "void":
            return Reading(f"CAST({cell} AS {wanted})", "CAST(NULL AS string)")
        case _, "string" | "char" | "varchar":
            # Text is read as it would be from a file, which can hold neither an empty text nor bytes that aren't UTF-8.
            text = f"make_valid_utf8({cell})"
            if field.type == "string":
                return Reading(f"CASE WHEN {cell} <> '' AND is_valid_utf8({cell}) THEN {cell} END", text)
            return Reading(read_text(field, cell), text)
        case "integer", _ if kind in _WHOLE:
            return Reading(f"CAST({cell} AS bigint)", f"CAST({cell} AS string)")
        case "number", _ if kind in _WHOLE | _DECIMAL:
            number = f"CAST({cell} AS double)"
            return Reading(f"CASE WHEN abs({number}) < double('Infinity') THEN {number} END", _number(number))
        case "date" | "yearmonth", "date" | "timestamp_ntz":
            day = f"CAST({cell} AS date)"
            sound = [f"year({day}) BETWEEN 1 AND 9999"]
            if kind == "timestamp_ntz":
                sound.append(f"CAST({day} AS timestamp_ntz) = {cell}")
            if field.type == "yearmonth":
                sound.append(f"day({day}) = 1")
            written = f"CAST({value} AS string)" if field.type == "date" else f"date_format({value}, 'yyyy-MM')"
            return Reading(
                f"CASE WHEN {' AND '.join(sound)} THEN {day} END",
                f"CASE WHEN {value} IS NOT NULL THEN {written} ELSE {_time(cell, kind)} END",
            )
        case _:
            return None


def _number(number: str) -> str:
    return (
        f"CASE WHEN isnan({number}) THEN 'NaN' WHEN {number} = double('Infinity') THEN 'inf'"
        f" WHEN {number} = double('-Infinity') THEN '-inf' ELSE CAST({number} AS string) END"
    )


def _time(cell: str, kind: str) -> str:
    if kind == "date":
        return f"CAST({cell} AS string)"
    return f"replace(date_format({cell}, 'yyyy-MM-dd HH:mm:ss.SSSSSS'), '{_MIDNIGHT}', '')"
