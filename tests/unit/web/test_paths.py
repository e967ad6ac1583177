"""Paths on the wire and the identifiers that they can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from opencollections.formats.links import in_ascii
from opencollections.iris import Identifiers
from opencollections.web.paths import has_control_characters, identifiers_at, raw_path, spellings

BASE = "https://data.example"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("npg/S%2FNPG", ("npg/S%2FNPG",)),
        ("a/H%C3%A9v%C3%ADz", ("a/H%C3%A9v%C3%ADz", "a/Hévíz")),
        ("a/h%c3%a9", ("a/h%c3%a9", "a/hé")),
        ("a/%7Ex%41%2f", ("a/%7Ex%41%2f", "a/%7Ex%41%2F", "a/~xA%2F")),
        ("a/%FF%C3%A9", ("a/%FF%C3%A9", "a/%FFé")),
        ("a/é", ("a/é",)),
        ("a/%C2%85", ("a/%C2%85",)),
        ('a/"', ()),
        ("a/%zz", ()),
        ("", ("",)),
    ],
)
def test_a_path_can_mean_few_identifiers_the_literal_one_first(path: str, expected: tuple[str, ...]) -> None:
    assert spellings(path) == expected


@given(
    st.text(
        st.characters(min_codepoint=0xA1, max_codepoint=0xFFEF, exclude_categories=["Cs", "Cn", "Co", "Cc"])
    )
)
def test_an_identifier_is_found_again_when_a_client_encodes_it(text: str) -> None:
    path = f"a/{text}%2Fb"
    try:
        NamedNode(f"http://host/{path}")
    except ValueError:
        return
    assert path in spellings(in_ascii(path))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        (f"{BASE}/id/m/object/S%2F1", [f"{BASE}/id/m/object/S%2F1"]),
        (f"{BASE}/page/m/object/S%2F1?lang=hu#where", [f"{BASE}/id/m/object/S%2F1"]),
        (f"{BASE}/data/m/object/1", [f"{BASE}/id/m/object/1"]),
        (f"{BASE}/page/m/maker/%C3%81g", [f"{BASE}/id/m/maker/%C3%81g", f"{BASE}/id/m/maker/Ág"]),
        (f"{BASE}/page/m/object/S 1", [f"{BASE}/page/m/object/S 1"]),
        (f"{BASE}/collections/m/prints", [f"{BASE}/collections/m/prints"]),
        ("https://elsewhere.example/page/m/object/1", ["https://elsewhere.example/page/m/object/1"]),
        ("S/1", ["S/1"]),
        ("", [""]),
    ],
)
def test_the_address_of_a_page_means_the_thing_that_it_shows(address: str, meant: list[str]) -> None:
    assert list(identifiers_at(address, Identifiers(BASE))) == meant


@given(st.text())
def test_whatever_is_sent_means_valid_identifiers_or_none(text: str) -> None:
    for spelling in spellings(text):
        NamedNode(f"http://host/{spelling}")


@pytest.mark.parametrize("raw", [b"/id/a%00", b"/id/a%1f", b"/id/a%7f", b"/id/a\x01", b"/id/a b"])
def test_control_characters_are_seen_encoded_or_not(raw: bytes) -> None:
    assert has_control_characters({"raw_path": raw})


@pytest.mark.parametrize("raw", [b"/id/a", b"/id/%C5%91", b"/id/a%20b"])
def test_other_encoded_characters_are_none(raw: bytes) -> None:
    assert not has_control_characters({"raw_path": raw})


def test_the_raw_path_is_without_the_query_and_there_without_a_server_that_gives_it() -> None:
    assert raw_path({"raw_path": b"/id/a%2Fb?x=1", "path": "/id/a/b"}) == "/id/a%2Fb"
    assert raw_path({"path": "/id/a"}) == "/id/a"
