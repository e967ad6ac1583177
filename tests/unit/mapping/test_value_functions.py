"""What members write, read in a mapping: what is doubtful makes no statement and is told with its cell."""

from pathlib import Path

import pytest

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources

MAPPING = """
mappings:
  object:
    sources: [[objects.csv~csv]]
    s: object/$(No)
    po:
      - p: dcterms:temporal
        o: [{function: ocn-fn:date($(When))}]
      - p: edm:begin
        o: [{function: ocn-fn:dateBegin($(When))}]
      - p: edm:rights
        o: [{function: ocn-fn:rights($(Rights)), type: iri}]
      - p: owl:sameAs
        o: [{function: ocn-fn:viaf($(VIAF)), type: iri}]
      - p: schema:identifier
        o: [{function: ocn-fn:ean($(Barcode))}]
      - p: dc:language
        o: [{function: ocn-fn:languages($(Language))}]
      - p: wgs84_pos:lat
        o: [{function: "ocn-fn:latitude($(Where))"}]
"""
HEADINGS = ("No", "When", "Rights", "VIAF", "Barcode", "Language", "Where")


def run(folder: Path, **cells):
    row = {"No": "1", **cells}
    lines = [";".join(HEADINGS), ";".join(row.get(name, "") for name in HEADINGS)]
    (folder / "objects.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = Run(read_mapping(MAPPING, "m.yml").mapping, Sources({}, folder), Options("https://example.org/"))
    return [line for mapped in made.mapped() for line in mapped.lines], made.problems


def test_what_is_understood_becomes_data(tmp_path: Path):
    lines, problems = run(
        tmp_path,
        When="1880-as évek",
        Rights="CC BY 4.0",
        VIAF="VIAF 49224511",
        Language="magyar",
        Where="47.5, 19",
    )
    assert problems == []
    assert sorted(line.split(" ", 2)[2].removesuffix(" .\n") for line in lines) == [
        '"1880"',
        '"188X"',
        '"47.5"',
        '"hu"',
        "<http://creativecommons.org/licenses/by/4.0/>",
        "<http://viaf.org/viaf/49224511>",
    ]


def test_a_word_for_not_known_makes_nothing_and_is_not_told(tmp_path: Path):
    assert run(tmp_path, When="n.d.") == ([], [])


@pytest.mark.parametrize(
    ("cells", "code", "column", "advice"),
    [
        (
            {"When": "12/03/1956"},
            "date-ambiguous",
            "When",
            "Write the one that is meant: 1956-03-12, 1956-12-03.",
        ),
        ({"When": "1903.02.30"}, "date-impossible", "When", "Look it up, and correct day, month or year."),
        ({"When": "2905"}, "date-future", "When", "Correct the year."),
        ({"When": "1950-1940"}, "date-reversed", "When", "Put the earlier date first."),
        ({"Rights": "1200 Ft"}, "rights-unread", "Rights", "Write a licence such as CC BY 4.0 or CC0"),
        (
            {"VIAF": "see catalogue"},
            "identifier-unread",
            "VIAF",
            "Write the number alone, or its web address.",
        ),
        ({"Barcode": "75678316425"}, "identifier-shortened", "Barcode", "write 075678316425"),
        (
            {"Barcode": "075678316426"},
            "identifier-check-digit",
            "Barcode",
            "Compare it with the thing itself",
        ),
        ({"Where": "0, 0"}, "coordinates-zero", "Where", "Leave the cell empty."),
    ],
)
def test_what_is_doubtful_makes_nothing_and_is_told_with_its_cell(tmp_path, cells, code, column, advice):
    lines, (problem,) = run(tmp_path, **cells)
    assert lines == []
    assert (problem.code, problem.row, problem.column, problem.value) == (code, 2, column, cells[column])
    assert advice in problem.advice


def test_a_long_text_in_a_date_column_is_no_date(tmp_path: Path):
    _, (problem,) = run(tmp_path, When="about " * 2_000)
    assert problem.code == "date-too-long"
    assert len(problem.value) <= 200
