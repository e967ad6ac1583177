"""The process that workers are forked from, asked for workers that come and go."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from opencollections.errors import EngineFailed
from opencollections.query.processes import Nursery, started
from opencollections.query.worker import Assignment

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def nursery_for(generation: Path) -> AsyncIterator[tuple[Nursery, Assignment]]:
    nursery = Nursery()
    try:
        yield nursery, Assignment(str(generation), 2_500_000_000, 1_000_000, 1_000, 5)
    finally:
        await nursery.close()


async def test_a_worker_is_ready_and_kept_off_the_network(generation: Path) -> None:
    async with nursery_for(generation) as (nursery, assignment):
        worker = await started(nursery, assignment)
        assert worker.ready
        assert worker.offline == (sys.platform == "linux")
        worker.hang_up()
        assert await nursery.end(worker.process) in {0, -signal.SIGKILL}


async def test_how_a_worker_ended_is_told_once(generation: Path) -> None:
    async with nursery_for(generation) as (nursery, assignment):
        worker = await started(nursery, assignment)
        os.kill(worker.process, signal.SIGSEGV)
        await asyncio.sleep(0.1)
        assert await nursery.end(worker.process) == -signal.SIGSEGV
        assert await nursery.end(worker.process) is None


async def test_a_process_that_is_no_worker_is_left_alone(generation: Path) -> None:
    stranger = subprocess.Popen(["/bin/sleep", "60"])  # noqa: ASYNC220 - it is started at once
    try:
        async with nursery_for(generation) as (nursery, assignment):
            worker = await started(nursery, assignment)
            worker.hang_up()
            assert await nursery.end(stranger.pid) is None
            assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


async def test_who_no_longer_waits_does_not_confuse_the_next(generation: Path) -> None:
    async with nursery_for(generation) as (nursery, assignment):
        first, second = [await started(nursery, assignment) for _ in range(2)]
        os.kill(first.process, signal.SIGSEGV)
        await asyncio.sleep(0.1)
        leaver = asyncio.create_task(nursery.end(first.process))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        leaver.cancel()
        second.hang_up()
        assert await nursery.end(second.process) in {0, -signal.SIGKILL}
        assert await nursery.end(first.process) is None


async def test_a_generation_that_cannot_be_opened_is_an_error_with_its_reason(tmp_path: Path) -> None:
    async with nursery_for(tmp_path / "absent") as (nursery, assignment):
        with pytest.raises(EngineFailed, match="absent reported: "):
            await started(nursery, assignment)


async def test_nothing_is_started_after_the_end(generation: Path) -> None:
    async with nursery_for(generation) as (nursery, assignment):
        await nursery.close()
        with pytest.raises(EngineFailed, match="has ended"):
            await started(nursery, assignment)
        assert nursery._server is None
        assert await nursery.end(os.getpid()) is None


def test_the_parent_of_workers_reads_nothing_that_starts_threads_or_takes_much_memory() -> None:
    """Address space counts against the limit of each worker, and a process with threads must not be forked."""
    program = "import sys, opencollections.query.nursery; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert {"polars", "pydantic", "httpx", "sqlite3", "fastapi", "lxml"} & set(told.split()) == set()
