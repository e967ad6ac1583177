"""Withdraw: what a collection keeps back, why, and that files to come do not bring it back."""

import pytest

from opencollections.errors import (
    AlreadyWithdrawn,
    ForeignIdentifier,
    InvalidIRI,
    NothingPublished,
    NotStated,
    NotWithdrawn,
)
from opencollections.publishing.undo import undo
from opencollections.publishing.withdraw import restore, withdraw_collection, withdraw_entity
from opencollections.query.tombstones import Tombstone, tombstone

from .lists import LETTERS, PRINTS, Lists, iri

OBJECT = "http://www.europeana.eu/schemas/edm/ProvidedCHO"


def buried(lists: Lists, path: str) -> Tombstone | None:
    with lists.data.control() as control:
        return tombstone(control, iri(path))


def test_an_entity_goes_with_the_aggregation_that_offers_it_and_the_rest_stays(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    before = lists.log_length()
    outcome = withdraw_entity(lists.place, PRINTS, iri("m/object/2"), "sold", iri("m/object/1"))
    assert (outcome.version.kind, outcome.version.added, outcome.version.removed) == ("withdrawal", 0, 5)
    assert lists.stated("m/object/2") == lists.stated("m/aggregation/2") == set()
    assert len(lists.stated("m/object/1")) == 3
    assert lists.log(before) == [
        ("delete", "m/aggregation/2", None, None),
        ("delete", "m/object/2", "sold", iri("m/object/1")),
    ]
    stone = buried(lists, "m/object/2")
    assert stone is not None
    assert (stone.title, stone.type, stone.reason, stone.instead) == (
        "Ház",
        OBJECT,
        "sold",
        iri("m/object/1"),
    )
    assert lists.store_is_its_versions()


def test_an_import_does_not_bring_it_back_until_it_is_restored(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    before = lists.dump()
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    assert not lists.ingest("1,Híd,brady 2,Ház,brady").changed
    assert lists.ingest("1,Híd,brady 2,Háza,brady 3,Kút,brady").version.entities == 5
    assert lists.stated("m/object/2") == set()
    lists.ingest("1,Híd,brady 2,Ház,brady")
    assert restore(lists.place, PRINTS, iri("m/object/2")).version.kind == "restoration"
    assert lists.dump() == before
    assert buried(lists, "m/object/2") is None


def test_nameless_nodes_that_only_it_had_go_too(lists: Lists):
    folder = lists.folder
    (folder / "mapping.yml").write_text(
        """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", schema: "https://schema.org/"}
sources: {list: [list.csv~csv]}
mappings:
  object:
    sources: list
    s: object/$(No)
    po: [[dc:title, $(Title)], [dc:creator, {mapping: role}], [dc:subject, {mapping: shared}]]
  role:
    sources: list
    s: _:role$(No)
    po: [[schema:roleName, $(Maker)]]
  shared:
    sources: list
    s: _:$(Maker)
    po: [[schema:name, $(Maker)]]
""",
        encoding="utf-8",
    )
    lists.ingest("1,Híd,brady 2,Ház,brady")
    before = lists.newest().quads
    outcome = withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    # Title, creator, subject and the role go; the node that both objects point to stays.
    assert before - outcome.version.quads == 4


def test_what_two_collections_state_is_one_entity_of_which_one_may_be_withdrawn(lists: Lists):
    lists.ingest("1,Híd,brady")
    lists.ingest("7,Levél,brady", LETTERS)
    assert len(lists.stated("network/agent/brady")) == 4
    withdraw_entity(lists.place, LETTERS, iri("network/agent/brady"))
    assert {graph for graph, _, _ in lists.stated("network/agent/brady")} == {"prints"}
    assert buried(lists, "network/agent/brady") is None
    withdraw_collection(lists.place, PRINTS, "closed")
    stone = buried(lists, "network/agent/brady")
    assert stone is not None
    assert stone.reason == "closed"


def test_a_whole_collection_goes_and_its_next_import_brings_it_back(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    whole = lists.dump()
    outcome = withdraw_collection(lists.place, PRINTS, "the lender wished it")
    assert outcome.version.is_withdrawn
    assert (outcome.version.quads, outcome.version.entities) == (0, 0)
    assert {reason for kind, _, reason, _ in lists.log() if kind == "delete"} == {"the lender wished it"}
    with pytest.raises(NothingPublished):
        withdraw_collection(lists.place, PRINTS)
    assert lists.ingest("1,Híd,brady 2,Ház,brady").version.number == 3
    assert lists.dump() == whole


def test_a_whole_collection_can_be_brought_back_by_an_undo_and_taken_out_again(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    whole = lists.dump()
    withdraw_collection(lists.place, PRINTS)
    undo(lists.place, PRINTS)
    assert lists.dump() == whole
    assert buried(lists, "m/object/1") is None
    assert undo(lists.place, PRINTS).version.is_withdrawn


@pytest.mark.parametrize(
    ("path", "error", "sentence"),
    [
        ("http://www.wikidata.org/entity/Q1", ForeignIdentifier, "is not an identifier of this network"),
        (iri("m/object/7"), NotStated, "What is published of it comes from m/letters"),
        (iri("m/object/99"), NotStated, "No collection publishes anything of it"),
        (iri("m/object/2"), AlreadyWithdrawn, "Put it back where the collection lists"),
    ],
)
def test_what_cannot_be_withdrawn_is_told(lists: Lists, path: str, error: type[Exception], sentence: str):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    lists.ingest("7,Levél,brady", LETTERS)
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    with pytest.raises(error, match=sentence):
        withdraw_entity(lists.place, PRINTS, path)
    assert lists.newest().number == 2


def test_only_what_is_withdrawn_can_be_restored(lists: Lists):
    lists.ingest("1,Híd,brady")
    with pytest.raises(NotWithdrawn):
        restore(lists.place, PRINTS, iri("m/object/1"))


def test_what_to_look_at_instead_has_to_be_an_iri(lists: Lists):
    lists.ingest("1,Híd,brady")
    with pytest.raises(InvalidIRI, match="not a <b>"):
        withdraw_entity(lists.place, PRINTS, iri("m/object/1"), instead="not a <b>")
