"""Spark itself: whether it is here, and a session of it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from mali_minusma.spark.failures import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

EXTRA: Final = "pip install 'mali-minusma[spark]'"

JAVA: Final = (
    "Spark needs Java 17 or later: install it (on Debian and Ubuntu `apt-get install openjdk-17-jre-headless`), and "
    "set JAVA_HOME if `java` isn't on the PATH"
)


class NoSparkError(ImportError):
    """Spark, or what it needs, isn't installed; the message says how to get it."""


def session_of(frame: Any) -> SparkSession:  # noqa: ANN401 - any frame of Spark
    """Return the session of a frame.

    Raises:
        RefusedError: if it is a frame of Spark Connect.
    """
    if type(frame).__module__.startswith("pyspark.sql.connect"):
        raise RefusedError(
            "a frame of Spark Connect can't be validated: use a session of Spark itself, or write the frame as Parquet "
            "and validate that"
        )
    _need_arrow()
    session: SparkSession = frame.sparkSession
    return session


def session(master: str | None = None) -> SparkSession:
    """Return the session that is active, or a new one.

    Args:
        master: address of the cluster; by default what Spark's own settings say, and otherwise this machine with all
            its cores.

    Raises:
        NoSparkError: if Spark or Java isn't installed.
        RefusedError: if Spark can't be started.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSparkError(f"validation on Spark needs pyspark: {EXTRA}") from None
    _need_arrow()
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise NoSparkError(JAVA)
    builder = SparkSession.builder.appName("mali-minusma validate").config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.sql.session.timeZone", "UTC")
    if master is not None:
        builder = builder.master(master)
    with _quiet() as said:
        try:
            made = builder.getOrCreate()
        except Exception as error:  # noqa: BLE001 - whatever Java says
            raise RefusedError(_why(error, said())) from None
    context = made.sparkContext
    if str(context.master).startswith("local") and "PYSPARK_PYTHON" not in os.environ:
        # Spark would take the first `python3` of the PATH, which isn't this one in an environment that isn't activated.
        context.pythonExec = sys.executable
    return made


def _need_arrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError:
        raise NoSparkError(f"validation on Spark needs pyarrow: {EXTRA}") from None


def _why(error: Exception, said: str) -> str:
    """Return why Spark didn't start, in one line."""
    told = f"{said}\n{error}"
    if "UnsupportedClassVersionError" in told or "JAVA_HOME is not set" in told or "java: not found" in told:
        return JAVA
    lines = [line.strip() for line in said.splitlines() if "rror" in line or "xception" in line]
    reason = lines[0] if lines else str(error).strip().partition("\n")[0]
    unborn = "JAVA_GATEWAY_EXITED" in told
    return f"Spark can't be started: {reason[:300]}{'. ' + JAVA if unborn else ''}"


@contextmanager
def _quiet() -> Iterator[Any]:
    """Keep what Java prints while it runs off the terminal: it holds on to the standard error that it was given."""
    with tempfile.TemporaryFile() as log:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(log.fileno(), 2)

        def said() -> str:
            log.seek(0)
            return log.read().decode("utf-8", "replace")

        try:
            yield said
        finally:
            os.dup2(kept, 2)
            os.close(kept)
