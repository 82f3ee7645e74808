"""Validation on Spark by the command: what it does, what it refuses, and what it says of Spark and Java."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma.cli import main
from mali_minusma.spark import session as spark_itself
from mali_minusma.spark.session import NoSparkError
from tests.conftest import ROOT
from tests.fuzz.model import released
from tests.fuzz.strategies import written
from tests.on_spark import java_home, session


def test_the_command_validates_on_spark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session()
    path = tmp_path / "coverage.csv"
    path.write_bytes(written("coverage", released("coverage")))
    out = str(tmp_path / "all.parquet")
    assert main(["validate", "--engine", "spark", str(path), "--findings", out]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: valid\n")
    assert session().read.parquet(out).columns == ["file", "row", "column", "rule", "value"]
    path.write_bytes(path.read_bytes().replace(b"complete", b"completed"))
    assert main(["validate", "--engine", "spark", str(path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["line"] == mm.validate(path).findings[0].line


@pytest.mark.parametrize(("words", "said"), [
    (["--engine", "spark"], "Spark validates tables one by one"),
    (["--findings", "x.jsonl", "x.csv"], "--findings is an option of --engine spark"),
    (["--master", "local", "x.csv"], "--master is an option of --engine spark"),
    (["--engine", "spark", "--findings", "x.jsonl", "x.csv", "y.csv"], "validate the paths one by one"),
])  # fmt: skip
def test_the_command_says_what_it_does_not_do(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *words]) == 2
    assert said in capsys.readouterr().err


def test_without_spark_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(["validate", "--engine", "spark", "x.csv"]) == 2
    assert "pip install 'mali-minusma[spark]'" in capsys.readouterr().err


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession, "getActiveSession", staticmethod(lambda: None))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(NoSparkError, match="Java 17"):
        spark_itself.session()


def in_its_own_process(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Validate a file on Spark where the `python3` of the PATH isn't the one that runs the command."""
    words = [sys.executable, "-m", "mali_minusma", "validate", "--engine", "spark", str(path)]
    kept = {name: value for name, value in os.environ.items() if name != "PYSPARK_PYTHON"}
    environment = {**kept, "PATH": "/usr/bin:/bin", "JAVA_HOME": java_home(), **environment}
    return subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300)


@pytest.mark.slow
def test_workers_run_the_python_of_the_command() -> None:
    path = ROOT / "tables/bases.csv"
    done = in_its_own_process(path)
    assert (done.returncode, done.stdout.partition("\n")[0]) == (0, f"{path}: valid"), done.stderr


@pytest.mark.slow
def test_workers_without_the_package_are_told_of(tmp_path: Path) -> None:
    bare = tmp_path / "python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    done = in_its_own_process(ROOT / "tables/bases.csv", PYSPARK_PYTHON=str(bare))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"No module named '\w+'; each Python worker needs mali-minusma", done.stderr)
    assert len(done.stderr.splitlines()) == 1
