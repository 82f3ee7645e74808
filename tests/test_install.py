"""Installed is checked out: the wheel alone, in another folder, gives the same results; the sdist builds the same wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import mali_minusma as mm

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


def call(*command: object, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, kind: str, target: Path) -> Path:
    # The environment of the tests has the backend, so that building needs no network.
    call(sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", target, source, cwd=target)
    (found,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheel's files alone; dependencies come from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    call(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        folder,
        wheel,
        cwd=folder,
    )
    return folder


def test_wheel_carries_the_same_relative_tree(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    folders = ("tables", "schemas")
    expected = {path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.*")}
    expected |= {"datapackage.json", "LICENSE", "CITATION.cff"}
    carried = {name.removeprefix("mali_minusma/data/") for name in names if name.startswith("mali_minusma/data/")}
    assert carried == expected
    assert "mali_minusma/py.typed" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build(ROOT, "sdist", tmp_path)
    with tarfile.open(archive) as content:
        content.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    (tmp_path / "wheel").mkdir()
    again = build(source, "wheel", tmp_path / "wheel")
    assert again.name == wheel.name
    first, second = zipfile.ZipFile(wheel), zipfile.ZipFile(again)
    assert {name: first.read(name) for name in first.namelist()} == {
        name: second.read(name) for name in second.namelist()
    }


@pytest.mark.parametrize(
    "command",
    [["validate"], ["info"], ["show", "bases", "--format", "csv"], ["cite", "--table", "bases", "kidal"]],
    ids=lambda words: words[0],
)
def test_installed_says_what_the_checkout_says(installed: Path, tmp_path: Path, command: list[str]) -> None:
    here = call(sys.executable, "-m", "mali_minusma", *command, cwd=tmp_path)
    there = call(sys.executable, "-m", "mali_minusma", *command, cwd=tmp_path, PYTHONPATH=str(installed))
    assert str(installed) in call(
        sys.executable,
        "-c",
        "import mali_minusma; print(mali_minusma.__file__)",
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )
    assert there.replace(str(installed / "mali_minusma" / "data"), str(ROOT)) == here


def test_installed_frames_are_the_same(installed: Path, tmp_path: Path) -> None:
    code = "import mali_minusma as mm; print([(t, mm.load(t).to_csv()) for t in mm.tables()], mm.__version__)"
    here = call(sys.executable, "-c", code, cwd=tmp_path)
    assert call(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(installed)) == here
    assert mm.__version__ in here


def test_installed_build_says_that_it_needs_a_checkout(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mali_minusma", "build"],
        capture_output=True, encoding="utf-8", check=False, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "works in a checkout" in done.stderr
