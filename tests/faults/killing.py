"""The process of ``working.py``, spoken to line by line, whose pieces of work can be killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opencollections.publishing.doctor.diagnosis import diagnosis
from opencollections.store.folders import DataFolder


class Workshop:
    """Does pieces of work on a data folder, or breaks them off."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, *words: object, killed_after_s: float | None = None) -> tuple[str | None, float]:
        """Do a piece of work; give its result, None if it was killed before it had one, and the seconds it took."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{' '.join(map(str, words))}\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline().split()[1])
        begun = time.perf_counter()
        if killed_after_s is not None:
            time.sleep(killed_after_s)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        said, _, result = self._process.stdout.readline().strip().partition(" ")
        return result if said == "done" else None, time.perf_counter() - begun


@contextmanager
def workshop(data: DataFolder, name: str) -> Iterator[Workshop]:
    """Open a workshop for a data folder with a collection of this name."""
    command = [sys.executable, str(Path(__file__).with_name("working.py")), str(data.root), name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Workshop(process)


def damages(data: DataFolder) -> list[str]:
    """Give what the doctor finds, but for what a killed process may leave lying about."""
    return [f.sentence() for f in diagnosis(data).findings if f.code not in {"leftovers", "uploads-unused"}]
