"""The pages of classes, properties and concepts: from their IRIs, in each format and language, with their use."""

from typing import Any

import pytest
from network import BASE
from pyoxigraph import RdfFormat, parse

from opencollections.formats.negotiation import RDF
from opencollections.vocabulary import expand

TERMS = {
    "/ontology/profile/dc:creator": expand("dc:creator"),
    "/ontology/profile/edm:ProvidedCHO": expand("edm:ProvidedCHO"),
    "/ontology/vocabularies/types/lithograph": f"{BASE}/ontology/vocabularies/types#lithograph",
}


@pytest.mark.parametrize(("path", "iri"), TERMS.items())
def test_the_iri_of_a_term_leads_to_its_page_which_names_it(client: Any, path: str, iri: str) -> None:
    response = client.get(f"/about?iri={iri.replace('#', '%23')}", accept="text/html")
    assert (response.status_code, response.headers["location"]) == (303, path)
    page = client.get(path, accept="text/html")
    assert page.status_code == 200
    assert iri in page.text
    assert f'<{iri}>; rel="describes"' in page.headers["link"]


@pytest.mark.parametrize("format_", RDF, ids=lambda f: f.suffix)
@pytest.mark.parametrize("path", TERMS)
def test_a_term_is_data_by_suffix_and_by_header(client: Any, path: str, format_: Any) -> None:
    by_suffix = client.get(f"{path}.{format_.suffix}")
    by_header = client.get(path, accept=format_.media_type)
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_suffix.content == by_header.content
    assert by_header.headers["content-location"] == f"{path}.{format_.suffix}"
    assert "Accept" in by_header.headers["vary"]


def test_the_data_of_a_term_say_its_definition_in_six_languages(client: Any) -> None:
    triples = parse(client.get("/ontology/profile/dc:creator.nt").content, format=RdfFormat.N_TRIPLES)
    told = {
        quad.object.language
        for quad in triples
        if quad.subject.value == expand("dc:creator") and quad.predicate.value == expand("skos:definition")
    }
    assert told == {"en", "hu", "sk", "nl", "de", "lt"}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/ontology/profile/edm:ProvidedCHO", ["6 entities", "/search?collection=hafa%2Fprints&amp;type="]),
        ("/ontology/profile/dc:creator", ["4 entities", "/search?collection=hafa%2Fprints&amp;more=maker"]),
        ("/ontology/profile/dcterms:extent", ["1 entity", "/page/hafa/object/HAFA-83"]),
        ("/ontology/vocabularies/types/map", ["No published collection uses it yet."]),
    ],
)
def test_a_page_tells_who_uses_the_term_and_leads_there(client: Any, path: str, told: list[str]) -> None:
    page = client.get(path, accept="text/html").text
    assert [words for words in told if words not in page] == []


def test_what_a_term_page_links_to_is_there(client: Any) -> None:
    page = client.get("/ontology/profile/edm:ProvidedCHO", accept="text/html").text
    hrefs = {part.partition('"')[0].replace("&amp;", "&") for part in page.split(' href="')[1:]}
    ours = [href for href in hrefs if href.startswith(("/ontology", "/search", "/page", "/sparql/"))]
    assert len(ours) > 30
    assert {href: client.get(href, accept="text/html").status_code for href in ours} == dict.fromkeys(
        ours, 200
    )


def test_a_document_leads_to_its_terms_and_keeps_their_anchors(client: Any) -> None:
    page = client.get("/ontology/vocabularies/types", accept="text/html").text
    assert 'id="lithograph" class="level-1"' in page
    assert 'href="/ontology/vocabularies/types/lithograph"' in page
    assert 'id="dc:creator"' in client.get("/ontology/profile", accept="text/html").text


@pytest.mark.parametrize(
    "path", ["/ontology/profile/dc:nothing", "/ontology/profile/", "/ontology/shapes/core/object"]
)
def test_what_is_no_term_has_no_page(client: Any, path: str) -> None:
    assert client.get(path, accept="text/html").status_code == 404


@pytest.mark.parametrize("tag", ["en", "hu", "sk", "nl", "de", "lt"])
def test_a_term_page_is_in_the_language_of_its_reader(client: Any, tag: str) -> None:
    page = client.get(f"/ontology/profile/dc:creator?lang={tag}", accept="text/html").text
    assert f'<html lang="{tag}">' in page
    assert f'<p class="lead"><span lang="{tag}"' in page
