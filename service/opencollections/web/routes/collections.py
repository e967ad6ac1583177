"""Collections: the network, its members and their collections, as pages and as descriptions for harvesters."""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response
from pyoxigraph import Quad

from ...formats import dcat, schema_org
from ...formats.dcat import Dataset, Publisher
from ...formats.links import in_ascii
from ...formats.negotiation import BY_SUFFIX, RDF, Format, split_suffix
from ...publishing import provenance
from ...publishing.platforms import PLATFORMS
from ...query import listing
from ...query.inventory import Facet
from ...query.listing import Published, published_collection
from ...query.quality import CollectionQuality, collection_quality
from ...store import registry
from ...store.registry import Member
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
from ..description_answer import Description, described
from ..holdings import holdings
from ..representations import Representation, WebLink, answer
from ..selection import DATA, selected
from ..site import Site, site_of
from ..state import State
from ..visits import visit

router = APIRouter(include_in_schema=False)


@router.get("/catalog")
@router.get("/catalog.{suffix}")
def network(request: Request, suffix: str | None = None) -> Response:
    """Describe everything that is published."""
    if suffix is not None and suffix not in BY_SUFFIX:
        raise HTTPException(404)
    return _network(request, BY_SUFFIX.get(suffix or ""), with_page=True)


@router.get("/.well-known/void")
def void(request: Request) -> Response:
    """Describe everything that is published, as data, where VoID §7.2 says that it is looked for."""
    return _network(request, None, with_page=False)


def _network(request: Request, suffix: Format | None, *, with_page: bool) -> Response:
    site = site_of(request)

    def page() -> bytes:
        embedded = schema_org.embedded(schema_org.catalogue(whole))
        reader = visit(request, site.settings.language)
        return site.pages.render("catalog.html", reader, catalogue=whole, formats=RDF, described=embedded)

    with site.reading.now() as state:
        keep(request, state.generation.number)
        whole = catalogue(site, state)
        found = Description(
            of=site.description(whole.iri, "/catalog"),
            quads=lambda: dcat.catalogue(counted_catalogue(site, state)),
            page=page if with_page else None,
            modified=state.generation.published,
            links=(WebLink(whole.iri, "canonical"),),
        )
        return described(request, found, suffix)


@router.get("/members/{name}")
def member(request: Request, name: str) -> Response:
    """Describe a member and list its collections."""
    site = site_of(request)
    slug, suffix = split_suffix(name)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        known = registry.member(state.control, slug)
        told = publisher(site, known)
        found = Description(
            of=site.description(told.iri, f"/members/{slug}"),
            quads=lambda: _member_quads(site, state, told, slug),
            page=lambda: _member_page(request, site, state, known),
            modified=state.generation.published,
            links=(WebLink(told.iri, "canonical"),),
        )
        return described(request, found, suffix)


def _member_quads(site: Site, state: State, told: Publisher, slug: str) -> list[Quad]:
    own = datasets(site, state, slug)
    return dcat.member(told) + [quad for one in own for quad in dcat.dataset(one, sparql_address(site))]


def _member_page(request: Request, site: Site, state: State, known: Member) -> bytes:
    reader = visit(request, site.settings.language)
    told, collections = publisher(site, known), listing.published(state.control, known.slug)
    organization = schema_org.organization(told.iri, told.name, told.homepage)
    return site.pages.render(
        "member.html",
        reader,
        member=known,
        held=holdings(site, state, reader, Facet.MEMBER, known.slug, collections),
        iri=told.iri,
        collections=[one for one in collections if one.version is not None],
        formats=RDF,
        described=schema_org.embedded(organization),
    )


@router.get("/collections/{member}/{name}")
def collection(request: Request, member: str, name: str) -> Response:
    """Describe a collection: what is in it, its licence, size, quality, versions and dump."""
    site = site_of(request)
    slug, suffix = split_suffix(name)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        read = _contents(site, state, f"{member}/{slug}")
        found = Description(
            of=site.description(read.dataset.iri, f"/collections/{read.one.collection.name}"),
            quads=lambda: dcat.dataset(read.dataset, sparql_address(site)),
            page=lambda: _collection_page(request, site, state, read),
            modified=state.generation.published,
            links=(
                WebLink(read.dataset.iri, "canonical"),
                WebLink(in_ascii(read.dataset.licence), "license"),
                WebLink(site.urls.to("/catalog"), "collection"),
            ),
        )
        return described(request, found, suffix)


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
        one = published_collection(state.control, f"{member}/{name}")
    return Response(
        status_code=303, headers={"Location": site.urls.to(f"/collections/{one.collection.name}")}
    )


@dataclass(frozen=True)
class _Contents:
    """What is told of a collection: its description, and how it was judged."""

    one: Published
    dataset: Dataset
    quality: CollectionQuality | None


def _contents(site: Site, state: State, name: str) -> _Contents:
    one = published_collection(state.control, name)
    told = dataset(site, one)
    if told is None:
        raise not_public(state.control, one.collection)
    quality = state.counted(f"quality of {name}", lambda control: collection_quality(control, name))
    return _Contents(one, told, quality)


def _collection_page(request: Request, site: Site, state: State, read: _Contents) -> bytes:
    reader = visit(request, site.settings.language)
    return site.pages.render(
        "collection.html",
        reader,
        one=read.one,
        dataset=read.dataset,
        held=holdings(site, state, reader, Facet.COLLECTION, read.one.collection.name, [read.one]),
        quality=read.quality,
        platforms=PLATFORMS.values(),
        formats=RDF,
        described=schema_org.embedded(schema_org.dataset(read.dataset)),
    )
