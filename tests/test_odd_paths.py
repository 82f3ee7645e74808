"""Names that shells and globs read otherwise, and places that are no files."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

import mali_minusma as mm
from tests.command import run
from tests.conftest import Copy
from tests.forms import as_typed, csv_bytes, json_lines, parquet_bytes
from tests.fuzz.model import released
from tests.odd import HEADER, within

ROWS = [{**row, "status": "bad"} if number == 1 else row for number, row in enumerate(released("coverage")[:3])]
DATA = {
    "CSV": csv_bytes("coverage", ROWS),
    "JSON Lines": json_lines("coverage", ROWS),
    "Parquet": parquet_bytes(as_typed("coverage", ROWS)),
}
NAMES = [
    b"a*.csv", b"a?.csv", b"[ab].csv", b"{a,b}.csv", b"a b.csv", b"a#b.csv", b"a%20b.csv", b"a\nb.csv", b"a\tb.csv", b"-.csv",
    b"--table", b"~", b"$HOME", b"a;b", b"a'b\".csv", b"a\\b.csv", "Ménaka🏜.csv".encode(), b"M\xe9naka.csv", b"\x1b[31m.csv", b".csv",
    b"a=b.csv", b"http:a.csv", b"**", b"a" * 255,
]  # fmt: skip


@pytest.mark.parametrize("kind", list(DATA))
@pytest.mark.parametrize("name", NAMES)
def test_name_means_one_file(tmp_path: Path, name: bytes, kind: str) -> None:
    for decoy in ("ab.csv", "a.csv", "b.csv", "aa.csv"):
        (tmp_path / decoy).write_bytes(b"not,this\n")
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118 - bytes
    path.write_bytes(DATA[kind])
    for target in (path, str(path)):
        report = mm.validate(target, "coverage")
        assert [(item.row, item.rule) for item in report.findings] == [(2, "coverage.status.enum")]
        json.dumps(report.to_dict()).encode()


@pytest.mark.parametrize("name", [b"a*.csv", b"a b#.csv", b"a\nb.csv", b"M\xe9naka.csv"])
def test_command_takes_any_name(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118 - bytes
    path.write_bytes(DATA["CSV"])
    done = run("validate", path, "--table", "coverage")
    assert done.returncode == 1
    assert "coverage.status.enum" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("name", [b"a*.csv", b"a b.csv", b"M\xe9naka"])
def test_folder_of_a_package_has_any_name(package: Copy, name: bytes) -> None:
    package.seal()
    folder = Path(os.fsdecode(os.path.join(os.fsencode(package.folder.parent), name)))  # noqa: PTH118 - bytes
    package.folder.rename(folder)
    assert mm.validate(folder, also=()).findings == ()


def test_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_bytes(DATA["CSV"])
    (tmp_path / "here").symlink_to(tmp_path / "there.csv")
    assert mm.validate(tmp_path / "here", "coverage").counts == {"coverage.status.enum": 1}


def refused(target: object, table: str | None = "coverage") -> str:
    """Return what is said of a target that can't be read; it must be said at once, and name the target."""
    with within(20), pytest.raises((ValueError, OSError)) as raised:
        mm.validate(target, table)  # type: ignore[arg-type]
    return str(raised.value)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe.csv")
    return tmp_path / "pipe.csv"


def test_pipe_is_refused_at_once(pipe: Path) -> None:
    assert "pipe.csv" in refused(pipe)
    link = pipe.with_name("link.csv")
    link.symlink_to(pipe)
    assert "link.csv" in refused(link)


def test_command_refuses_a_pipe_at_once(pipe: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mali_minusma", "validate", pipe, "--table", "coverage"],
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pipe.csv" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/tty", "/dev/stdin"])
def test_device_is_refused(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"no {device} here")
    assert device in refused(device)


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")
        assert "s" in refused("s")


def test_folder_as_a_file_is_refused(tmp_path: Path, package: Copy) -> None:
    (tmp_path / "coverage.csv").mkdir()
    for folder in (tmp_path / "coverage.csv", package.folder):
        assert folder.name in refused(folder)


def test_folder_without_a_package_is_no_valid_package(tmp_path: Path) -> None:
    assert [item.rule for item in mm.validate(tmp_path, also=()).findings] == ["package.descriptor"]


@pytest.mark.parametrize(
    "name", ["missing.csv", "missing/missing.csv", "file.csv/inside.csv", "a" * 300 + ".csv", "", "a\0b.csv"]
)
def test_place_without_a_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.csv").write_bytes(HEADER)
    refused(f"{tmp_path}/{name}")


def test_broken_and_circular_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b").symlink_to(tmp_path / "b")
    for name in ("a", "b"):
        assert name in refused(tmp_path / name)


def test_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.csv"
    path.write_bytes(HEADER)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything
        monkeypatch.setattr(Path, "open", denied)
    assert "closed.csv" in refused(path)


def denied(path: Path, *_: object) -> NoReturn:
    raise PermissionError(13, "Permission denied", str(path))


@pytest.mark.parametrize("table", ["base", "", "../bases", "Bases", 5, ["bases"], b"bases"])
def test_unknown_table_is_refused_with_those_known(tmp_path: Path, table: object) -> None:
    (tmp_path / "t.csv").write_bytes(HEADER)
    assert "coverage" in refused(tmp_path / "t.csv", table)  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [5, 5.5, [], {}, object(), b"t.csv", lambda: 1, {"a": [1]}])
def test_what_is_neither_path_nor_frame_is_refused(target: object) -> None:
    with within(20), pytest.raises((ValueError, TypeError, OSError)):
        mm.validate(target, "coverage")  # type: ignore[arg-type]


def test_resource_of_a_package_is_a_regular_file(package: Copy) -> None:
    package.seal()
    package.path("bases").unlink()
    os.mkfifo(package.path("bases"))
    with within(60):
        report = mm.validate(package.folder, also=())
    assert "package.file" in report.counts
