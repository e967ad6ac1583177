"""The namespaces and the handful of terms that the service itself speaks."""

from collections.abc import Mapping
from typing import Final

PREFIXES: Final[dict[str, str]] = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "ebucore": "http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#",
    "edm": "http://www.europeana.eu/schemas/edm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "ore": "http://www.openarchives.org/ore/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wgs84_pos": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix to namespace, as every representation and the query editor of this service writes them."""


def expand(name: str) -> str:
    """Give the IRI of a prefixed name such as ``dcterms:title``; raise KeyError for a foreign prefix."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def compact(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Give the prefixed name of an IRI, or the IRI itself where no namespace of these fits."""
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?:"):
            return f"{prefix}:{local}"
    return iri


RDF_TYPE: Final = expand("rdf:type")
XSD: Final = PREFIXES["xsd"]

LABELS: Final[tuple[str, ...]] = tuple(
    expand(name)
    for name in (
        "skos:prefLabel",
        "dc:title",
        "dcterms:title",
        "schema:name",
        "rdfs:label",
        "foaf:name",
    )
)
"""Properties that name an entity, the most trusted first."""

SERVING: Final = frozenset(
    map(expand, ("ore:Aggregation", "edm:WebResource", "edm:TimeSpan", "schema:Role", "schema:PropertyValue"))
)
"""Classes of nodes that only serve to describe others; nobody looks for one of them."""
