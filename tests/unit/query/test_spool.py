from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.query.spool import Spool

OPEN_FILES = Path("/proc/self/fd")


def emptied(spool: Spool) -> bytes:
    return b"".join(iter(spool.take, b""))


# A number is that many bytes coming in, None is one piece going out.
STEPS = st.lists(st.one_of(st.integers(min_value=1, max_value=40), st.none()), max_size=40)


@given(STEPS)
def test_bytes_come_out_in_the_order_they_went_in(steps: list[int | None]) -> None:
    spool, given_, taken = Spool(Path("/nowhere-needed"), 10**6), b"", b""
    for number, step in enumerate(steps):
        if step is None:
            taken += spool.take()
        else:
            given_ += bytes([number]) * step
            spool.put(bytes([number]) * step)
    assert taken + emptied(spool) == given_
    spool.close()


@given(STEPS)
def test_the_order_stays_where_a_part_is_in_the_file(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int | None]
) -> None:
    spool, given_, taken = Spool(tmp_path_factory.getbasetemp(), 50), b"", b""
    for number, step in enumerate(steps):
        if step is None:
            taken += spool.take()
        else:
            given_ += bytes([number]) * step
            spool.put(bytes([number]) * step)
    assert taken + emptied(spool) == given_
    spool.close()


def test_the_file_is_used_only_beyond_the_memory_and_has_no_name(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 100)
    spool.put(b"a" * 100)
    assert not spool.spilled
    spool.put(b"b")
    assert spool.spilled
    assert list(tmp_path.iterdir()) == []
    assert emptied(spool) == b"a" * 100 + b"b"
    assert not spool.spilled
    spool.close()


def test_a_file_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "absent", 10)
    with pytest.raises(FileNotFoundError):
        spool.put(b"a" * 11)


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="the system does not list what is open")
def test_closing_lets_go_of_the_file(tmp_path: Path) -> None:
    before = len(list(OPEN_FILES.iterdir()))
    spool = Spool(tmp_path, 1)
    spool.put(b"ab")
    assert len(list(OPEN_FILES.iterdir())) == before + 1
    spool.close()
    assert spool.take() == b""
    assert len(list(OPEN_FILES.iterdir())) == before
