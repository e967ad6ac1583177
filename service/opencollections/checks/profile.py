"""The profile as the checks use it: its shapes, those of each target, and what its terms are called."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ..resources import resource
from ..vocabulary import expand
from .explanations import Names
from .shape_documents import read_shapes
from .shapes import Shape, inner_shapes

TARGETS: Final = ("edm", "schema", "archive-org", "music", "iiif", "register", "search-engines", "wikidata")
"""Whom there are shapes for beside the core."""

_ADDRESS: Final = "https://opencollections.net/ontology/"
"""What relative IRIs of the ontology resolve against here; only their fragments are told."""

_LABEL: Final = expand("rdfs:label")


@cache
def shapes_of(name: str) -> tuple[Shape, ...]:
    """Give the shapes of the core (``core``) or of one of TARGETS."""
    text = (resource("ontology") / "shapes" / f"{name}.ttl").read_text(encoding="utf-8")
    return read_shapes(text, f"{name}.ttl", f"{_ADDRESS}shapes/{name}")


@cache
def names() -> Names:
    """Give the labels of the classes and properties of the profile."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    path = str(resource("ontology") / "profile.ttl")
    for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=f"{_ADDRESS}profile"):
        if quad.predicate.value == _LABEL and isinstance(quad.subject, NamedNode):
            assert isinstance(quad.object, Literal)
            labels[quad.subject.value][quad.object.language or "en"] = quad.object.value
    return Names(dict(labels))


@cache
def advice() -> Mapping[str, Mapping[str, str]]:
    """Give what shapes tell curators to do, by the English sentence, in every language."""
    return {
        one.messages["en"]: one.messages
        for name in ("core", *TARGETS)
        for shape in shapes_of(name)
        for one in inner_shapes(shape)
        if "en" in one.messages
    }
