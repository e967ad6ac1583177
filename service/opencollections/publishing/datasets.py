"""Datasets: a published collection as the description that harvesters, pages and feeds are made of."""

from ..formats.dcat import Dataset, Publisher
from ..iris import Identifiers
from ..query.listing import Published
from ..store.registry import Member


def publisher(identifiers: Identifiers, member: Member) -> Publisher:
    return Publisher(identifiers.member(member.slug), member.name, member.language, member.homepage)


def dataset(identifiers: Identifiers, one: Published) -> Dataset | None:
    """Describe a collection, or give None where nothing of it is public."""
    if one.version is None:
        return None
    name = one.collection.name
    return Dataset(
        iri=identifiers.collection(name),
        graph=identifiers.graph(name),
        title=one.collection.title,
        language=one.collection.language,
        licence=one.collection.licence,
        publisher=publisher(identifiers, one.member),
        dump=f"{identifiers.base}/dumps/{name}.nq.gz",
        version=one.version.number,
        modified=one.version.published,
        records=one.version.records,
        entities=one.version.entities,
        statements=one.version.quads,
    )
