"""Collections: the network, its members and their collections, as pages and as descriptions for harvesters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from pyoxigraph import Quad

from ...formats import dcat, schema_org
from ...formats.dcat import Dataset
from ...formats.links import in_ascii
from ...formats.negotiation import BY_SUFFIX, HTML, RDF, Format, split_suffix
from ...formats.offers import Offer
from ...publishing import provenance
from ...query import listing
from ...query.changes import ChangeCounts, change_counts
from ...query.finding import Wish
from ...query.inventory import Facet, dated
from ...query.listing import Published
from ...query.quality import CollectionQuality, collection_quality
from ...store import ledger, registry
from ...store.control import Control
from ...store.ledger import Version
from ..cache import keep
from ..catalogues import (
    catalogue,
    counted_catalogue,
    dataset,
    datasets,
    not_public,
    publisher,
    sparql_address,
)
from ..findings_page import FindingsPage, findings, findings_page
from ..representations import CACHEABLE, REVALIDATED, Representation, WebLink, answer
from ..search_address import SearchAddress
from ..selection import DATA, DESCRIPTIONS, Selection, selected
from ..site import Site, site_of
from ..state import State
from ..visits import VARY, Visit, visit

router = APIRouter(include_in_schema=False)

SAMPLE: Final = 12


@dataclass(frozen=True)
class _Description:
    """A description that is offered as a page and as data: its path, what it is of, and how to make each."""

    path: str
    iri: str
    quads: Iterable[Quad]
    page: Callable[[], bytes]
    published: str | None
    links: tuple[WebLink, ...] = ()


@router.get("/catalog")
@router.get("/catalog.{suffix}")
def network(request: Request, suffix: str | None = None) -> Response:
    """Describe everything that is published."""
    if suffix is not None and suffix not in BY_SUFFIX:
        raise HTTPException(404)
    return _network(request, BY_SUFFIX.get(suffix or ""), DESCRIPTIONS)


@router.get("/.well-known/void")
def void(request: Request) -> Response:
    """Describe everything that is published, as data, where VoID §7.2 says that it is looked for."""
    return _network(request, None, DATA)


def _network(request: Request, asked: Format | None, offered: tuple[Offer, ...]) -> Response:
    site = site_of(request)
    chosen = selected(request, offered, asked)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        described = catalogue(site, state) if chosen.format is HTML else counted_catalogue(site, state)
        published = state.generation.published

    def page() -> bytes:
        embedded = schema_org.embedded(schema_org.catalogue(described))
        reader = visit(request, site.settings.language)
        return site.pages.render("catalog.html", reader, catalogue=described, formats=RDF, described=embedded)

    found = _Description("/catalog", described.iri, dcat.catalogue(described), page, published)
    return _answer(request, site, found, chosen)


@router.get("/members/{name}")
def member(request: Request, name: str) -> Response:
    """Describe a member and list its collections."""
    site = site_of(request)
    slug, asked = split_suffix(name)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        known = registry.member(state.control, slug)
        theirs = [one for one in listing.published(state.control, slug) if one.version is not None]
        own = datasets(site, state, slug)
        chosen = selected(request, DESCRIPTIONS, asked)
        reader = visit(request, site.settings.language)
        things = _things(site, state, reader, Facet.MEMBER, slug) if chosen.format is HTML else None
        published = state.generation.published
    described = publisher(site, known)
    quads = dcat.member(described) + [quad for one in own for quad in dcat.dataset(one, sparql_address(site))]

    def page() -> bytes:
        organization = schema_org.organization(described.iri, described.name, described.homepage)
        embedded = schema_org.embedded(organization)
        return site.pages.render(
            "member.html",
            reader,
            member=known,
            page=things,
            iri=described.iri,
            collections=theirs,
            formats=RDF,
            described=embedded,
        )

    found = _Description(f"/members/{slug}", described.iri, quads, page, published)
    return _answer(request, site, found, chosen)


@router.get("/collections/{member}/{name}")
def collection(request: Request, member: str, name: str) -> Response:
    """Describe a collection: what is in it, its licence, size, quality, versions and dump."""
    site = site_of(request)
    slug, asked = split_suffix(name)
    reader = visit(request, site.settings.language)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        read = _contents(site, state, f"{member}/{slug}")
        chosen = selected(request, DESCRIPTIONS, asked)
        things = (
            _things(site, state, reader, Facet.COLLECTION, f"{member}/{slug}")
            if chosen.format is HTML
            else None
        )
        published = state.generation.published
    description = _Description(
        path=f"/collections/{read.one.collection.name}",
        iri=read.dataset.iri,
        quads=dcat.dataset(read.dataset, sparql_address(site)),
        page=lambda: _collection_page(site, reader, read, things),
        published=published,
        links=(
            WebLink(in_ascii(read.dataset.licence), "license"),
            WebLink(site.urls.to("/catalog"), "collection"),
        ),
    )
    return _answer(request, site, description, chosen)


@router.get("/graph/catalog")
def catalogue_graph(request: Request) -> Response:
    """Tell how every version came to be (PROV-O)."""
    site = site_of(request)
    chosen = selected(request, DATA)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        quads = provenance.catalogue_graph(state.control, site.ids)
        published = state.generation.published
    body = site.written(quads, f"{site.ids.base}/catalog", chosen.format)
    return answer(request, Representation(body, chosen.format.content_type, published, vary=chosen.vary))


@router.get("/graph/{member}/{name}")
def graph(request: Request, member: str, name: str) -> Response:
    """Send a client from the IRI of a named graph to the collection that it holds."""
    site = site_of(request)
    with site.reading.now() as state:
        one = _published(state.control, f"{member}/{name}")
    return Response(
        status_code=303, headers={"Location": site.urls.to(f"/collections/{one.collection.name}")}
    )


@dataclass(frozen=True)
class _Contents:
    """What the page of a collection tells of it: its description, its versions, its quality, how much of it is dated."""

    one: Published
    dataset: Dataset
    dated: int
    quality: CollectionQuality | None
    versions: list[tuple[Version, ChangeCounts]]


def _contents(site: Site, state: State, name: str) -> _Contents:
    one = _published(state.control, name)
    described = dataset(site, one)
    if described is None:
        raise not_public(state.control, one.collection)
    counts = change_counts(state.control, name)
    versions = [(one, counts.get(one.number, ChangeCounts())) for one in ledger.versions(state.control, name)]
    quality = state.counted(f"quality of {name}", lambda control: collection_quality(control, name))
    return _Contents(one, described, dated(state.control, name), quality, versions)


def _things(site: Site, state: State, reader: Visit, facet: Facet, value: str) -> FindingsPage:
    """Find some things of a member or collection, as the search does that shows all of them."""
    address = SearchAddress(Wish(chosen={facet: (value,)}), path=site.urls.to("/search"))
    return findings_page(site, state, address, findings(state, address, SAMPLE), reader)


def _collection_page(site: Site, reader: Visit, read: _Contents, things: FindingsPage | None) -> bytes:
    assert things is not None
    pictured = next(offer for offer in things.found.offers if offer.facet is Facet.PICTURE)
    return site.pages.render(
        "collection.html",
        reader,
        one=read.one,
        dataset=read.dataset,
        page=things,
        with_picture=sum(count for _, count in pictured.values),
        with_date=read.dated,
        quality=read.quality,
        versions=read.versions,
        formats=RDF,
        described=schema_org.embedded(schema_org.dataset(read.dataset)),
    )


def _published(control: Control, name: str) -> Published:
    """Give a collection with what is public of it; raise UnknownCollection."""
    known = registry.collection(control, name)
    return Published(known, registry.member(control, known.member), listing.current(control, name))


def _answer(request: Request, site: Site, found: _Description, chosen: Selection) -> Response:
    format_, address = chosen.format, site.urls.to(found.path)
    is_page = format_ is HTML
    alternates = [WebLink(f"{address}.{one.suffix}", "alternate", one.media_type) for one in RDF]
    return answer(
        request,
        Representation(
            body=found.page() if is_page else site.written(found.quads, found.iri, format_),
            content_type=format_.content_type,
            modified=found.published,
            vary=chosen.also_by(VARY) if is_page else chosen.vary,
            location=f"{address}.{format_.suffix}" if chosen.is_negotiated and not is_page else None,
            links=(WebLink(found.iri, "canonical"), *alternates, *found.links),
            cache=REVALIDATED if is_page else CACHEABLE,
        ),
    )
