"""Representations: validators that change when anything does, and not otherwise."""

from dataclasses import replace

from opencollections.web.representations import Representation, WebLink, last_modified, link_header

GIVEN = Representation(b"body", "text/turtle; charset=utf-8")


def test_the_validator_depends_on_bytes_and_type_and_on_nothing_else() -> None:
    assert GIVEN.etag == replace(GIVEN, modified="2026-11-23T10:00:00Z", vary="Accept").etag
    assert GIVEN.etag != replace(GIVEN, body=b"Body").etag
    assert GIVEN.etag != replace(GIVEN, content_type="text/html; charset=utf-8").etag


def test_times_are_written_as_http_does() -> None:
    assert last_modified("2026-11-23T11:00:00.999+01:00") == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_links_are_written_as_web_linking_does() -> None:
    links = [WebLink("/data/a.ttl", "alternate", "text/turtle"), WebLink("https://e.org/", "license")]
    assert (
        link_header(links)
        == '</data/a.ttl>; rel="alternate"; type="text/turtle", <https://e.org/>; rel="license"'
    )
