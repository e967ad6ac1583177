"""Exports: a version's statements in other forms, written as they are read."""

import csv
import gzip
import io
import shutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ..store.versions import version_quads
from ..vocabulary import PREFIXES, RDF_TYPE, compact, expand

FORMULA_BEGINNINGS: Final = tuple("=+-@\t\r\0")
SEVERAL: Final = " | "
"""What stands between several values in one cell."""


def write_nquads(version_file: Path, output: IO[bytes]) -> None:
    """Write the statements as they are kept, unpacked."""
    with gzip.open(version_file, "rb") as file:
        shutil.copyfileobj(file, output, 1 << 20)


def write_turtle(version_file: Path, output: IO[bytes]) -> None:
    """Write the statements as Turtle, grouped by subject."""
    triples = (quad.triple for quad in version_quads(version_file))
    pyoxigraph.serialize(triples, output, format=RdfFormat.TURTLE, prefixes=PREFIXES)


_EDM_CLASSES: Final = frozenset(
    NamedNode(expand(name))
    for name in (
        *("edm:ProvidedCHO", "ore:Aggregation", "edm:WebResource", "edm:Agent", "edm:Place", "edm:TimeSpan"),
        "skos:Concept",
    )
)
_EDM_VOCABULARIES: Final = tuple(
    PREFIXES[prefix] for prefix in ("dc", "dcterms", "edm", "ore", "skos", "wgs84_pos", "ebucore")
)
_A: Final = NamedNode(RDF_TYPE)
_NUMBER: Final = NamedNode(expand("dcterms:identifier"))
_EDM_NUMBER: Final = NamedNode(expand("dc:identifier"))


def write_edm(version_file: Path, output: IO[bytes]) -> None:
    """Write as RDF/XML what the collection says in the classes and properties of the Europeana Data Model.

    Statements in other vocabularies (schema.org) are left out; the inventory number is dc:identifier there.
    """
    pyoxigraph.serialize(_edm_triples(version_file), output, format=RdfFormat.RDF_XML, prefixes=PREFIXES)


def _edm_triples(version_file: Path) -> Iterator[Triple]:
    for subject, about in groupby(version_quads(version_file), key=lambda quad: quad.subject):
        # The class comes first, so that it becomes the name of the XML element.
        stated = sorted(about, key=lambda quad: quad.predicate != _A)
        if not any(quad.predicate == _A and quad.object in _EDM_CLASSES for quad in stated):
            continue
        for quad in stated:
            if quad.predicate == _A:
                if quad.object in _EDM_CLASSES:
                    yield quad.triple
            elif quad.predicate.value.startswith(_EDM_VOCABULARIES):
                predicate = _EDM_NUMBER if quad.predicate == _NUMBER else quad.predicate
                yield Triple(subject, predicate, quad.object)


def write_csv(version_file: Path, output: IO[bytes]) -> None:
    """Write a table: an entity a row, a property a column, several values joined by a bar.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP CSV injection).
    """
    properties = sorted({quad.predicate.value for quad in version_quads(version_file)})
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(["identifier", *(compact(iri) for iri in properties)])
    for subject, about in groupby(version_quads(version_file), key=lambda quad: quad.subject):
        values: dict[str, list[str]] = {}
        for quad in about:
            values.setdefault(quad.predicate.value, []).append(_cell(quad.object))
        cells = [SEVERAL.join(values.get(iri, ())) for iri in properties]
        table.writerow([_harmless(cell) for cell in (_cell(subject), *cells)])
    text.flush()
    text.detach()


def _cell(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, Triple) else term.value


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_BEGINNINGS) else cell


EXPORTS: Final[dict[str, Callable[[Path, IO[bytes]], None]]] = {
    "nq": write_nquads,
    "ttl": write_turtle,
    "edm": write_edm,
    "csv": write_csv,
}
"""The forms on offer, by the name of ``--format``."""
