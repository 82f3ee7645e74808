"""What is given to be compared is trusted in nothing: archives, descriptors and tables that are wrong say where and how."""

from __future__ import annotations

import json
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mali_minusma as mm
from mali_minusma import locate
from mali_minusma.comparing.files import PackageError
from mali_minusma.export import export_zip
from tests.command import run
from tests.packages import archive, descriptor, files, folder


def refused(path: Path, message: str) -> None:
    """Hold that the package is refused with a message, by the library and by the command."""
    with pytest.raises(PackageError, match=message) as raised:
        mm.diff(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("prefix", ["", "small-1.0.0/", "mali_minusma/data/"])
def test_a_zip_is_read_wherever_the_package_lies_in_it(tmp_path: Path, prefix: str) -> None:
    old = folder(tmp_path / "old", files())
    assert not mm.diff(old, archive(tmp_path / "new.zip", files(), prefix))
    rows = [["a", "5", "red"]]
    assert len(mm.diff(old, archive(tmp_path / "other.whl", files(rows=rows), prefix))) == 3


def test_this_package_as_a_zip_is_this_package(tmp_path: Path) -> None:
    export_zip(tmp_path / "it.zip")
    assert not mm.diff(tmp_path / "it.zip")
    with zipfile.ZipFile(tmp_path / "it.whl", "w") as wheel, zipfile.ZipFile(tmp_path / "it.zip") as file:
        wheel.writestr("mali_minusma/__init__.py", "raise SystemExit")
        for name in file.namelist():
            wheel.writestr(f"mali_minusma/data/{name}", file.read(name))
    assert not mm.diff(tmp_path / "it.whl")
    assert not mm.diff(tmp_path / "it.whl", locate.root())


def test_a_zip_of_the_same_data_has_the_same_bytes_and_no_times(tmp_path: Path) -> None:
    names = export_zip(tmp_path / "1.zip")
    export_zip(tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.zip") as file:
        assert file.namelist() == names == sorted(names)
        assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.read("tables/bases.csv") == (locate.root() / "tables/bases.csv").read_bytes()
    assert run("export", "--zip", tmp_path / "3.zip").returncode == 0
    assert (tmp_path / "3.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()
    again = run("export", "--zip", tmp_path / "3.zip")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


DESCRIPTORS = {
    "not JSON": ("{", "not JSON in UTF-8"),
    "deep": ("[" * 100_000, "not JSON in UTF-8"),
    "a number that is none": ('{"version": NaN, "resources": []}', "NaN is not a value of JSON"),
    "a list": ("[]", "expected an object, found a list"),
    "no resources": ("{}", "resources: expected a list, found nothing"),
    "resources as object": ('{"resources": {}}', "resources: expected a list, found an object"),
    "resource as text": ('{"resources": ["a"]}', r"resources\[0\]: expected an object, found a text"),
    "resource without name": ('{"resources": [{}]}', r"resources\[0\].name: expected a text"),
    "version as number": ('{"version": 1, "resources": []}', "version: expected a text"),
}


@pytest.mark.parametrize("fault", list(DESCRIPTORS))
def test_a_descriptor_that_is_none_is_refused(tmp_path: Path, fault: str) -> None:
    text, message = DESCRIPTORS[fault]
    refused(folder(tmp_path / "it", files(text)), message)


TABLES = {
    "twice": (lambda it: it["resources"].append(it["resources"][0]), "'things' is declared twice"),
    "schema elsewhere": (lambda it: it["resources"][0].update(schema="things.json"), "schema .*: expected an object"),
    "another format": (lambda it: it["resources"][0].update(format="parquet"), "format: only tables in CSV"),
    "another dialect": (lambda it: it["resources"][0].update(dialect={"delimiter": ";"}), "dialect: only tables in CSV"),
    "no path": (lambda it: it["resources"][0].pop("path"), "path: expected a text, found nothing"),
    "several paths": (lambda it: it["resources"][0].update(path=["a", "b"]), "path: expected a text, found a list"),
    "path upwards": (lambda it: it["resources"][0].update(path="../secret.csv"), "leaves the folder"),
    "path from the root": (lambda it: it["resources"][0].update(path="/etc/hostname"), "leaves the folder"),
    "address": (lambda it: it["resources"][0].update(path="https://example.org/a.csv"), "leaves the folder"),
    "no such file": (lambda it: it["resources"][0].update(path="tables/none.csv"), "there is no file tables/none.csv"),
    "no fields": (lambda it: it["resources"][0]["schema"].pop("fields"), "fields: expected a list"),
    "field as text": (lambda it: it["resources"][0]["schema"]["fields"].append("a"), r"fields\[3\]: expected an object"),
    "field twice": (lambda it: it["resources"][0]["schema"]["fields"].append({"name": "size"}), "'size' is declared twice"),
    "constraints as list": (lambda it: it["resources"][0]["schema"]["fields"][0].update(constraints=[]), "constraints of thing_id"),
    "no key": (lambda it: it["resources"][0]["schema"].update(primaryKey=[]), "primaryKey is empty"),
    "key of no column": (lambda it: it["resources"][0]["schema"].update(primaryKey="name"), "unknown column 'name'"),
    "foreign key as text": (lambda it: it["resources"][0]["schema"].update(foreignKeys=["a"]), r"foreignKeys\[0\]: expected"),
    "rule without id": (lambda it: it["resources"][0]["schema"].update(rules=[{}]), r"rules\[0\].id: expected a text"),
}  # fmt: skip


@pytest.mark.parametrize("fault", list(TABLES))
@pytest.mark.parametrize("zipped", [False, True])
def test_a_table_that_is_declared_wrongly_is_refused(tmp_path: Path, fault: str, zipped: bool) -> None:  # noqa: FBT001
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    package = descriptor()
    damage, message = TABLES[fault]
    damage(package)
    parts = files(package)
    refused(archive(tmp_path / "it.zip", parts) if zipped else folder(tmp_path / "it", parts), message)


CONTENTS = {
    "empty": ("", "expected a header"),
    "missing column": ("thing_id,size\na,1\n", "lacks colour"),
    "further column": ("thing_id,size,colour,x\na,1,red,\n", "has also x"),
    "other order": ("size,thing_id,colour\n1,a,red\n", "has another order"),
    "short row": ("thing_id,size,colour\na,1\n", "row 1 has 2 cells"),
    "blank line": ("thing_id,size,colour\n\na,1,red\n", "row 1 has 0 cells"),
    "key twice": ("thing_id,size,colour\na,1,red\na,2,red\n", "row 2 has the key 'a' of an earlier row"),
    "unclosed quote": ('thing_id,size,colour\na,1,"red\n', r"things.csv:2:5: expected quotes around"),
}


@pytest.mark.parametrize("fault", list(CONTENTS))
def test_a_file_that_is_not_the_table_is_refused(tmp_path: Path, fault: str) -> None:
    text, message = CONTENTS[fault]
    refused(folder(tmp_path / "it", files(**{"tables/things.csv": text})), message)


def test_bytes_that_are_not_utf8_are_placed_and_long_cells_are_read(tmp_path: Path) -> None:
    it = folder(tmp_path / "it", files())
    (it / "tables/things.csv").write_bytes(b"thing_id,size,colour\na,1,r\xe9d\n")
    refused(it, "things.csv:2:6: expected UTF-8")
    long = folder(tmp_path / "long", files(rows=[["a", "1", "x" * 200_000]]))
    assert not mm.diff(long, long)


def test_an_archive_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path / "whole.zip", files()).read_bytes()
    for number, data in enumerate([whole[:-30], whole[: len(whole) // 2], b"", b"PK", b"not a zip"]):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        refused(path, "not a zip archive")
    damaged = bytearray(whole)
    damaged[60] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(damaged)
    refused(tmp_path / "damaged.zip", "can't be unpacked")


def with_members(path: Path, *members: tuple[str | zipfile.ZipInfo, str]) -> Path:
    archive(path, files())
    with zipfile.ZipFile(path, "a") as file:
        for name, text in members:
            file.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/outside", "tables/../../outside.csv", "a\\b.csv", "C:/a.csv"])
def test_a_member_that_leaves_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    refused(with_members(tmp_path / "it.zip", (name, "x")), "leaves the folder")
    assert not (tmp_path.parent / "outside.csv").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_are_doubled_linked_or_encrypted_are_refused(tmp_path: Path) -> None:
    refused(with_members(tmp_path / "twice.zip", ("tables/things.csv", "x")), "is there twice")
    link = zipfile.ZipInfo("tables/link.csv")
    link.external_attr = 0o120777 << 16
    refused(with_members(tmp_path / "link.zip", (link, "/etc/hostname")), "is a link")
    data = bytearray(archive(tmp_path / "it.zip", files()).read_bytes())
    # The bit that says "encrypted", in the directory of the archive.
    at = data.index(b"PK\x01\x02") + 8
    data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | 1)
    (tmp_path / "encrypted.zip").write_bytes(data)
    refused(tmp_path / "encrypted.zip", "give an archive without a password")


def test_what_would_unpack_absurdly_is_not_unpacked(tmp_path: Path) -> None:
    bomb = files(**{"tables/things.csv": "0" * (1 << 25)})
    refused(archive(tmp_path / "bomb.zip", bomb), r"would unpack [\d,]+ bytes into 33,554,432")


def test_an_archive_without_one_package_is_refused(tmp_path: Path) -> None:
    refused(archive(tmp_path / "none.zip", {"readme.txt": "x"}), "expected one datapackage.json.*found none")
    two = {**{f"a/{name}": text for name, text in files().items()}, "b/datapackage.json": "{}"}
    refused(archive(tmp_path / "two.zip", two), "found 2 one folder down")
    refused(tmp_path, "there is no file datapackage.json")
    refused(tmp_path / "nothing.zip", "no file or folder")


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    it = folder(tmp_path / "it", files())
    (tmp_path / "secret.csv").write_text("secret", encoding="utf-8")
    (it / "tables/things.csv").unlink()
    (it / "tables/things.csv").symlink_to(tmp_path / "secret.csv")
    refused(it, "outside the folder of the package through a link")


def test_the_command_exits_2_without_a_traceback(tmp_path: Path) -> None:
    it = folder(tmp_path / "it", files("[]"))
    done = run("diff", it)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"mali-minusma: {it}: datapackage.json: expected an object, found a list\n"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(st.data(), JSON)
def test_whatever_stands_in_a_descriptor_is_compared_or_refused(data: st.DataObject, value: object) -> None:
    """Put any JSON in any place of a sound descriptor."""
    package = descriptor()
    inside: object = package
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inside[key], dict | list) or not inside[key] or data.draw(st.booleans()):
            inside[key] = value
            break
        inside = inside[key]
    with tempfile.TemporaryDirectory() as temporary:
        sound = archive(Path(temporary) / "sound.zip", files())
        other = archive(Path(temporary) / "other.zip", files(package))
        for old, new in ((sound, other), (other, sound)):
            try:
                difference = mm.diff(old, new)
            except PackageError:
                continue
            assert difference.text()
            assert json.dumps(difference.to_dict())
            assert isinstance(difference.faults(), list)
