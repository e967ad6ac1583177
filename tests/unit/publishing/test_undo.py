"""Undo: an earlier version comes back as a new one, to the byte."""

import pytest

from opencollections.errors import NothingToUndo, UnknownVersion
from opencollections.publishing.undo import undo
from opencollections.publishing.withdraw import restore, withdraw_entity

from .lists import PRINTS, Lists, iri


def test_an_undo_gives_the_very_bytes_back_and_can_be_undone(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    first = lists.dump()
    lists.ingest("1,Híd,brady 2,Háza,gardner")
    second = lists.dump()
    outcome = undo(lists.place, PRINTS)
    assert outcome.changed
    assert (outcome.version.number, outcome.version.kind, outcome.version.reason) == (
        3,
        "undo",
        "as in version 1",
    )
    assert (outcome.version.records, outcome.version.files) == (2, lists.newest().files)
    assert lists.dump() == first
    assert lists.store_is_its_versions()
    assert undo(lists.place, PRINTS).version.number == 4
    assert lists.dump() == second


def test_an_undo_is_told_as_changes_of_the_entities_it_touches(lists: Lists):
    lists.ingest("1,Híd,brady")
    lists.ingest("1,Híd,brady 2,Ház,brady")
    before = lists.log_length()
    undo(lists.place, PRINTS)
    gone = [("delete", f"m/{kind}/2", None, None) for kind in ("aggregation", "object")]
    assert lists.log(before) == gone


def test_going_back_to_what_is_public_changes_nothing(lists: Lists):
    lists.ingest("1,Híd,brady")
    lists.ingest("1,Híd,brady 2,Ház,brady")
    outcome = undo(lists.place, PRINTS, to=2)
    assert (outcome.changed, outcome.version.number) == (False, 2)


def test_the_next_import_after_an_undo_goes_on_from_there(lists: Lists):
    lists.ingest("1,Híd,brady")
    lists.ingest("1,Hid,brady")
    undo(lists.place, PRINTS)
    outcome = lists.ingest("1,Híd,brady 2,Ház,brady")
    assert (outcome.version.number, outcome.version.removed) == (4, 0)


def test_an_undo_takes_a_withdrawal_back_and_undoing_that_renews_it(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    first = lists.dump()
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"), "sold")
    undo(lists.place, PRINTS)
    assert lists.dump() == first
    assert not lists.ingest("1,Híd,brady 2,Ház,brady").changed
    undo(lists.place, PRINTS, to=2)
    assert not lists.ingest("1,Híd,brady 2,Ház,brady").changed
    assert lists.stated("m/object/2") == set()
    restore(lists.place, PRINTS, iri("m/object/2"))
    assert lists.dump() == first


def test_there_must_be_something_to_go_back_to(lists: Lists):
    with pytest.raises(NothingToUndo, match="m/prints has no earlier version"):
        undo(lists.place, PRINTS)
    lists.ingest("1,Híd,brady")
    with pytest.raises(NothingToUndo):
        undo(lists.place, PRINTS)
    with pytest.raises(UnknownVersion, match="has no version 9"):
        undo(lists.place, PRINTS, to=9)
