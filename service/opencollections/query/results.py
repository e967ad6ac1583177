"""The formats of answers, and which of them a client is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ..errors import UnknownFormat
from ..formats.negotiation import HTML, JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format, choose
from .requests import QueryForm


@dataclass(frozen=True, slots=True, eq=False)
class ResultFormat:
    """One format, of which there is one of each: its name in ``format=``, its media type, and its IRI if it has one.

    ``wider`` are media types that are true of it as well, and ``also`` are names that other endpoints have for it, for
    clients that ask for those.
    """

    name: str
    media_type: str
    iri: str | None
    wider: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def attached(self) -> bool:
        """Tell whether a browser should save it: a spreadsheet program would run formulas in a cell."""
        return self.name in {"csv", "tsv"}


_W3C: Final = "http://www.w3.org/ns/formats/"
_JSON: Final = ("application/json",)
_XML: Final = ("application/xml", "text/xml")

TABLE_FORMATS: Final = (
    ResultFormat("json", "application/sparql-results+json", f"{_W3C}SPARQL_Results_JSON", _JSON),
    ResultFormat("xml", "application/sparql-results+xml", f"{_W3C}SPARQL_Results_XML", _XML),
    ResultFormat("csv", "text/csv", f"{_W3C}SPARQL_Results_CSV"),
    ResultFormat("tsv", "text/tab-separated-values", f"{_W3C}SPARQL_Results_TSV"),
)
"""Formats of SELECT and ASK; the first is given to a client that does not care."""

GRAPH_FORMATS: Final = (
    ResultFormat("ttl", TURTLE.media_type, f"{_W3C}Turtle", also=("turtle", "n3")),
    ResultFormat("nt", N_TRIPLES.media_type, f"{_W3C}N-Triples", also=("ntriples", "n-triples")),
    ResultFormat("rdf", RDF_XML.media_type, f"{_W3C}RDF_XML", _XML, also=("rdf+xml", "xml")),
    ResultFormat("jsonld", JSON_LD.media_type, f"{_W3C}JSON-LD", _JSON, also=("json-ld", "json")),
    ResultFormat("nq", N_QUADS.media_type, f"{_W3C}N-Quads"),
    ResultFormat("trig", TRIG.media_type, f"{_W3C}TriG"),
)
"""Formats of CONSTRUCT and DESCRIBE; the first is given to a client that does not care."""

PAGE: Final = ResultFormat("html", HTML.media_type, None)
"""For people with a browser: the service makes it from the first of the other formats."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A format, and the media type to name it by: the one that was asked for."""

    format: ResultFormat
    media_type: str

    @property
    def content_type(self) -> str:
        return Format(self.format.name, self.media_type, self.format.name).content_type


def formats_of(form: QueryForm) -> tuple[ResultFormat, ...]:
    """Give the formats that an answer to such a query can have."""
    return GRAPH_FORMATS if form.gives_graph else TABLE_FORMATS


def chosen(formats: tuple[ResultFormat, ...], accept: str | None, named: Sequence[str] = ()) -> Choice:
    """Choose by what is named, else by the header Accept (RFC 9110 §12.5.1), else the first.

    A format is named by its name or by media types; where several are named, as by clients that know how differently
    endpoints call them, the first that is offered counts. Raises UnknownFormat, which lists the choices, where
    nothing of it is offered.
    """
    for name in named:
        found = _negotiated(formats, name) if "/" in name else _named(formats, name)
        if found is not None:
            return found
    found = None if named else _negotiated(formats, accept)
    if found is None:
        raise _unknown(named[0] if named else accept or "", formats)
    return found


def _named(formats: tuple[ResultFormat, ...], name: str) -> Choice | None:
    own = next((one for one in formats if name == one.name), None)
    found = own or next((one for one in formats if name in one.also), None)
    return None if found is None else Choice(found, found.media_type)


@lru_cache(maxsize=256)
def _negotiated(formats: tuple[ResultFormat, ...], accept: str | None) -> Choice | None:
    """Choose by the header; clients send the same ones again and again, and reading one takes a while."""
    offers = {Format(offer.name, offer.media_type, ""): offer for offer in formats}
    offers |= {Format(offer.name, wider, ""): offer for offer in formats for wider in offer.wider}
    best = choose(accept, tuple(offers))
    return None if best is None else Choice(offers[best], best.media_type)


def _unknown(asked: str, formats: tuple[ResultFormat, ...]) -> UnknownFormat:
    known = ", ".join(f"{offer.name} ({offer.media_type})" for offer in formats)
    return UnknownFormat(format=asked[:200], known=known, formats=formats)
