"""VoID: how many entities of each class and statements of each property a graph has (VoID §4, statistics)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from ..vocabulary import expand


@dataclass(frozen=True, slots=True)
class Statistics:
    """What one graph is made of: IRIs of classes with their entities, IRIs of properties with their statements."""

    statements: int
    classes: tuple[tuple[str, int], ...] = ()
    properties: tuple[tuple[str, int], ...] = ()


def partitions(dataset: str, counted: Statistics) -> Iterator[Quad]:
    """Say of a void:Dataset what it is made of; its blank nodes are named alike each time, by ``dataset``."""
    subject = NamedNode(dataset)
    yield _count(subject, "void:classes", len(counted.classes))
    yield _count(subject, "void:properties", len(counted.properties))
    for iri, entities in counted.classes:
        part = _part(dataset, "class", iri)
        yield _quad(subject, "void:classPartition", part)
        yield _quad(part, "void:class", NamedNode(iri))
        yield _count(part, "void:entities", entities)
    for iri, statements in counted.properties:
        part = _part(dataset, "property", iri)
        yield _quad(subject, "void:propertyPartition", part)
        yield _quad(part, "void:property", NamedNode(iri))
        yield _count(part, "void:triples", statements)


def _part(dataset: str, kind: str, iri: str) -> BlankNode:
    digest = hashlib.sha256(f"{dataset} {iri}".encode()).hexdigest()
    return BlankNode(f"{kind}-{digest[:24]}")


def _count(subject: NamedNode | BlankNode, predicate: str, number: int) -> Quad:
    return _quad(subject, predicate, Literal(number))


def _quad(subject: NamedNode | BlankNode, predicate: str, value: NamedNode | BlankNode | Literal) -> Quad:
    return Quad(subject, NamedNode(expand(predicate)), value, DefaultGraph())
