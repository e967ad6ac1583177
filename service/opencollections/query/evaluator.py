"""The evaluator of public queries: worker processes for the embedded engine, requests for a remote one."""

from pathlib import Path
from typing import Protocol

from ..store.folders import DataFolder
from .answers import Over, QueryAnswer, unheard
from .limits import QueryLimits
from .pool import QueryPool
from .remote import RemoteQueries
from .requests import QueryRequest


class Evaluator(Protocol):
    """What answers queries from one generation; to be used from one event loop.

    ``strength`` is the number of queries that can be answered at once just now.
    """

    limits: QueryLimits

    @property
    def strength(self) -> int: ...

    async def start(self) -> None:
        """Begin; raise EngineFailed where the engine does not play along."""

    async def close(self) -> None:
        """Give up what is under way."""

    async def follow(self, generation: Path) -> None:
        """Answer from another generation from now on; raise EngineFailed."""

    async def evaluate(self, request: QueryRequest, over: Over = unheard) -> QueryAnswer:
        """Begin to answer a query; raise QueryError and EngineFailed. The caller closes the answer.

        ``over`` is called with the seconds that the evaluation took when it has ended, in whatever way; not
        where it never began.
        """


def evaluator(data: DataFolder, number: int, limits: QueryLimits, workers: int) -> Evaluator:
    """Make the evaluator that a data folder's engine needs, for one of its generations."""
    generation = data.generations.path(number)
    if data.endpoint is None:
        return QueryPool(generation, limits, workers)
    return RemoteQueries(data, data.endpoint.access, generation, limits, workers)
