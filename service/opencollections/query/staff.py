"""The staff: workers are started on a generation, one or all of them, and seen off when they end."""

import asyncio
from pathlib import Path

from .limits import QueryLimits
from .processes import Nursery, WorkerProcess, started
from .worker import Assignment


class Staff:
    """Starts workers that keep to some limits and, with a ``door``, may connect to that port; see ``nursery``."""

    def __init__(self, limits: QueryLimits, door: int | None) -> None:
        self._limits = limits
        self._door = door
        self._nursery = Nursery()

    async def hired(self, generation: Path) -> WorkerProcess:
        """Start a worker on a generation; raise EngineFailed where that cannot be."""
        limits = self._limits
        assignment = Assignment(
            str(generation), limits.memory_bytes, limits.result_bytes, limits.rows, limits.seconds, self._door
        )
        return await started(self._nursery, assignment)

    async def all_hired(self, generation: Path, number: int) -> list[WorkerProcess]:
        """Start several workers on a generation, or none: raises EngineFailed."""
        hired = await asyncio.gather(*(self.hired(generation) for _ in range(number)), return_exceptions=True)
        workers = [worker for worker in hired if isinstance(worker, WorkerProcess)]
        for error in hired:
            if isinstance(error, BaseException):
                for worker in workers:
                    worker.hang_up()
                    await self.seen_off(worker)
                raise error
        return workers

    async def seen_off(self, worker: WorkerProcess) -> int | None:
        """See to it that a worker has ended; tell how: its exit code, or minus the signal; None if that got lost."""
        return await self._nursery.end(worker.process)

    async def close(self) -> None:
        """End all workers, for good."""
        await self._nursery.close()
