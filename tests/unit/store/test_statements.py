"""Sorted statements: order, doubles, pieces, differences and look-ups."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.store import runs, statements
from opencollections.store.statements import StatementSorter, difference, statements_about

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
    found = difference(before.lines(), after.lines(), folder)
    added, removed = set(found.added.lines()), set(found.removed.lines())
    assert added == {x.encode() for x in new} - {x.encode() for x in old}
    assert removed == {x.encode() for x in old} - {x.encode() for x in new}
    assert (found.added.count, found.removed.count) == (len(added), len(removed))


@given(
    given_lines=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), max_size=60),
    wanted=st.sets(st.integers(-1, 31)),
)
def test_what_is_looked_up_is_what_a_search_through_all_finds(place, given_lines, wanted):
    texts = [f"<s{subject}> <p> {value} .\n" for subject, value in given_lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statements, "PIECE_LINES", 7)
        found = sorted_in(place(), texts)
    looked_up = statements_about(found, {f"s{subject}" for subject in wanted}, place())
    expected = [line for line in found.lines() if int(line[2 : line.index(b">")]) in wanted]
    assert list(looked_up.lines()) == expected
    assert looked_up.count == len(expected)
