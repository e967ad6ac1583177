"""Alternates in a header: every form is linked, unless the address is too long to be repeated for each."""

import pytest

from opencollections.formats.negotiation import JSON_LD, RDF, TURTLE, Format
from opencollections.formats.offers import Models, Resource
from opencollections.formats.profiles import Profile
from opencollections.web.alternates import IRI, LINKS_LIMIT, alternate_links, format_links

HOME = "https://data.example.org/ontology/profiles"
FULL = Profile("full", f"{HOME}/full", frozenset(), {}, RDF)
OTHER = Profile(
    "other", f"{HOME}/other", frozenset(), {}, (JSON_LD, TURTLE), ("CONSTRUCT WHERE { ?a ?b ?c }",)
)
MODELS = Models((FULL, OTHER))


def linked(address: str, *, all_formats: bool) -> list[str]:
    resource = Resource("https://data.example.org/id/a", address, MODELS)
    return [link.href for link in alternate_links(resource, all_formats=all_formats)]


def test_the_full_statements_are_linked_in_every_format_and_other_profiles_in_one_or_in_all() -> None:
    full = [f"/data/a.{format_.suffix}" for format_ in RDF]
    assert linked("/data/a", all_formats=False) == [*full, "/data/a.jsonld?_profile=other"]
    assert set(linked("/data/a", all_formats=True)) == {
        *full,
        *("/data/a.jsonld?_profile=other", "/data/a.ttl?_profile=other"),
    }


def test_a_long_address_leads_to_the_list_of_its_forms_which_has_them_all() -> None:
    long = "/data/" + "a" * LINKS_LIMIT
    resource = Resource("https://data.example.org/id/a", long, MODELS)
    (link,) = alternate_links(resource, all_formats=False)
    assert (link.href, link.media_type, link.profile) == (f"{long}?_profile=alt", "application/json", IRI)
    assert len(linked(long, all_formats=True)) == len(RDF) + 2


@pytest.mark.parametrize(
    ("length", "chosen", "links"), [(10, TURTLE, 2), (10, JSON_LD, 0), (LINKS_LIMIT, TURTLE, 0)]
)
def test_formats_are_linked_where_their_addresses_are_short_and_from_no_json_ld(
    length: int, chosen: Format, links: int
) -> None:
    assert len(format_links([(TURTLE, "/" * length), (JSON_LD, "/")], chosen)) == links
