"""Public records: whatever a version is made by, its records are those that are public."""

from collections.abc import Callable
from pathlib import Path

import pytest

from opencollections.publishing.documents import AS_IT_IS
from opencollections.publishing.merge import merge
from opencollections.publishing.origins import RECORDS
from opencollections.publishing.undo import undo
from opencollections.publishing.withdraw import restore, withdraw_collection, withdraw_entity

from .lists import LETTERS, PRINTS, Lists, iri
from .working import listed, mapped, published

THREE = "1,Híd,brady 2,Ház,brady 3,Kút,gardner"

Step = Callable[[Lists], object]


def imported(rows: str) -> Step:
    return lambda lists: lists.ingest(rows)


def withdrawn(path: str, collection: str = PRINTS) -> Step:
    return lambda lists: withdraw_entity(lists.place, collection, iri(path))


def restored(path: str) -> Step:
    return lambda lists: restore(lists.place, PRINTS, iri(path))


def merged(old: str, into: str) -> Step:
    return lambda lists: merge(lists.place, iri(old), iri(into))


def undone(to: int | None = None) -> Step:
    return lambda lists: undo(lists.place, PRINTS, to)


def all_withdrawn(lists: Lists) -> None:
    withdraw_collection(lists.place, PRINTS)


STORIES: dict[str, list[tuple[Step, int]]] = {
    "an object is withdrawn and restored": [
        (imported(THREE), 3),
        (withdrawn("m/object/2"), 2),
        (withdrawn("m/object/3"), 1),
        (restored("m/object/2"), 2),
        (restored("m/object/3"), 3),
    ],
    "an object that is withdrawn stays so in the next file": [
        (imported(THREE), 3),
        (withdrawn("m/object/2"), 2),
        (imported(THREE + " 4,Tó,brady"), 3),
        (imported("1,Hidak,brady 3,Kút,gardner"), 2),
        (restored("m/object/2"), 3),
    ],
    "a maker is no record": [
        (imported(THREE), 3),
        (withdrawn("network/agent/brady"), 3),
        (restored("network/agent/brady"), 3),
    ],
    "the aggregation goes alone": [(imported(THREE), 3), (withdrawn("m/aggregation/2"), 3)],
    "a withdrawal is undone and done again": [
        (imported(THREE), 3),
        (withdrawn("m/object/2"), 2),
        (undone(), 3),
        (undone(), 2),
        (restored("m/object/2"), 3),
        (undone(2), 2),
    ],
    "an undo brings back what the newest file has no more": [
        (imported(THREE), 3),
        (imported("1,Híd,brady"), 1),
        (undone(), 3),
        (withdrawn("m/object/3"), 2),
    ],
    "a whole collection is withdrawn and comes back": [
        (imported(THREE), 3),
        (withdrawn("m/object/2"), 2),
        (all_withdrawn, 0),
        (undone(), 2),
        (imported(THREE + " 4,Tó,brady"), 3),
    ],
    "what a merged record says is public and goes with the survivor": [
        (imported(THREE), 3),
        (merged("m/object/2", "m/object/1"), 3),
        (withdrawn("m/object/1"), 1),
        (imported(THREE + " 4,Tó,brady"), 2),
        (restored("m/object/1"), 4),
    ],
    "an object is merged into one that its collection has withdrawn": [
        (imported(THREE), 3),
        (lambda lists: lists.ingest("1,Levél,brady", LETTERS), 3),
        (withdrawn("m/object/1"), 2),
        (merged("m/object/2", "m/object/1"), 1),
        (undone(1), 3),
    ],
    "a record of several rows goes with all of them": [
        (imported("1,Híd,brady 1,Híd,gardner 2,Ház,brady"), 3),
        (withdrawn("m/object/1"), 1),
        (restored("m/object/1"), 3),
    ],
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_a_version_counts_the_records_that_are_public(lists: Lists, story: list[tuple[Step, int]]):
    counted = []
    for step, _ in story:
        step(lists)
        counted.append(lists.newest().records)
    assert counted == [records for _, records in story]
    assert lists.store_is_its_versions()


def test_a_record_whose_own_thing_offers_the_withdrawn_one_goes_too(lists: Lists):
    mapping = lists.folder / "mapping.yml"
    text = mapping.read_text(encoding="utf-8")
    head, _, objects = text.partition("  object:\n")
    object_, _, rest = objects.partition("  aggregation:\n")
    aggregation, _, maker = rest.partition("  maker:\n")
    lists.ingest(THREE)
    offers_first = f"{head}  aggregation:\n{aggregation}  object:\n{object_}  maker:\n{maker}"
    mapping.write_text(offers_first, encoding="utf-8")
    lists.ingest(THREE + " 4,Tó,brady")
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    assert lists.newest().records == 3


def test_things_that_a_file_of_statements_describes_are_counted_again(lists: Lists):
    name = "m/subjects"
    with lists.data.control() as control:
        lists.add(control, name, AS_IT_IS)
    file = lists.folder / "subjects.ttl"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    file.write_text(
        "".join(f'<subject/{n}> {label} "{n}" ; <http://e.org/p> [ {label} "x" ] .\n' for n in range(4)),
        encoding="utf-8",
    )
    counted = [lists.ingest_file(file, name).version.records]
    withdraw_entity(lists.place, name, iri("m/subject/1"))
    counted.append(lists.newest(name).records)
    merge(lists.place, iri("m/subject/2"), iri("m/subject/3"))
    counted.append(lists.newest(name).records)
    restore(lists.place, name, iri("m/subject/1"))
    counted.append(lists.newest(name).records)
    undo(lists.place, name, 2)
    counted.append(lists.newest(name).records)
    assert counted == [4, 3, 2, 3, 2]


def test_a_draft_that_was_mapped_before_records_were_counted_asks_the_ledger(lists: Lists, tmp_path: Path):
    lists.ingest(THREE)
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    draft = mapped(lists.data, PRINTS, listed(tmp_path, THREE + " 4,Tó,brady"))
    (lists.data.drafts / draft.id / RECORDS).unlink()
    published(lists.data, draft)
    assert (lists.newest().number, lists.newest().records) == (3, 3)


def test_a_kept_draft_knows_its_records(lists: Lists, tmp_path: Path):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"))
    rows = "1,Híd,brady 2,Ház,brady 2,Ház,gardner 3,Tó,x"
    draft = mapped(lists.data, PRINTS, listed(tmp_path, rows))
    assert (draft.kept_back, draft.public_records) == (2, 2)
    published(lists.data, draft)
    assert lists.newest().records == 2
    restore(lists.place, PRINTS, iri("m/object/2"))
    assert lists.newest().records == 4
