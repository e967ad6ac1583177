"""The process of the ingest worker, as the service that starts it sees it."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

log = logging.getLogger(__name__)

AGAIN_S: Final = 1.0
"""How long to wait before a worker that ended by itself is started anew."""

PATIENCE_S: Final = 10.0


@contextmanager
def ingest_worker(settings: Mapping[str, str]) -> Iterator[None]:
    """Keep an ingest worker running; it ends with the block, and with this process, however that ends.

    ``settings`` are those that are not in the environment of this process.
    """
    ended = Event()
    watch = Thread(target=_watched, args=(settings, ended), name="ingest worker", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join(PATIENCE_S)


def _watched(settings: Mapping[str, str], ended: Event) -> None:
    while not ended.is_set():
        theirs, ours = os.pipe()
        process = started(theirs, settings)
        os.close(theirs)
        while not ended.wait(AGAIN_S) and process.poll() is None:
            pass
        # The worker and its jobs end when nobody holds the other side any more.
        os.close(ours)
        status = process.wait()
        if not ended.is_set():
            log.error("The ingest worker ended with %s, and is started anew.", status)


def started(parent: int, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start an ingest worker that ends when the other side of the pipe ``parent`` closes."""
    return subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs this
        [sys.executable, "-P", "-m", f"{__package__}.ingest_worker", str(parent)],
        pass_fds=[parent],
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
