"""Requests: a query that was checked, the dataset it is asked of, and the form in which its answer is wanted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from .services import ServiceCall


class QueryForm(StrEnum):
    """What a query asks for (SPARQL 1.1 Query §16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Tell whether the answer is a graph and not a table or a truth value."""
        return self in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query that may be evaluated; ``names_dataset`` when it has a FROM clause of its own.

    The answer to a ``volatile`` one may differ each time, although the data is the same. ``calls`` are the
    other services that it asks.
    """

    text: str
    form: QueryForm
    names_dataset: bool
    volatile: bool = False
    calls: tuple[ServiceCall, ...] = ()

    def routed(self, address: Callable[[str], str]) -> "QueryText":
        """Give the query with the ``address`` of each endpoint that it asks in the place of that endpoint."""
        pieces, end = [], 0
        for call in self.calls:
            pieces += [self.text[end : call.start], f"<{address(call.endpoint)}>"]
            end = call.end
        return replace(self, text="".join(pieces) + self.text[end:], calls=())


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query, the dataset that the request names for it, and the media type to answer in.

    ``base_iri`` resolves relative IRIs. Without named graphs in the request, the default graph is the union
    of all graphs, unless the query has its own FROM; with any, the request decides alone (SPARQL 1.1 Protocol
    §2.1.4). ``instead`` are N-Quads to be asked in the place of what is published. ``seconds`` is the time that
    it may take, where that is not what everybody is given.
    """

    query: QueryText
    media_type: str
    base_iri: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    instead: str | None = None
    seconds: float | None = None

    def names(self, graph: str) -> bool:
        """Tell whether the query or its request names a graph by its whole IRI."""
        return graph in self.query.text or graph in (*self.default_graphs, *self.named_graphs)

    def as_json(self) -> dict[str, Any]:
        """Give the message for a worker."""
        given = bool(self.default_graphs or self.named_graphs)
        return {
            "text": self.query.text,
            "media_type": self.media_type,
            "base_iri": self.base_iri,
            # The engine would let the union win over FROM, so it is asked for only where nothing else is.
            "union": not given and not self.query.names_dataset,
            "default_graphs": self.default_graphs if given else None,
            "named_graphs": self.named_graphs if given else None,
            "instead": self.instead,
            "seconds": self.seconds,
        }
