"""The markup of pages: what HTML demands of them and browsers forgive, so that nobody would notice."""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from lxml import html
from network import BASE
from test_languages import PATHS

PAGES = (
    *PATHS,
    *("/page/network/agent/hatschek-farkas", "/page/hafa/object/hostile", "/collections/hafa/prints"),
    *("/about?iri=http://www.wikidata.org/entity/Q1781", "/search?view=grid", "/ontology/", "/sign-in"),
    *("/ontology/vocabularies/types", "/ontology/vocabularies/types/lithograph", "/queries", "/mappings/"),
    *("/data/hafa/object/HAFA-83?_profile=alt", "/page/hafa/object/withdrawn", "/data/hafa?_mediatype=x"),
    "/collections/hafa/prints/readiness",
)
OWN = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}}


@pytest.fixture(params=PAGES)
def page(client: Any, request: pytest.FixtureRequest) -> Any:
    return html.document_fromstring(client.get(request.param, accept="text/html").text)


def test_an_id_is_given_once_and_what_refers_to_one_finds_it(page: Any) -> None:
    ids = Counter(page.xpath("//@id"))
    assert [one for one, count in ids.items() if count > 1] == []
    assert "" not in ids
    referred = {name for value in page.xpath("//@aria-labelledby | //label/@for") for name in value.split()}
    assert referred <= set(ids)


def test_lists_have_nothing_but_items_and_every_word_has_what_it_means(page: Any) -> None:
    for name, allowed in OWN.items():
        for found in page.iter(name):
            assert {child.tag for child in found} <= allowed, html.tostring(found)[:300]
    for pair in page.cssselect("dl > div"):
        tags = [child.tag for child in pair]
        assert (tags[0], set(tags[1:])) == ("dt", {"dd"}), html.tostring(pair)[:300]


def test_there_is_one_heading_of_the_first_level_and_none_is_skipped(page: Any) -> None:
    levels = [int(heading.tag[1]) for heading in page.cssselect("h1, h2, h3, h4, h5, h6")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_is_of_is_told_to_programs_too_unless_it_is_an_error_or_for_members(
    client: Any, path: str
) -> None:
    response = client.get(path, accept="text/html")
    scripts = html.document_fromstring(response.text).cssselect('script[type="application/ld+json"]')
    assert len(scripts) == (0 if response.status_code >= 400 or path == "/sign-in" else 1)
    for script in scripts:
        document = json.loads(script.text)
        assert document["@context"] == "https://schema.org"
        assert document["@type"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/queries", {"@type": "WebPage", "name": "Questions · Test network", "inLanguage": "en"}),
        ("/search?q=hafa+83", {"@type": "SearchResultsPage", "url": f"{BASE}/search?q=hafa+83"}),
        ("/ontology/vocabularies/types", {"@type": "DefinedTermSet", "name": "Object types"}),
        ("/catalog", {"@type": "DataCatalog", "@id": f"{BASE}/catalog"}),
    ],
)
def test_what_is_told_is_of_the_kind_of_the_page(client: Any, path: str, told: dict[str, str]) -> None:
    page = html.document_fromstring(client.get(path, accept="text/html").text)
    document = json.loads(page.cssselect('script[type="application/ld+json"]')[0].text)
    assert document | told == document


def test_no_address_and_no_text_is_left_over_from_a_program(page: Any) -> None:
    addresses = page.xpath("//@href | //@src | //@action")
    assert [one for one in addresses if one in {"", "None"} or "{{" in one] == []
    assert page.xpath("//text()[. = 'None']") == []
