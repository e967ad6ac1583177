"""Serializations: statements in N-Quads written in any RDF format, as they come, without holding them all."""

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from itertools import groupby
from pathlib import PurePath
from typing import Any, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse

from ..errors import UnknownFormat, Unwritable
from .model import Serialization

FORMATS: Final[MappingOf[str, Serialization]] = {
    "nq": Serialization.N_QUADS,
    "nt": Serialization.N_TRIPLES,
    "ttl": Serialization.TURTLE,
    "trig": Serialization.TRIG,
    "jsonld": Serialization.JSON_LD,
    "rdf": Serialization.RDF_XML,
}
"""The formats by the name that the command line and the endings of files have for them."""

COMPRESSIONS: Final = {".gz": "gzip", ".xz": "xz", ".zip": "zip"}
"""How a file is packed, by the last ending of its name."""

KEEPS_GRAPHS: Final = frozenset({Serialization.N_QUADS, Serialization.TRIG, Serialization.JSON_LD})

_WRITERS: Final[MappingOf[Serialization, RdfFormat]] = {
    Serialization.N_TRIPLES: RdfFormat.N_TRIPLES,
    Serialization.TURTLE: RdfFormat.TURTLE,
    Serialization.TRIG: RdfFormat.TRIG,
    Serialization.N3: RdfFormat.N3,
    Serialization.RDF_XML: RdfFormat.RDF_XML,
    Serialization.JSON_LD: RdfFormat.JSON_LD,
}
_XML_NAME: Final = re.compile(r"[^\W\d][\w.\-]*$")
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def serialization(format_: str | None, file: str) -> Serialization:
    """Give the serialization of a format's name, or else of a file's ending; raise UnknownFormat.

    A file of another ending, and standard output, has N-Quads.
    """
    if format_ is not None:
        if format_.lower() not in FORMATS:
            raise UnknownFormat(format=format_, known=", ".join(FORMATS))
        return FORMATS[format_.lower()]
    path = PurePath(file)
    ending = PurePath(path.stem).suffix if path.suffix.lower() in COMPRESSIONS else path.suffix
    return FORMATS.get(ending.lower().removeprefix("."), Serialization.N_QUADS)


def serialize(
    statements: Iterable[bytes], stream: Any, form: Serialization, prefixes: dict[str, str]
) -> None:
    """Write statements to a stream that takes bytes.

    ``statements`` are N-Quads, whole lines in every piece, sorted and without doubles. A serialization without
    graphs has the statements of all of them. Raises Unwritable for what RDF/XML cannot write.
    """
    if form is Serialization.N_QUADS:
        for piece in statements:
            stream.write(piece)
        return
    quads = _quads(statements)
    if form is Serialization.RDF_JSON:
        _write_rdf_json(quads, stream)
    elif form is Serialization.RDF_XML:
        pyoxigraph.serialize(_named_in_xml(_triples(quads)), stream, format=_WRITERS[form], prefixes=prefixes)
    elif form in KEEPS_GRAPHS:
        pyoxigraph.serialize(quads, stream, format=_WRITERS[form], prefixes=prefixes)
    else:
        named = prefixes if form is not Serialization.N_TRIPLES else None
        pyoxigraph.serialize(_triples(quads), stream, format=_WRITERS[form], prefixes=named)


def _quads(statements: Iterable[bytes]) -> Iterator[Quad]:
    for piece in statements:
        yield from parse(piece, format=RdfFormat.N_QUADS)


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    """Give each triple once; that of several graphs stands in sorted lines one after the other."""
    for triple, _ in groupby(quads, key=lambda quad: quad.triple):
        yield triple


def _named_in_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give the triples; raise Unwritable for what XML has no name or no character for."""
    for triple in triples:
        if not _XML_NAME.search(triple.predicate.value):
            raise Unwritable(format="RDF/XML", what=f"the property <{triple.predicate.value}>")
        if isinstance(triple.object, Literal) and _NOT_XML.search(triple.object.value):
            raise Unwritable(format="RDF/XML", what=f"the text {triple.object.value[:60]!r}")
        yield triple


def _write_rdf_json(quads: Iterable[Quad], stream: Any) -> None:
    """Write RDF/JSON (https://www.w3.org/TR/rdf-json/), one subject after the other."""
    before = b"{"
    for subject, found in groupby(quads, key=lambda quad: quad.subject):
        predicates: dict[str, dict[Any, dict[str, str]]] = {}
        for quad in found:
            values = predicates.setdefault(quad.predicate.value, {})
            values[quad.object] = _rdf_json_object(quad.object)
        objects = {predicate: list(values.values()) for predicate, values in predicates.items()}
        key = json.dumps(_rdf_json_name(subject), ensure_ascii=False)
        stream.write(before + f"\n{key}: {json.dumps(objects, ensure_ascii=False)}".encode())
        before = b","
    stream.write(b"{}\n" if before == b"{" else b"\n}\n")


def _rdf_json_name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def _rdf_json_object(term: Any) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"type": "bnode" if isinstance(term, BlankNode) else "uri", "value": _rdf_json_name(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
