"""Hydra: a page of a list as RDF, with the way to the next one (Hydra Core Vocabulary, PartialCollectionView)."""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ..vocabulary import RDF_TYPE, expand
from .texts import Text

_TYPE: Final = NamedNode(RDF_TYPE)
_LABEL: Final = NamedNode(expand("rdfs:label"))


def page(
    collection: str,
    view: str,
    first: str,
    total: int,
    members: Sequence[tuple[str, Text, str | None]],
    next_: str | None,
    previous: str | None,
) -> list[Quad]:
    """Describe one page (``view``) of a list (``collection``); members are an IRI, a title and a class each."""
    whole, part = NamedNode(collection), NamedNode(view)
    quads = [
        Quad(whole, _TYPE, _term("Collection")),
        Quad(whole, _term("totalItems"), Literal(total)),
        Quad(whole, _term("view"), part),
        Quad(part, _TYPE, _term("PartialCollectionView")),
        Quad(part, _term("first"), NamedNode(first)),
    ]
    links = (("next", next_), ("previous", previous))
    quads += [Quad(part, _term(name), NamedNode(href)) for name, href in links if href]
    for iri, title, class_ in members:
        label = Literal(title.text, language=title.language)
        quads += [Quad(whole, _term("member"), NamedNode(iri)), Quad(NamedNode(iri), _LABEL, label)]
        quads += [Quad(NamedNode(iri), _TYPE, NamedNode(class_))] if class_ else []
    return quads


def _term(name: str) -> NamedNode:
    return NamedNode(expand(f"hydra:{name}"))
