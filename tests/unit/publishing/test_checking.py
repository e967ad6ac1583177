"""What stands in a plain column is read as its property asks, and told with the cell; links are followed."""

import pytest

from opencollections.problems import Problem
from opencollections.publishing.drafts import draft
from opencollections.records.tables import File
from opencollections.store import registry

from .lists import IDS, PRINTS, Lists

MAPPING = """
prefixes:
  dc: http://purl.org/dc/elements/1.1/
  dcterms: http://purl.org/dc/terms/
  edm: http://www.europeana.eu/schemas/edm/
  ore: http://www.openarchives.org/ore/terms/
  schema: https://schema.org/
  skos: http://www.w3.org/2004/02/skos/core#
  wgs84_pos: http://www.w3.org/2003/01/geo/wgs84_pos#
sources:
  list: [list.csv~csv]
  people: [people.csv~csv]
mappings:
  object:
    sources: list
    s: object/$(No)
    po:
      - [a, edm:ProvidedCHO]
      - [dcterms:created, $(Date)]
      - [dc:language, $(Language)]
      - [schema:isrcCode, $(ISRC)]
      - [schema:identifier, number/$(No)~iri]
      - [dcterms:isPartOf, object/$(Album)~iri]
      - p: dc:creator
        o:
          - mapping: person
            condition:
              function: equal
              parameters: [[str1, $(Maker)], [str2, $(Code)]]
  number:
    sources: list
    s: number/$(No)
    po: [[a, schema:PropertyValue], [schema:propertyID, UPC], [schema:value, $(UPC)]]
  aggregation:
    sources: list
    s: aggregation/$(No)
    po:
      - [a, ore:Aggregation]
      - [edm:aggregatedCHO, object/$(No)~iri]
      - [edm:rights, $(Rights)]
      - [edm:isShownBy, $(Picture)~iri]
  place:
    sources: list
    s: place/$(No)
    po: [[a, edm:Place], [wgs84_pos:lat, $(Latitude)], [wgs84_pos:long, $(Longitude)]]
  person:
    sources: people
    s: person/$(Code)
    po: [[a, edm:Agent], [skos:prefLabel, $(Name), und~lang], [edm:end, $(Died)]]
"""
GOOD = {
    "No": "2",
    "Date": "c. 1905",
    "Language": "hu",
    "ISRC": "HUA122600001",
    "Album": "",
    "Maker": "brady",
    "UPC": "036000291452",
    "Rights": "CC BY 4.0",
    "Picture": "https://example.org/2.jpg",
    "Latitude": "47.5",
    "Longitude": "19.05",
}
CODES = {
    *("date-impossible", "date-ambiguous", "date-unread", "rights-unread", "language-is-country"),
    *("language-unread", "identifier-unread", "identifier-check-digit", "coordinates-swapped"),
    *("coordinates-out-of-range", "coordinates-zero", "address-incomplete", "link-unmet", "reference-unmet"),
    *("public-domain", "date-future"),
}


def found(lists: Lists, **wrong: str) -> list[Problem]:
    """Check two good rows and one with some cells of its own; give the problems of the kinds that are meant here."""
    (lists.folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    (lists.folder / "people.csv").write_text("Code,Name,Died\nbrady,Mathew Brady,1896\n", encoding="utf-8")
    rows = [GOOD | {"No": "1"}, GOOD | wrong, GOOD | {"No": "3"}]
    file = lists.folder / "list.csv"
    lines = [",".join(GOOD), *(",".join(f'"{row[name]}"' for name in GOOD) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with lists.data.control() as control:
        collection = registry.collection(control, PRINTS)
    with draft(lists.data, collection, IDS, [File(file.name, file)], 1 << 20, lambda *_: None) as made:
        return [one for one in made.problems if one.code in CODES]


def test_good_cells_are_not_told(lists: Lists):
    assert found(lists) == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("Date", "1903.02.30", "date-impossible"),
        ("Date", "03/04/1905", "date-ambiguous"),
        ("Date", "2905", "date-future"),
        ("Date", "when the river froze", "date-unread"),
        ("Language", "Magyarország", "language-is-country"),
        ("Language", "the usual", "language-unread"),
        ("ISRC", "HU-1", "identifier-unread"),
        ("UPC", "036000291453", "identifier-check-digit"),
        ("Rights", "500 Ft", "rights-unread"),
        ("Rights", "Minden jog fenntartva", "public-domain"),
        ("Picture", "kepek/2.jpg", "address-incomplete"),
        ("Picture", "ftp://example.org/2.jpg", "address-incomplete"),
        ("Latitude", "147.5", "coordinates-swapped"),
        ("Album", "no-such-album", "link-unmet"),
        ("Maker", "adams", "reference-unmet"),
    ],
)
def test_a_doubtful_cell_is_told_once_with_its_place(lists: Lists, column: str, value: str, code: str):
    (told,) = found(lists, **{column: value})
    assert (told.code, told.file, told.row, told.column) == (code, "list.csv", 3, column)
    assert told.message
    assert told.advice


def test_a_dash_refers_to_nobody(lists: Lists):
    assert found(lists, Maker="-") == []


def test_a_link_to_what_another_collection_has_published_is_none_to_nowhere(lists: Lists):
    lists.ingest("no-such-album,Híd,brady", "m/letters")
    assert found(lists, Album="no-such-album") == []
