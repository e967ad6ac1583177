"""Files of RDF without a mapping: published, compared and shared like any other collection."""

import gzip
from pathlib import Path

import pytest

from opencollections.formats.report.words import words
from opencollections.publishing.documents import AS_IT_IS
from opencollections.publishing.undo import undo
from opencollections.query.finding import Finder, Wish
from opencollections.query.inventory import inventory
from opencollections.store import entity_ledger

from .lists import PRINTS, Lists, iri

SUBJECTS = "m/subjects"
AAT = "http://vocab.getty.edu/aat/300026819"
SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
THESAURUS = (
    SKOS
    + f"""<subject/camera> a skos:Concept ; skos:prefLabel "kamera"@hu ; skos:exactMatch <{AAT}> ;
    skos:note [ skos:value "one" ], [ skos:value "two" ] .
<{AAT}> a skos:Concept ; skos:prefLabel "price lists"@en .
<../network/agent/brady> skos:altLabel "Mathew Brady" .
"""
)


@pytest.fixture
def subjects(lists: Lists) -> Lists:
    with lists.data.control() as control:
        lists.add(control, SUBJECTS, AS_IT_IS)
    return lists


def ingest(lists: Lists, text: str, name: str = "subjects.ttl"):
    file = lists.folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return lists.ingest_file(file, SUBJECTS)


def test_only_what_is_ours_has_an_entry_and_all_of_it_is_stated(subjects: Lists):
    version = ingest(subjects, THESAURUS).version
    assert (version.quads, version.records, version.entities, version.mapping_sha256) == (10, 3, 2, None)
    with subjects.data.control() as control:
        assert entity_ledger.stated(control, SUBJECTS) == [
            iri("m/subject/camera"),
            iri("network/agent/brady"),
        ]
        found = Finder(inventory(control)).found(control, Wish("kamera"), "", 24)
        assert [thing.title for thing in found.things] == ["kamera"]
    assert subjects.store_is_its_versions()


def test_the_same_file_again_changes_nothing_and_one_value_only_its_own_statements(subjects: Lists):
    ingest(subjects, THESAURUS)
    assert not ingest(subjects, THESAURUS).changed
    assert not ingest(subjects, THESAURUS, "subjects.ttl.gz").changed
    outcome = ingest(subjects, THESAURUS.replace("kamera", "fényképezőgép"))
    assert (outcome.version.added, outcome.version.removed) == (1, 1)
    # A nameless node is named by what it says, so it is another one, with the link to it.
    outcome = ingest(subjects, THESAURUS.replace("kamera", "fényképezőgép").replace('"two"', '"three"'))
    assert (outcome.version.added, outcome.version.removed) == (2, 2)
    undo(subjects.place, SUBJECTS, to=1)
    assert not ingest(subjects, THESAURUS).changed


def test_a_shared_agent_has_the_statements_of_both_collections(subjects: Lists):
    ingest(subjects, THESAURUS)
    subjects.ingest("1,Híd,brady", PRINTS)
    assert {graph for graph, _, _ in subjects.stated("network/agent/brady")} == {"prints", "subjects"}


def test_an_authority_file_is_a_collection_of_statements_about_others(subjects: Lists):
    authority = SKOS + f'<{AAT}> a skos:Concept ; skos:prefLabel "price lists"@en .'
    outcome = ingest(subjects, authority)
    assert (outcome.version.quads, outcome.version.entities) == (2, 0)
    assert [problem.code for problem in outcome.problems] == ["nothing-of-our-own", "term-links"]


def test_statements_about_statements_are_told(subjects: Lists, tmp_path: Path):
    text = f'<{AAT}> <http://e.net/p> <<( <{AAT}> <http://e.net/v> "x" )>> .\n<{iri("m/a")}> <http://e.net/v> "y" .\n'
    outcome = ingest(subjects, text, "subjects.nt")
    assert outcome.version.warnings == 1
    assert "triple terms of RDF 1.2) were left out: 1." in outcome.problems[0].sentence()


def test_what_is_said_of_files_as_they_are_is_told_in_the_readers_language(subjects: Lists):
    outcome = ingest(subjects, SKOS + f'<{AAT}> a skos:Concept ; skos:prefLabel "price lists"@en .')
    assert all(map(words("hu").tells, outcome.problems))
