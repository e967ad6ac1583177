"""Sorted statements: order, doubles, pieces, differences and the bytes of a version."""

import gzip
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.store import runs, statements
from opencollections.store.statements import StatementSorter, difference, version_lines, write_version

lines = st.lists(st.text(alphabet="abc é\U0001f600~", max_size=4).map(lambda t: f"{t}\n"), max_size=30)


def sorted_in(folder: Path, given: list[str]) -> statements.SortedStatements:
    folder.mkdir(parents=True, exist_ok=True)
    sorter = StatementSorter(folder)
    for line in given:
        sorter.add(pl.Series([line]))
    return sorter.sorted()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory):
    number = 0

    def fresh() -> Path:
        nonlocal number
        number += 1
        return tmp_path_factory.mktemp(f"s{number}")

    return fresh


@given(
    given_lines=lines,
    run=st.integers(1, 5),
    fan_in=st.integers(2, 4),
    chunk=st.integers(1, 20),
    piece=st.integers(1, 5),
)
def test_lines_come_out_unique_in_byte_order_whatever_the_runs(place, given_lines, run, fan_in, chunk, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "RUN_BYTES", 3 * run)
        patch.setattr(statements, "FAN_IN", fan_in)
        patch.setattr(runs, "CHUNK_BYTES", chunk)
        patch.setattr(runs, "MERGED_BYTES", 2 * chunk)
        patch.setattr(statements, "PIECE_LINES", piece)
        found = sorted_in(place(), given_lines)
    expected = sorted({line.encode() for line in given_lines})
    assert list(found.lines()) == expected
    assert found.count == len(expected)
    assert all(path.read_bytes().count(b"\n") <= piece for path in found.pieces)


@given(old=lines, new=lines)
def test_a_difference_turns_the_old_into_the_new(place, old, new):
    folder = place()
    before, after = sorted_in(folder / "old", old), sorted_in(folder / "new", new)
    found = difference(before.lines(), after, folder)
    added, removed = set(found.added.lines()), set(found.removed.lines())
    assert added == {x.encode() for x in new} - {x.encode() for x in old}
    assert removed == {x.encode() for x in old} - {x.encode() for x in new}
    assert (found.added.count, found.removed.count) == (len(added), len(removed))


def test_equal_statements_give_equal_bytes_and_read_back(tmp_path: Path):
    found = [
        sorted_in(tmp_path / name, order)
        for name, order in (("a", ["y\n", "x\n"]), ("b", ["x\n", "y\n", "x\n"]))
    ]
    digests = {write_version(one, tmp_path / f"{n}.nq.gz") for n, one in enumerate(found)}
    assert len(digests) == 1
    assert (tmp_path / "0.nq.gz").read_bytes() == (tmp_path / "1.nq.gz").read_bytes()
    assert list(version_lines(tmp_path / "0.nq.gz")) == [b"x\n", b"y\n"]
    assert gzip.decompress((tmp_path / "0.nq.gz").read_bytes()) == b"x\ny\n"


def test_no_statements_make_an_empty_version(tmp_path: Path):
    found = sorted_in(tmp_path / "none", [])
    write_version(found, tmp_path / "1.nq.gz")
    assert list(version_lines(tmp_path / "1.nq.gz")) == []
