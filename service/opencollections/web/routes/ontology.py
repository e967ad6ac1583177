"""The ontology: its documents, and a page and data for each class, property and concept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from fastapi import APIRouter, Request, Response
from pyoxigraph import Quad, RdfFormat

from ...formats import schema_org
from ...formats.definitions import Definition, Definitions
from ...formats.facts import Reader
from ...formats.interface import marked
from ...formats.links import in_ascii
from ...formats.negotiation import HTML, RDF, Format, split_suffix
from ...formats.terms import terms
from ...query.inventory import Facet
from ...resources import resource
from ..cache import keep
from ..descriptions import counts
from ..files import file_answer, file_list, inside
from ..representations import CACHEABLE, REVALIDATED, Representation, WebLink, answer
from ..selection import DESCRIPTIONS, selected
from ..site import Site, site_of, vocabulary_base
from ..usage import usage_of
from ..visits import VARY, Visit, visit

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Described:
    """A document or a term: its address, what it is of, its statements, its page, and how it is linked."""

    address: str
    iri: str
    quads: Sequence[Quad]
    page: Callable[[Visit], bytes]
    links: tuple[WebLink, ...]


@router.get("/ontology")
@router.get("/ontology/")
def documents(request: Request) -> Response:
    """List the documents of the ontology."""
    return file_list(request, "ontology", marked("The ontology"))


@router.get("/ontology/{path:path}")
def described(request: Request, path: str) -> Response:
    """Answer with a document of the ontology or with one of its terms: a page, or data in any RDF format."""
    site, folder = site_of(request), resource("ontology")
    stem, asked = split_suffix(path)
    file = inside(folder, f"{stem}.ttl")
    if file is not None:
        return _answer(
            request, site, _document(request, site, vocabulary_base(site.ids, folder, file), file), asked
        )
    term = site.ontology.terms.get(stem)
    if term is not None:
        return _answer(request, site, _term(request, site, term), asked)
    return file_answer(request, inside(folder, path))


def _document(request: Request, site: Site, iri: str, file: Path) -> _Described:
    quads = list(pyoxigraph.parse(path=str(file), format=RdfFormat.TURTLE, base_iri=iri))
    address = site.urls.to(iri.removeprefix(site.ids.base))

    def page(reader: Visit) -> bytes:
        with site.reading.now() as state:
            keep(request, state.generation.number)
            used = counts(state, Facet.KIND)
        return site.pages.render(
            "vocabulary.html",
            reader,
            iri=iri,
            document=terms(quads, iri, (reader.interface.tag, "en")),
            formats=RDF,
            address=address,
            used=used,
            places=site.ontology.places,
        )

    return _Described(address, iri, quads, page, (WebLink(iri, "canonical"),))


def _term(request: Request, site: Site, iri: str) -> _Described:
    """Describe a term; where its IRI is somebody else's, the page is ours and only tells of it (RFC 6892)."""
    address = site.urls.to(f"/ontology/{site.ontology.places[iri]}")
    document = site.ontology.document(iri)

    def page(reader: Visit) -> bytes:
        definition = _defined(site, iri, reader)
        with site.reading.now() as state:
            keep(request, state.generation.number)
            used = usage_of(site, state, definition, reader)
        return site.pages.render(
            "term.html",
            reader,
            term=definition,
            document=_title(site, document, reader),
            document_href=site.urls.href(document),
            formats=RDF,
            address=address,
            used=used,
            described=schema_org.embedded(schema_org.term(definition, document)),
        )

    own = site.urls.own(iri)
    links = (
        WebLink(in_ascii(iri), "describes"),
        WebLink(iri if own else f"{site.ids.base}/ontology/{site.ontology.places[iri]}", "canonical"),
        WebLink(document, "collection"),
    )
    quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in site.ontology.description(iri)]
    return _Described(address, iri, quads, page, links)


def _defined(site: Site, iri: str, reader: Visit) -> Definition:
    wanted = (reader.interface.tag, "en")
    words = Reader(site.urls, site.wording, wanted, interface=reader.interface)
    return Definitions(site.ontology, site.rules, words).of(iri)


def _title(site: Site, document: str, reader: Visit) -> str:
    return terms(site.ontology.about[document], document, (reader.interface.tag, "en")).title


def _answer(request: Request, site: Site, found: _Described, asked: Format | None) -> Response:
    selection = selected(request, DESCRIPTIONS, asked)
    chosen, address = selection.format, found.address
    is_page = chosen is HTML
    representation = Representation(
        body=found.page(visit(request, site.settings.language))
        if is_page
        else site.written(found.quads, found.iri, chosen),
        content_type=chosen.content_type,
        vary=selection.also_by(VARY) if is_page else selection.vary,
        location=f"{address}.{chosen.suffix}" if selection.is_negotiated and not is_page else None,
        links=(
            *found.links,
            *(WebLink(f"{address}.{format_.suffix}", "alternate", format_.media_type) for format_ in RDF),
        ),
        cache=REVALIDATED if is_page else CACHEABLE,
    )
    return answer(request, representation)
