"""The site: what stays the same for every request while the service runs."""

import json
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph
from fastapi import Request
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from ..formats import jsonld, rdf
from ..formats.jsonld import Context
from ..formats.links import Urls
from ..formats.negotiation import JSON_LD, RDF_XML, Format
from ..formats.offers import Models, Resource
from ..formats.ontology import Ontology, ontology
from ..formats.profiles import Profile, profile, told, told_in_order
from ..formats.rules import Rule, rules
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
    profiles: tuple[Profile, ...]
    descriptions: tuple[Profile, ...]
    terms: Mapping[NamedNode, tuple[Quad, ...]]
    documents: Mapping[str, tuple[Quad, ...]]
    ontology: Ontology
    rules: Mapping[tuple[str, str], Rule]

    @property
    def full(self) -> Profile:
        """The profile of everything stated, which whoever does not ask for another one gets."""
        return self.profiles[0]

    @cached_property
    def models(self) -> Models:
        """What the data of every entity is offered in, the full statements first."""
        return Models(self.profiles)

    @cached_property
    def description_models(self) -> Models:
        return Models((self.full, *self.descriptions))

    @cached_property
    def document_models(self) -> Models:
        return Models((self.full,))

    def data(self, iri: str) -> Resource:
        """Tell where the data of an entity of ours is, and in which profiles."""
        return Resource(iri, self.urls.data(iri) or "", self.models)

    def description(self, iri: str, path: str) -> Resource:
        """Tell where the description of the catalogue, a member or a collection is, and in which profiles."""
        return Resource(iri, self.urls.to(path), self.description_models)

    def document(self, iri: str, path: str) -> Resource:
        """Tell where a document of the ontology is, or one of its terms, which are offered as they are stated."""
        return Resource(iri, self.urls.to(path), self.document_models)

    def terms_in(self, quads: Iterable[Quad], about: Container[str] | None = None) -> Iterator[Quad]:
        """Give what the ready vocabularies say of those of their terms that statements link to."""
        linked = {node for quad in quads if isinstance(node := quad.object, NamedNode)}
        for node in linked:
            for quad in self.terms.get(node, ()):
                if about is None or quad.predicate.value in about:
                    yield quad

    def told(self, quads: Iterable[Quad], first: str, format_: Format, profile: Profile) -> bytes | None:
        """Tell the entity ``first`` in a profile; None where the profile has no words for it."""
        stated = tuple(quads)
        found = told(profile, first, stated)
        if not found:
            return None
        if format_ is RDF_XML and (document := told_in_order(profile, first, stated)) is not None:
            return document
        if format_ is JSON_LD:
            return jsonld.written(found, first, profile.context or self.context)
        return rdf.written(found, format_, first, profile.prefixes)

    @property
    def ids(self) -> Identifiers:
        return self.urls.ids

    def written(self, quads: Iterable[Quad], first: str, format_: Format) -> bytes:
        """Write statements in an RDF format with those about ``first`` on top; raise Unwritable."""
        if format_ is JSON_LD:
            return jsonld.written(quads, first, self.context)
        return rdf.written(quads, format_, first)

    def written_in_order(
        self, quads: Sequence[Quad], namespaces: Collection[str] | None, first: str, format_: Format
    ) -> bytes:
        """Write statements, which are in order, in an RDF format; raise Unwritable."""
        if format_ is JSON_LD:
            return jsonld.written(quads, first, self.context)
        return rdf.document(quads, format_, namespaces=namespaces)


def site(settings: Settings, ids: Identifiers, reading: Reading) -> Site:
    """Read what the site is made of: the labels of the ontology, the JSON-LD context and the templates."""
    urls = Urls(ids)
    folder = resource("ontology")
    documents = _documents(folder, ids)
    context = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return Site(
        settings=settings,
        urls=urls,
        wording=wording(quad.triple for quad in documents),
        context=Context(f"{ids.base}/context.jsonld", context),
        pages=Pages(urls, settings.network_name, settings.map_tiles, settings.map_credit),
        reading=reading,
        profiles=_profiles(folder, ids, "profiles"),
        descriptions=_profiles(folder, ids, "profiles/descriptions"),
        terms=_terms(documents, ids),
        documents=_by_document(documents),
        ontology=ontology(documents, f"{ids.base}/ontology/"),
        rules=rules(_core_shapes(documents, ids)),
    )


def _profiles(folder: Path, ids: Identifiers, place: str) -> tuple[Profile, ...]:
    """Read the profiles of a folder by their short names, the full one first."""
    home = f"{ids.base}/ontology/profiles"

    def read(iri: str) -> str:
        return (folder / "profiles" / iri.removeprefix(f"{home}/")).read_text(encoding="utf-8")

    found = []
    for file in sorted((folder / place).glob("*.ttl")):
        iri = vocabulary_base(ids, folder, file)
        found.append(profile(_parsed(file, iri), iri, read))
    return tuple(sorted(found, key=lambda one: (not one.is_full, one.token)))


def _terms(documents: Iterable[Quad], ids: Identifiers) -> Mapping[NamedNode, tuple[Quad, ...]]:
    """Give what the ready vocabularies say of each of their terms; the vocabulary is the named graph."""
    home = f"{ids.base}/ontology/vocabularies/"
    found: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in documents:
        if isinstance(quad.subject, NamedNode) and quad.graph_name.value.startswith(home):  # type: ignore[union-attr]
            found[quad.subject].append(quad)
    return {node: tuple(quads) for node, quads in found.items()}


def site_of(request: Request) -> Site:
    """Give the site that a request came to."""
    found: Site = request.app.state.site
    return found


def vocabulary_base(ids: Identifiers, folder: Path, file: Path) -> str:
    """Give the IRI that a file of the ontology resolves against, which is also its address without suffix."""
    return f"{ids.base}/ontology/{file.relative_to(folder).with_suffix('').as_posix()}"


def _documents(folder: Path, ids: Identifiers) -> list[Quad]:
    """Read all documents of the ontology, each into the named graph that is its own IRI."""
    found = []
    for file in sorted(folder.rglob("*.ttl")):
        home = vocabulary_base(ids, folder, file)
        found += [Quad(s, p, o, NamedNode(home)) for s, p, o in _parsed(file, home)]
    return found


def _by_document(quads: Iterable[Quad]) -> Mapping[str, tuple[Quad, ...]]:
    """Give the statements of each document by its IRI, in no named graph, as the document itself has them."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.graph_name.value].append(Quad(*quad.triple))  # type: ignore[union-attr]
    return {iri: tuple(stated) for iri, stated in found.items()}


def _core_shapes(documents: Iterable[Quad], ids: Identifiers) -> Iterator[Quad]:
    """Give the shapes that every record is held against; the others say what one aggregator or another asks."""
    core = NamedNode(f"{ids.base}/ontology/shapes/core")
    return (quad for quad in documents if quad.graph_name == core)


def _parsed(file: Path, base: str) -> list[Triple]:
    return [quad.triple for quad in pyoxigraph.parse(path=str(file), format=RdfFormat.TURTLE, base_iri=base)]
