"""The graphs of a remote engine as they are written: by differences in bounded updates, or as a whole."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..errors import EngineRefused
from .endpoint import Endpoint
from .profiles import Profile
from .statements import Difference, quads_of
from .updates import triple_text, updates

ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class RemoteGraphs:
    """The named graphs of an endpoint; ``work`` is a folder for what is sent."""

    endpoint: Endpoint
    work: Path

    def change(self, found: Difference) -> None:
        """Apply a difference; raise EngineFailed."""
        for text in updates(quads_of(found.removed), quads_of(found.added), self.endpoint.profile):
            self.endpoint.update(text)

    def put(self, graph: str, read: Callable[[], Iterable[Quad]], settling_s: float = 0.0) -> None:
        """Make a graph hold these quads and no others, which are read as often as that takes; raise EngineFailed.

        The engine may still carry out what a publish had sent before it broke off. So ``settling_s`` pass before
        the graph is put and after it, then it is counted, and put again until the count is right. An engine that
        keeps one form of a value may hold fewer than was sent, but then the same number each time.
        """
        before = None
        for _ in range(ATTEMPTS):
            time.sleep(settling_s)
            sent = self._send(graph, read())
            time.sleep(settling_s)
            held = self._count(graph)
            if held in {sent, before}:
                return
            before = held
        detail = f"{graph} does not stay as it was put; something else writes to it"
        raise EngineRefused(address=self.endpoint.address, status="what it was asked for, but", detail=detail)

    def _send(self, graph: str, quads: Iterable[Quad]) -> int:
        """Send the whole of a graph, and give the number of its statements."""
        counted = _Counted(quad for quad in quads if self.endpoint.profile.takes(quad))
        if self.endpoint.has_graph_store:
            self.work.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.work) as folder:
                pieces = _pieces(iter(counted), self.endpoint.profile, Path(folder) / "piece.nt")
                self.endpoint.replace(graph, pieces)
        else:
            self.endpoint.drop(graph)
            for text in updates((), counted, self.endpoint.profile):
                self.endpoint.update(text)
        return counted.count

    def _count(self, graph: str) -> int:
        query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}"
        (row,) = self.endpoint.table(query)
        count = row["n"]
        assert isinstance(count, Literal)
        return int(count.value)

    def held(self, space: str) -> set[str]:
        """Give the graphs under an IRI that have statements; the engine may go through all it has for that."""
        rows = self.endpoint.table("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        graphs = {row["g"].value for row in rows if isinstance(row["g"], NamedNode)}
        return {graph for graph in graphs if graph.startswith(space)}


@dataclass(slots=True)
class _Counted:
    """Quads that are counted as they are read."""

    quads: Iterable[Quad]
    count: int = 0

    def __iter__(self) -> Iterator[Quad]:
        for quad in self.quads:
            self.count += 1
            yield quad


def _pieces(quads: Iterator[Quad], profile: Profile, path: Path) -> Iterator[Path]:
    """Write N-Triples files of bounded size, one after the other under one name."""
    following = next(quads, None)
    while following is not None:
        with path.open("w", encoding="utf-8") as file:
            file.write(triple_text(following, profile))
            file.writelines(triple_text(quad, profile) for quad in islice(quads, profile.piece_quads - 1))
        yield path
        following = next(quads, None)
