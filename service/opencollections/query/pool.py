"""The query workers as one: queries wait in one line, and a worker that ends is replaced."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import chain, repeat
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any, Final

from ..errors import (
    DiskFull,
    EngineFailed,
    OpenCollectionsError,
    QueryFailed,
    QueryStopped,
    TooManyLong,
)
from ..sandbox import give_way, processor_seconds
from .answers import Over, QueryAnswer, unheard
from .failures import query_error, reported_error
from .frames import FrameKind
from .limits import QueryLimits
from .line import Line
from .processes import WorkerProcess
from .requests import QueryRequest
from .staff import Staff

log = logging.getLogger(__name__)

AT_WORK: Final = 0.1
"""The part of some time that a worker has used the processor for, if it is at work and not waiting for one."""

PAUSES_S: Final = (0.1, 0.5, 2.0, 10.0)
"""Pauses between attempts to replace a worker; the last one is repeated."""

NOT_KEPT_OFF: Final = "This system cannot keep query workers off the network; only SERVICE is looked for."
NOT_KEPT_TO_DOOR: Final = (
    "This system cannot keep the workers of federated queries from other connections (that needs Linux 6.7 with "
    "Landlock); SERVICE is looked for and led through the service."
)


@dataclass(eq=False, slots=True)
class _Evaluation:
    """A query that a worker is at, and the clocks that will look after it.

    A ``long`` one has stepped aside: another worker was started in its place, and its own ends with it.
    """

    worker: WorkerProcess
    request: QueryRequest
    answer: QueryAnswer
    clocks: tuple[asyncio.TimerHandle, ...] = ()
    worked_s: float | None = None
    long: bool = False
    late: bool = False


class QueryPool:
    """Evaluates queries on one generation, each in a process that can be ended.

    To be used from one event loop: ``start`` before the first query, ``close`` after the last. The process
    that it lives in never parses a query with the engine. With a ``door``, its workers may connect to that port.
    """

    def __init__(self, generation: Path, limits: QueryLimits, workers: int, door: int | None = None) -> None:
        self.limits = limits
        self._door = door
        self._generation = generation
        self._size = workers
        self._staff = Staff(limits, door)
        self._idle: list[WorkerProcess] = []
        self._busy: dict[WorkerProcess, _Evaluation] = {}
        self._line = Line(limits.queue, limits.seconds, self._release)
        self._tasks: set[asyncio.Task[None]] = set()
        self._following = asyncio.Lock()
        self._closed = False

    @property
    def generation(self) -> Path:
        """The generation that new queries are answered from."""
        return self._generation

    @property
    def strength(self) -> int:
        """How many workers of this generation there are, idle or busy."""
        return sum(worker.generation == self._generation for worker in (*self._idle, *self._busy))

    async def start(self) -> None:
        """Start the workers; raise EngineFailed where they cannot open the generation."""
        workers = await self._staff.all_hired(self._generation, self._size)
        if not all(worker.offline for worker in workers):
            log.warning(NOT_KEPT_OFF if self._door is None else NOT_KEPT_TO_DOOR)
        for worker in workers:
            self._release(worker)

    async def close(self) -> None:
        """End all workers, and with them the queries that they are at."""
        self._closed = True
        for evaluation in list(self._busy.values()):
            self._end(evaluation, QueryFailed(detail="the service is being stopped. Try again in a minute."))
        self._line.close()
        for worker in self._idle:
            worker.hang_up()
        self._idle.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._staff.close()

    async def follow(self, generation: Path) -> None:
        """Answer from another generation from now on; queries under way are answered from theirs.

        Raises EngineFailed, and stays with the generation it has, where the new one cannot be opened.
        """
        async with self._following:
            if generation == self._generation:
                return
            workers = await self._staff.all_hired(generation, self._size)
            self._generation = generation
            retired, self._idle = self._idle, []
            for worker in retired:
                self._replace(worker)
            for worker in workers:
                self._release(worker)

    async def evaluate(self, request: QueryRequest, over: Over = unheard) -> QueryAnswer:
        """Begin to answer a query: whole, or the first piece of a large result; the caller closes it.

        ``over`` is called with the seconds that the evaluation took when it has ended, in whatever way; not
        where it never began. Raises QuerySyntaxError, QueryFailed, QueryStopped, QueryTooLarge (the result
        is), TooManyLong and QueueFull. What breaks a large result later is raised to whoever reads it.
        """
        asked = monotonic()
        worker = await self._free_worker()
        answer = self._begin(worker, request, monotonic() - asked)
        answer.over = over
        return await answer.settled()

    async def _free_worker(self) -> WorkerProcess:
        """Give a worker, at once or when the turn has come; raise QueueFull."""
        if self._idle:
            return self._idle.pop()
        if self._closed:
            raise self._line.full()
        worker = await self._line.turn()
        return await self._free_worker() if worker.gone else worker

    def _begin(self, worker: WorkerProcess, request: QueryRequest, waited_s: float) -> QueryAnswer:
        answer = QueryAnswer(request.media_type, worker.generation, waited_s)
        evaluation = _Evaluation(worker, request, answer)
        loop = asyncio.get_running_loop()
        evaluation.clocks = (
            loop.call_later(self._seconds(request), self._stop, evaluation),
            loop.call_later(self.limits.long_s, self._step_aside, evaluation),
        )
        self._busy[worker] = evaluation
        answer.abandoned = lambda: self._end(evaluation, QueryFailed(detail="nobody waited for the answer."))
        worker.said = lambda kind, payload: self._hear(evaluation, kind, payload)
        worker.lost = lambda: self._lose(worker, evaluation)
        worker.ask(request.as_json())
        return answer

    def _seconds(self, request: QueryRequest) -> float:
        """Give the time that a query may take."""
        return self.limits.seconds if request.seconds is None else request.seconds

    def _hear(self, evaluation: _Evaluation, kind: FrameKind, payload: bytes) -> None:
        """Take in what a worker says about the query it is at."""
        if kind is FrameKind.DATA:
            try:
                evaluation.answer.add(payload)
            except DiskFull as error:
                self._end(evaluation, error)
            return
        told = json.loads(payload.decode())
        if kind is FrameKind.ERROR:
            evaluation.answer.end(reported_error(told, self.limits))
        else:
            evaluation.answer.end(seconds=told["seconds"])
        self._forget(evaluation)
        if evaluation.long:
            self._dismiss(evaluation.worker)
        elif told.get("leaving"):
            self._replace(evaluation.worker)
        else:
            self._release(evaluation.worker)

    def _step_aside(self, evaluation: _Evaluation) -> None:
        """Let a query that takes long go on beside the workers for the others, which it must not keep waiting.

        Where too many did so already it keeps its worker; but the last worker that is left for short queries
        is never kept, so the query that would keep it is ended.
        """
        if not self.limits.long or not self._is_at_work(evaluation):
            return
        others = self._busy.values()
        if sum(other.long for other in others) < self.limits.long:
            evaluation.long = True
            give_way(evaluation.worker.process)
            if evaluation.worker.generation == self._generation:
                self._spawn(self._refill(self._generation))
        elif sum(other.late for other in others) + 1 < self._size:
            evaluation.late = True
            give_way(evaluation.worker.process)
        else:
            self._end(evaluation, TooManyLong(allowed=self.limits.long, seconds=ceil(self.limits.seconds)))

    def _is_at_work(self, evaluation: _Evaluation) -> bool:
        """Tell whether a worker has used the processor since it was last looked at; if not, look again later.

        One that waits for a processor, on a machine that is busy with other things, is not what takes long.
        """
        before, evaluation.worked_s = evaluation.worked_s, processor_seconds(evaluation.worker.process)
        if before is not None and evaluation.worked_s - before >= self.limits.long_s * AT_WORK:
            return True
        again = asyncio.get_running_loop().call_later(self.limits.long_s, self._step_aside, evaluation)
        evaluation.clocks = (evaluation.clocks[0], again)
        return False

    def _stop(self, evaluation: _Evaluation) -> None:
        self._end(evaluation, QueryStopped(seconds=self._seconds(evaluation.request)))

    def _end(self, evaluation: _Evaluation, error: OpenCollectionsError) -> None:
        """End a query, by ending its worker: nothing less stops the engine."""
        log.info("%s The query: %.500r", error, evaluation.request.query.text)
        evaluation.answer.end(error)
        self._forget(evaluation)
        if evaluation.long:
            self._dismiss(evaluation.worker)
        else:
            self._replace(evaluation.worker)

    def _forget(self, evaluation: _Evaluation) -> None:
        for clock in evaluation.clocks:
            clock.cancel()
        self._busy.pop(evaluation.worker, None)

    def _release(self, worker: WorkerProcess) -> None:
        """Give a worker its next query, or let it wait for one."""
        if worker.generation != self._generation or self._closed:
            self._replace(worker)
            return
        worker.lost = lambda: self._lose(worker)
        if not self._line.serve(worker):
            self._idle.append(worker)

    def _replace(self, worker: WorkerProcess, evaluation: _Evaluation | None = None) -> None:
        """End a worker, and start another unless its generation is no longer the one to answer from."""
        self._dismiss(worker, evaluation)
        if worker.generation == self._generation and not self._closed:
            self._spawn(self._refill(self._generation))

    def _dismiss(self, worker: WorkerProcess, evaluation: _Evaluation | None = None) -> None:
        worker.hang_up()
        self._spawn(self._bury(worker, evaluation))

    def _lose(self, worker: WorkerProcess, evaluation: _Evaluation | None = None) -> None:
        """Go on without a worker that ended by itself."""
        if evaluation is not None:
            self._forget(evaluation)
        if worker in self._idle:
            self._idle.remove(worker)
        if evaluation is not None and evaluation.long:
            self._dismiss(worker, evaluation)
        else:
            self._replace(worker, evaluation)

    async def _bury(self, worker: WorkerProcess, evaluation: _Evaluation | None = None) -> None:
        """See to it that a worker has ended, and tell those who wait for its answer why."""
        status = await self._staff.seen_off(worker)
        if evaluation is not None:
            log.warning("A query worker ended (%s). Its query: %.500r", status, evaluation.request.query.text)
            evaluation.answer.end(query_error(status, self._seconds(evaluation.request)))

    async def _refill(self, generation: Path) -> None:
        """Start one worker, however many attempts it takes, as long as its generation is wanted."""
        for pause in chain(PAUSES_S, repeat(PAUSES_S[-1])):
            try:
                worker = await self._staff.hired(generation)
            except EngineFailed as error:
                log.error("A query worker cannot be replaced. %s", error)  # noqa: TRY400 - the cause is no bug
                await asyncio.sleep(pause)
            else:
                self._release(worker)
                return
            if generation != self._generation:
                return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
