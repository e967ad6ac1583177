"""kill -9 in the middle of publishing: the state is always whole, and what was acknowledged is there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from kept import entered

from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store import ledger
from opencollections.store.folders import DataFolder
from opencollections.store.leftovers import sweep

KILLS = 60
ROWS = 40
NAME = "m/list"


class Publisher:
    """The process of ``publisher.py``, spoken to line by line."""

    def __init__(self, data: DataFolder) -> None:
        script = Path(__file__).with_name("publisher.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script), str(data.root), NAME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def publish(self, title: str, killed_after_s: float | None = None) -> tuple[int | None, float]:
        """Publish a list; give the version that was acknowledged, None if none was, and the seconds it took."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{ROWS} {title}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline().split()[1])
        begun = time.perf_counter()
        if killed_after_s is not None:
            time.sleep(killed_after_s)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        said = self.process.stdout.readline().split()
        return int(said[1]) if said[0] == "published" else None, time.perf_counter() - begun

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return entered(tmp_path, NAME)


@pytest.fixture
def publisher(data: DataFolder) -> Iterator[Publisher]:
    process = Publisher(data)
    yield process
    process.close()


def newest(data: DataFolder) -> int:
    with data.control() as control:
        version = ledger.newest(control, NAME)
    return version.number if version else 0


def damages(data: DataFolder) -> list[str]:
    """Give what the doctor finds, but for what a killed process may leave lying about."""
    return [f.sentence() for f in diagnosis(data).findings if f.code not in {"leftovers", "uploads-unused"}]


def test_sixty_kills_leave_sixty_whole_states(data: DataFolder, publisher: Publisher):
    undisturbed = [publisher.publish(f"undisturbed-{n}")[1] for n in range(4)]
    duration = sorted(undisturbed[1:])[1]
    unacknowledged = 0
    for number in range(KILLS):
        before = newest(data)
        acknowledged, _ = publisher.publish(f"kill-{number}", duration * 1.1 * number / KILLS)
        after = newest(data)
        unacknowledged += acknowledged is None
        # A kill after the commit and before the acknowledgement leaves the new state, any other the old one.
        assert after == acknowledged if acknowledged else after in {before, before + 1}
        assert damages(data) == []
        if number % 6 == 0:
            assert publisher.publish(f"next-{number}")[0] == after + 1
    assert unacknowledged > KILLS / 2, "the kills came too late to meet a publish"
    sweep(data)
    assert diagnosis(data).healthy
    assert len(list(data.generations.folder.iterdir())) == 1
    assert len(list(data.versions.rglob("*.nq.gz"))) == newest(data)
    assert list((data.root / "work").iterdir()) == []
