"""The trace: every statement about an entity leads back to its cells."""

from pathlib import Path

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.mapping.trace import Cell, Place, RowRead, row_read, traces

MAPPING = """
prefixes: {dc: "http://purl.org/dc/elements/1.1/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [a, dc:Thing]
      - [dc:title, $(Title), hu~lang]
      - [dc:creator, agent/$(Maker)~iri]
      - [dc:date, $(Date)]
  maker: {sources: [[list.csv~csv]], s: agent/$(Maker), po: [[dc:description, $(Maker) of $(Title)]]}
"""
DC = "http://purl.org/dc/elements/1.1/"
BASE = "http://example.org/id/m/"


def found(folder: Path, iri: str):
    (folder / "list.csv").write_text(
        "No,Title,Maker,Date\n1,Híd,X,\n2,Ház,Y,1900\n3,Kút,X,1901\n", encoding="utf-8"
    )
    run = Run(read_mapping(MAPPING, "m.yml").mapping, Sources({}, folder), Options(BASE))
    return [(t.row, t.predicate, t.cells) for t in traces(run, BASE + iri)]


def test_a_statement_leads_to_its_row_and_cells(tmp_path: Path):
    assert found(tmp_path, "object/1") == [
        (2, None, (Cell("No", "1"),)),
        (2, DC + "title", (Cell("Title", "Híd"),)),
        (2, DC + "creator", (Cell("Maker", "X"),)),
    ]


def test_an_entity_of_several_rows_leads_to_all_of_them(tmp_path: Path):
    rows = {(row, cells) for row, predicate, cells in found(tmp_path, "agent/X") if predicate}
    assert rows == {
        (2, (Cell("Maker", "X"), Cell("Title", "Híd"))),
        (4, (Cell("Maker", "X"), Cell("Title", "Kút"))),
    }


def test_an_unknown_entity_leads_nowhere(tmp_path: Path):
    assert found(tmp_path, "object/9") == []


def test_a_row_leads_to_its_cells_and_to_all_that_they_made(tmp_path: Path):
    found(tmp_path, "object/1")
    run = Run(read_mapping(MAPPING, "m.yml").mapping, Sources({}, tmp_path), Options(BASE))
    place = Place("list.csv", None, 3)
    read = row_read(run, place)
    assert read.cells == tuple(
        Cell(*cell) for cell in (("No", "2"), ("Title", "Ház"), ("Maker", "Y"), ("Date", "1900"))
    )
    made = {trace.predicate: trace.cells for trace in read.traces}
    assert made[DC + "date"] == (Cell("Date", "1900"),)
    assert made[DC + "description"] == (Cell("Maker", "Y"), Cell("Title", "Ház"))
    for other in (Place("list.csv", None, 99), Place("other.csv", None, 3), Place("list.csv", "Sheet", 3)):
        assert row_read(run, other) == RowRead()


def test_an_element_leads_to_what_the_mapping_reads_of_it(tmp_path: Path):
    (tmp_path / "list.json").write_text('[{"no": 1, "title": "Híd", "secret": 2}]', encoding="utf-8")
    text = MAPPING.replace("[list.csv~csv]", "[list.json~jsonpath, '$[*]']").replace("$(No)", "$(no)")
    text = text.split("      - [dc:creator")[0].replace("$(Title)", "$(title)")
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, tmp_path), Options(BASE))
    [mapped] = run.mapped()
    row = mapped.origins["row"][0]
    read = row_read(run, Place("list.json", None, row))
    assert read.cells == (Cell("no", "1"), Cell("title", "Híd"))
    assert read.properties("title") == [DC + "title"]
