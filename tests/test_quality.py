"""How the package is kept: light to import, strictly typed, tidy, and documented by what runs."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mali_minusma as mm
from mali_minusma import build, locate

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "pandas",
    "numpy",
    "polars",
    "pandera",
    "frictionless",
    "jsonschema",
    "narwhals",
    "duckdb",
    "pyarrow",
    "pyspark",
}


def python(code: str, folder: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=folder)
    return done.stdout


def imported_by(code: str) -> set[str]:
    said = python(f"import sys\n{code}\nprint()\nprint(*{{name.split('.')[0] for name in sys.modules}})")
    return set(said.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import mali_minusma",
        "import mali_minusma as mm; mm.records('events'); mm.tables(); mm.find_actor('CIV'); mm.schema('bases', 'json')",
        "from mali_minusma.cli import main; main(['show', 'bases', '--limit', '0'])",
        "import mali_minusma as mm; mm.cite(['kidal'], table='bases')",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_used(code: str) -> None:
    assert not imported_by(code) & HEAVY


def test_frames_need_pandas_alone() -> None:
    assert imported_by("import mali_minusma as mm; mm.events()") & HEAVY <= {"pandas", "numpy", "pyarrow"}


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["tables/bases.csv"], set()),
        (["--also", "none"], set()),
        (["tables/bases.csv", "--also", "json-schema"], {"jsonschema"}),
        # What pandera imports by itself is not for us to say.
        (["tables/bases.csv", "--also", "pandera"], {"pandera", "pandas"}),
        (["tables/bases.csv", "--also", "frictionless"], set()),
        (["--also", "frictionless"], {"frictionless", "jsonschema"}),
        (["--also", "json-schema"], {"jsonschema"}),
    ],
    ids=" ".join,
)
def test_a_validation_imports_no_validator_but_those_asked_for(arguments: list[str], needed: set[str]) -> None:
    found = imported_by(f"from mali_minusma.cli import main; main(['validate', *{arguments!r}])")
    own = {"narwhals", "pyarrow", "pyspark", "asyncio", "ssl", "http"} if "pandera" in needed else set()
    heavy = HEAVY | {"matplotlib", "asyncio", "ssl", "http"}
    assert {"polars"} <= found
    assert found & heavy <= {"polars", "numpy"} | needed | own
    assert needed <= found


@pytest.mark.parametrize("command", ["--help", "info", "cite", "show bases", "validate --help"])
def test_a_command_that_needs_no_frame_imports_no_library_for_frames(command: str) -> None:
    run = f"try: main({command.split()!r})\nexcept SystemExit: pass"
    assert not imported_by(f"from mali_minusma.cli import main\n{run}") & (HEAVY | {"matplotlib", "asyncio", "ssl"})


def test_an_answer_in_sql_is_printed_without_a_library_for_frames() -> None:
    code = "from mali_minusma.cli import main; main(['sql', 'SELECT * FROM strength_by_month'])"
    assert imported_by(code) & HEAVY == {"duckdb"}


@pytest.mark.parametrize("package", ["mali_minusma", "mali_minusma.contract"])
def test_what_is_imported_at_first_use_is_what_type_checkers_see(package: str) -> None:
    module = importlib.import_module(package)
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    (branch,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {alias.name: node.module for node in branch.body for alias in node.names}
    assert sorted(set(module.__all__) - {"__version__"}) == sorted(seen)
    for name, home in seen.items():
        assert getattr(module, name) is getattr(importlib.import_module(home), name), name
    with pytest.raises(AttributeError, match="has no attribute 'evnts'"):
        _ = module.evnts


def test_every_public_name_is_documented_with_an_example() -> None:
    for name in mm.__all__:
        if name != "__version__":
            text = getattr(mm, name).__doc__
            assert ">>>" in text, name
            assert "Raises:" in text or name in {"tables", "ActorProfile", "plot"}, name


def test_arrows_point_one_way() -> None:
    """The contract knows nobody; dialects know the contract; the face knows all; nothing knows the command."""
    package = ROOT / "mali_minusma"
    layers = {
        "contract": {"_lazy", "contract", "locate"},
        "inputs": {"contract", "hints", "inputs", "locate"},
        "dialects": {"contract", "dialects", "inputs", "_version"},
        "validation": {
            "_lazy",
            "_version",
            "contract",
            "dialects",
            "hints",
            "inputs",
            "reading",
            "validation",
            "versions",
        },
        "spark": {"_version", "contract", "dialects", "inputs", "spark", "validation"},
        "comparing": {"_lazy", "_version", "comparing", "contract", "hints", "inputs", "locate", "text", "versions"},
        "loaders": {"contract", "dates", "hints", "loaders", "names", "reading", "rows"},
        "queries": {"dates", "hints", "loaders", "names", "nodata", "queries", "reading", "rows", "tracing"},
    }
    for path in package.rglob("*.py"):
        used = imports_of(path)
        layer = path.relative_to(package).parts[0]
        assert layer not in layers or used <= layers[layer], path
        assert "cli" not in used or layer in {"cli", "__main__.py"}, path


def imports_of(path: Path) -> set[str]:
    """Return which parts of the package a module imports, wherever in the file."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[1] for name in modules if name.startswith("mali_minusma.")}


def test_files_have_one_subject_and_a_readable_length() -> None:
    derived = set(build.generated(ROOT))
    for path in [*(ROOT / "mali_minusma").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        if path.relative_to(ROOT).as_posix() not in derived:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 320, path.name


def test_gate_runs_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("mali-minusma validate")
    assert commands[1].endswith("python -m pytest")


def readme_examples() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", readme, re.DOTALL)


@pytest.mark.parametrize("code", readme_examples(), ids=["ask", "evidence", "pictures", "tables", "pipeline"])
def test_readme_examples_run(code: str, tmp_path: Path) -> None:
    lines = python(
        "\n".join(
            f"repr({line.split('  #')[0].strip()})" if line.startswith("mm.") else line for line in code.splitlines()
        ),
        tmp_path,
    )
    assert lines == ""


def test_readme_comments_are_true() -> None:
    assert mm.records("mandates")[-1].in_favour == 15
    assert mm.top_contributors(on="2017-05", n=3).country.to_list() == ["Burkina Faso", "Bangladesh", "Chad"]
    assert mm.casualties().deaths.to_list() == [311]


def test_readme_shows_what_is_said_of_a_gap() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with pytest.warns(mm.NoData) as said:
        mm.strength(on="2018-09", by="contributor")
    assert f"NoData: {said[0].message}" in " ".join(readme.split())


def test_readme_lists_every_table() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`{table}`" in readme for table in mm.tables())


def test_version_is_the_same_everywhere() -> None:
    version = f'"{mm.__version__}"'
    for name in ("datapackage.json", "CITATION.cff"):
        assert version in (locate.root() / name).read_text(encoding="utf-8")
    assert f"## {mm.__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_code_is_tidy() -> None:
    for command in (["check", "."], ["format", "--check", "."]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command], capture_output=True, encoding="utf-8", check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_package_passes_strict_type_checking() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


CLIENT = """\
import datetime as dt
from typing import Literal, assert_type

import pandas as pd

import mali_minusma as mm
from mali_minusma.rows import Base, Event
from mali_minusma.rows.vocabularies import ActorType, SuccessionType

events: list[Event] = mm.records("events")
assert_type(mm.records("bases")[0], Base)
assert_type(mm.records("bases")[0].closed_on, dt.date | None)
mm.events(since="2022-07", event_type=["coup", "election"], status="occurred")
frame = mm.load("claims")
print(mm.cite(frame, style="text"), mm.validate(frame).findings[0].rule)
assert_type(mm.strength(on="2022-06", by=["sex", "personnel_type"]), pd.DataFrame)
assert_type(mm.actor("GSIM").actor.actor_type, ActorType)
assert_type(mm.actor("GSIM").successors[0][1].succession_type, SuccessionType)
assert_type(mm.actor("GSIM").events, pd.DataFrame)
mm.casualties(by="year", cause="accident", since=dt.date(2020, 1, 1))
mm.timeline(["withdrawal", "moura"], event_type="statement")
mm.incidents(victims="civilians", min_killed=10)
assert_type(mm.sql("SELECT ?", [1]), pd.DataFrame)
mm.claims(mm.disputes(frame), status="differs")
mm.cite(frame["claim_id"])
mm.cite(mm.records("bases")[:2])
mm.cite(mm.actor("GSIM"))
mm.mandate("2021-12-31")
assert_type(mm.diff("old.zip").needed, Literal["major", "minor", "patch", "none"])
mm.corrections("events", correction_type="fact")
assert_type(mm.NoData("gap").notes, tuple[str, ...])
"""
REFUSED = {
    'mm.load("event")': "arg-type",
    'mm.records("event")': "call-overload",
    'mm.events(event_type="cup")': "arg-type",
    'mm.cite(style="apa")': "arg-type",
    'mm.schema("bases", dialect="xml")': "call-overload",
    'mm.records("bases")[0].clozed_on': "attr-defined",
    'mm.records("bases")[0].name.date()': "attr-defined",
    "mm.events(since=2022)": "arg-type",
    'mm.strength(on="2022-06", by="country")': "arg-type",
    'mm.strength("2022-06", "sex")': "call-arg",
    "mm.strength()": "call-arg",
    'mm.casualties(by=["year", "cuase"])': "list-item",
    'mm.timeline("withdrawl")': "arg-type",
    'mm.incidents(victims="peacekeepers")': "arg-type",
    'mm.actor("GSIM").leader': "attr-defined",
    'mm.sql("SELECT 1", parameters=1)': "arg-type",
    "mm.claims(3)": "arg-type",
    "mm.bases_opne()": "attr-defined",
    "mm.diff()": "call-arg",
}


@pytest.mark.slow
def test_types_help_a_client_and_refuse_mistakes(tmp_path: Path) -> None:
    program = tmp_path / "client.py"
    program.write_text(CLIENT + "\n".join(REFUSED) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--show-error-codes", "--no-error-summary", str(program)],
        capture_output=True, encoding="utf-8", check=False, cwd=ROOT,
    )  # fmt: skip
    found = re.findall(r"client\.py:(\d+): error: .*\[([\w-]+)\]", done.stdout)
    first = CLIENT.count("\n") + 1
    assert [(int(line), code) for line, code in found] == [
        (first + number, code) for number, code in enumerate(REFUSED.values())
    ], done.stdout


PLACES = re.compile(r"/work/|/tmp/|/root/|/home/")
UNFINISHED = re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b")


def test_no_machine_paths_and_nothing_unfinished() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, encoding="utf-8", check=False, cwd=ROOT).stdout
    files = listed.split() or [path.relative_to(ROOT).as_posix() for path in (ROOT / "tables").iterdir()]
    for name in files:
        path = ROOT / name
        if path.is_file() and path.suffix != ".zip" and name != "tests/test_quality.py":
            text = re.sub(r"https?://\S+", "", path.read_text(encoding="utf-8"))
            assert PLACES.search(text) is None, name
            assert UNFINISHED.search(text) is None, name
