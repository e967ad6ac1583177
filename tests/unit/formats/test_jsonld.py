"""JSON-LD: one object with plain keys that means exactly the statements it was made of."""

import json
from itertools import pairwise
from typing import Any

import pytest
from pyld import jsonld as pyld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from opencollections.formats.jsonld import EMBEDDING_LIMIT, NAMES_LIMIT, Context, written
from opencollections.resources import resource
from opencollections.vocabulary import expand

from .graphs import AGGREGATION, BASE, COMPANIONS, COVER, CRITIC, OBJECT, OWN, PDF, RIGHTS, quad, said

QUADS = (*OWN, *COMPANIONS)
CONTEXT = Context(
    f"{BASE}/context.jsonld",
    json.loads((resource("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"],
)


def document(quads: Any = QUADS) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written(quads, OBJECT, CONTEXT))
    return found


def meant(data: bytes) -> Dataset:
    """Read JSON-LD as a processor does that fetches the context from its address."""

    def fetch(url: str, _options: object) -> dict[str, Any]:
        assert url == CONTEXT.url
        return {"documentUrl": url, "document": {"@context": dict(CONTEXT.terms)}, "contextUrl": None}

    nquads = pyld.to_rdf(json.loads(data), {"documentLoader": fetch, "format": "application/n-quads"})
    return Dataset(parse(nquads.encode(), format=RdfFormat.N_QUADS))


def without_graphs(quads: Any) -> Dataset:
    return Dataset(Quad(q.subject, q.predicate, q.object) for q in quads)


def test_it_means_the_statements_that_it_was_made_of() -> None:
    assert meant(written(QUADS, OBJECT, CONTEXT)) == without_graphs(QUADS)


def test_the_context_is_an_address_and_the_entity_is_on_top() -> None:
    found = document()
    assert found["@context"] == f"{BASE}/context.jsonld"
    assert found["id"] == OBJECT
    assert found["type"] == ["edm:ProvidedCHO"]


def test_texts_are_keyed_by_their_language() -> None:
    assert document()["title"] == {"hu": ["HAFA 83. árjegyzék"], "en": ["HAFA price list no. 83"]}


def test_nodes_that_belong_to_the_entity_stand_inside_it() -> None:
    (role,) = document()["schemaContributor"]
    assert role["schemaContributor"] == [CRITIC]


def test_what_is_mentioned_again_is_told_by_its_kind_and_name_alone() -> None:
    person = (
        quad(CRITIC, "rdf:type", expand("edm:Agent")),
        quad(CRITIC, "skos:prefLabel", said("Iván Hevesy", "en")),
        quad(CRITIC, "skos:note", said("wrote of cameras", "en")),
    )
    own = (quad(OBJECT, "dc:creator", CRITIC), quad(OBJECT, "dc:subject", CRITIC))
    (first,), (again,) = (document((*own, *person))[key] for key in ("creator", "subject"))
    named = {"id": CRITIC, "type": ["edm:Agent"], "prefLabel": {"en": ["Iván Hevesy"]}}
    assert again == named
    assert first == named | {"skos:note": {"@language": "en", "@value": "wrote of cameras"}}
    many = [quad(CRITIC, "skos:prefLabel", said(f"name {n}", "en")) for n in range(NAMES_LIMIT)]
    (nameless,) = document((*own, *person, *many))["subject"]
    assert nameless == {"id": CRITIC, "type": ["edm:Agent"]}
    assert meant(written((*own, *person), OBJECT, CONTEXT)) == without_graphs((*own, *person))


def test_the_aggregation_stands_in_the_object() -> None:
    (aggregation,) = document()["aggregation"]
    assert aggregation["id"] == AGGREGATION
    assert (aggregation["object"], aggregation["rights"]) == (COVER, RIGHTS)
    assert aggregation["isShownBy"] == {"id": PDF, "format": ["application/pdf"]}


def test_the_same_statements_give_the_same_bytes_in_any_order() -> None:
    assert written(QUADS, OBJECT, CONTEXT) == written(reversed(QUADS), OBJECT, CONTEXT)


@pytest.mark.parametrize(
    "quads",
    [
        [quad(OBJECT, "dcterms:relation", OBJECT)],
        [quad(OBJECT, "dcterms:relation", AGGREGATION), quad(AGGREGATION, "dcterms:relation", OBJECT)],
        [quad(AGGREGATION, "edm:aggregatedCHO", OBJECT), quad(AGGREGATION, "edm:aggregatedCHO", CRITIC)],
        [quad(OBJECT, "dc:title", said("")), quad(CRITIC, "dc:title", said("stands alone"))],
        [quad(OBJECT, "dc:title", said('"<\\\u202e\x07', "ar"))],
        [Quad(NamedNode(OBJECT), NamedNode(expand("dc:relation")), BlankNode("b1"))],
        [
            quad(
                OBJECT,
                "dcterms:extent",
                Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#int")),
            )
        ],
    ],
    ids=[
        "itself",
        "a ring",
        "an aggregation of two",
        "two trees",
        "odd characters",
        "a blank node",
        "a number",
    ],
)
def test_odd_shapes_keep_their_meaning(quads: list[Quad]) -> None:
    found = meant(written(quads, OBJECT, CONTEXT))
    expected = without_graphs(quads)
    for dataset in (found, expected):
        dataset.canonicalize(algorithm=CanonicalizationAlgorithm.UNSTABLE)
    assert found == expected


def test_a_long_chain_is_cut_into_objects_that_stand_beside_each_other() -> None:
    nodes = [f"{OBJECT}/{number}" for number in range(2_000)]
    chain = [quad(OBJECT, "dcterms:relation", nodes[0])]
    chain += [quad(one, "dcterms:relation", other) for one, other in pairwise(nodes)]
    found = document(chain)
    assert len(found["@graph"]) == pytest.approx(len(chain) / (EMBEDDING_LIMIT + 1), abs=1)


def test_no_context_is_ever_fetched() -> None:
    fetching = Context(CONTEXT.url, {"@import": "http://localhost:1/context"})
    with pytest.raises(pyld.JsonLdError):
        written(QUADS, OBJECT, fetching)
