"""SQL over all tables: an embedded database in memory, which a query can neither change nor leave."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.columns import COLUMNS
from mali_minusma.contract.lexical import INT64_MAX, INT64_MIN
from mali_minusma.reading import table_path
from mali_minusma.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb
    import pandas as pd

    from mali_minusma.contract.lexical import FieldType

_SQL_TYPES: Final[dict[FieldType, str]] = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "yearmonth": "VARCHAR",
}  # fmt: skip

_DTYPES: Final[tuple[tuple[str, str], ...]] = (
    ("BOOLEAN", "boolean"),
    ("HUGEINT", "Int64"),
    ("UHUGEINT", "Int64"),
    ("BIGINT", "Int64"),
    ("UBIGINT", "Int64"),
    ("INTEGER", "Int64"),
    ("UINTEGER", "Int64"),
    ("SMALLINT", "Int64"),
    ("TINYINT", "Int64"),
    ("DOUBLE", "float64"),
    ("FLOAT", "float64"),
    ("DECIMAL", "float64"),
    ("VARCHAR", "str"),
    ("DATE", "datetime64[us]"),
    ("TIMESTAMP", "datetime64[us]"),
)
"""The dtype that a column of the answer gets, by the beginning of its SQL type; others stay objects."""

_PLAIN: Final[dict[str, FieldType]] = {
    "BOOLEAN": "string", "HUGEINT": "integer", "BIGINT": "integer", "INTEGER": "integer", "SMALLINT": "integer",
    "DOUBLE": "number", "VARCHAR": "string", "DATE": "date",
}  # fmt: skip
"""The type of the values of a column of the answer, by its SQL type, where Python's values are those of a frame."""

_LOCK: Final = Lock()


def sql(query: str, parameters: Sequence[object] | Mapping[str, object] | None = None) -> pd.DataFrame:
    """Return the answer to a query in SQL over all tables.

    The tables bear the names of their files; a month is a date, its first day. There are views besides:
    `strength_by_month`, `fatalities_by_cause_and_year`, `open_bases_by_day` and `disputes`; `SHOW TABLES` lists all
    and `DESCRIBE events` the columns of one. The dialect is DuckDB's. A query can only read: it changes nothing,
    opens no file and no address, and sees no variable of yours.

    Args:
        query: one SELECT statement.
        parameters: values for `?` in the query, or for `$name`.

    Returns:
        Whole numbers are Int64, others float64, text str, dates datetime64[us]. With the key columns of a table in
        it, the answer can be cited.

    Raises:
        ValueError: if the query is not understood, is not one SELECT statement, or asks for a file.
        ImportError: if duckdb is not installed.

    >>> import mali_minusma as mm
    >>> mm.sql("SELECT incident_type, count(*) AS deaths FROM fatalities GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
       incident_type  deaths
    0  malicious_act     174
    >>> mm.sql("DELETE FROM events")
    Traceback (most recent call last):
    ...
    ValueError: this is a DELETE statement; only SELECT is allowed: the tables can't be changed from SQL
    """
    return frame(*answer(query, parameters))


def answer(
    query: str, parameters: Sequence[object] | Mapping[str, object] | None = None
) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
    """Return the answer to a query without any dataframe library: name and SQL type of each column, and the rows.

    Args:
        query: as in `sql`.
        parameters: as in `sql`.

    Raises:
        ValueError: as in `sql`.
        ImportError: if duckdb is not installed.

    >>> answer("SELECT count(*) AS bases FROM bases")
    ([('bases', 'BIGINT')], [(17,)])
    """
    database = _database()
    import duckdb

    try:
        # A cursor of its own: several threads may ask at once.
        with _LOCK:
            cursor = database.cursor()
        statements = cursor.extract_statements(query)
        _refuse_all_but_select(statements)
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        result = cursor.execute(statements[0], parameters)
        columns = [(str(name), str(kind)) for name, kind, *_ in result.description or []]
        return columns, result.fetchall()
    except duckdb.Error as error:
        # Some errors carry a traceback of their own.
        raise ValueError("SQL: " + str(error).partition("\nTraceback")[0]) from None


def _refuse_all_but_select(statements: Sequence[Any]) -> None:
    if len(statements) != 1:
        raise ValueError(f"expected one SELECT statement, found {len(statements)} statements")
    kind = statements[0].type.name
    if kind != "SELECT":
        raise ValueError(f"this is a {kind} statement; only SELECT is allowed: the tables can't be changed from SQL")


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    """Return the database with all tables and views, closed to the world.

    Raises:
        ImportError: if duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise ImportError("duckdb is not installed: pip install 'mali-minusma[sql]'") from None
    database = duckdb.connect(":memory:", config={"python_enable_replacements": "false"})
    for table, columns in COLUMNS.items():
        database.execute(_table(table, columns))
    for name, text in VIEWS.items():
        database.execute(f"CREATE VIEW {name} AS {text}")
    for setting in ("enable_external_access = false", "lock_configuration = true"):
        database.execute(f"SET {setting}")
    return database


def _table(table: str, columns: Mapping[str, FieldType]) -> str:
    """Return the statement that makes a table from its file, with the types of the contract."""
    path = str(table_path(table)).replace("'", "''")
    types = ", ".join(f"'{name}': '{_SQL_TYPES[kind]}'" for name, kind in columns.items())
    chosen = ", ".join(
        f"CAST({name} || '-01' AS DATE) AS {name}" if kind == "yearmonth" else f'"{name}"'
        for name, kind in columns.items()
    )
    form = "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', auto_detect = false"
    return f"CREATE TABLE {table} AS SELECT {chosen} FROM read_csv('{path}', {form}, columns = {{{types}}})"


def plain_types(columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Any, ...]]) -> list[FieldType] | None:
    """Return the types of the columns of an answer, or None if their values have to go through a frame to be written.

    >>> plain_types([("n", "BIGINT"), ("day", "DATE")], [])
    ['integer', 'date']
    >>> plain_types([("sum", "HUGEINT")], [(2**64,)])
    """
    types = [_PLAIN[kind] for _, kind in columns if kind in _PLAIN]
    wide = [number for number, (_, kind) in enumerate(columns) if kind == "HUGEINT"]
    fit = all(row[number] is None or INT64_MIN <= row[number] <= INT64_MAX for row in rows for number in wide)
    return types if fit and len(types) == len(columns) else None


def frame(columns: Sequence[tuple[str, str]], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Return the rows of an answer as a frame with the dtypes of this package."""
    import pandas as pd

    made = []
    for number, (_, kind) in enumerate(columns):
        values = pd.Series([row[number] for row in rows], dtype=object)
        plain = not kind.endswith("]")
        dtype = next((dtype for start, dtype in _DTYPES if plain and kind.startswith(start)), None)
        try:
            made.append(values if dtype is None else values.astype(dtype))  # type: ignore[call-overload]
        except (OverflowError, ValueError, TypeError):
            # A number too large for 64 bits, or a date that pandas can't hold, stays as it is.
            made.append(values)
    whole = pd.concat(made, axis=1) if made else pd.DataFrame()
    whole.columns = pd.Index([name for name, _ in columns], dtype="str")
    return whole
