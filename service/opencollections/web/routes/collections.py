"""Collections: the network, its members and their collections, as pages and as descriptions for harvesters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pyoxigraph import Quad

from ...formats import dcat, schema_org
from ...formats.dcat import Dataset
from ...formats.links import in_ascii
from ...formats.negotiation import BY_SUFFIX, HTML, RDF, Format, demand, split_suffix
from ...query import listing
from ...query.listing import Listed, Published
from ...store import ledger, registry
from ...store.control import Control
from ...store.ledger import Version
from ..catalogues import (
    catalogue,
    counted_catalogue,
    dataset,
    datasets,
    not_public,
    publisher,
    sparql_address,
)
from ..listings import main_type, rows, worth_listing
from ..representations import CACHEABLE, REVALIDATED, Representation, WebLink, answer
from ..site import Site, site_of
from ..state import State

router = APIRouter(include_in_schema=False)

SAMPLE: Final = 24


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
    return _network(request, BY_SUFFIX.get(suffix or ""), (HTML, *RDF))


@router.get("/.well-known/void")
def void(request: Request) -> Response:
    """Describe everything that is published, as data, where VoID §7.2 says that it is looked for."""
    return _network(request, None, RDF)


def _network(request: Request, asked: Format | None, offered: tuple[Format, ...]) -> Response:
    site = site_of(request)
    chosen = asked or demand(request.headers.get("accept"), offered)
    with site.reading.now() as state:
        described = catalogue(site, state) if chosen is HTML else counted_catalogue(site, state)
        published = state.generation.published

    def page() -> bytes:
        embedded = schema_org.embedded(schema_org.catalogue(described))
        return site.pages.render("catalog.html", catalogue=described, formats=RDF, described=embedded)

    found = _Description("/catalog", described.iri, dcat.catalogue(described), page, published)
    return _answer(request, site, found, asked, offered)


@router.get("/members/{name}")
def member(request: Request, name: str) -> Response:
    """Describe a member and list its collections."""
    site = site_of(request)
    slug, asked = split_suffix(name)
    with site.reading.now() as state:
        known = registry.member(state.control, slug)
        theirs = [one for one in listing.published(state.control, slug) if one.version is not None]
        own = datasets(site, state, slug)
        published = state.generation.published
    described = publisher(site, known)
    quads = dcat.member(described) + [quad for one in own for quad in dcat.dataset(one, sparql_address(site))]

    def page() -> bytes:
        organization = schema_org.organization(described.iri, described.name, described.homepage)
        embedded = schema_org.embedded(organization)
        return site.pages.render(
            "member.html",
            member=known,
            iri=described.iri,
            collections=theirs,
            formats=RDF,
            described=embedded,
        )

    found = _Description(f"/members/{slug}", described.iri, quads, page, published)
    return _answer(request, site, found, asked, (HTML, *RDF))


@router.get("/collections/{member}/{name}")
def collection(
    request: Request,
    member: str,
    name: str,
    type_: Annotated[str | None, Query(alias="type", max_length=500)] = None,
    after: Annotated[str, Query(max_length=4_000)] = "",
) -> Response:
    """Describe a collection: its licence, size, versions and dump, and its entities page by page."""
    site = site_of(request)
    slug, asked = split_suffix(name)
    with site.reading.now() as state:
        read = _contents(site, state, f"{member}/{slug}", type_, after)
        published = state.generation.published
    description = _Description(
        path=f"/collections/{read.one.collection.name}",
        iri=read.dataset.iri,
        quads=dcat.dataset(read.dataset, sparql_address(site)),
        page=lambda: _collection_page(site, read),
        published=published,
        links=(
            WebLink(in_ascii(read.dataset.licence), "license"),
            WebLink(site.urls.to("/catalog"), "collection"),
        ),
    )
    return _answer(request, site, description, asked, (HTML, *RDF))


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
    """What the page of a collection tells: its kinds of entities with their numbers, and some of one kind."""

    one: Published
    dataset: Dataset
    kinds: list[tuple[str, int]]
    shown: str | None
    after: str
    listed: list[Listed]
    versions: list[Version]


def _contents(site: Site, state: State, name: str, type_: str | None, after: str) -> _Contents:
    control = state.control
    one = _published(control, name)
    described = dataset(site, one)
    if described is None:
        raise not_public(control, one.collection)
    kinds = state.counted(f"types {name}", lambda counting: listing.types(counting, name))
    shown = type_ or main_type(kinds)
    # One more than is shown tells whether there are others.
    listed = listing.entities(control, name, of_type=shown, after=after, limit=SAMPLE + 1)
    return _Contents(one, described, kinds, shown, after, listed, ledger.versions(control, name))


def _collection_page(site: Site, read: _Contents) -> bytes:
    return site.pages.render(
        "collection.html",
        one=read.one,
        dataset=read.dataset,
        kinds=[(iri, site.wording.heading(iri), count) for iri, count in worth_listing(read.kinds)],
        shown=read.shown,
        rows=rows(site, read.listed[:SAMPLE]),
        after=read.listed[SAMPLE - 1].iri if len(read.listed) > SAMPLE else None,
        begun=bool(read.after),
        versions=read.versions,
        formats=RDF,
        described=schema_org.embedded(schema_org.dataset(read.dataset)),
    )


def _published(control: Control, name: str) -> Published:
    """Give a collection with what is public of it; raise UnknownCollection."""
    known = registry.collection(control, name)
    return Published(known, registry.member(control, known.member), listing.current(control, name))


def _answer(
    request: Request, site: Site, found: _Description, asked: Format | None, offered: tuple[Format, ...]
) -> Response:
    chosen = asked or demand(request.headers.get("accept"), offered)
    address = site.urls.to(found.path)
    alternates = [WebLink(f"{address}.{format_.suffix}", "alternate", format_.media_type) for format_ in RDF]
    return answer(
        request,
        Representation(
            body=found.page() if chosen is HTML else site.written(found.quads, found.iri, chosen),
            content_type=chosen.content_type,
            modified=found.published,
            vary=None if asked else "Accept",
            location=None if asked or chosen is HTML else f"{address}.{chosen.suffix}",
            links=(WebLink(found.iri, "canonical"), *alternates, *found.links),
            cache=REVALIDATED if chosen is HTML else CACHEABLE,
        ),
    )
