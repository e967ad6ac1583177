"""Reading the files that logical targets are written to, without any of our own code."""

import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat

INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
FORMATS = {
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "n3": RdfFormat.N3,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def from_tar(data: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        (member,) = archive.getmembers()
        return archive.extractfile(member).read()


def from_zip(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.decompress,
    "xz": lzma.decompress,
    "tar": from_tar,
    "zip": from_zip,
}


def canonical(path: Path, *, untyped: bool = False) -> Dataset:
    """Give the canonical dataset of a file, by the endings of its name; ``untyped`` without integer datatypes."""
    data = path.read_bytes()
    _, *endings = path.name.split(".")
    while endings[-1] in PACKINGS:
        data = PACKINGS[endings.pop()](data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16").encode()
    quads = rdf_json(data) if endings == ["rdfjson"] else pyoxigraph.parse(data, format=FORMATS[endings[0]])
    found = Dataset(plain(quad) if untyped else quad for quad in quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def plain(quad: Quad) -> Quad:
    is_integer = isinstance(quad.object, Literal) and quad.object.datatype == INTEGER
    value = Literal(quad.object.value) if is_integer else quad.object
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def rdf_json(data: bytes) -> Iterator[Quad]:
    for subject, predicates in json.loads(data).items():
        for predicate, values in predicates.items():
            for value in values:
                yield Quad(node(subject), NamedNode(predicate), rdf_json_object(value))


def node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)


def rdf_json_object(value: dict[str, Any]) -> NamedNode | BlankNode | Literal:
    """Read an object of RDF/JSON, also the number that the suite writes where RDF/JSON has a text."""
    if value["type"] != "literal":
        return node(value["value"])
    if isinstance(value["value"], int):
        return Literal(str(value["value"]), datatype=INTEGER)
    datatype = value.get("datatype")
    return Literal(
        value["value"], language=value.get("lang"), datatype=NamedNode(datatype) if datatype else None
    )
