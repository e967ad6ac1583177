"""Platforms: a collection in the forms that others take it in, written as its records are gone through."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from ..formats import archive_org, quickstatements, schema_feed
from ..formats.dcat import Dataset
from ..formats.edm import EdmRecord, alone
from ..formats.schema_org import Json
from ..formats.spreadsheet import lines
from ..iris import Identifiers
from ..vocabulary import RDF_TYPE, expand
from .europeana import EdmCollection, Readiness, archive

_KEEPER: Final = expand("edm:dataProvider")


@dataclass(frozen=True, slots=True)
class Platform:
    """A form: its name for ``ocn export`` and in addresses, in words, the ending and media type of its file."""

    name: str
    words: str
    ending: str
    content_type: str
    write: Callable[[EdmCollection, Dataset, Identifiers], Iterator[bytes]]


def _edm(collection: EdmCollection, _: Dataset, identifiers: Identifiers) -> Iterator[bytes]:
    return archive(collection, identifiers, Readiness())


def _archive_org(collection: EdmCollection, _: Dataset, identifiers: Identifiers) -> Iterator[bytes]:
    rows = (
        row
        for record in collection.records()
        for row in archive_org.rows(record, identifiers.path(record.object.iri) or record.object.iri)
    )
    return map(str.encode, lines(archive_org.COLUMNS, rows))


def _quickstatements(collection: EdmCollection, _: Dataset, __: Identifiers) -> Iterator[bytes]:
    for record in collection.records():
        if quickstatements.item(record.object) is not None:
            yield from map(str.encode, quickstatements.commands(record, _keeper(collection, record)))


def _keeper(collection: EdmCollection, record: EdmRecord) -> str | None:
    """Give the item of Wikidata that the institution is stated to be, which has the object."""
    if record.aggregation is None:
        return None
    for predicate, value in collection.stated(record.aggregation.iri):
        if predicate == _KEEPER and isinstance(value, NamedNode):
            for one in alone(value.value, collection.stated):
                return quickstatements.item(one.object)
    return None


def _schema_org(collection: EdmCollection, described: Dataset, _: Identifiers) -> Iterator[bytes]:
    return map(str.encode, schema_feed.feed(described, _items(collection, described)))


def _items(collection: EdmCollection, described: Dataset) -> Iterable[Json]:
    for record in collection.records():
        stated = collection.stated(record.object.iri)
        classes = [value.value for predicate, value in stated if predicate == RDF_TYPE]
        yield schema_feed.item(record, classes, described)


PLATFORMS: Final = {
    one.name: one
    for one in (
        Platform("edm", "Europeana (EDM)", "zip", "application/zip", _edm),
        Platform("archive.org", "archive.org", "csv", "text/csv; charset=utf-8", _archive_org),
        Platform(
            "quickstatements",
            "Wikidata (QuickStatements)",
            "txt",
            "text/plain; charset=utf-8",
            _quickstatements,
        ),
        Platform("schema.org", "schema.org", "jsonld", "application/ld+json", _schema_org),
    )
}
"""Every form by its name."""
