"""The inventory after a difference: the rows of what it concerns, and the same as of the whole version."""

import pytest

from opencollections.publishing.documents import AS_IT_IS
from opencollections.publishing.inventory import enter_missing

from .lists import IDS, Lists

NAME = "m/objects"
PREFIXES = """@prefix edm: <http://www.europeana.eu/schemas/edm/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ore: <http://www.openarchives.org/ore/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
BEFORE = (
    PREFIXES
    + """
<object/1> a edm:ProvidedCHO ; dc:title "Híd"@hu ; dc:creator <role/1>, <agent/1> ; dcterms:temporal <time/1> .
<object/2> a edm:ProvidedCHO ; dc:title "Vár"@hu ; dcterms:temporal <time/1> ; dc:subject "várak"@hu .
<object/3> a edm:ProvidedCHO ; dc:title "Kép"@hu ; dcterms:created "1938" .
<aggregation/1> a ore:Aggregation ; edm:aggregatedCHO <object/1> ; edm:object <https://x/1.jpg> .
<aggregation/2> a ore:Aggregation ; edm:aggregatedCHO <object/2> ; edm:rights <http://x/r> .
<time/1> a edm:TimeSpan ; edm:begin "1914" ; edm:end "1918" .
<role/1> a schema:Role ; skos:prefLabel "role"@hu .
<agent/1> a edm:Agent ; skos:prefLabel "Brady"@hu .
"""
)


@pytest.fixture
def objects(lists: Lists) -> Lists:
    with lists.data.control() as control:
        lists.add(control, NAME, AS_IT_IS)
    ingest(lists, BEFORE)
    return lists


def ingest(lists: Lists, text: str) -> None:
    file = lists.folder / "objects.ttl"
    file.write_text(text, encoding="utf-8")
    assert lists.ingest_file(file, NAME).changed


def things(lists: Lists) -> list[tuple[object, ...]]:
    """Give each row, with the traits in words."""
    with lists.data.control() as control:
        traits = {
            number.to_bytes(4, "little"): f"{facet} {value}"
            for number, facet, value in control.db.execute("SELECT number, facet, value FROM trait")
        }
        rows = control.db.execute(
            'SELECT traits, iri, first, key, picture, begin, "end" FROM thing JOIN entity USING (id) ORDER BY id'
        )
        return [
            (*row, sorted(traits[packed[at : at + 4]] for at in range(0, len(packed), 4)))
            for packed, *row in rows
        ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Híd", "Kő"),
        ("https://x/1.jpg", "https://x/2.jpg"),
        ("edm:aggregatedCHO <object/2>", "edm:aggregatedCHO <object/3>"),
        ('edm:begin "1914"', 'edm:begin "1871"'),
        ('; edm:begin "1914" ; edm:end "1918"', '; skos:prefLabel "the war"@en'),
        ("<role/1> a schema:Role", "<role/1> a edm:Agent"),
        ("<agent/1> a edm:Agent", "<agent/1> a schema:Role"),
        ('dc:title "Kép"@hu ; ', ""),
        ('<object/3> a edm:ProvidedCHO ; dc:title "Kép"@hu ; dcterms:created "1938" .', ""),
        (
            "<aggregation/1> a ore:Aggregation ; edm:aggregatedCHO <object/1> ; edm:object <https://x/1.jpg> .",
            "",
        ),
        ("<object/3> a", "<object/4> a"),
    ],
)
def test_what_a_difference_changes_in_it_is_what_the_whole_version_says(objects: Lists, old: str, new: str):
    before = things(objects)
    assert old in BEFORE
    ingest(objects, BEFORE.replace(old, new))
    after = things(objects)
    assert after != before
    with objects.data.control() as control:
        control.db.execute("DELETE FROM inventory")
        control.db.execute("DELETE FROM thing")
        enter_missing(objects.data, control, IDS)
    assert things(objects) == after


def test_rows_that_move_are_told_by_their_new_numbers(lists: Lists):
    lists.ingest("1,Híd,brady 2,Vár,brady")
    lists.ingest("3,Kép,brady 1,Híd,brady 2,Vár,brady")
    with lists.data.control() as control:
        rows = control.db.execute("SELECT iri, file, row FROM thing JOIN entity USING (id)")
        told = {iri.removeprefix(IDS.entities): (file, row) for iri, file, row in rows}
    assert told["m/object/3"] == ("list.csv", "2")
    assert told["m/object/1"] == ("list.csv", "3")
    assert told["m/object/2"] == ("list.csv", "4")
