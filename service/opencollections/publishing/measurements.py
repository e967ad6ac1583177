"""Measurements: how far each collection reaches, in DQV, as a part of the catalogue graph.

What is measured stands in ``ontology/quality.ttl``. Of single objects nothing is said here: a large
collection would come to half a million statements, made for whoever asks for one of them.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ..formats.edm.improvements import Improvement
from ..iris import Identifiers
from ..query.quality import CollectionQuality, collection_quality
from ..store import ledger
from ..store.control import Control
from ..vocabulary import XSD, expand


def measurements(control: Control, identifiers: Identifiers) -> Iterator[Quad]:
    """Give the measurements of every collection that is public (dqv:QualityMeasurement)."""
    graph = NamedNode(identifiers.catalogue_graph)
    for version in ledger.current(control):
        found = collection_quality(control, version.collection)
        if found is not None:
            measured = _Measured(identifiers, version.collection, version.published, graph)
            yield from measured.quads(found)


class _Measured:
    """The measurements of one collection, taken when its version was published."""

    def __init__(self, identifiers: Identifiers, collection: str, published: str, graph: NamedNode) -> None:
        self._metrics = f"{identifiers.base}/ontology/quality#"
        self._collection = NamedNode(identifiers.collection(collection))
        self._published = Literal(published, datatype=NamedNode(f"{XSD}dateTime"))
        self._graph = graph

    def quads(self, quality: CollectionQuality) -> Iterator[Quad]:
        yield from self._measurement("metadata-tier", Literal(quality.metadata_tier))
        yield from self._measurement("content-tier", Literal(int(quality.content_tier)))
        yield from self._measurement("objects", Literal(quality.objects))
        yield from self._measurement("ready-for-europeana", Literal(quality.ready))
        for tier, count in quality.metadata.items():
            yield from self._measurement(f"objects-of-metadata-tier-{tier}", Literal(count))
        for tier, count in quality.content.items():
            yield from self._measurement(f"objects-of-content-tier-{tier}", Literal(count))
        for place, one in enumerate(quality.improvements, 1):
            yield from self._improvement(place, one)

    def _measurement(self, metric: str, value: Literal, name: str | None = None) -> Iterator[Quad]:
        made = NamedNode(f"{self._collection.value}#quality-{name or metric}")
        yield self._quad(self._collection, "dqv:hasQualityMeasurement", made)
        yield self._quad(made, "rdf:type", NamedNode(expand("dqv:QualityMeasurement")))
        yield self._quad(made, "dqv:computedOn", self._collection)
        yield self._quad(made, "dqv:isMeasurementOf", NamedNode(self._metrics + metric))
        yield self._quad(made, "dqv:value", value)
        yield self._quad(made, "prov:generatedAtTime", self._published)

    def _improvement(self, place: int, one: Improvement) -> Iterator[Quad]:
        name = f"improvement-{place}"
        yield from self._measurement("improvement", Literal(one.records), name)
        made = NamedNode(f"{self._collection.value}#quality-{name}")
        yield self._quad(made, "dcterms:subject", Literal(one.what))
        told = f"{one.what} in {one.cells} places lift {one.records} objects from {one.before} to {one.after}"
        yield self._quad(made, "rdfs:comment", Literal(told, language="en"))

    def _quad(self, subject: NamedNode, name: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(expand(name)), value, self._graph)
