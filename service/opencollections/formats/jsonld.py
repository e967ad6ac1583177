"""JSON-LD: an entity as one object with plain keys, compacted with the context of this service."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ..vocabulary import LABELS, PREFIXES, RDF_TYPE, expand

Json = dict[str, Any]

_AGGREGATED: Final = expand("edm:aggregatedCHO")
_XSD_STRING: Final = PREFIXES["xsd"] + "string"

EMBEDDING_LIMIT: Final = 8
"""How deep nodes stand inside each other; what lies deeper follows in ``@graph``."""

NAMES_LIMIT: Final = 12
"""Names that a node is mentioned by; one that has more is mentioned without."""

# pyld keeps processed contexts in dictionaries of its own that know nothing of threads.
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True)
class Context:
    """A JSON-LD context: where clients fetch it, and what it says (the value under ``@context``)."""

    url: str
    terms: Mapping[str, Any]


def written(quads: Iterable[Quad], first: str, context: Context) -> bytes:
    """Write statements as compacted JSON-LD with the entity ``first`` as the object on top.

    Nodes it refers to stand inside it where they are first mentioned, and are mentioned again by their kind and
    name; what aggregates it stands in it by ``edm:aggregatedCHO`` reversed; the rest, if any, follows it in
    ``@graph``. Named graphs are merged.
    """
    nodes = _nodes(quads)
    trees = _trees(nodes, first)
    with _ONE_AT_A_TIME:
        compacted: Json = jsonld.compact(
            trees,
            {"@context": dict(context.terms)},
            {"documentLoader": _refuse, "skipExpansion": True, "compactArrays": True},
        )
    document = {"@context": context.url} | {key: compacted[key] for key in compacted if key != "@context"}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _refuse(url: str, _options: object) -> Json:
    raise jsonld.JsonLdError("Contexts are never fetched here", "jsonld.LoadDocumentError", {"url": url})


def _nodes(quads: Iterable[Quad]) -> dict[str, Json]:
    """Give expanded JSON-LD node objects by identifier (JSON-LD 1.1 API §8.4, without lists)."""
    nodes: dict[str, Json] = defaultdict(dict)
    for subject, predicate, value in sorted({quad.triple for quad in quads}, key=str):
        assert isinstance(
            subject, NamedNode | BlankNode
        )  # a version is RDF 1.1: no statement about a statement
        node = nodes[_id(subject)]
        node["@id"] = _id(subject)
        if predicate.value == RDF_TYPE and isinstance(value, NamedNode):
            node.setdefault("@type", []).append(value.value)
        else:
            node.setdefault(predicate.value, []).append(_value(value))
    return dict(nodes)


def _id(term: NamedNode | BlankNode) -> str:
    return term.value if isinstance(term, NamedNode) else f"_:{term.value}"


def _value(term: object) -> Json:
    if isinstance(term, Literal):
        return _literal(term)
    assert isinstance(term, NamedNode | BlankNode)
    return {"@id": _id(term)}


def _literal(term: Literal) -> Json:
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _XSD_STRING:
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}


def _trees(nodes: dict[str, Json], first: str) -> list[Json]:
    placed: set[str] = set()
    top = _tree(nodes, first, placed) if first in nodes else {"@id": first}
    about = [iri for iri in nodes if iri not in placed and _link(first) in nodes[iri].get(_AGGREGATED, [])]
    for iri in about:
        nodes[iri][_AGGREGATED].remove(_link(first))
    if about:
        top |= {"@reverse": {_AGGREGATED: [_tree(nodes, iri, placed) for iri in about]}}
    return [top, *(_tree(nodes, iri, placed) for iri in nodes if iri not in placed)]


def _link(iri: str) -> Json:
    return {"@id": iri}


def _tree(nodes: dict[str, Json], iri: str, placed: set[str], depth: int = 0) -> Json:
    """Give a node with those it refers to embedded, each as a whole in the first place that mentions it."""
    placed.add(iri)
    return {
        key: values if key.startswith("@") else [_embedded(nodes, value, placed, depth) for value in values]
        for key, values in nodes[iri].items()
        if values
    }


def _embedded(nodes: dict[str, Json], value: Json, placed: set[str], depth: int) -> Json:
    iri = value.get("@id")
    if iri is None or iri not in nodes:
        return value
    if iri in placed or depth == EMBEDDING_LIMIT:
        return _mentioned(nodes[iri])
    return _tree(nodes, iri, placed, depth + 1)


def _mentioned(node: Json) -> Json:
    """Give what a link to a node says of it: the same statements may stand in several places."""
    names = {key: node[key] for key in LABELS if key in node}
    few = sum(map(len, names.values())) <= NAMES_LIMIT
    return {key: node[key] for key in ("@id", "@type") if key in node} | (names if few else {})
