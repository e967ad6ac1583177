"""The file of a version: equal statements give equal bytes, and what stays is taken over and not read."""

import gzip
import random
import subprocess
import zlib
from pathlib import Path

import pytest

from opencollections.store import versions
from opencollections.store.durable import make_folder
from opencollections.store.statements import SortedStatements, difference
from opencollections.store.versions import (
    PackedBlock,
    blocks,
    changed,
    index_file,
    packed_blocks,
    unpacked_version,
    version_lines,
    write_version,
)

SEED = random.Random(20261126)
LINES = sorted(
    {f'<s{SEED.randrange(10**9):09}> <p> "{SEED.randrange(99)}" <g> .\n'.encode() for _ in range(4_000)}
)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "BLOCK_BYTES", 1_000)
    monkeypatch.setattr(versions, "_END_ONE_IN", 8)


def statements(folder: Path, lines: list[bytes], piece_lines: int = 1_500) -> SortedStatements:
    make_folder(folder)
    pieces = []
    for start in range(0, len(lines), piece_lines):
        pieces.append(folder / f"{start}.nq")
        pieces[-1].write_bytes(b"".join(lines[start : start + piece_lines]))
    return SortedStatements(tuple(pieces), len(lines))


def written(folder: Path, number: int, lines: list[bytes], taken: versions.Packed) -> tuple[Path, str]:
    path = folder / f"{number}.nq.gz"
    return path, write_version(blocks(statements(folder / str(number), lines)), path, taken)


@pytest.mark.parametrize("lines", [[], [b"x\n"], LINES], ids=["none", "one", "many"])
def test_any_program_reads_the_file_as_one_gzip_member_with_a_fixed_header(
    tmp_path: Path, lines: list[bytes]
):
    path, _ = written(tmp_path, 1, lines, {})
    packed = path.read_bytes()
    assert packed[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert unpacker.decompress(packed) == b"".join(lines)
    assert unpacker.eof
    assert not unpacker.unused_data
    assert gzip.decompress(packed) == b"".join(lines)
    assert subprocess.run(["gzip", "-t", path], check=False).returncode == 0
    assert list(version_lines(path)) == lines
    assert list(unpacked_version(path, tmp_path).lines()) == lines


CHANGES = {
    "nothing": LINES,
    "one line gone": LINES[:2_000] + LINES[2_001:],
    "one line more": sorted([*LINES, b'<s5> <p> "new" <g> .\n']),
    "the first and the last": LINES[1:-1],
    "a third": [line for number, line in enumerate(LINES) if number % 3],
    "everything": [b"x" + line for line in LINES],
    "all gone": [],
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_taken_over_changes_neither_the_bytes_nor_the_difference(tmp_path: Path, name: str):
    before, sha256 = written(tmp_path, 1, LINES, {})
    taken = packed_blocks(before, sha256)
    now = statements(tmp_path / "now", CHANGES[name])
    cut = blocks(now)
    path = tmp_path / "2.nq.gz"
    assert write_version(cut, path, taken) == written(tmp_path, 3, CHANGES[name], {})[1]
    assert path.read_bytes() == (tmp_path / "3.nq.gz").read_bytes()
    make_folder(tmp_path / "a")
    make_folder(tmp_path / "b")
    found = changed(before, taken, cut, now, tmp_path / "a")
    expected = difference(LINES, CHANGES[name], tmp_path / "b")
    assert list(found.added.lines()) == list(expected.added.lines())
    assert list(found.removed.lines()) == list(expected.removed.lines())


@pytest.mark.parametrize("name", ["one line gone", "one line more", "the first and the last"])
def test_a_small_change_leaves_nearly_all_blocks_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    before, sha256 = written(tmp_path, 1, LINES, {})
    taken = packed_blocks(before, sha256)
    cut = blocks(statements(tmp_path / "now", CHANGES[name]))
    fresh = [block for block in cut.blocks if block.digest not in taken]
    assert len(cut.blocks) > 80
    # Each of the three pieces begins somewhere else, and falls into step again.
    assert len(fresh) < 20
    read: list[int] = []
    monkeypatch.setattr(PackedBlock, "read", lambda self: read.append(self.offset) or b"")
    changed(before, taken, cut, statements(tmp_path / "now", CHANGES[name]), tmp_path)
    assert len(read) < 20


@pytest.mark.parametrize("spoilt", ["missing", "of another file", "not readable"])
def test_without_a_fitting_index_the_whole_file_is_compared(tmp_path: Path, spoilt: str):
    before, sha256 = written(tmp_path, 1, LINES, {})
    index = index_file(before)
    if spoilt == "missing":
        index.unlink()
    elif spoilt == "of another file":
        sha256 = "0" * 64
    else:
        index.write_bytes(b"\xff\xfe")
    taken = packed_blocks(before, sha256)
    assert taken == {}
    now = statements(tmp_path / "now", LINES[1:])
    found = changed(before, taken, blocks(now), now, tmp_path)
    assert list(found.removed.lines()) == LINES[:1]
    assert found.added.count == 0
