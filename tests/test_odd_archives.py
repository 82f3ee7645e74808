"""Packed files: cut off, corrupt, encrypted, too many in one, or made to burst."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from pathlib import Path

import pytest

import mali_minusma as mm
from tests.conftest import Copy
from tests.forms import as_typed, parquet_bytes, zipped
from tests.fuzz.model import released
from tests.odd import HEADER, SOUND, check, places, within

ENUM = "coverage.status.enum"


def long_file(rows: int = 4000) -> bytes:
    """Return a file that doesn't pack well, with one bad row near its start and one at its end."""
    rng = random.Random(5)  # noqa: S311 - not a secret
    lines = [f"bases,{1000 + row},partial,{rng.randbytes(40).hex()}\n".encode() for row in range(rows)]
    lines[1] = b"bases,1001,bad,a\n"
    lines[-1] = b"bases,9999,bad,a\n"
    return HEADER + b"".join(lines)


def archive(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


LONG = long_file()


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_truncated_gzip_is_checked_as_far_as_it_goes(tmp_path: Path, share: float) -> None:
    packed = gzip.compress(LONG)
    report = check(tmp_path, packed[: int(len(packed) * share)])
    assert report.counts["file.compression"] == 1
    assert [item.row for item in report.findings if item.rule == ENUM] == [2]


@pytest.mark.parametrize("cut", [1, 4, 8])
def test_gzip_without_its_end_is_checked_whole(tmp_path: Path, cut: int) -> None:
    report = check(tmp_path, gzip.compress(LONG)[:-cut])
    assert report.counts["file.compression"] == 1
    assert report.counts[ENUM] == 2


def test_gzip_with_a_wrong_sum_is_a_finding(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(LONG))
    packed[-8] ^= 1
    report = check(tmp_path, bytes(packed))
    assert report.counts["file.compression"] == 1
    assert report.counts[ENUM] == 2


@pytest.mark.parametrize("at", [0.2, 0.5, 0.8])
def test_corrupt_gzip_is_never_valid(tmp_path: Path, at: float) -> None:
    packed = bytearray(gzip.compress(LONG.replace(b"bad", b"partial")))
    middle = int(len(packed) * at)
    packed[middle : middle + 20] = bytes(20)
    report = check(tmp_path, bytes(packed))
    assert "file.compression" in report.counts


@pytest.mark.parametrize("length", [1, 2, 3, 9, 10, 11, 12])
def test_beginning_of_a_gzip_is_never_valid(tmp_path: Path, length: int) -> None:
    report = check(tmp_path, gzip.compress(HEADER + SOUND)[:length])
    assert not report
    assert {item.rule[:5] for item in report.findings} == {"file."}


def test_bytes_after_a_gzip_are_not_passed_over(tmp_path: Path) -> None:
    assert not check(tmp_path, gzip.compress(HEADER + SOUND) + b"more")
    assert not check(tmp_path, gzip.compress(HEADER + SOUND) + HEADER)


def test_gzip_of_nothing_is_an_empty_file(tmp_path: Path) -> None:
    assert places(check(tmp_path, gzip.compress(b""))) == [("file.empty", 1, 1)]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_zip_is_a_finding(tmp_path: Path, share: float) -> None:
    packed = zipped("t.csv", LONG)
    assert "file.compression" in check(tmp_path, packed[: int(len(packed) * share)]).counts


def test_corrupt_zip_is_a_finding(tmp_path: Path) -> None:
    packed = bytearray(zipped("t.csv", LONG))
    packed[len(packed) // 2 : len(packed) // 2 + 20] = bytes(20)
    report = check(tmp_path, bytes(packed))
    assert report.counts["file.compression"] == 1
    # What unpacks after the damage may be anything, up to the checksum that tells.
    assert next(item.row for item in report.findings if item.rule == ENUM) == 2


def test_zip_with_a_wrong_sum_is_a_finding(tmp_path: Path) -> None:
    packed = zipped("t.csv", LONG)
    crc = zlib.crc32(LONG).to_bytes(4, "little")
    report = check(tmp_path, packed.replace(crc, b"abcd"))
    assert report.counts == {"file.compression": 1, ENUM: 2}


def test_encrypted_zip_is_a_finding(tmp_path: Path) -> None:
    packed = bytearray(zipped("t.csv", HEADER + SOUND))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    report = check(tmp_path, bytes(packed))
    assert report.counts == {"file.compression": 1}


@pytest.mark.parametrize("method", [1, 12, 14, 93, 99], ids=["shrunk", "bzip2", "LZMA", "Zstandard", "AES"])
def test_zip_of_another_method_is_read_or_a_finding(tmp_path: Path, method: int) -> None:
    packed = bytearray(zipped("t.csv", HEADER + SOUND))
    packed[8] = packed[packed.index(b"PK\x01\x02") + 10] = method
    assert "file.compression" in check(tmp_path, bytes(packed)).counts


ODD_ZIPS = {
    "nothing": archive(),
    "a folder alone": archive(("a/", b"")),
    "two files": archive(("a.csv", HEADER + SOUND), ("b.csv", HEADER + SOUND)),
    "the same name twice": archive(("a.csv", HEADER + SOUND), ("a.csv", HEADER + SOUND)),
    "a zip": archive(("t.zip", zipped("t.csv", HEADER + SOUND))),
    "a hundred files": archive(*((f"{number}.csv", HEADER) for number in range(100))),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("odd", list(ODD_ZIPS))
def test_zip_that_is_neither_one_file_nor_a_package(tmp_path: Path, odd: str) -> None:
    report = check(tmp_path, ODD_ZIPS[odd])
    assert {rule[:5] for rule in report.counts} == {"file."}
    assert odd == "a zip" or set(report.counts) == {"file.compression"}
    assert all(item.expected and item.text() for item in report.findings)


@pytest.mark.parametrize(
    "name", ["../x.csv", "/x.csv", "a/../../x.csv", "C:\\x.csv", "\\\\host\\x.csv", "x\n.csv", "é\U0001f3dc.csv", " "]
)
def test_name_inside_a_zip_is_never_a_place_to_write_to(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    report = check(folder, archive((name, HEADER + b"bases,2014,bad,a\n")))
    assert set(report.counts) in ({ENUM}, {"file.compression"})
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["t.csv"]


@pytest.mark.parametrize(("how", "pack"), [("gzip", gzip.compress), ("zip", lambda data: zipped("t.csv", data))])
def test_packed_twice_is_not_valid(tmp_path: Path, how: str, pack: object) -> None:
    assert callable(pack), how
    assert not check(tmp_path, pack(pack(HEADER + SOUND)))
    assert not check(tmp_path, gzip.compress(pack(HEADER + SOUND)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_stream_made_to_burst_is_refused(tmp_path: Path, kind: str) -> None:
    row = b"bases,2013,complete," + b"a" * 100_000 + b"\n"
    data = HEADER + row * (260 * 2**20 // len(row))
    packed = gzip.compress(data) if kind == "gzip" else zipped("t.csv", data)
    assert len(data) > 300 * len(packed)
    report = check(tmp_path, packed)
    assert report.counts["file.compression"] == 1
    assert report.counts["coverage.primary-key"] < data.count(b"\n") - 2


def test_zip_that_lies_about_its_size_is_a_finding(tmp_path: Path) -> None:
    packed = zipped("t.csv", LONG)
    assert "file.compression" in check(tmp_path, packed.replace(len(LONG).to_bytes(4, "little"), b"\x40\0\0\0")).counts


OTHERS = {
    "bzip2": b"BZh91AY&SY" + bytes(range(256)),
    "xz": b"\xfd7zXZ\0\0\4" + bytes(range(256)),
    "Zstandard": b"\x28\xb5\x2f\xfd" + bytes(range(256)),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)),
    "SQLite": b"SQLite format 3\0" + bytes(range(256)),
    "Arrow": b"ARROW1\0\0" + bytes(range(256)),
    "Excel": archive(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")),
    "HTML": b"<!doctype html>\n<html>\n</html>\n",
    "encrypted Parquet": b"PARE" + bytes(100) + b"PARE",
    "Parquet's first letters": b"PAR1",
    "Parquet of nothing": b"PAR1PAR1",
    "Parquet with a long end": b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1",
}


@pytest.mark.parametrize("kind", list(OTHERS))
def test_file_of_another_kind_is_a_finding(tmp_path: Path, kind: str) -> None:
    with within(30):
        report = check(tmp_path, OTHERS[kind])
    assert not report
    assert {item.rule[:5] for item in report.findings} == {"file."}
    report.text().encode()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_parquet_is_a_finding(tmp_path: Path, share: float) -> None:
    data = parquet_bytes(as_typed("coverage", released("coverage")))
    report = check(tmp_path, data[: int(len(data) * share)], "t.parquet")
    assert not report
    assert {item.rule[:5] for item in report.findings} == {"file."}


@pytest.mark.parametrize("seed", range(20))
def test_corrupt_parquet_never_raises(tmp_path: Path, seed: int) -> None:
    data = bytearray(parquet_bytes(as_typed("coverage", released("coverage"))))
    rng = random.Random(seed)  # noqa: S311 - not a secret
    for _ in range(10):
        data[rng.randrange(4, len(data) - 4)] = rng.randrange(256)
    with within(30):
        assert check(tmp_path, bytes(data), "t.parquet") is not None


def test_package_with_a_member_that_does_not_unpack_is_checked_as_far_as_it_goes(package: Copy, tmp_path: Path) -> None:
    target = tmp_path / "package.zip"
    files = ["datapackage.json", *(f"tables/{path.name}" for path in (package.folder / "tables").iterdir())]
    target.write_bytes(archive(*((name, (package.folder / name).read_bytes()) for name in files)))
    data = bytearray(target.read_bytes())
    member = zipfile.ZipFile(target).getinfo("tables/bases.csv")
    data[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 255
    target.write_bytes(data)
    report = mm.validate(target, also=())
    assert {item.rule for item in report.findings if item.file == "tables/bases.csv"} >= {"file.compression"}
    assert not {"package.hash", "package.bytes", "package.rows"} & set(report.counts)


def test_zip_of_a_package_with_a_name_twice_is_not_valid(package: Copy, tmp_path: Path) -> None:
    package.seal()
    path = tmp_path / "p.zip"
    files = [(str(file.relative_to(package.folder)), file.read_bytes()) for file in package.folder.rglob("*.*")]
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(archive(*files, ("tables/bases.csv", b"a\n")))
    assert not mm.validate(path, also=())


@pytest.mark.parametrize(
    "relative", ["../x.csv", "/etc/hostname", "tables/../../x.csv", "C:/x.csv", "tables\\bases.csv"]
)
def test_descriptor_in_a_zip_cannot_leave_it(package: Copy, tmp_path: Path, relative: str) -> None:
    content = json.loads((package.folder / "datapackage.json").read_text(encoding="utf-8"))
    content["resources"][0]["path"] = relative
    files = [(f"tables/{file.name}", file.read_bytes()) for file in (package.folder / "tables").iterdir()]
    path = tmp_path / "p.zip"
    path.write_bytes(archive(("datapackage.json", json.dumps(content).encode()), *files, (relative, b"secret\n")))
    report = mm.validate(path, also=())
    # The archive as a whole is refused, or the path in the descriptor is.
    assert report.findings[0].rule in {"package.path", "file.compression"}
    assert "leaves the folder" in report.findings[0].expected
    assert "secret" not in str(report.findings)


@pytest.mark.parametrize(
    "text",
    ["[" * 1_000_000, '{"resources": ' + '{"a":' * 500_000, " " * 50_000_000, '{"resources": [' + '{"name": "x"},' * 200_000 + "{}]}"],
    ids=["deep lists", "deep objects", "blank", "many"],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_huge_or_deep_descriptor_is_a_finding(package: Copy, tmp_path: Path, text: str, *, packed: bool) -> None:
    target = package.folder
    if packed:
        target = tmp_path / "p.zip"
        target.write_bytes(archive(("datapackage.json", text.encode()), ("tables/bases.csv", b"")))
    else:
        (target / "datapackage.json").write_text(text, encoding="utf-8")
    with within(60):
        report = mm.validate(target, also=(), keep=10)
    assert not report
    assert {item.rule.partition(".")[0] for item in report.findings} <= {"package", "file"}
    assert len(report.findings) < 100


def test_a_cell_that_is_cut_off_with_its_file_is_not_blamed(tmp_path: Path) -> None:
    rows = b"".join(b'bases,%d,complete,"a\nb, %d"\n' % (year, year * 7919 % 10**6) for year in range(1000, 3000))
    packed = gzip.compress(HEADER + rows, mtime=0)
    # Wherever it is cut, one time or another that is within quotes.
    for size in range(len(packed) // 2, len(packed) // 2 + 40):
        report = check(tmp_path, packed[:size])
        assert set(report.counts) == {"file.compression"}, size
