"""Measuring whole commands: seconds on the wall and the peak memory of the processes."""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx
from tests.ports import free_port

OCN = str(Path(sys.executable).with_name("ocn"))
OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))

_PEAK = re.compile(r"VmHWM:\s*(\d+)")


@dataclass(frozen=True)
class Measured:
    """One finished command: wall seconds, and peak resident memory in MB of it and of the largest process below it."""

    seconds: float
    memory_mb: float
    below_mb: float


def measured(command: Sequence[str], **options) -> Measured:
    """Run a command to its end; raise CalledProcessError when it fails."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, **options)
        below = Below(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        below.ended()
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.read())
    return Measured(seconds, usage.ru_maxrss / 1024, below.most_kb / 1024)


class Below:
    """Looks now and then at the processes below one: the system tells their peaks only while they live."""

    def __init__(self, process: int) -> None:
        self.most_kb = 0
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._look, args=[process])
        self._thread.start()

    def ended(self) -> None:
        self._has_ended.set()
        self._thread.join()

    def _look(self, process: int) -> None:
        while not self._has_ended.wait(0.05):
            for child in _children(process):
                with suppress(OSError):
                    peak = _PEAK.search(Path(f"/proc/{child}/status").read_text(encoding="utf-8"))
                    self.most_kb = max(self.most_kb, int(peak[1]) if peak else 0)


def _children(process: int) -> Iterator[int]:
    """Give the processes that one has started, and those that they have started."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text(encoding="utf-8").split()):
                yield child
                yield from _children(child)


def in_turn(rounds: int, *runs: Callable[[int], Measured]) -> list[list[Measured]]:
    """Run several things A B A B …, so that a drift of the machine's speed meets all of them."""
    found: list[list[Measured]] = [[] for _ in runs]
    for number in range(rounds):
        for run, results in zip(runs, found, strict=True):
            results.append(run(number))
    return found


def middle(results: Sequence[Measured]) -> float:
    return median(result.seconds for result in results)


def ratio(ours: Sequence[Measured], theirs: Sequence[Measured]) -> float:
    """Give the median of the ratios of seconds, pair by pair."""
    return median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))


@contextmanager
def serving(data: Path, settings: Mapping[str, str] | None = None):
    """Start ``ocn serve`` with settings in its environment; give its address and the seconds until it was ready."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [OCN, "serve", "--data", str(data), "--port", str(port)],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=os.environ | dict(settings or {}),
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not _ready(address):
            if time.perf_counter() - begun > 60:
                raise TimeoutError("ocn serve was not ready within a minute")
            time.sleep(0.02)
        yield address, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(30)


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
