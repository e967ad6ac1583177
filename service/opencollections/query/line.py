"""The line: where queries wait for a worker, in the order in which they came, neither too many nor too long."""

import asyncio
from collections import deque
from collections.abc import Callable
from math import ceil

from ..errors import QueueFull
from .processes import WorkerProcess


class Line:
    """A line of ``length`` places, in each of which a query waits for ``seconds`` at most.

    ``returned`` is called with a worker that was given to somebody who has left at the same moment.
    """

    def __init__(self, length: int, seconds: float, returned: Callable[[WorkerProcess], None]) -> None:
        self._length = length
        self._seconds = seconds
        self._returned = returned
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()

    async def turn(self) -> WorkerProcess:
        """Wait for a worker; raise QueueFull where the line is too long, or moves too slowly."""
        if len(self._waiting) >= self._length:
            raise self.full()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[WorkerProcess] = loop.create_future()
        self._waiting.append(turn)
        clock = loop.call_later(self._seconds, self._send_away, turn)
        try:
            return await turn
        except BaseException:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.done() and not turn.cancelled() and turn.exception() is None:
                self._returned(turn.result())
            raise
        finally:
            clock.cancel()

    def serve(self, worker: WorkerProcess) -> bool:
        """Give a worker to the first in the line; False where nobody waits."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(worker)
                return True
        return False

    def close(self) -> None:
        """Send everybody away."""
        for turn in self._waiting:
            self._send_away(turn)

    def full(self) -> QueueFull:
        """Give what is told to those who cannot wait here."""
        return QueueFull(seconds=ceil(self._seconds))

    def _send_away(self, turn: asyncio.Future[WorkerProcess]) -> None:
        if not turn.done():
            turn.set_exception(self.full())
