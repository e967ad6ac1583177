"""kill -9 in the middle of publishing: the state is always whole, and what was acknowledged is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kept import entered
from killing import Workshop, damages, workshop

from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store import ledger
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep

KILLS = 60
ROWS = 40
NAME = "m/list"


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return entered(tmp_path, NAME)


def newest(data: DataFolder) -> int:
    with data.control() as control:
        version = ledger.newest(control, NAME)
    return version.number if version else 0


@pytest.fixture
def publishing(data: DataFolder) -> Iterator[Workshop]:
    with workshop(data, NAME) as opened:
        yield opened


def test_sixty_kills_leave_sixty_whole_states(data: DataFolder, publishing: Workshop):
    undisturbed = [publishing.do("publish", ROWS, f"undisturbed-{n}")[1] for n in range(4)]
    duration = sorted(undisturbed[1:])[1]
    unacknowledged = 0
    for number in range(KILLS):
        before = newest(data)
        moment = duration * 1.1 * number / KILLS
        acknowledged, _ = publishing.do("publish", ROWS, f"kill-{number}", killed_after_s=moment)
        after = newest(data)
        unacknowledged += acknowledged is None
        # A kill after the commit and before the acknowledgement leaves the new state, any other the old one.
        assert after == int(acknowledged) if acknowledged else after in {before, before + 1}
        assert damages(data) == []
        if number % 6 == 0:
            assert publishing.do("publish", ROWS, f"next-{number}")[0] == str(after + 1)
    assert unacknowledged > KILLS / 2, "the kills came too late to meet a publish"
    sweep(data)
    assert diagnosis(data).healthy
    assert len(list(data.generations.folder.iterdir())) == 1
    assert len(list(data.versions.rglob("*.nq.gz"))) == newest(data)
    assert list((data.root / "work").iterdir()) == []
