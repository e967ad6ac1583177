"""Merge: one identifier means another, in what is public, in what will be imported, and in the log."""

import pytest

from opencollections.errors import (
    AlreadyMerged,
    ForeignIdentifier,
    MergeInCircle,
    SurvivorMerged,
    SurvivorNotPublished,
    UnknownEntity,
)
from opencollections.publishing.merge import merge
from opencollections.publishing.undo import undo
from opencollections.publishing.withdraw import withdraw_entity
from opencollections.store import decisions

from .lists import LETTERS, PRINTS, Lists, iri

BRADY, MATHEW, GARDNER = (iri(f"network/agent/{name}") for name in ("brady", "mathew", "gardner"))


@pytest.fixture
def merged(lists: Lists) -> Lists:
    """Two collections that knew one person by two names, until the names were merged."""
    lists.ingest("1,Híd,brady 2,Ház,mathew")
    lists.ingest("7,Levél,mathew", LETTERS)
    merge(lists.place, MATHEW, BRADY, "one person")
    return lists


def test_statements_move_to_the_survivor_and_references_follow(merged: Lists):
    assert merged.stated("network/agent/mathew") == set()
    labels = {
        (graph, value) for graph, word, value in merged.stated("network/agent/brady") if word == "prefLabel"
    }
    assert labels == {("prints", "brady"), ("prints", "mathew"), ("letters", "mathew")}
    assert ("letters", "creator", "brady") in merged.stated("m/object/7")
    assert merged.store_is_its_versions()


def test_both_collections_have_a_new_version_and_the_log_tells_of_both_identifiers(merged: Lists):
    assert [merged.newest(name).number for name in (PRINTS, LETTERS)] == [2, 2]
    assert {merged.newest(name).generation for name in (PRINTS, LETTERS)} == {merged.newest().generation}
    told = [(kind, path) for kind, path, _, new in merged.log() if new == BRADY]
    assert told == [("delete", "network/agent/mathew")] * 2
    assert ("create", "network/agent/brady", None, None) in merged.log()


def test_an_import_is_written_with_the_survivor(merged: Lists):
    assert not merged.ingest("1,Híd,brady 2,Ház,mathew").changed
    merged.ingest("1,Híd,brady 2,Ház,mathew 3,Kút,mathew")
    assert ("prints", "creator", "brady") in merged.stated("m/object/3")


def test_an_undo_keeps_to_the_merge(merged: Lists):
    assert not undo(merged.place, PRINTS).changed
    assert merged.stated("network/agent/mathew") == set()


def test_a_chain_of_merges_leads_to_its_end(merged: Lists):
    merged.ingest("1,Híd,brady 2,Ház,gardner")
    merge(merged.place, BRADY, GARDNER)
    with merged.data.control() as control:
        assert decisions.survivor(control, MATHEW) == GARDNER
    assert ("letters", "creator", "gardner") in merged.stated("m/object/7")
    assert not merged.ingest("7,Levél,mathew", LETTERS).changed


def test_a_statement_that_a_thing_is_itself_goes(lists: Lists):
    lists.ingest("1,Híd,brady")
    lists.ingest("7,Levél,mathew", LETTERS)
    merge(lists.place, iri("m/object/1"), BRADY)
    assert not any(word == "creator" for _, word, _ in lists.stated("network/agent/brady"))


def test_a_withdrawn_identifier_can_get_a_survivor_and_the_log_tells_it(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    before, generation = lists.log_length(), lists.generation()
    assert merge(lists.place, iri("m/object/2"), iri("m/object/1"), "counted twice") == []
    assert ("delete", "m/object/2", "counted twice", iri("m/object/1")) in lists.log(before)
    # Answers are kept for a generation, and this identifier answers something else now.
    assert lists.generation() == generation + 1


@pytest.mark.parametrize(
    ("old", "into", "error", "sentence"),
    [
        (BRADY, "http://viaf.org/viaf/1", ForeignIdentifier, "told by a column of the file"),
        ("http://viaf.org/viaf/1", BRADY, ForeignIdentifier, "is not an identifier of this network"),
        (BRADY, BRADY, MergeInCircle, "the same identifier"),
        (BRADY, MATHEW, MergeInCircle, "was merged into"),
        (MATHEW, GARDNER, AlreadyMerged, "stays so"),
        (iri("m/object/1"), MATHEW, SurvivorMerged, "into .*brady. Merge into that"),
        (iri("m/object/1"), iri("m/object/2"), SurvivorNotPublished, "was withdrawn"),
        (iri("m/object/1"), iri("m/object/99"), SurvivorNotPublished, "was never published"),
        (iri("m/object/99"), BRADY, UnknownEntity, "Nothing is published under"),
    ],
)
def test_what_cannot_be_merged_is_told(
    merged: Lists, old: str, into: str, error: type[Exception], sentence: str
):
    withdraw_entity(merged.place, PRINTS, iri("m/object/2"))
    before = merged.log_length()
    with pytest.raises(error, match=sentence):
        merge(merged.place, old, into)
    assert merged.log_length() == before


def test_what_is_merged_into_something_that_its_collection_withdrew_goes_with_what_offers_it(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    lists.ingest("1,Levél,brady", LETTERS)
    withdraw_entity(lists.place, PRINTS, iri("m/object/1"))
    merge(lists.place, iri("m/object/2"), iri("m/object/1"))
    assert {graph for graph, _, _ in lists.stated("m/object/1")} == {"letters"}
    assert lists.stated("m/object/2") == lists.stated("m/aggregation/2") == set()
    assert not lists.ingest("1,Híd,brady 2,Ház,brady").changed
    assert lists.store_is_its_versions()
