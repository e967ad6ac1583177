"""Links: own things lead to their pages, foreign ones out of the network, and nothing runs."""

import pytest

from opencollections.formats.links import Urls, called, fetchable, in_ascii, name_in
from opencollections.formats.negotiation import TURTLE
from opencollections.iris import Identifiers

URLS = Urls(Identifiers("https://data.example.org"))
BELOW = Urls(Identifiers("https://example.org/data"))


@pytest.mark.parametrize(
    ("iri", "href"),
    [
        ("https://data.example.org/id/npg/object/1", "/page/npg/object/1"),
        ("https://data.example.org/id/npg/object/S%2FNPG.77.190", "/page/npg/object/S%2FNPG.77.190"),
        (
            "https://data.example.org/id/hafa/place/Károly-körút",
            "/page/hafa/place/K%C3%A1roly-k%C3%B6r%C3%BAt",
        ),
        ("https://data.example.org/id/a/b#part", "/page/a/b#part"),
        ("https://data.example.org/id/a?b=c", "/about?iri=https%3A%2F%2Fdata.example.org%2Fid%2Fa%3Fb%3Dc"),
        ("https://data.example.org/ontology/vocabularies/types#print", "/ontology/vocabularies/types/print"),
        ("https://data.example.org.evil.example/id/a", "https://data.example.org.evil.example/id/a"),
        ("http://www.wikidata.org/entity/Q1781", "http://www.wikidata.org/entity/Q1781"),
        ("mailto:archive@example.org", "mailto:archive@example.org"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://example.org/%0aalert(1)", None),
        ("data:text/html,<script>", None),
        ("vbscript:x", None),
        ("urn:isbn:9780000000000", None),
        ("https:///nowhere", None),
        ("file:///etc/passwd", None),
    ],
)
def test_where_a_link_leads(iri: str, href: str | None) -> None:
    assert URLS.href(iri) == href


def test_addresses_stand_below_the_path_of_the_base() -> None:
    iri = "https://example.org/data/id/a/b"
    assert BELOW.href(iri) == "/data/page/a/b"
    assert BELOW.data(iri, TURTLE) == "/data/data/a/b.ttl"
    assert BELOW.to("/search") == "/data/search"


def test_data_of_a_part_is_in_the_data_of_the_whole() -> None:
    assert URLS.data("https://data.example.org/id/a/b#part", TURTLE) == "/data/a/b.ttl"
    assert URLS.data("http://elsewhere.example/x") is None


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://www.wikidata.org/entity/Q1781", "Wikidata Q1781"),
        ("https://viaf.org/viaf/12345/", "VIAF 12345"),
        ("http://vocab.getty.edu/aat/300026059", "Getty AAT 300026059"),
        ("http://vocab.getty.edu/other/1", "vocab.getty.edu/other/1"),
        ("https://hu.wikipedia.org/wiki/Hevesy_Iv%C3%A1n", "Wikipedia Hevesy_Iván"),
        ("https://fortepan.hu/hu/photos/?id=162745", "Fortepan 162745"),
        ("https://www.example.org/a/b/", "example.org/a/b"),
        ("urn:x:y", "urn:x:y"),
        ("https://notwikidata.org/Q1", "notwikidata.org/Q1"),
        ("http://example.org/" + "a" * 100, "example.org/" + "a" * 16 + "…" + "a" * 28),
    ],
)
def test_what_an_unnamed_thing_is_called(iri: str, name: str) -> None:
    assert called(iri) == name


def test_our_own_unnamed_things_go_by_the_number_that_their_member_gave() -> None:
    assert name_in("https://data.example.org/id/npg/object/S%2FNPG.77.190") == "S/NPG.77.190"


def test_a_text_with_an_address_in_it_is_no_address() -> None:
    assert fetchable("https://example.org is our page") is None
    assert fetchable("see https://example.org") is None


def test_headers_are_ascii() -> None:
    assert in_ascii("https://data.example.org/id/á%2Fb?c#d") == "https://data.example.org/id/%C3%A1%2Fb?c#d"
