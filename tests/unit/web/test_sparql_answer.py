"""Work for a client: it ends with the client, and with nothing else."""

import asyncio
from typing import Any

import pytest

from opencollections.web.sparql_answer import unless_gone


async def stays() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def leaves() -> dict[str, Any]:
    return {"type": "http.disconnect"}


async def forever() -> None:
    await asyncio.Event().wait()


async def soon() -> str:
    await asyncio.sleep(0.1)
    return "done"


def test_work_for_a_client_that_stays_is_done() -> None:
    assert asyncio.run(unless_gone(stays, soon())) == "done"


def test_work_for_a_client_that_left_is_given_up() -> None:
    async def answered() -> tuple[object, int]:
        found = await unless_gone(leaves, forever())
        task = asyncio.current_task()
        return found, task.cancelling() if task else -1

    assert asyncio.run(answered()) == (None, 0)


def test_who_is_cancelled_for_another_reason_is_cancelled() -> None:
    async def cancelled() -> None:
        task = asyncio.ensure_future(unless_gone(stays, forever()))
        await asyncio.sleep(0.1)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())


def test_nobody_looks_out_when_the_work_is_done() -> None:
    async def left() -> int:
        await unless_gone(stays, soon())
        await asyncio.sleep(0)
        return len(asyncio.all_tasks()) - 1

    assert asyncio.run(left()) == 0
