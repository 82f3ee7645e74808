"""The hook for pre-commit: its definition, several files at once, and a run of it in another repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import mali_minusma as mm
from tests.command import run
from tests.page import sections

ROOT = Path(__file__).resolve().parent.parent
PAGE = sections(ROOT / "docs" / "pipelines.md")
GOOD, BAD = PAGE[""]
(CONFIG,) = PAGE["pre-commit"]


def hook() -> dict[str, Any]:
    (definition,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return definition


def config() -> dict[str, Any]:
    (repository,) = yaml.safe_load(CONFIG.text)["repos"]
    return repository


@pytest.mark.parametrize("kind", ["manifest", "config"])
def test_the_hook_and_the_example_are_of_the_form_that_precommit_takes(kind: str, tmp_path: Path) -> None:
    path = ROOT / ".pre-commit-hooks.yaml"
    if kind == "config":
        path = tmp_path / CONFIG.name
        path.write_text(CONFIG.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", f"validate-{kind}", path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def test_the_keys_are_those_that_precommit_documents() -> None:
    """Of one that it does not know it says nothing."""
    assert set(hook()) <= {"id", "name", "description", "language", "entry", "files", "require_serial"}
    assert all(set(entry) <= {"id", "name", "exclude", "files", "args"} for entry in config()["hooks"])


def test_the_hook_takes_the_files_that_are_named_after_a_table() -> None:
    taken = re.compile(hook()["files"])
    assert all(taken.search(f"{folder}{table}.csv") for table in mm.tables() for folder in ("", "data/", "a/b/"))
    assert not [name for name in ("my-events.csv", "event.csv", "events.csv.bak", "events_csv") if taken.search(name)]


def test_the_example_names_this_version_and_this_hook() -> None:
    assert config()["rev"] == f"v{mm.__version__}"
    assert {entry["id"] for entry in config()["hooks"]} == {hook()["id"]}


def test_the_words_for_the_command_line_are_text() -> None:
    """Without its quotes, off would be a truth value."""
    assert all(isinstance(word, str) for entry in config()["hooks"] for word in entry.get("args", []))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a good and a faulty table."""
    for block in (GOOD, BAD):
        path = tmp_path / block.name
        path.parent.mkdir()
        path.write_text(block.text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "status"),
    [
        (["data/events.csv", "data/events.csv"], 0),
        (["drafts/events.csv", "data/events.csv"], 1),
        (["data/events.csv", "nowhere/events.csv", "drafts/events.csv"], 2),
    ],
)
def test_several_files_are_checked_in_turn_and_the_highest_status_counts(
    paths: list[str], status: int, project: Path
) -> None:
    done = run("validate", *paths, cwd=project)
    assert done.returncode == status
    verdicts = re.findall(r"^(\S+): (valid|NOT valid)$", done.stdout, re.MULTILINE)
    said = {"data/events.csv": "valid", "drafts/events.csv": "NOT valid"}
    assert verdicts == [(path, said[path]) for path in paths if path in said]
    assert ("nowhere/events.csv" in done.stderr) == (status == 2)


def test_words_of_a_hook_come_before_its_files(project: Path) -> None:
    other = project / "data" / "2023.csv"
    other.write_text(GOOD.text, encoding="utf-8")
    assert run("validate", "--table", "events", "data/2023.csv", "data/events.csv", cwd=project).returncode == 0


def test_a_report_that_is_one_document_takes_one_path(project: Path) -> None:
    done = run("validate", "data/events.csv", "drafts/events.csv", "--format", "json", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "one by one" in done.stderr
    assert run("validate", "data/events.csv", "--format", "json", cwd=project).returncode == 0


class Project:
    """A repository of somebody else that has the hook, with pre-commit's own home in a folder of the test."""

    def __init__(self, folder: Path, hooks: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        # Nothing of this process's surroundings may stand in for what the hook installs.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
        self.environment = {**kept, "PRE_COMMIT_HOME": str(folder / "home")}
        self.git("init", "--quiet")
        self.write(CONFIG.name, CONFIG.text.replace(config()["repo"], str(hooks)))

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], check=True, cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL)

    def write(self, name: str, text: str) -> None:
        """Write a file and stage it."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.git("add", name)

    def run_hooks(self) -> tuple[int, str]:
        """Run the hooks on what is staged; return the status and what is printed."""
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color=never"],
            capture_output=True, encoding="utf-8", check=False, cwd=self.folder, env=self.environment,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of this tree as it stands, with the tag that the example asks for."""
    repository = tmp_path_factory.mktemp("hooks") / "mali-minusma.git"
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    # The tree need not be a repository itself; its .gitignore says what is not of it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for words in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "--no-verify", "--message", "The tree"],
        ["tag", config()["rev"]],
    ):
        command = ["git", *identity, f"--git-dir={repository}", f"--work-tree={ROOT}", *words]
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
    return repository


@pytest.fixture(scope="module")
def elsewhere(hooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Yield a project that uses the hook; the hook's environment is made at its first run, and large."""
    folder = tmp_path_factory.mktemp("elsewhere")
    yield Project(folder, hooks)
    shutil.rmtree(folder)


@pytest.mark.slow
def test_the_hook_passes_a_good_file_and_stops_a_faulty_one(elsewhere: Project) -> None:
    elsewhere.write("data/events.csv", GOOD.text)
    elsewhere.write("data/README.txt", "Not a table.\n")
    elsewhere.write(BAD.name, BAD.text)  # which the example leaves out
    status, said = elsewhere.run_hooks()
    assert status == 0, said
    assert re.search(r"^validate tables of mali-minusma\.+Passed$", said, re.MULTILINE)
    elsewhere.write("data/events.csv", BAD.text)
    status, said = elsewhere.run_hooks()
    assert status == 1
    assert re.search(r"^validate tables of mali-minusma\.+Failed$", said, re.MULTILINE)
    assert "events.event_type.enum" in said
    assert "Did you mean 'convoy'?" in said
    assert "drafts/events.csv" not in said


@pytest.mark.slow
def test_the_hook_with_words_of_the_project_checks_files_with_names_of_their_own(elsewhere: Project) -> None:
    elsewhere.write("data/events.csv", GOOD.text)
    unknown_place = GOOD.text.replace(",gao,", ",in-tillit,")
    assert unknown_place != GOOD.text
    elsewhere.write("incidents/2023.csv", unknown_place)
    status, said = elsewhere.run_hooks()
    assert status == 0, said
    assert re.search(r"^validate incidents\.+Passed$", said, re.MULTILINE)
    elsewhere.write("incidents/2024.csv", BAD.text)
    status, said = elsewhere.run_hooks()
    assert status == 1
    assert "incidents/2024.csv:2:" in said
    assert "incidents/2023.csv:" not in said.replace("incidents/2023.csv: valid", "")
    assert "foreign-key in column" not in said
