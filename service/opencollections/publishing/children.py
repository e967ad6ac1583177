"""Children: processes that the ingest worker forks to do one thing each, which can be killed."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from .. import sandbox

NICENESS: Final = 5
"""Readers go before jobs."""

EXPENDABLE: Final = "500"
"""Where memory runs out, the system ends a job before it ends the service (Linux, oom_score_adj)."""


def forked(work: Callable[[], int]) -> int:
    """Do something in a child of this process, which ends with the status that it gives."""
    parent = os.getpid()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            _become_child(parent)
            status = work()
        finally:
            os._exit(status)  # It must never come back into the loop of the worker.
    return process


def _become_child(parent: int) -> None:
    sandbox.end_with_parent(parent)
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(EXPENDABLE, encoding="ascii")
