import bz2
import gzip
import io
import itertools
import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from opencollections.errors import BrokenFile, FileMissing, TooLarge
from opencollections.records import packing
from opencollections.records.packing import unpacked
from opencollections.records.tables import File

TEXT = b"id,title\n1,Zs\xc3\xb3fi\n"


def tar(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def unpack(tmp_path: Path, data: bytes, said: str | None = None, name: str = "a.csv.packed") -> bytes:
    path = tmp_path / "handed-in"
    path.write_bytes(data)
    work = tmp_path / "work"
    work.mkdir()
    found = unpacked(File(name, path), lambda: work, said)
    assert found.name == name
    assert len(list(work.iterdir())) == (found.path != path), "layers in between are removed"
    return found.path.read_bytes()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "zip": zipped(("elsewhere/x.csv", TEXT)),
    "xz": lzma.compress(TEXT),
    "targz": gzip.compress(tar(("x.csv", TEXT))),
    "tarxz": lzma.compress(tar(("x.csv", TEXT))),
}


@pytest.mark.parametrize("said", PACKED)
def test_packing_is_taken_off_as_the_mapping_says(tmp_path: Path, said: str):
    assert unpack(tmp_path, PACKED[said], said) == TEXT


@pytest.mark.parametrize("packing_of_it", PACKED)
def test_packing_is_found_by_the_content_where_nothing_is_said(tmp_path: Path, packing_of_it: str):
    assert unpack(tmp_path, PACKED[packing_of_it], name="a.csv") == TEXT


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(TEXT[:5]) + gzip.compress(TEXT[5:]),
        lzma.compress(TEXT[:5]) + b"\0" * 8 + lzma.compress(TEXT[5:]),
        zipped(("x.csv", TEXT), ("__MACOSX/._x.csv", b"?"), (".DS_Store", b"?"), ("folder/", b"")),
        gzip.compress(tar(("._x.csv", b"?"), ("x.csv", TEXT))),
        gzip.compress(tar(("long/" * 60 + "x.csv", TEXT))),
    ],
    ids=["gzip-in-two", "xz-in-two", "zip-of-a-mac", "tar-of-a-mac", "tar-with-long-name"],
)
def test_what_systems_add_to_an_archive_does_not_matter(tmp_path: Path, data: bytes):
    assert unpack(tmp_path, data) == TEXT


@pytest.mark.parametrize("data", [TEXT, b"PK;Title\n1;2\n", b""], ids=["csv", "heading-PK", "empty"])
def test_a_file_that_is_not_packed_stays_where_it_is(tmp_path: Path, data: bytes):
    assert unpack(tmp_path, data) == data


@pytest.mark.parametrize("member", ["[Content_Types].xml", "mimetype"])
def test_a_workbook_is_no_archive(tmp_path: Path, member: str):
    data = zipped((member, b"x"), ("content.xml", b"<x/>"))
    assert unpack(tmp_path, data, name="a.xlsx") == data


@pytest.mark.parametrize(
    ("data", "said", "detail"),
    [
        (PACKED["gzip"][:-10], None, "damaged"),
        (PACKED["gzip"][:12] + b"\xff" * 20, None, "damaged"),
        (PACKED["xz"][:-6], None, "damaged"),
        (PACKED["xz"][:20] + b"\xff" * 30, None, "damaged"),
        (PACKED["tarxz"][:-6], "tarxz", "damaged"),
        (PACKED["targz"][:-9], "targz", "damaged"),
        (gzip.compress(tar(("x.csv", b"x" * 3000))[:1500]), None, "its end is missing"),
        (PACKED["zip"][:60], "zip", "damaged"),
        (zipped(("a.csv", TEXT), ("b.csv", TEXT)), None, "it has 2 files, not one: a.csv, b.csv"),
        (zipped(("folder/", b"")), None, "it has no file"),
        (gzip.compress(tar(("a.csv", TEXT), ("b.csv", TEXT))), None, "it has 2 files"),
        (TEXT, "gzip", "it is not packed so"),
        (PACKED["xz"], "gzip", "it is not packed so"),
        (bz2.compress(TEXT), "xz", "it is not packed so"),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(TEXT)))), None, "over and over"),
    ],
    ids=itertools.count(),
)
def test_a_damaged_or_unfit_archive_is_told(tmp_path: Path, data: bytes, said: str | None, detail: str):
    with pytest.raises(BrokenFile) as caught:
        unpack(tmp_path, data, said, name="a.zip" if said == "zip" else "a.gz")
    assert detail in str(caught.value)


def test_an_encrypted_archive_is_told(tmp_path: Path):
    data = bytearray(zipped(("a.csv", TEXT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BrokenFile, match="encrypted"):
        unpack(tmp_path, bytes(data))


def test_a_tar_header_with_a_negative_length_does_not_loop(tmp_path: Path):
    data = bytearray(tar(("x.csv", TEXT)))
    data[124:136] = b"\xff" * 12
    header = bytes(data[:148]) + b" " * 8 + bytes(data[156:512])
    data[148:156] = b"%06o\0 " % sum(header)
    with pytest.raises(BrokenFile, match="damaged"):
        unpack(tmp_path, gzip.compress(bytes(data)))


@pytest.mark.parametrize("kind", ["gzip", "xz", "zip", "targz", "tarxz"])
def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path, kind: str):
    zeros = bytes(30_000_000)
    made = {
        "gzip": gzip.compress,
        "xz": lambda data: lzma.compress(data, preset=0),
        "zip": lambda data: zipped(("x", data)),
        "targz": lambda data: gzip.compress(tar(("x", data))),
        "tarxz": lambda data: lzma.compress(tar(("x", data)), preset=0),
    }[kind](zeros)
    assert len(made) < 200_000
    with pytest.raises(TooLarge, match="its packing"):
        unpack(tmp_path, made)
    assert sum(path.stat().st_size for path in (tmp_path / "work").iterdir()) < 31_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_unpacked_in_one_go_is_refused_before(tmp_path: Path, method: int):
    with pytest.raises(BrokenFile, match="it is packed in an unusual way; pack it anew as ZIP"):
        unpack(tmp_path, zipped(("a.csv", TEXT), method=method))


def test_the_list_of_an_archive_is_not_read_where_it_fills_the_memory(tmp_path: Path):
    name = "a" * 60_000
    with pytest.raises(BrokenFile, match="its list of files is too long"):
        unpack(tmp_path, zipped(*((f"{name}{number}", b"") for number in range(80))), name="a.zip")


def test_a_tar_archive_of_very_many_files_is_not_listed_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(packing, "_MEMBERS_LISTED", 3)
    with pytest.raises(BrokenFile, match="it has 3 files or more, not one"):
        unpack(tmp_path, gzip.compress(tar(*((f"{number}.csv", TEXT) for number in range(5)))))


def test_nested_packings_count_against_the_file_as_handed_in(tmp_path: Path):
    inner = gzip.compress(bytes(30_000_000))
    with pytest.raises(TooLarge, match="its packing"):
        unpack(tmp_path, zipped(("x.gz", inner)))


def test_the_unpacked_size_has_a_limit_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packing, "_UNPACKED_LIMIT_BYTES", 10)
    with pytest.raises(TooLarge, match="its unpacked size"):
        unpack(tmp_path, PACKED["gzip"])


def test_an_xz_that_asks_for_gigabytes_of_memory_is_refused(tmp_path: Path):
    data = bytearray(lzma.compress(TEXT))
    header = slice(12, 12 + data[12] * 4)
    place = data.index(b"\x21\x01", 12) + 2
    data[place] = 39  # A dictionary of 3 GiB (the .xz file format, 5.3.1).
    data[header.stop : header.stop + 4] = zlib.crc32(data[header]).to_bytes(4, "little")
    with pytest.raises(BrokenFile, match="Memory usage limit"):
        unpack(tmp_path, bytes(data))


def test_a_file_that_is_not_there_is_missing(tmp_path: Path):
    with pytest.raises(FileMissing):
        unpacked(File("a.gz", tmp_path / "a.gz"), lambda: tmp_path)
