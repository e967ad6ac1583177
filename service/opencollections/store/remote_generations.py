"""Generations of a remote engine: one state that is changed in place, with a marker, and put back where that broke.

A remote engine cannot be cloned. So its graphs are changed first, and the number of the generation becomes current
by the commit in the control database, as with the embedded engine. The marker says before the first change which
graphs will differ; where no commit follows, they get back what the versions say, at once or at the next start or
publish.
"""

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from uuid import uuid4

from pyoxigraph import NamedNode, Quad

from ..errors import EngineFailed
from ..iris import Identifiers
from . import ledger, registry
from .control import Control
from .endpoint import Endpoint
from .generations import Generation
from .marker import Marker, MarkerGraph
from .profiles import Profile
from .remote import RemoteEngine
from .statements import quads_of
from .successor import GraphChange, Loaded
from .updates import triple_text, updates
from .versions import version_quads

log = logging.getLogger(__name__)


class RemoteGenerations:
    """What a remote engine holds, counted as generations like those of the embedded engine.

    ``version_file`` gives the file of a collection's version, ``work`` is a folder for what is sent.
    """

    def __init__(self, endpoint: Endpoint, version_file: Callable[[str, int], Path], work: Path) -> None:
        self.endpoint = endpoint
        self._marker = MarkerGraph(endpoint)
        self._version_file = version_file
        self._work = work

    def current_number(self, control: Control) -> int:
        """Give the number of the current generation; 0 is the empty one before any publish."""
        return int(control.setting("generation") or 0)

    def open(self, control: Control) -> Generation:
        """Give the engine for reading; nothing is asked of it."""
        engine = RemoteEngine(self.endpoint, published_graphs(control))
        return Generation(self.current_number(control), control.setting("published"), engine)

    def path(self, number: int) -> Path:
        """Give the name that the answers of a generation go by; there is nothing at it."""
        return self._work.parent / f"{number:08d}"

    @contextmanager
    def successor(self, control: Control) -> Iterator["RemoteSuccessor"]:
        """Give the next generation to be made in place; what was changed is put back when the body fails.

        The body commits in the control database. Raises EngineFailed.
        """
        marker = self._settled(control)
        made = RemoteSuccessor(self, self.current_number(control) + 1, marker)
        try:
            yield made
        except BaseException:
            try:
                self._settled(control)
            except EngineFailed as error:
                log.warning("What was begun is put back at the next start or publish. %s", error)
            raise
        try:
            self._marker.write(replace(marker, generation=made.number))
        except EngineFailed as error:
            # It is published all the same: the marker says where it was on its way to.
            log.warning("The engine's marker is renewed at the next start or publish. %s", error)

    def leftovers(self, _control: Control) -> list[Path]:
        """Give nothing: what a remote engine holds is no file of ours."""
        return []

    def sweep(self, control: Control) -> None:
        """See to it that the engine holds what is published; raise EngineFailed where it cannot be made to.

        To be called while nobody publishes.
        """
        self._settled(control)

    def _settled(self, control: Control) -> Marker:
        """Finish or put back what a publish left that broke off; give the marker of a whole engine."""
        current = self.current_number(control)
        marker = self._marker.read().checked(self._installation(control), current, self.endpoint.address)
        if marker.towards is not None and marker.towards != current:
            for graph in marker.changing:
                self._put_back(control, graph)
            # Answers from in between may have been kept, so that what was put back is a generation of its own.
            current = marker.towards
            self._marker.write(replace(marker, changing=()))
            control.remember("generation", str(current))
        whole = Marker(self._installation(control), current)
        if marker != whole:
            self._marker.write(whole)
        return whole

    def _installation(self, control: Control) -> str:
        """Give the name of this data folder among all, made when it is first asked for."""
        if (known := control.setting("installation")) is None:
            known = str(uuid4())
            control.remember("installation", known)
        return known

    def _put_back(self, control: Control, graph: str) -> None:
        """Make a graph hold what is published of its collection."""
        base = control.setting("base")
        collection = graph.removeprefix(Identifiers(base).graph("")) if base else ""
        self.put(graph, self._published(control, collection))

    def _published(self, control: Control, collection: str) -> Iterator[Quad]:
        version = ledger.newest(control, collection)
        return iter(()) if version is None else version_quads(self._version_file(collection, version.number))

    def rebuild(self, control: Control, loaded: Loaded) -> None:
        """Fill the engine from the versions alone, whatever it held, and take away what is not published.

        Until it is done, the marker says that the engine holds nothing, so that one which broke off is seen.
        """
        self._marker.write(Marker(self._installation(control), None))
        graphs = Identifiers(control.setting("base") or "")
        names = [collection.name for collection in registry.collections(control)]
        for graph in self._held(graphs.graph("")) - {graphs.graph(name) for name in names}:
            self.endpoint.drop(graph)
        count = 0
        for name in names:
            self.put(graphs.graph(name), self._published(control, name))
            version = ledger.newest(control, name)
            count += version.quads if version is not None else 0
            loaded(count)
        self._marker.write(Marker(self._installation(control), self.current_number(control)))

    def _held(self, space: str) -> set[str]:
        rows = self.endpoint.table("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        graphs = {row["g"].value for row in rows if isinstance(row["g"], NamedNode)}
        return {graph for graph in graphs if graph.startswith(space)}

    def announce(self, marker: Marker) -> None:
        """Say in the engine what will be changed."""
        self._marker.write(marker)

    def put(self, graph: str, quads: Iterable[Quad]) -> None:
        """Make a graph hold these quads and no others."""
        profile = self.endpoint.profile
        held = (quad for quad in quads if profile.takes(quad))
        if self.endpoint.has_graph_store:
            with tempfile.TemporaryDirectory(dir=self._work_folder()) as folder:
                self.endpoint.replace(graph, _pieces(held, profile, Path(folder) / "piece.nt"))
            return
        self.endpoint.drop(graph)
        for text in updates((), held, profile):
            self.endpoint.update(text)

    def _work_folder(self) -> Path:
        self._work.mkdir(parents=True, exist_ok=True)
        return self._work


def published_graphs(control: Control) -> frozenset[str]:
    """Give the IRIs of the named graphs that are published now."""
    base = control.setting("base")
    if base is None:
        return frozenset()
    names = (collection.name for collection in registry.collections(control))
    return frozenset(
        Identifiers(base).graph(name) for name in names if ledger.newest(control, name) is not None
    )


def _pieces(quads: Iterator[Quad], profile: Profile, path: Path) -> Iterator[Path]:
    """Write N-Triples files of bounded size, one after the other under one name."""
    while some := list(islice(quads, profile.piece_quads)):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(triple_text(quad, profile) for quad in some)
        yield path


class RemoteSuccessor:
    """The next generation of a remote engine (``successor.Successor``), made in place."""

    def __init__(self, generations: RemoteGenerations, number: int, marker: Marker) -> None:
        self.number = number
        self._generations = generations
        self._marker = marker

    def apply(self, changes: Sequence[GraphChange], loaded: Loaded) -> None:
        graphs = tuple(change.graph for change in changes)
        self._generations.announce(replace(self._marker, towards=self.number, changing=graphs))
        count = 0
        for change in changes:
            if change.share > self._generations.endpoint.profile.replaced_share:
                self._generations.put(change.graph, quads_of(change.whole))
            else:
                self._update(change)
            count += change.difference.added.count
            loaded(count)

    def _update(self, change: GraphChange) -> None:
        endpoint, found = self._generations.endpoint, change.difference
        for text in updates(quads_of(found.removed), quads_of(found.added), endpoint.profile):
            endpoint.update(text)

    def finish(self) -> None:
        """Nothing: the engine has said of each request that it is done."""
