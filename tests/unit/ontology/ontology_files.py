"""What the tests of the ontology share: its files as the server reads them, and what the shapes find."""

import functools
import json
from pathlib import Path
from typing import Any

import pyshacl
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection

from opencollections.vocabulary import PREFIXES, compact

ROOT = Path(__file__).resolve().parents[3]
ONTOLOGY = ROOT / "ontology"
DATA = Path(__file__).parent
HOME = "https://data.example.org/ontology/"
MEMBER = "https://data.example.org/id/prints/"


@functools.cache
def served(name: str) -> Graph:
    """Read a file of the ontology as the server does: against its own address."""
    return Graph().parse(ONTOLOGY / f"{name}.ttl", publicID=HOME + name)


def terms(kind: URIRef) -> list[URIRef]:
    return sorted(served("profile").subjects(RDF.type, kind))


CLASSES, PROPERTIES = terms(RDFS.Class), terms(RDF.Property)
SHAPES = served("shapes/core")
CONTEXT = json.loads((ONTOLOGY / "context.jsonld").read_text())["@context"]
PAGE = (ROOT / "docs" / "profile.md").read_text()


def turtle(text: str, base: str = MEMBER) -> Graph:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return Graph().parse(data=prefixes + text, format="turtle", publicID=base)


def record() -> Graph:
    return turtle((DATA / "record.ttl").read_text())


def findings(graph: Graph, **options: Any) -> list[tuple[str, str]]:
    """Validate, and give the shape and the constraint of each result."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES, inference="none", **options)
    return [
        (shape_code(report.value(result, SH.sourceShape)), constraint_of(report, result))
        for result in report.objects(None, SH.result)
    ]


def shape_code(shape: Any) -> str:
    return str(shape).rpartition("#")[2]


def constraint_of(report: Graph, result: Any) -> str:
    name = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    return name[0].lower() + name[1:].removesuffix("ConstraintComponent")


def paths(shape: Any) -> tuple[str, ...]:
    """Give the properties that a property shape looks at, as prefixed names."""
    path = SHAPES.value(shape, SH.path)
    either = SHAPES.value(path, SH.alternativePath)
    return tuple(
        compact(str(one)) for one in (Collection(SHAPES, either) if either else [path] if path else [])
    )


def languages(graph: Graph, subject: Any, predicate: URIRef) -> list[str | None]:
    return sorted(value.language for value in graph.objects(subject, predicate) if str(value).strip())
