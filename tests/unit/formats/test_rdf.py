"""RDF in every format: the same statements, in the same bytes, with the entity on top."""

from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from opencollections.errors import Unwritable
from opencollections.formats.negotiation import N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, Format
from opencollections.formats.rdf import written

from .graphs import AGGREGATION, COMPANIONS, GRAPH, OBJECT, OWN, quad, said

QUADS = (*OWN, *COMPANIONS)
PARSERS = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    RDF_XML: RdfFormat.RDF_XML,
    TRIG: RdfFormat.TRIG,
    N_QUADS: RdfFormat.N_QUADS,
}


def read(data: bytes, format_: Format) -> set[Quad]:
    return set(ox.parse(data, format=PARSERS[format_]))


@pytest.mark.parametrize("format_", PARSERS, ids=lambda f: f.words)
def test_what_is_written_reads_back_as_the_same_statements(format_: Format) -> None:
    found = read(written(QUADS, format_, OBJECT), format_)
    if format_ in (TRIG, N_QUADS):
        assert found == set(QUADS)
    else:
        assert {q.triple for q in found} == {q.triple for q in QUADS}
        assert {q.graph_name for q in found} == {ox.DefaultGraph()}


@pytest.mark.parametrize("format_", PARSERS, ids=lambda f: f.words)
def test_the_order_in_which_statements_come_does_not_matter(format_: Format) -> None:
    shuffled = list(QUADS)
    Random(7).shuffle(shuffled)
    assert written(shuffled, format_, OBJECT) == written(QUADS, format_, OBJECT)


@pytest.mark.parametrize("format_", [TURTLE, TRIG, RDF_XML, N_TRIPLES], ids=lambda f: f.words)
def test_the_entity_stands_on_top(format_: Format) -> None:
    text = written(QUADS, format_, OBJECT).decode()
    assert text.index(OBJECT) < text.index(AGGREGATION)


def test_two_graphs_that_say_the_same_are_one_statement_without_graphs_and_two_with() -> None:
    twice = [quad(OBJECT, "dc:title", said("A")), quad(OBJECT, "dc:title", said("A"), GRAPH + "2")]
    assert written(twice, N_TRIPLES, OBJECT).count(b"\n") == 1
    assert written(twice, N_QUADS, OBJECT).count(b"\n") == 2


def test_turtle_names_the_prefixes_that_it_uses_and_no_others() -> None:
    text = written(OWN, TURTLE, OBJECT).decode()
    declared = {line.split()[1] for line in text.splitlines() if line.startswith("@prefix")}
    assert declared == {"dc:", "dcterms:", "edm:", "schema:", "xsd:"}


@pytest.mark.parametrize(
    "unsayable",
    [
        Quad(NamedNode(OBJECT), NamedNode("http://example.org/1"), Literal("x")),
        Quad(NamedNode(OBJECT), NamedNode("http://example.org/"), Literal("x")),
        Quad(NamedNode(OBJECT), NamedNode("http://example.org/p"), Literal("form\x0cfeed")),
    ],
    ids=["a property ending in a digit", "a property without a name", "a control character"],
)
def test_rdf_xml_refuses_what_it_cannot_say_and_turtle_says_it(unsayable: Quad) -> None:
    with pytest.raises(Unwritable):
        written([unsayable], RDF_XML, OBJECT)
    assert read(written([unsayable], TURTLE, OBJECT), TURTLE) == {unsayable}


@given(
    st.from_regex(r"http://[a-z]{1,5}(/[a-zA-Z0-9._%~-]{0,6}){1,2}(#[a-zA-Z0-9_.-]{0,5})?", fullmatch=True),
    st.text(st.sampled_from("aő<&\"'\r\n\t \x00\x0b\ud7ff\ue000\ufffe"), max_size=8),
)
def test_rdf_xml_is_either_refused_or_reads_back(predicate: str, text: str) -> None:
    try:
        statement = Quad(NamedNode(OBJECT), NamedNode(predicate), Literal(text))
    except ValueError:
        return
    try:
        data = written([statement], RDF_XML, OBJECT)
    except Unwritable:
        return
    assert {q.triple for q in read(data, RDF_XML)} == {statement.triple}


def test_nameless_nodes_are_written() -> None:
    nameless = [Quad(NamedNode(OBJECT), NamedNode("http://e.org/p"), BlankNode("b"))]
    assert b"_:b" in written(nameless, TURTLE, OBJECT)
