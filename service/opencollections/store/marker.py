"""The marker: what a remote engine holds, said in the engine itself.

A graph of its own says whose data it is, which generation it holds, and which graphs are being changed to which
generation just now. The control database alone says what is published; the marker says whether the engine has it.
"""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..errors import EngineBehind, EngineTaken
from .endpoint import Endpoint

GRAPH: Final = NamedNode("urn:opencollections:engine")
_PROPERTIES: Final = f"{GRAPH.value}:"


@dataclass(frozen=True, slots=True)
class Marker:
    """What an engine says of itself; ``changing`` are the graphs on their way to generation ``towards``."""

    installation: str | None
    generation: int | None
    towards: int | None = None
    changing: tuple[str, ...] = ()

    def checked(self, installation: str, wanted: int, address: str) -> "Marker":
        """Give the marker back where the engine is ours and has what is wanted, or is on its way.

        An engine that says nothing is an empty one: it has what was there before the first publish. Raises
        EngineTaken and EngineBehind.
        """
        if self.installation not in {None, installation}:
            raise EngineTaken(address=address)
        if wanted not in {self.generation or 0, self.towards}:
            held = "nothing of ours" if self.generation is None else f"generation {self.generation}"
            raise EngineBehind(address=address, held=held, wanted=f"generation {wanted}")
        return self


@dataclass(frozen=True, slots=True)
class MarkerGraph:
    """The graph of an engine that the marker is kept in."""

    endpoint: Endpoint

    def read(self) -> Marker:
        query = f"SELECT ?p ?o WHERE {{ GRAPH {GRAPH} {{ {GRAPH} ?p ?o }} }}"
        said: dict[str, list[str]] = {}
        for row in self.endpoint.table(query):
            label, value = row["p"], row["o"]
            assert isinstance(label, NamedNode)
            assert isinstance(value, NamedNode | Literal)
            said.setdefault(label.value.removeprefix(_PROPERTIES), []).append(value.value)
        first = {name: values[0] for name, values in said.items()}
        return Marker(
            installation=first.get("installation"),
            generation=int(first["generation"]) if "generation" in first else None,
            towards=int(first["towards"]) if "towards" in first else None,
            changing=tuple(sorted(said.get("changing", ()))),
        )

    def write(self, marker: Marker) -> None:
        """Put a marker in the place of the one that is there."""
        facts: list[tuple[str, NamedNode | Literal]] = []
        if marker.installation is not None:
            facts.append(("installation", Literal(marker.installation)))
        if marker.generation is not None:
            facts.append(("generation", Literal(str(marker.generation))))
        if marker.towards is not None:
            facts.append(("towards", Literal(str(marker.towards))))
        facts += [("changing", NamedNode(graph)) for graph in marker.changing]
        triples = "".join(f"{GRAPH} <{_PROPERTIES}{name}> {value} .\n" for name, value in facts)
        self.endpoint.update(f"DROP SILENT GRAPH {GRAPH} ;\nINSERT DATA {{ GRAPH {GRAPH} {{\n{triples}}} }}")
