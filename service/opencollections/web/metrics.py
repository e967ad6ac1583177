"""Metrics: what an operator's monitoring reads of a running service, in the formats of Prometheus."""

from collections.abc import Iterable
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Histogram, Metric, ProcessCollector
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOGETHER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Name in the environment of the folder in which several API processes count together."""

ROOMS: Final = frozenset(
    [
        "about",
        "api",
        "catalog",
        "collections",
        "data",
        "dumps",
        "exports",
        "graphs",
        "id",
        "mappings",
        "members",
        "ontology",
        "page",
        "queries",
        "search",
        "sparql",
        "static",
        "workspace",
    ]
)
"""The first steps of paths that are counted each for itself; all others are counted as one."""

OTHERS: Final = "other"
BUCKETS_S: Final = (0.002, 0.01, 0.05, 0.2, 1, 5, 20)


class Requests:
    """The requests that were answered: how many in which room, with which status, and how long each took.

    ``together`` is the folder in which several processes count, so that any of them can tell the numbers of all.
    """

    def __init__(self, together: str | None) -> None:
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "ocn_http_request_seconds",
            "Requests by the first step of their path and by their status, and how long they took.",
            ["room", "status"],
            buckets=BUCKETS_S,
            registry=None if together else self._registry,
        )
        self._known: dict[tuple[str, int], Histogram] = {}
        if together:
            MultiProcessCollector(self._registry, together)  # type: ignore[no-untyped-call]
        else:
            ProcessCollector(registry=self._registry)

    def note(self, path: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        step = path[1:].partition("/")[0].partition(".")[0]
        key = step if step in ROOMS else OTHERS, status
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._seconds.labels(key[0], str(status))
        known.observe(seconds)

    def beside(self, standing: Iterable[Metric]) -> CollectorRegistry:
        """Give what was counted, after what stands in the data now."""
        whole = CollectorRegistry()
        whole.register(_Read([*standing, *self._registry.collect()]))
        return whole


class _Read(Collector):
    """Metrics that were read already."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics


class Measured:
    """The layer in front of all others, in which every request is counted."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self.app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            # Who left before anything was answered is not counted.
            if status:
                self._requests.note(scope["path"], status, perf_counter() - begun)
