"""Rows are counted exactly, wherever the pieces are cut and whatever the values hold."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store

from opencollections.query.rows import row_counter

MEDIA_TYPES = [
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
]
TEXTS = st.lists(
    st.one_of(
        st.text(alphabet=st.sampled_from('"\\{}[],:<>\r\n\tab&'), max_size=12),
        st.sampled_from(["}},{", '},{"', "<result>", '\\",{', '"\n"', ",{", "[{"]),
    ),
    max_size=8,
    unique=True,
)
SOME = "SELECT ?o ?none { ?s ?p ?o OPTIONAL { ?s <x:no> ?none } }"
EMPTY = "SELECT ?none { ?s ?p ?o }"


def written(texts: list[str], query: str, media_type: str) -> bytes:
    store = Store()
    store.extend(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(text)) for text in texts)
    output = io.BytesIO()
    store.query(query).serialize(output, QueryResultsFormat.from_media_type(media_type))
    return output.getvalue()


@pytest.mark.parametrize("query", [SOME, EMPTY])
@pytest.mark.parametrize("media_type", MEDIA_TYPES)
@given(texts=TEXTS, size=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_rows_are_counted_exactly(query: str, media_type: str, texts: list[str], size: int) -> None:
    data = written(texts, query, media_type)
    counter = row_counter(media_type)
    for start in range(0, len(data), size):
        counter.see(data[start : start + size])
    assert counter.rows == len(texts)


def test_a_graph_has_no_rows() -> None:
    assert row_counter("text/turtle") is None
