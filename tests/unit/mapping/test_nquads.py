"""Terms as text: whatever a value is, the line is one valid N-Quads statement that says exactly it."""

import polars as pl
import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat

from opencollections.mapping import nquads
from opencollections.mapping.model import TermType

BASE = "http://localhost:8000/id/npg/"
any_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


def column(expression: pl.Expr, *values: str | None) -> list[str | None]:
    frame = pl.DataFrame({"v": pl.Series(values, dtype=pl.String)})
    return frame.select(expression.alias("x"))["x"].to_list()


def parsed_object(text: str) -> object:
    line = f"<http://a/s> <http://a/p> {text} ."
    (quad,) = pyoxigraph.parse(line, format=RdfFormat.N_QUADS)
    return quad.object


@given(any_text)
@settings(max_examples=300)
def test_any_text_survives_as_a_literal(text: str):
    (escaped,) = column(nquads.escaped(pl.col("v")), text)
    assert parsed_object(f'"{escaped}"') == Literal(text)
    assert nquads.literal(text) == f'"{escaped}"'


@given(any_text)
@settings(max_examples=300)
def test_any_text_in_a_template_makes_one_valid_iri_of_its_own(text: str):
    for term_type in (TermType.IRI, TermType.URI):
        (encoded,) = column(nquads.encoded(pl.col("v"), term_type), text)
        iri = f"{BASE}object/{encoded}"
        assert parsed_object(f"<{iri}>") == NamedNode(iri)
        assert not set(encoded) & set("/?#")


@given(st.lists(any_text, unique=True, min_size=2, max_size=8))
def test_different_values_never_share_a_blank_node(texts: list[str]):
    labels = column(nquads.blank_label(pl.col("v")), *texts)
    assert len(set(labels)) == len(texts)
    for label in labels:
        parsed_object(f"_:b{label}")


@given(any_text)
@settings(max_examples=300)
def test_the_judgement_of_an_iri_is_the_store_s(text: str):
    value = f"http://example.org/{text}"
    (judged,) = column(nquads.valid_iri(pl.col("v")), value)
    try:
        parsed_object(f"<{value}>")
        accepted = not set(text) & set("<>")
    except (SyntaxError, ValueError):
        accepted = False
    if judged:
        assert accepted


@pytest.mark.parametrize(
    ("value", "term_type", "expected"),
    [
        ("S/NPG.77.190", TermType.IRI, "S%2FNPG.77.190"),
        ("S_NPG.77.190", TermType.IRI, "S_NPG.77.190"),
        ("Łódź é", TermType.IRI, "Łódź%20é"),
        ("Łódź é", TermType.URI, "%C5%81%C3%B3d%C5%BA%20%C3%A9"),
        ("a/b c", TermType.UNSAFE_IRI, "a/b c"),
        ("100%", TermType.IRI, "100%25"),
        ("\ue000", TermType.IRI, "%EE%80%80"),
    ],
)
def test_a_template_s_value_is_encoded_as_its_term_type_says(value: str, term_type: TermType, expected: str):
    assert column(nquads.encoded(pl.col("v"), term_type), value) == [expected]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("object/1", BASE + "object/1"),
        ("./object/1", BASE + "object/1"),
        ("../network/place/budapest", "http://localhost:8000/id/network/place/budapest"),
        (
            "../../ontology/vocabularies/roles#artist",
            "http://localhost:8000/ontology/vocabularies/roles#artist",
        ),
        ("http://vocab.getty.edu/ulan/1", "http://vocab.getty.edu/ulan/1"),
        ("urn:isbn:1", "urn:isbn:1"),
        (None, None),
    ],
)
def test_a_relative_iri_is_appended_to_the_base_and_may_climb(value: str | None, expected: str | None):
    assert column(nquads.absolute(pl.col("v"), BASE), value) == [expected]
    if value is not None:
        assert nquads.resolved(BASE, value) == expected


def test_climbing_stops_at_the_host():
    assert nquads.resolved(BASE, "../" * 12 + "x").startswith("http://localhost:8000/")
