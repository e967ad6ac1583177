"""The ontology: its documents, and a page and data for each class, property and concept."""

from datetime import datetime

from fastapi import APIRouter, Request, Response

from ...formats import schema_org
from ...formats.definitions import Definition, Definitions
from ...formats.links import in_ascii
from ...formats.negotiation import HTML, RDF, split_suffix
from ...formats.offers import Resource
from ...formats.reader import Reader
from ...formats.terms import terms
from ...query.inventory import Facet
from ...resources import resource
from ..cache import keep
from ..description_answer import Description, described
from ..descriptions import counts
from ..files import file_answer, files_of, inside, written
from ..representations import REVALIDATED, Representation, WebLink, answer
from ..site import Site, site_of, vocabulary_base
from ..usage import usage_of
from ..visits import VARY, Visit, visit

router = APIRouter(include_in_schema=False)


@router.get("/ontology")
@router.get("/ontology/")
def documents(request: Request) -> Response:
    """List the documents of the ontology by what they are called, and their files."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    languages = (reader.interface.tag, "en")
    told = [(site.urls.href(iri), terms(quads, iri, languages)) for iri, quads in site.documents.items()]
    body = site.pages.render("ontology.html", reader, documents=told, files=files_of(site, "ontology"))
    return answer(request, Representation(body, HTML.content_type, vary=VARY, cache=REVALIDATED))


@router.get("/ontology/{path:path}")
def document_or_term(request: Request, path: str) -> Response:
    """Answer with a document of the ontology or with one of its terms: a page, or data in any RDF format."""
    site, folder = site_of(request), resource("ontology")
    stem, suffix = split_suffix(path)
    file = inside(folder, f"{stem}.ttl")
    if file is not None:
        return described(request, _document(request, site, vocabulary_base(site.ids, folder, file)), suffix)
    term = site.ontology.terms.get(stem)
    if term is not None:
        return described(request, _term(request, site, term), suffix)
    return file_answer(request, inside(folder, path))


def _document(request: Request, site: Site, iri: str) -> Description:
    of = site.document(iri, iri.removeprefix(site.ids.base))
    quads = site.documents[iri]

    def page() -> bytes:
        reader = visit(request, site.settings.language)
        with site.reading.now() as state:
            keep(request, state.generation.number)
            used = counts(state, Facet.KIND)
        document = terms(quads, iri, (reader.interface.tag, "en"))
        return site.pages.render(
            "vocabulary.html",
            reader,
            iri=iri,
            document=document,
            described=schema_org.embedded(schema_org.term_set(iri, document)),
            formats=RDF,
            address=of.address,
            used=used,
            places=site.ontology.places,
        )

    return Description(of, lambda: quads, page, _modified(site), links=(WebLink(iri, "canonical"),))


def _modified(site: Site) -> str:
    """Tell when anything changed of which the pages of the ontology tell: it, or what uses it."""
    with site.reading.now() as state:
        published = state.generation.published
    files = resource("ontology").rglob("*.ttl")
    return max([*map(written, files), *([published] if published else [])], key=datetime.fromisoformat)


def _term(request: Request, site: Site, iri: str) -> Description:
    """Describe a term; where its IRI is somebody else's, the page is ours and only tells of it (RFC 6892)."""
    place = site.ontology.places[iri]
    of = site.document(iri, f"/ontology/{place}")
    canonical = iri if site.urls.own(iri) else f"{site.ids.base}/ontology/{place}"
    return Description(
        of,
        lambda: site.ontology.description(iri),
        lambda: _term_page(request, site, of),
        _modified(site),
        links=(
            WebLink(in_ascii(iri), "describes"),
            WebLink(canonical, "canonical"),
            WebLink(site.ontology.document(iri), "collection"),
        ),
    )


def _term_page(request: Request, site: Site, of: Resource) -> bytes:
    reader = visit(request, site.settings.language)
    definition = _defined(site, of.iri, reader)
    document = site.ontology.document(of.iri)
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
        address=of.address,
        used=used,
        described=schema_org.embedded(schema_org.term(definition, document)),
    )


def _defined(site: Site, iri: str, reader: Visit) -> Definition:
    wanted = (reader.interface.tag, "en")
    words = Reader(site.urls, site.wording, wanted, interface=reader.interface)
    return Definitions(site.ontology, site.rules, words).of(iri)


def _title(site: Site, document: str, reader: Visit) -> str:
    return terms(site.ontology.about[document], document, (reader.interface.tag, "en")).title
