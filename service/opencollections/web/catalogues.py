"""Catalogues: the published collections as the descriptions that harvesters and pages are made of."""

from dataclasses import replace

from ..errors import CollectionWithdrawn, UnknownCollection, UsageError
from ..formats.dcat import Catalogue, Dataset, Publisher
from ..formats.texts import said, written_out
from ..publishing import datasets as described
from ..query.listing import Published, published
from ..store import ledger
from ..store.control import Control
from ..store.registry import Collection, Member
from .site import Site
from .state import State


def publisher(site: Site, member: Member) -> Publisher:
    return described.publisher(site.ids, member)


def dataset(site: Site, one: Published) -> Dataset | None:
    """Describe a collection, or give None where nothing of it is public."""
    return described.dataset(site.ids, one)


def not_public(control: Control, collection: Collection) -> UsageError:
    """Tell a collection that was withdrawn from one of which nothing was published yet."""
    newest = ledger.newest(control, collection.name)
    if newest is None:
        return UnknownCollection(collection=collection.name)
    return CollectionWithdrawn(
        title=collection.title,
        collection=collection.name,
        day=written_out(newest.published),
        why=said(newest.reason),
    )


def datasets(site: Site, state: State, member: str | None = None) -> tuple[Dataset, ...]:
    found = (dataset(site, one) for one in published(state.control, member))
    return tuple(one for one in found if one is not None)


def catalogue(site: Site, state: State) -> Catalogue:
    return Catalogue(
        iri=f"{site.ids.base}/catalog",
        title=site.settings.network_name,
        language=site.settings.language,
        sparql=sparql_address(site),
        datasets=datasets(site, state),
    )


def counted_catalogue(site: Site, state: State) -> Catalogue:
    """Describe everything together with what each graph is made of; the first time this may take seconds."""
    described = catalogue(site, state)
    engine, counted = state.generation.engine, site.reading.counted
    datasets_ = (
        replace(one, statistics=counted.of(engine, one.graph, one.version)) for one in described.datasets
    )
    return replace(described, datasets=tuple(datasets_))


def sparql_address(site: Site) -> str:
    return f"{site.ids.base}/sparql"
