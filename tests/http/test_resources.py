"""Files: the ontology in every format, mappings, context, dumps with ranges, and static files."""

import gzip
import json
from typing import Any

import pytest
from network import BASE, statements
from pyoxigraph import RdfFormat, parse

from opencollections.formats.negotiation import RDF
from opencollections.web.pages import STATIC


def test_the_context_is_the_one_that_documents_name(client: Any) -> None:
    response = client.get("/context.jsonld")
    assert response.headers["content-type"] == "application/ld+json"
    assert response.headers["access-control-allow-origin"] == "*"
    document = json.loads(client.get("/data/hafa/object/HAFA-83.jsonld").content)
    assert document["@context"] == f"{BASE}/context.jsonld"
    assert "@context" in response.json()


@pytest.mark.parametrize("format_", RDF, ids=lambda f: f.suffix)
def test_the_profile_is_negotiated(client: Any, format_: Any) -> None:
    by_suffix = client.get(f"/ontology/profile.{format_.suffix}")
    by_header = client.get("/ontology/profile", accept=format_.media_type)
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_suffix.content == by_header.content
    assert f"{BASE}/ontology/profile" in by_suffix.text


def test_the_profile_is_a_page_for_people(client: Any) -> None:
    response = client.get("/ontology/profile", accept="text/html", accept_language="hu")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "gyűjteményi tárgy" in response.text
    assert len(response.content) < 60_000


def test_terms_of_a_vocabulary_can_be_linked(client: Any) -> None:
    assert 'id="price-list"' in client.get("/ontology/vocabularies/types", accept="text/html").text


def test_indexes_link_only_to_what_is_there(client: Any) -> None:
    for index in ("/ontology/", "/mappings/"):
        page = client.get(index).text
        hrefs = {part.partition('"')[0] for part in page.split('href="')[1:]}
        below = {href for href in hrefs if href.startswith(index) and href != index}
        assert below
        for href in below:
            assert client.get(href, accept="*/*").status_code == 200, href


@pytest.mark.parametrize(
    "path",
    [
        "/ontology/../pyproject.toml",
        "/ontology/..%2F..%2Fpyproject.toml",
        "/mappings/%2e%2e/%2e%2e/pyproject.toml",
        "/mappings//etc/passwd",
        "/static/x/../../app.py",
        "/static/x/%2Fetc%2Fpasswd",
        "/ontology/nothing",
        "/ontology/vocabularies",
        "/mappings/demo",
        "/mappings/.hidden",
        "/mappings/" + "a" * 3_000,
        "/static/1/" + "a" * 3_000,
        "/ontology/" + "a" * 3_000,
    ],
)
def test_no_path_leads_out_of_its_folder(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/context.jsonld", "/ontology/profile.ttl", "/ontology/profile", "/ontology/profile/dc:creator"),
        *("/ontology/shapes/core.ttl", "/mappings/workbook/mapping.yml"),
    ],
)
def test_what_comes_with_the_program_tells_since_when_it_is_so(client: Any, path: str) -> None:
    first = client.get(path)
    since = {"if-modified-since": first.headers["last-modified"]}
    assert client.request("GET", path, since).status_code == 304
    long_ago = {"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"}
    assert client.request("GET", path, long_ago).status_code == 200


def test_the_dump_is_the_version_itself(client: Any) -> None:
    response = client.get("/dumps/hafa/prints.nq.gz")
    assert response.headers["content-type"] == "application/gzip"
    assert "hafa-prints-1.nq.gz" in response.headers["content-disposition"]
    found = set(parse(gzip.decompress(response.content), format=RdfFormat.N_QUADS))
    assert found == set(statements("hafa/prints"))


def test_a_part_of_the_dump_can_be_fetched_and_is_not_mixed_with_another_version(client: Any) -> None:
    whole = client.get("/dumps/hafa/prints.nq.gz")
    part = client.get("/dumps/hafa/prints.nq.gz", range="bytes=10-19")
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
    same = client.get("/dumps/hafa/prints.nq.gz", range="bytes=10-19", if_range=whole.headers["etag"])
    other = client.get("/dumps/hafa/prints.nq.gz", range="bytes=10-19", if_range='"other"')
    assert (same.status_code, other.status_code) == (206, 200)
    parts = client.get("/dumps/hafa/prints.nq.gz", range="bytes=10-19, 99999999-, -0")
    assert (parts.status_code, parts.content) == (206, part.content)


@pytest.mark.parametrize("range_", ["bytes=99999999-", "bytes=-0", "bytes=99999999-,-0"])
@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/problem+json"),
        ("application/gzip", "application/problem+json"),
        ("text/html", "text/html"),
    ],
)
def test_a_part_that_the_dump_has_not_is_a_problem_that_names_its_size(
    client: Any, range_: str, accept: str, content_type: str
) -> None:
    size = len(client.get("/dumps/hafa/prints.nq.gz").content)
    refused = client.get("/dumps/hafa/prints.nq.gz", range=range_, accept=accept)
    assert (refused.status_code, refused.headers["content-range"]) == (416, f"bytes */{size}")
    assert refused.headers["content-type"].partition(";")[0] == content_type
    assert f"{size} bytes" in refused.text
    changed = client.get("/dumps/hafa/prints.nq.gz", range=range_, if_range='"other"')
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "range_",
    [
        "items=0-1",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=5-a",
        "bytes=9-5",
        "bytes=0-1,",
        "0-1",
        f"bytes=0-{10**30}",
    ],
)
def test_a_range_that_is_none_is_as_if_it_were_not_there(client: Any, range_: str) -> None:
    whole = client.get("/dumps/hafa/prints.nq.gz")
    asked = client.get("/dumps/hafa/prints.nq.gz", range=range_)
    assert (asked.status_code, asked.content) == (200, whole.content)


def test_a_dump_that_is_there_already_is_not_sent_again(client: Any) -> None:
    tag = client.get("/dumps/hafa/prints.nq.gz").headers["etag"]
    assert client.get("/dumps/hafa/prints.nq.gz", if_none_match=tag).status_code == 304


def test_a_dump_by_head_has_its_length(client: Any) -> None:
    whole = client.get("/dumps/hafa/prints.nq.gz")
    head = client.request("HEAD", "/dumps/hafa/prints.nq.gz")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["content-disposition"] == whole.headers["content-disposition"]
    assert head.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    "path", ["/dumps/hafa/nothing.nq.gz", "/dumps/nobody/prints.nq.gz", "/dumps/hafa/prints.nq"]
)
def test_there_is_no_dump_of_what_is_not_published(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_static_files_are_kept_for_ever_under_their_digest_only(client: Any) -> None:
    page = client.get("/").text
    address = next(
        part.partition('"')[0] for part in page.split('href="') if "site.css" in part.partition('"')[0]
    )
    assert client.get(address).headers["cache-control"] == "public, max-age=31536000, immutable"
    font = address.replace("site.css", "fonts/source-serif-4-latin-ext.woff2")
    assert client.get(font).headers["content-type"] == "font/woff2"
    other = client.get("/static/other/site.css")
    assert (other.status_code, other.headers["cache-control"]) == (
        200,
        "public, max-age=300, must-revalidate",
    )


def test_fonts_are_small_and_have_their_licence_beside_them() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert sum(font.stat().st_size for font in fonts) < 200_000
    assert len(list((STATIC / "fonts").glob("*LICENSE.txt"))) == 2


def test_the_icon_is_found_where_browsers_look(client: Any) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
