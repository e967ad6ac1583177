"""Provenance: how each version came to be, in PROV-O; with the measurements of its quality the catalogue graph.

The graph is ``{base}/graph/catalog``. It is made from the control database whenever it is asked for, so that
it is never behind, and it is no part of the default graph: whoever counts what the members say does not count
what the service says.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ..iris import Identifiers
from ..store import ledger, registry
from ..store.control import Control
from ..store.ledger import OPERATOR, KeptFile, Version, member_of
from ..vocabulary import PREFIXES, RDF_TYPE, XSD, expand
from .measurements import measurements

Term = NamedNode | Literal


def catalogue_graph(control: Control, identifiers: Identifiers) -> list[Quad]:
    """Describe all versions of all collections, each a prov:Entity with its prov:Activity, and their quality."""
    graph = NamedNode(identifiers.catalogue_graph)
    names = [collection.name for collection in registry.collections(control)]
    versions = (version for name in names for version in reversed(ledger.versions(control, name)))
    made = [Quad(*triple, graph) for version in versions for triple in _version(version, identifiers)]
    return [*made, *measurements(control, identifiers)]


def written(control: Control, identifiers: Identifiers) -> str:
    """Write the catalogue graph as N-Quads."""
    return "".join(f"{quad} .\n" for quad in catalogue_graph(control, identifiers))


def _version(version: Version, identifiers: Identifiers) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    collection = NamedNode(identifiers.collection(version.collection))
    made = NamedNode(f"{collection.value}#version-{version.number}")
    activity = NamedNode(f"{collection.value}#publication-{version.number}")
    time = Literal(version.published, datatype=NamedNode(f"{XSD}dateTime"))
    agent = NamedNode(_agent(version.actor, identifiers))
    facts: list[tuple[NamedNode, str, Term]] = [
        (made, RDF_TYPE, _iri("prov:Entity")),
        (made, "prov:specializationOf", collection),
        (made, "dcat:version", Literal(str(version.number))),
        (made, "prov:generatedAtTime", time),
        (made, "prov:wasGeneratedBy", activity),
        (made, "void:triples", Literal(version.quads)),
        (made, "void:entities", Literal(version.entities)),
        (made, "dcterms:identifier", Literal(f"sha256:{version.sha256}")),
        (made, "dcterms:extent", Literal(f"{version.records} records", language="en")),
        (activity, RDF_TYPE, _iri("prov:Activity")),
        (activity, "dcterms:type", Literal(version.kind)),
        (activity, "prov:endedAtTime", time),
        (activity, "prov:wasAssociatedWith", agent),
        (activity, "rdfs:comment", Literal(_problems(version), language="en")),
    ]
    if version.number > 1:
        before = NamedNode(f"{collection.value}#version-{version.number - 1}")
        facts.append((made, "prov:wasRevisionOf", before))
    if version.reason:
        facts.append((activity, "dcterms:description", Literal(version.reason)))
    difference = f"{version.added} statements added, {version.removed} removed"
    facts.append((activity, "dcterms:extent", Literal(difference, language="en")))
    for file in version.files:
        facts += _used(activity, file)
    for subject, predicate, value in facts:
        yield subject, _iri(predicate), value


def _used(activity: NamedNode, file: KeptFile) -> list[tuple[NamedNode, str, Term]]:
    # RFC 6920 names a file by its hash, so that it is the same wherever it lies.
    digest = urlsafe_b64encode(bytes.fromhex(file.sha256)).decode().rstrip("=")
    used = NamedNode(f"ni:///sha-256;{digest}")
    return [
        (activity, "prov:used", used),
        (used, RDF_TYPE, _iri("prov:Plan" if file.role == "mapping" else "prov:Entity")),
        (used, "dcterms:title", Literal(file.name)),
        (used, "dcterms:type", Literal(file.role)),
        (used, "dcterms:identifier", Literal(f"sha256:{file.sha256}")),
    ]


def _agent(actor: str, identifiers: Identifiers) -> str:
    member = member_of(actor)
    return f"{identifiers.base}/#{OPERATOR}" if member is None else identifiers.member(member)


def _problems(version: Version) -> str:
    return f"Found: {version.errors} errors, {version.warnings} warnings, {version.advice} pieces of advice."


def _iri(name: str) -> NamedNode:
    return NamedNode(expand(name) if name.partition(":")[0] in PREFIXES else name)
