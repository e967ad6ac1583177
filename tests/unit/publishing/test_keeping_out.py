"""A record with an error is kept out, with what only it speaks of; all others are published."""

import gzip

import pytest

from opencollections.errors import DraftRefused
from opencollections.problems import Severity
from opencollections.publishing.publish import Outcome

from .lists import PRINTS, Lists

MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/", dcterms: "http://purl.org/dc/terms/", skos: "http://www.w3.org/2004/02/skos/core#", edm: "http://www.europeana.eu/schemas/edm/", ore: "http://www.openarchives.org/ore/terms/"}
sources: {list: [list.csv~csv]}
mappings:
  object:
    sources: list
    s: object/$(No)
    po:
      - [a, edm:ProvidedCHO]
      - [dcterms:identifier, $(No)]
      - [dc:title, $(Title), hu~lang]
      - [edm:type, $(Medium)]
      - [dc:creator, maker/$(Maker)~iri]
  aggregation:
    sources: list
    s: aggregation/$(No)
    po: [[a, ore:Aggregation], [edm:aggregatedCHO, object/$(No)~iri], [edm:isShownAt, $(Page)]]
  maker:
    sources: list
    s: maker/$(Maker)
    po: [[a, edm:Agent], [skos:prefLabel, $(Maker), hu~lang], [skos:exactMatch, $(Link)]]
"""
HEADING = "No,Title,Medium,Maker,Page,Link"


def ingest(lists: Lists, *rows: str) -> Outcome:
    (lists.folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    file = lists.folder / "list.csv"
    file.write_text("\n".join((HEADING, *rows)) + "\n", encoding="utf-8")
    return lists.ingest_file(file, PRINTS)


def things(lists: Lists) -> set[str]:
    lines = gzip.decompress(lists.dump()).decode().splitlines()
    return {line.split()[0].partition("/id/m/")[2].strip(">") for line in lines}


def errors(outcome: Outcome) -> list[tuple[str, int | str | None, str | None]]:
    return [(one.code, one.row, one.column) for one in outcome.problems if one.severity is Severity.ERROR]


def test_a_record_with_an_error_goes_with_what_only_it_speaks_of(lists: Lists):
    outcome = ingest(lists, "1,Híd,IMAGE,brady,,", "2,Ház,PICTURE,adams,,", "3,Kút,IMAGE,brady,,")
    assert errors(outcome) == [("object-media-type", 3, "Medium")]
    assert (outcome.version.records, outcome.kept_out) == (2, 1)
    assert things(lists) == {"object/1", "aggregation/1", "object/3", "aggregation/3", "maker/brady"}


def test_what_others_speak_of_too_stays(lists: Lists):
    ingest(lists, "1,Híd,PICTURE,brady,,", "2,Ház,IMAGE,brady,,")
    assert things(lists) == {"object/2", "aggregation/2", "maker/brady"}


def test_an_error_of_a_part_keeps_its_record_out(lists: Lists):
    outcome = ingest(lists, "1,Híd,IMAGE,brady,my page,", "2,Ház,IMAGE,adams,,")
    assert errors(outcome) == [("aggregation-page", 2, "Page")]
    assert things(lists) == {"object/2", "aggregation/2", "maker/adams"}


def test_a_wrong_thing_that_several_records_speak_of_goes_alone(lists: Lists):
    outcome = ingest(lists, "1,Híd,IMAGE,brady,,Q1", "2,Ház,IMAGE,brady,,Q1")
    assert errors(outcome) == [("match-exact", 2, "Link")]
    assert outcome.kept_out == 0
    assert things(lists) == {"object/1", "aggregation/1", "object/2", "aggregation/2"}


def test_a_record_without_a_number_is_counted_and_its_maker_goes(lists: Lists):
    outcome = ingest(lists, ",Híd,IMAGE,brady,,", "2,Ház,IMAGE,adams,,")
    assert errors(outcome) == [("identifier-missing", 2, "No")]
    assert outcome.kept_out == 1
    assert things(lists) == {"object/2", "aggregation/2", "maker/adams"}


def test_rows_that_tell_different_things_under_one_number_are_both_kept_out_and_named(lists: Lists):
    outcome = ingest(lists, "1,Híd,IMAGE,brady,,", "2,Ház,IMAGE,adams,,", "1,Kút,IMAGE,adams,,")
    assert errors(outcome) == [("number-twice", 2, "No"), ("number-twice", 4, "No")]
    assert all("2, 4" in one.message for one in outcome.problems if one.code == "number-twice")
    assert outcome.kept_out == 2
    assert things(lists) == {"object/2", "aggregation/2", "maker/adams"}


def test_rows_of_one_record_that_agree_are_one_record(lists: Lists):
    outcome = ingest(lists, "1,Híd,IMAGE,brady,,", "1,Híd,IMAGE,adams,,")
    assert errors(outcome) == []
    assert outcome.kept_out == 0


def test_where_no_record_is_left_nothing_is_published(lists: Lists):
    with pytest.raises(DraftRefused, match=r"Errors: 2\..*row 2"):
        ingest(lists, "1,Híd,PICTURE,brady,my page,")


def test_a_mended_record_comes_back(lists: Lists):
    ingest(lists, "1,Híd,PICTURE,brady,,", "2,Ház,IMAGE,brady,,")
    outcome = ingest(lists, "1,Híd,IMAGE,brady,,", "2,Ház,IMAGE,brady,,")
    assert (outcome.version.number, outcome.kept_out) == (2, 0)
    assert "object/1" in things(lists)
