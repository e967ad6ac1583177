"""Exports: a collection in the forms that other platforms take, from its page."""

import csv
import io
import json
import zipfile

import pytest
from network import BASE, HAFA_83

from opencollections.web.routes import exports

PRINTS = "/exports/hafa/prints"


def test_the_feed_of_schema_org_has_every_object(client) -> None:
    answer = client.get(f"{PRINTS}.schema.org.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    feed = json.loads(answer.text)
    assert feed["@id"] == f"{BASE}/collections/hafa/prints#feed"
    assert len(feed["dataFeedElement"]) == 4
    assert HAFA_83 in [one["@id"] for one in feed["dataFeedElement"]]


def test_the_table_for_archive_org_is_csv_to_be_saved(client) -> None:
    answer = client.get(f"{PRINTS}.archive.org.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="prints.archive.org.csv"'
    assert next(csv.reader(io.StringIO(answer.text)))[:3] == ["identifier", "file", "mediatype"]


def test_the_archive_for_europeana_has_what_is_ready_and_a_table_of_the_others(client) -> None:
    answer = client.get(f"{PRINTS}.edm.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["held-back.csv"]
        assert "edm-without-provider" in packed.read("held-back.csv").decode()


def test_commands_for_wikidata_are_empty_where_no_match_is_stated(client) -> None:
    answer = client.get(f"{PRINTS}.quickstatements.txt")
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize(
    "path", [f"{PRINTS}.edm.exe", PRINTS, f"{PRINTS}.archive.org", "/exports/hafa/nothing.archive.org.csv"]
)
def test_other_forms_and_collections_are_not_found(client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("form", ["edm.zip", "archive.org.csv", "quickstatements.txt", "schema.org.jsonld"])
def test_whoever_has_an_export_is_told_that_it_is_the_same(client, form: str) -> None:
    first = client.get(f"{PRINTS}.{form}")
    again = client.get(f"{PRINTS}.{form}?once-more")
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert not first.headers["etag"].startswith("W/")
    for condition in (
        {"if-none-match": first.headers["etag"]},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        assert client.request("GET", f"{PRINTS}.{form}?a-condition", condition).status_code == 304
    assert client.request("HEAD", f"{PRINTS}.{form}?head").headers["etag"] == first.headers["etag"]


def test_too_many_at_once_are_told_to_come_back(client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken:
        def acquire(self, *, blocking: bool) -> bool:
            return blocking

    monkeypatch.setattr(exports, "making", Taken())
    answer = client.get(f"{PRINTS}.archive.org.csv?not-kept", accept="application/json")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    head = client.request("HEAD", f"{PRINTS}.archive.org.csv?not-kept")
    assert (head.status_code, head.headers["content-type"]) == (200, "text/csv; charset=utf-8")


def test_what_was_made_is_given_again_and_gives_its_place_back(client) -> None:
    for _ in range(2 * exports.AT_ONCE + 1):
        assert client.get(f"{PRINTS}.schema.org.jsonld").status_code == 200
        assert client.get(f"{PRINTS}.schema.org.jsonld?again").status_code == 200


def test_the_page_of_the_collection_leads_to_each(client) -> None:
    page = client.get("/collections/hafa/prints").text
    for ending in ("edm.zip", "archive.org.csv", "quickstatements.txt", "schema.org.jsonld"):
        assert f"{PRINTS}.{ending}" in page
