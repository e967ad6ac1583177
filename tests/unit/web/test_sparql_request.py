import pytest

from opencollections.errors import (
    QueryError,
    QueryMediaTypeUnknown,
    QueryNotText,
    QueryParameterInvalid,
    QueryRefused,
)
from opencollections.web.sparql_request import (
    FIELDS_LIMIT,
    FORM,
    QUERY,
    UPDATE,
    Asked,
    asked_by_address,
    asked_by_body,
)

ADDRESSES = [
    (b"", Asked(None)),
    (b"query=ASK%20%7B%7D", Asked("ASK {}")),
    (b"query=ASK+%7B%7D&format=csv&unknown=1", Asked("ASK {}", formats=("csv",))),
    (b"query=ASK%7B%7D&format=", Asked("ASK{}")),
    (b"query=a&format=tsv&format=text/csv", Asked("a", formats=("tsv", "text/csv"))),
    (b"query=", Asked("")),
    (b"query=%C5%91", Asked("ő")),
    (
        b"query=a&default-graph-uri=http%3A%2F%2Fa&default-graph-uri=http://b&named-graph-uri=http://c",
        Asked("a", ("http://a", "http://b"), ("http://c",)),
    ),
    (b"query=a&default-graph-uri=http://a&default-graph-uri=http://a", Asked("a", ("http://a",))),
]


@pytest.mark.parametrize(("query_string", "asked"), ADDRESSES)
def test_an_address_is_read(query_string: bytes, asked: Asked) -> None:
    assert asked_by_address(query_string) == asked


BODIES = [
    (b"", QUERY, b"ASK {}", Asked("ASK {}")),
    (b"", f"{QUERY}; charset=UTF-8", "ASK {'ő'}".encode(), Asked("ASK {'ő'}")),
    (b"default-graph-uri=http://a", QUERY, b"ASK {}", Asked("ASK {}", ("http://a",))),
    (b"", FORM, b"query=ASK+%7B%7D&named-graph-uri=http://c", Asked("ASK {}", (), ("http://c",))),
    (
        b"default-graph-uri=http://a",
        f"{FORM};charset=utf-8",
        b"query=a&default-graph-uri=http://b",
        Asked("a", ("http://a", "http://b")),
    ),
    (b"format=xml", FORM, b"query=a", Asked("a", formats=("xml",))),
    (b"", FORM, b"", Asked(None)),
    (b"", "APPLICATION/SPARQL-QUERY", b"a", Asked("a")),
    (b"", QUERY, "\ufeffASK {}".encode(), Asked("ASK {}")),
]


@pytest.mark.parametrize(("query_string", "content_type", "body", "asked"), BODIES)
def test_a_body_is_read_together_with_its_address(query_string, content_type, body, asked) -> None:
    assert asked_by_body(query_string, content_type, body) == asked


WRONG_ADDRESSES = [
    (b"query=a&query=b", QueryParameterInvalid, "'query' is given 2 times"),
    (b"update=CLEAR+ALL", QueryRefused, "nothing is written through this address"),
    (b"query=a&update=b", QueryRefused, "nothing is written"),
    (b"query=%FF", QueryNotText, "The address is not text in UTF-8: 0xFF cannot stand at byte 0"),
    (b"query=\xff", QueryNotText, "The address is not text in UTF-8"),
    (
        b"query=a&default-graph-uri=relative",
        QueryParameterInvalid,
        "'default-graph-uri' is 'relative', which is no absolute IRI",
    ),
    (b"query=a&named-graph-uri=http://a%3E", QueryParameterInvalid, "'named-graph-uri'"),
    (b"query=a" + b"&named-graph-uri=http://a" * FIELDS_LIMIT, QueryParameterInvalid, "at most 200 are read"),
]


@pytest.mark.parametrize(("query_string", "kind", "sentence"), WRONG_ADDRESSES)
def test_a_wrong_address_is_told(query_string: bytes, kind: type[QueryError], sentence: str) -> None:
    with pytest.raises(kind, match=sentence):
        asked_by_address(query_string)


WRONG_BODIES = [
    ("", b"ASK {}", QueryMediaTypeUnknown, "This request is of type unknown"),
    ("text/plain", b"ASK {}", QueryMediaTypeUnknown, "This request is of type text/plain"),
    ("multipart/form-data; boundary=x", b"", QueryMediaTypeUnknown, "multipart/form-data"),
    (UPDATE, b"CLEAR ALL", QueryRefused, "nothing is written"),
    (FORM, b"update=CLEAR+ALL", QueryRefused, "nothing is written"),
    (FORM, b"update=a&update=b", QueryRefused, "nothing is written"),
    (f"{QUERY}; charset=UTF-16", b"ASK {}", QueryNotText, "it says that it is in utf-16"),
    (QUERY, "ASK {}".encode("utf-16"), QueryNotText, "The body is not text in UTF-8"),
    (FORM, b"query=\xff", QueryNotText, "The body is not text in UTF-8"),
    (FORM, b"query=%C5", QueryNotText, "The body is not text in UTF-8"),
]


@pytest.mark.parametrize(("content_type", "body", "kind", "sentence"), WRONG_BODIES)
def test_a_wrong_body_is_told(content_type: str, body: bytes, kind: type[QueryError], sentence: str) -> None:
    with pytest.raises(kind, match=sentence):
        asked_by_body(b"", content_type, body)
