"""The command, run as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import mali_minusma as mm
from mali_minusma import locate
from mali_minusma.cli.asking import QUESTIONS
from mali_minusma.reading import table_path
from tests.command import run
from tests.conftest import Copy


def test_validate_prints_a_short_report_and_exits_0() -> None:
    done = run("validate")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].endswith(": valid")
    assert "18 tables" in lines[1]
    assert "0 findings" in lines[1]
    assert all(name in lines[2] for name in ("pandera", "jsonschema", "frictionless"))


def test_validate_exits_1_and_says_where_what_and_why(package: Copy) -> None:
    package.edit("bases", "kidal", witnesses="two")
    package.seal()
    lines = package.path("bases").read_text(encoding="utf-8").splitlines()
    (line,) = [number for number, text in enumerate(lines) if text.startswith("kidal,")]
    place = f"tables/bases.csv:{line + 1}:{lines[line].rindex('two') + 1}"
    done = run("validate", package.folder)
    assert done.returncode == 1
    said = done.stdout.splitlines()
    at = said.index("bases.witnesses.enum in column witnesses: 1 finding")
    assert said[at + 1].startswith("  why: Independent witnesses: ")
    assert said[at + 2] == "  expected: one of: one, several"
    assert f"  {place}: 'two'" in said[at:]
    assert "rules run, 2 findings (schemas" in done.stdout


def test_findings_beyond_the_limit_are_counted(package: Copy) -> None:
    rows = package.read("fatalities")
    package.write("fatalities", [{**row, "sex": "unknown"} for row in rows])
    done = run("validate", package.path("fatalities"), "--limit", "3")
    assert done.returncode == 1
    assert "fatalities.sex.enum in column sex: 311 findings" in done.stdout
    assert done.stdout.count("'unknown'") == 3
    assert "... and 308 more findings in all, not printed" in done.stdout


def test_report_as_json_is_whole_and_stable(package: Copy) -> None:
    package.edit("bases", "kidal", witnesses="two")
    package.seal()
    first, second = (
        run("validate", package.folder, "--format", "json"),
        run("validate", package.folder, "--format", "json"),
    )
    assert first.stdout == second.stdout
    report = json.loads(first.stdout)
    assert {finding["rule"] for finding in report["findings"]} == {
        "bases.witnesses.enum", "package.witnesses-as-stated",
    }  # fmt: skip


def test_every_form_is_printed_with_the_verdict_as_status(package: Copy) -> None:
    path = package.path("bases")
    sound = run("validate", path, "--format", "sarif")
    assert (sound.returncode, sound.stderr) == (0, "")
    package.edit("bases", "kidal", witnesses="two")
    for form in ("jsonl", "csv", "github", "sarif"):
        broken = run("validate", path, "--format", form)
        assert (broken.returncode, broken.stderr) == (1, "")
        assert "bases.witnesses.enum" in broken.stdout
    assert "'two'" not in run("validate", path, "--format", "github", "--limit", "0").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validate", "/nowhere/at/all"], "no file or folder"),
        (["validate", "README.md"], "say which table"),
        (["validate", "README.md", "--table", "evnts"], "there is no table 'evnts'"),
        (["validate", ".", "--table", "events"], "is a package, not one table"),
        (["validate", ".", "--format", "sarf"], "Did you mean 'sarif'?"),
        (["validate", ".", "--also", "none,pandera"], "--also none stands alone"),
        (["validate", ".", "--extra-columns", "drop"], "invalid choice"),
        (["show", "evnts"], "Did you mean 'events'?"),
        (["cite", "nobody"], "no source 'nobody'"),
        (["cite", "--table", "bases"], "say which rows"),
        (["export"], "say where to"),
        (["export", "folder", "--zip", "file.zip"], "say where to"),
        (["show", "bases", "--limit", "-1"], "is not a number of lines"),
        (["shw"], "invalid choice"),
        ([], "required"),
    ],
)
def test_usage_errors_exit_2_without_a_traceback(arguments: list[str], message: str) -> None:
    root = Path(__file__).parent.parent
    done = run(*arguments, cwd=root)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_package_is_a_finding(tmp_path: Path) -> None:
    done = run("validate", tmp_path)
    assert done.returncode == 1
    assert "package.descriptor" in done.stdout


@pytest.mark.parametrize("table", mm.tables())
def test_show_as_csv_is_the_file(table: str) -> None:
    assert run("show", table, "--format", "csv").stdout == table_path(table).read_text(encoding="utf-8")


@pytest.mark.parametrize("table", ["bases", "places", "troop_contributions"])
def test_show_as_json_is_valid_records(table: str) -> None:
    validator = Draft202012Validator(mm.schema(table, dialect="json"))
    records = json.loads(run("show", table, "--format", "json", "--limit", "20").stdout)
    assert 0 < len(records) <= 20
    for record in records:
        validator.validate(record)


def test_show_says_how_much_it_left_out() -> None:
    assert run("show", "bases", "--limit", "2").stdout.splitlines()[-1] == "... 15 more rows"


def test_output_is_utf8_whatever_the_locale() -> None:
    done = run("show", "places", "--format", "csv", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert "Ménaka" in done.stdout
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == len(mm.places()) + 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{shlex.quote(sys.executable)} -m mali_minusma show claims | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_info_names_every_table_and_the_version() -> None:
    text = run("info").stdout
    assert mm.__version__ in text
    assert all(f"\n{table} " in text for table in mm.tables())
    assert "missing_upstream" in text
    assert "pandera 0." in text


def test_cite_on_the_command_line_is_cite_in_the_library() -> None:
    assert run("cite", "--table", "bases", "kidal").stdout == mm.cite(["kidal"], table="bases")
    assert run("cite").stdout == mm.cite()


def test_export_makes_a_valid_copy_and_never_writes_over(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    assert run("export", folder).returncode == 0
    assert (folder / "datapackage.json").read_bytes() == (locate.root() / "datapackage.json").read_bytes()
    assert run("validate", folder).returncode == 0
    again = run("export", folder)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_build_check_in_the_checkout() -> None:
    done = run("build", "--check")
    assert (done.returncode, done.stdout) == (0, "every derived file is current\n")


def test_every_command_is_in_the_readme() -> None:
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    ([\w-]+)(?: {2,}|$)", run("--help").stdout, re.MULTILINE)
    upkeep = ["validate", "info", "cite", "export", "import", "build", "diff"]
    questions = [name.replace("_", "-") for name in QUESTIONS]
    assert commands == [*upkeep, "show", *questions, "actor", "plot", "sql"]
    assert all(f"mali-minusma {name}" in text for name in [*upkeep, "show", "strength", "timeline", "actor", "sql"])
