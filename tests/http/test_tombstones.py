"""What was withdrawn answers 410 with its tombstone, and what was merged leads on for good (301)."""

import pytest
from network import BASE, FIRM, HAFA_83, PORTRAIT, WITHDRAWN
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from speaking import Client

from opencollections.iris import Identifiers
from opencollections.publishing.merge import merge
from opencollections.publishing.publish import Publishing
from opencollections.publishing.withdraw import withdraw_collection, withdraw_entity
from opencollections.store.folders import DataFolder

SOLD = f"{BASE}/id/hafa/object/HAFA-84"
PERSON = f"{BASE}/id/network/agent/hevesy-ivan"
AS = "https://www.w3.org/ns/activitystreams#"


@pytest.fixture(scope="module")
def after(served: Client, data: DataFolder) -> Client:
    """Give a client of the network after a withdrawal, a merge and the end of a collection."""
    place = Publishing(data, Identifiers(BASE), lambda _: None, lambda *_: None)
    withdraw_entity(place, "hafa/prints", SOLD, "Sold in 2025", HAFA_83)
    merge(place, PERSON, FIRM, "one house")
    withdraw_collection(place, "npg/portraits", "the lender wished it")
    return served


@pytest.mark.parametrize("path", ["/id/hafa/object/HAFA-84", "/page/hafa/object/HAFA-84"])
def test_a_person_reads_what_it_was_when_and_why_it_went_and_where_to_look(after: Client, path: str):
    answer = after.get(path, accept="text/html")
    assert answer.status_code == 410
    for words in ("HAFA 84. árjegyzék", "Sold in 2025", "/page/hafa/object/HAFA-83", SOLD):
        assert words in answer.text


def test_what_it_was_is_told_in_the_language_of_whoever_reads(after: Client):
    hungarian = after.get("/id/hafa/object/HAFA-84", accept="text/html", accept_language="hu").text
    assert "Gyűjteményi tárgy" in hungarian
    told = after.get("/id/hafa/object/HAFA-84", accept="application/json", accept_language="hu").json()
    assert told["kind"] == "Object"


def test_a_program_gets_the_same_as_problem_details(after: Client):
    answer = after.get("/id/hafa/object/HAFA-84", accept="application/json, application/problem+json")
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    told = answer.json()
    assert told["code"] == "entity-withdrawn"
    assert (told["iri"], told["label"], told["reason"], told["instead"]) == (
        SOLD,
        "HAFA 84. árjegyzék",
        "Sold in 2025",
        HAFA_83,
    )
    assert told["entity_type"] == "http://www.europeana.eu/schemas/edm/ProvidedCHO"
    assert told["withdrawn"].startswith("20")


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/id/hafa/object/HAFA-84", "text/turtle"),
        ("/data/hafa/object/HAFA-84", "text/turtle"),
        ("/data/hafa/object/HAFA-84.ttl", "*/*"),
    ],
)
def test_a_client_of_rdf_gets_a_tombstone_in_activity_streams(after: Client, path: str, accept: str):
    answer = after.get(path, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (410, "text/turtle; charset=utf-8")
    triples = {quad.triple for quad in parse(answer.content, format=RdfFormat.TURTLE)}
    said = {(t.predicate.value.removeprefix(AS), t.object) for t in triples if t.subject == NamedNode(SOLD)}
    assert ("summary", Literal("Sold in 2025")) in said
    assert ("http://purl.org/dc/terms/isReplacedBy", NamedNode(HAFA_83)) in said
    assert ("formerType", NamedNode("http://www.europeana.eu/schemas/edm/ProvidedCHO")) in said


def test_what_has_no_reason_says_none(after: Client):
    answer = after.get(WITHDRAWN.removeprefix(BASE), accept="text/html")
    assert answer.status_code == 410
    assert "Reason" not in answer.text


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/id/network/agent/hevesy-ivan", "/id/network/agent/hatschek-farkas"),
        ("/page/network/agent/hevesy-ivan", "/page/network/agent/hatschek-farkas"),
        ("/data/network/agent/hevesy-ivan", "/data/network/agent/hatschek-farkas"),
        ("/data/network/agent/hevesy-ivan.ttl", "/data/network/agent/hatschek-farkas.ttl"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_merged_identifier_leads_to_its_survivor_for_good(
    after: Client, path: str, location: str, accept: str
):
    answer = after.get(path, accept=accept)
    assert (answer.status_code, answer.headers["location"]) == (301, location)


def test_the_survivor_has_what_was_said_of_both(after: Client):
    text = after.get(FIRM.removeprefix(BASE).replace("/id/", "/data/") + ".nt").text
    assert "Hevesy" in text
    assert "Hatschek" in text


@pytest.mark.parametrize("path", ["/collections/npg/portraits", "/dumps/npg/portraits.nq.gz"])
def test_a_withdrawn_collection_says_so(after: Client, path: str):
    answer = after.get(path, accept="application/json")
    assert answer.status_code == 410
    assert "the lender wished it" in answer.json()["detail"]


def test_it_is_in_no_list_any_more_and_its_entities_are_withdrawn(after: Client):
    assert "portraits" not in after.get("/catalog.ttl").text
    assert "portraits" not in after.get("/members/npg.ttl").text
    answer = after.get(PORTRAIT.removeprefix(BASE), accept="application/json")
    assert (answer.status_code, answer.json()["reason"]) == (410, "the lender wished it")
