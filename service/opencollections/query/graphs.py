"""Graphs: all statements of a collection, or of all collections, in a format of RDF."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph
from pyoxigraph import RdfFormat, Triple

from ..formats.negotiation import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format
from ..formats.rdf import check_xml
from ..store.versions import version_quads

GRAPH_FORMATS: Final = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    JSON_LD: RdfFormat.JSON_LD,
}
"""The formats of one graph, the first where a client does not care; those with graphs in them have no place here."""


def write_graph(files: Iterable[Path], format_: Format, output: IO[bytes]) -> None:
    """Write the statements of version files as one graph, as they are read; raise Unwritable.

    In memory is one statement at a time. What two collections state is written twice, which is the same graph.
    """
    kind = GRAPH_FORMATS[format_]
    triples = _triples(files)
    if format_ is RDF_XML:
        triples, output = _writable(triples), cast("IO[bytes]", _References(output))
    # Without prefixes: the engine writes them in another order each time, and equal graphs shall be equal bytes.
    pyoxigraph.serialize(triples, output, format=kind)


def _triples(files: Iterable[Path]) -> Iterator[Triple]:
    return (quad.triple for quad in chain.from_iterable(version_quads(file) for file in files))


def _writable(triples: Iterator[Triple]) -> Iterator[Triple]:
    for triple in triples:
        check_xml(triple)
        yield triple


class _References:
    """A file whose carriage returns are written as references: a reader of XML takes a bare one for a line feed."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output

    def write(self, data: bytes) -> int:
        self._output.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._output.flush()
