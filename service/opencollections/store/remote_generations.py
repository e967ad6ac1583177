"""Generations of a remote engine: one state that is changed in place, with a marker, and put back where that broke.

A remote engine cannot be cloned. So its graphs are changed first, and the number of the generation becomes current
by the commit in the control database, as with the embedded engine. The marker says before the first change which
graphs will differ; where no commit follows, they get back what the versions say, at once or at the next start or
publish.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from pyoxigraph import Quad

from ..errors import EngineFailed
from ..iris import Identifiers
from . import ledger, registry
from .control import Control
from .endpoint import Endpoint
from .generations import Generation
from .marker import Marker, MarkerGraph
from .remote import RemoteEngine
from .remote_graphs import RemoteGraphs
from .statements import quads_of
from .successor import GraphChange, Loaded
from .versions import version_quads

log = logging.getLogger(__name__)

SETTLING_S: Final = 0.3
"""How long to wait before and after a graph is put back: the engine may still be at what a dead publisher had sent."""


class RemoteGenerations:
    """What a remote engine holds, counted as generations like those of the embedded engine.

    ``version_file`` gives the file of a collection's version, ``work`` is a folder for what is sent.
    """

    def __init__(self, endpoint: Endpoint, version_file: Callable[[str, int], Path], work: Path) -> None:
        self.endpoint = endpoint
        self._marker = MarkerGraph(endpoint)
        self._graphs = RemoteGraphs(endpoint, work)
        self._version_file = version_file

    def current_number(self, control: Control) -> int:
        """Give the number of the current generation; 0 is the empty one before any publish."""
        return registry.generation(control)

    def open(self, control: Control) -> Generation:
        """Give the engine for reading; nothing is asked of it."""
        engine = RemoteEngine(self.endpoint, published_graphs(control))
        return Generation(self.current_number(control), control.setting("published"), engine)

    def path(self, number: int) -> Path:
        """Give the name that the answers of a generation go by; there is nothing at it."""
        return self._graphs.work.parent / f"{number:08d}"

    def check(self, control: Control) -> None:
        """Ask the engine whether it holds what is published; raise EngineFailed where it does not."""
        current = self.current_number(control)
        if current:
            known = control.setting("installation") or ""
            self._marker.read().checked(known, current, self.endpoint.address)

    @contextmanager
    def successor(self, control: Control) -> Iterator["RemoteSuccessor"]:
        """Give the next generation to be made in place; what was changed is put back when the body fails.

        The body commits in the control database. Raises EngineFailed.
        """
        marker = self._settled(control)
        made = RemoteSuccessor(self.current_number(control) + 1, marker, self._marker, self._graphs)
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

    def compact(self, _control: Control) -> None:
        """Nothing: how a remote engine keeps its files is its own affair."""

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
            return self._commit(control, marker)
        whole = Marker(self._installation(control), current)
        if marker != whole:
            self._marker.write(whole)
        return whole

    def _commit(self, control: Control, marker: Marker) -> Marker:
        """Count what was put back or filled as a generation of its own: answers from in between may have been kept."""
        number = self.current_number(control) + 1
        self._marker.write(replace(marker, towards=number, changing=()))
        registry.enter_generation(control, number)
        whole = Marker(self._installation(control), number)
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
        self._graphs.put(graph, self._reader(control, collection), SETTLING_S)

    def _reader(self, control: Control, collection: str) -> Callable[[], Iterable[Quad]]:
        """Give what reads the published version of a collection."""
        version = ledger.newest(control, collection)
        if version is None:
            return lambda: ()
        return partial(version_quads, self._version_file(collection, version.number))

    def rebuild(self, control: Control, loaded: Loaded) -> None:
        """Fill the engine from the versions alone, whatever it held, and take away what is not published.

        That makes a generation. Until it is done, the marker says that the engine holds nothing, so that a
        rebuild which broke off is seen. Raises EngineFailed.
        """
        empty = Marker(self._installation(control), None)
        self._marker.write(empty)
        base = control.setting("base")
        graphs = Identifiers(base or "urn:opencollections:unpublished")
        names = [collection.name for collection in registry.collections(control)] if base else []
        for graph in self._graphs.held(graphs.graph("")) - {graphs.graph(name) for name in names}:
            self.endpoint.drop(graph)
        count = 0
        for name in names:
            self._graphs.put(graphs.graph(name), self._reader(control, name))
            version = ledger.newest(control, name)
            count += version.quads if version is not None else 0
            loaded(count)
        self._commit(control, replace(empty, generation=self.current_number(control)))


def published_graphs(control: Control) -> frozenset[str]:
    """Give the IRIs of the named graphs that are published now."""
    base = control.setting("base")
    if base is None:
        return frozenset()
    names = (collection.name for collection in registry.collections(control))
    return frozenset(
        Identifiers(base).graph(name) for name in names if ledger.newest(control, name) is not None
    )


class RemoteSuccessor:
    """The next generation of a remote engine (``successor.Successor``), made in place."""

    def __init__(self, number: int, marker: Marker, marked: MarkerGraph, graphs: RemoteGraphs) -> None:
        self.number = number
        self._marker = marker
        self._marked = marked
        self._graphs = graphs

    def apply(self, changes: Sequence[GraphChange], loaded: Loaded) -> None:
        changing = tuple(change.graph for change in changes)
        self._marked.write(replace(self._marker, towards=self.number, changing=changing))
        count = 0
        for change in changes:
            if change.share > self._graphs.endpoint.profile.replaced_share:
                self._graphs.put(change.graph, partial(quads_of, change.whole))
            else:
                self._graphs.change(change.difference)
            count += change.difference.added.count
            loaded(count)

    def finish(self) -> None:
        """Nothing: the engine has said of each request that it is done."""

    def enter(self, control: Control) -> None:
        """Make it the current one when the transaction commits."""
        registry.enter_generation(control, self.number)
