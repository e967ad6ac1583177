"""The site: what stays the same for every request while the service runs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from fastapi import Request
from pyoxigraph import Quad, RdfFormat, Triple

from ..formats import jsonld, rdf
from ..formats.jsonld import Context
from ..formats.links import Urls
from ..formats.negotiation import JSON_LD, Format
from ..formats.wording import Wording, wording
from ..iris import Identifiers
from ..resources import resource
from ..settings import Settings
from .pages import Pages
from .state import Reading


@dataclass(frozen=True)
class Site:
    """The settings, the addresses, the words, the templates, and the door to the data."""

    settings: Settings
    urls: Urls
    wording: Wording
    context: Context
    pages: Pages
    reading: Reading

    @property
    def ids(self) -> Identifiers:
        return self.urls.ids

    def written(self, quads: Iterable[Quad], first: str, format_: Format) -> bytes:
        """Write statements in an RDF format with those about ``first`` on top; raise Unwritable."""
        if format_ is JSON_LD:
            return jsonld.written(quads, first, self.context)
        return rdf.written(quads, format_, first)


def site(settings: Settings, ids: Identifiers, reading: Reading) -> Site:
    """Read what the site is made of: the labels of the ontology, the JSON-LD context and the templates."""
    urls = Urls(ids)
    folder = resource("ontology")
    context = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return Site(
        settings=settings,
        urls=urls,
        wording=wording(_ontology(folder, ids)),
        context=Context(f"{ids.base}/context.jsonld", context),
        pages=Pages(urls, settings.network_name),
        reading=reading,
    )


def site_of(request: Request) -> Site:
    """Give the site that a request came to."""
    found: Site = request.app.state.site
    return found


def vocabulary_base(ids: Identifiers, folder: Path, file: Path) -> str:
    """Give the IRI that a file of the ontology resolves against, which is also its address without suffix."""
    return f"{ids.base}/ontology/{file.relative_to(folder).with_suffix('').as_posix()}"


def _ontology(folder: Path, ids: Identifiers) -> list[Triple]:
    return [
        quad.triple
        for file in sorted(folder.rglob("*.ttl"))
        for quad in pyoxigraph.parse(
            path=str(file), format=RdfFormat.TURTLE, base_iri=vocabulary_base(ids, folder, file)
        )
    ]
