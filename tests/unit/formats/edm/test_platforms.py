"""What other platforms take: the table of archive.org, commands for Wikidata, and the feed of schema.org."""

import csv
import io
import json

import pytest

from opencollections.formats import archive_org, quickstatements, schema_feed
from opencollections.formats.dcat import Dataset, Publisher
from opencollections.formats.spreadsheet import lines

from .records import SPACE, record

OBJECT, AGGREGATION = f"<{SPACE}object/83>", f"<{SPACE}aggregation/83>"
ITEM = "<http://www.wikidata.org/entity/Q42>"
DATASET = Dataset(
    iri="https://example.org/collections/m/prints",
    graph="https://example.org/graph/m/prints",
    title="Prints",
    language="hu",
    licence="http://creativecommons.org/publicdomain/zero/1.0/",
    publisher=Publisher("https://example.org/members/m", "Museum", "hu", None),
    dump="https://example.org/dumps/m/prints.nq.gz",
    version=1,
    modified="2026-11-26T00:00:00Z",
    records=1,
    entities=1,
    statements=1,
)


def table(one, path: str = "m/object/83") -> list[dict[str, str]]:
    text = "".join(lines(archive_org.COLUMNS, archive_org.rows(one, path)))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_record_becomes_a_row_of_the_table_for_archive_org():
    (row,) = table(record())
    assert (row["identifier"], row["file"], row["mediatype"]) == ("m-object-83", "83.pdf", "texts")
    assert (row["title"], row["date"], row["language"]) == ("83. árjegyzék", "1939-05", "hu")
    assert row["licenseurl"] == "http://creativecommons.org/publicdomain/mark/1.0/"
    assert (row["subject[0]"], row["original-url"]) == ("price list", "https://example.org/83.pdf")


def test_further_files_have_rows_of_their_own_that_only_name_the_item_and_the_file():
    first, second = table(record(also=[f"{AGGREGATION} edm:hasView <https://example.org/83b.jpg> ."]))
    assert first["identifier"] == second["identifier"]
    assert (second["file"], second["title"], second["mediatype"]) == ("83b.jpg", "", "")


def test_files_of_one_item_have_names_of_their_own():
    views = ["a/83.pdf", "b/83.PDF", "83-2.pdf", "c/x/", "c/file-5", "c/.x", "d/.x"]
    rows = table(record(also=[f"{AGGREGATION} edm:hasView <https://example.org/{one}> ." for one in views]))
    files = {row["original-url"].removeprefix("https://example.org/"): row["file"] for row in rows}
    assert len(files) == 1 + len(views)
    assert files["83.pdf"] == "83.pdf"
    assert len({name.casefold() for name in files.values()}) == len(files)
    assert all(name and "/" not in name for name in files.values())


@pytest.mark.parametrize(
    "without",
    [
        ["object/83 dc:title", "object/83 schema:name"],
        ["object/83 edm:type"],
        ["aggregation/83 edm:isShownBy"],
    ],
)
def test_what_archive_org_would_not_take_is_not_in_the_table(without):
    assert table(record(without=without)) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("m/object/83", "m-object-83"), ("npg/object/NPG.77_1", "npg-object-NPG.77_1")],
)
def test_a_plain_path_becomes_an_identifier_that_people_can_read(path, name):
    assert archive_org.identifier(path) == name


def test_paths_that_would_become_one_identifier_are_kept_apart():
    paths = ["m/a-b", "m/a/b", "m/a%2Fb", "m/a%20b", "m/á", "m/é", f"m/{'x' * 90}1", f"m/{'x' * 90}2"]
    names = [archive_org.identifier(path) for path in paths]
    assert len(set(names)) == len(paths)
    assert all(len(name) <= 100 and name.isascii() and name[0].isalnum() for name in names)


def test_a_cell_is_never_run_as_a_formula():
    (row,) = table(record(without=["object/83 dc:title"], also=[f'{OBJECT} dc:title "=HYPERLINK(1)" .']))
    assert row["title"] == "'=HYPERLINK(1)"


def commands(**changes) -> list[list[str]]:
    one = record(**changes)
    return [line.rstrip("\n").split("\t") for line in quickstatements.commands(one, "Q190804")]


def test_only_a_stated_match_gets_commands():
    assert commands() == []
    assert commands(also=[f"{OBJECT} skos:closeMatch {ITEM} ."]) == []
    assert commands(also=[f"{OBJECT} owl:sameAs {ITEM}, <http://www.wikidata.org/entity/Q43> ."]) == []


@pytest.mark.parametrize("relation", ["owl:sameAs", "skos:exactMatch", "schema:sameAs"])
def test_a_match_gets_its_statements_each_with_its_reference(relation):
    found = commands(also=[f"{OBJECT} {relation} {ITEM} ."])
    reference = ["S854", f'"{SPACE}object/83"']
    assert found == [
        ["Q42", "P1476", 'hu:"83. árjegyzék"', *reference],
        ["Q42", "P217", '"83"', "P195", "Q190804", *reference],
        ["Q42", "P571", "+1939-05-00T00:00:00Z/10", *reference],
        ["Q42", "P973", f'"{SPACE}object/83"', *reference],
    ]


def test_linked_things_stand_in_statements_by_their_own_matches():
    also = [
        f"{OBJECT} owl:sameAs {ITEM} ; dc:creator <{SPACE}agent/hevesy> .",
        f"<{SPACE}concept/price-list> skos:exactMatch <http://www.wikidata.org/entity/Q7> .",
    ]
    assert ["P170", "Q1234"] in [found[1:3] for found in commands(also=also)]
    assert ["P31", "Q7"] in [found[1:3] for found in commands(also=also)]


def test_a_text_cannot_break_out_of_its_command():
    also = [f'{OBJECT} owl:sameAs {ITEM} ; dc:title "a\\tb\\nQ1\\tP31\\tQ5 \\"x\\""@en .']
    (title,) = (found for found in commands(also=also) if found[2].startswith("en:"))
    assert title[2] == 'en:"a b Q1 P31 Q5 ”x”"'


def test_a_period_of_several_years_is_no_date():
    found = commands(
        without=["time/83 edm:end"],
        also=[f'{OBJECT} owl:sameAs {ITEM} . <{SPACE}time/83> edm:end "1941" .'],
    )
    assert "P571" not in [one[1] for one in found]


def test_the_feed_is_one_json_ld_document_with_an_object_a_line():
    item = schema_feed.item(record(), ["https://schema.org/CreativeWork", "https://schema.org/Book"], DATASET)
    text = "".join(schema_feed.feed(DATASET, [item, item]))
    document = json.loads(text)
    assert (document["@context"], document["@type"]) == ("https://schema.org", "DataFeed")
    assert [one["@type"] for one in document["dataFeedElement"]] == ["Book", "Book"]
    assert text.count("\n") == 4
    assert item["name"] == {"@language": "hu", "@value": "83. árjegyzék"}
    assert item["contentLocation"]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": "47.5",
        "longitude": "19.05",
    }
    assert item["temporalCoverage"] == "1939-05/1939-05"
    assert item["license"] == "http://creativecommons.org/publicdomain/mark/1.0/"
    assert item["contributor"]["sameAs"] == "http://www.wikidata.org/entity/Q1234" or item["contributor"][
        "sameAs"
    ] == ["http://www.wikidata.org/entity/Q1234"]


def test_an_empty_feed_is_a_document_too():
    assert json.loads("".join(schema_feed.feed(DATASET, [])))["dataFeedElement"] == []
