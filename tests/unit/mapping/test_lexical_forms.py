"""A value that is not written as its datatype asks makes no statement, and its row is named."""

from pathlib import Path

import polars as pl
import pytest
from pyoxigraph import Literal, NamedNode

from opencollections.mapping.documents import read_mapping
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.lexical_forms import LEXICAL_FORMS
from opencollections.mapping.sources import Sources
from opencollections.vocabulary import XSD

GOOD = {
    "integer": ["0", "-12", "+7", "007"],
    "nonNegativeInteger": ["0", "12", "-0"],
    "positiveInteger": ["1", "+010"],
    "negativeInteger": ["-1"],
    "nonPositiveInteger": ["0", "-5"],
    "decimal": ["12.5", ".5", "5.", "-0"],
    "double": ["1e5", "-INF", "NaN", "1.5E-7"],
    "boolean": ["true", "0"],
    "date": ["1912-05-31", "-0044-03-15", "2024-01-01Z", "2024-01-01+14:00"],
    "dateTime": ["1912-05-31T24:00:00", "1912-05-31T10:00:00.5Z"],
    "time": ["10:00:00"],
    "gYear": ["1912", "-0044", "12000", "0900"],
    "gYearMonth": ["1912-05"],
    "gMonthDay": ["--05-31"],
    "hexBinary": ["", "0aFF"],
}
BAD = {
    "integer": ["", "1.0", "1 ", "twelve", "1\n"],
    "nonNegativeInteger": ["-1"],
    "positiveInteger": ["0"],
    "negativeInteger": ["0"],
    "decimal": ["1e5", "1,5", "."],
    "double": ["inf", "1e"],
    "boolean": ["True", "yes"],
    "date": ["1912", "31-05-1912", "1912-13-01", "1912-5-3"],
    "dateTime": ["1912-05-31", "1912-05-31T25:00:00"],
    "gYear": ["912", "1912/13", "c. 1912"],
    "hexBinary": ["f"],
}


def matches(name: str, value: str) -> bool:
    return bool(pl.select(pl.lit(value).str.contains(LEXICAL_FORMS[XSD + name])).item())


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in GOOD for value in GOOD[name]])
def test_what_is_written_well_is_kept(name: str, value: str):
    assert matches(name, value)
    assert Literal(value, datatype=NamedNode(XSD + name)).value == value


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_what_is_written_otherwise_is_not(name: str, value: str):
    assert not matches(name, value)


MAPPING = """
prefixes: {ex: "http://example.org/"}
mappings:
  object:
    sources: [[list.csv~csv]]
    s: object/$(No)
    po:
      - [ex:year, $(Year), xsd:gYear]
      - [ex:kind, $(Kind), ex:code]
"""


@pytest.mark.parametrize(("strict", "made"), [(False, 3), (True, 4)])
def test_the_row_is_named_and_the_others_go_on(tmp_path: Path, *, strict: bool, made: int):
    (tmp_path / "list.csv").write_text("No,Year,Kind\n1,c. 1912,x\n2,1913,any\n3,,\n", encoding="utf-8")
    options = Options("http://example.org/", strict=strict)
    run = Run(read_mapping(MAPPING, "m.yml").mapping, Sources({}, tmp_path), options)
    assert sum(mapped.count for mapped in run.mapped()) == made
    expected = [] if strict else [("lexical-invalid", 2, "Year", "c. 1912")]
    assert [(one.code, one.row, one.column, one.value) for one in run.problems] == expected


NUMBERS = {
    ("1.5", "decimal"): "1.5",
    ("-0.00012", "decimal"): "-0.00012",
    ("1e3", "decimal"): "1000",
    ("1e3", "integer"): "1000",
    ("1e22", "decimal"): "10000000000000000000000",
    ("7", "decimal"): "7",
    ("7", "double"): "7.0E0",
    ("1.5", "double"): "1.5E0",
    ("1912", "gYear"): "1912",
    ("1.5", "integer"): None,
    ("true", "boolean"): "true",
}


@pytest.mark.parametrize(("number", "name"), NUMBERS)
def test_a_number_of_json_is_written_as_the_datatype_that_the_mapping_gives_it(
    tmp_path: Path, number: str, name: str
):
    (tmp_path / "list.json").write_text(
        f'[{{"no": 1, "n": {number}}}, {{"no": 2, "n": "x"}}]', encoding="utf-8"
    )
    text = f"""
prefixes: {{ex: "http://example.org/"}}
mappings:
  m: {{sources: [["list.json~jsonpath", "$[*]"]], s: x/$(no), po: [[ex:n, $(n), xsd:{name}]]}}
"""
    run = Run(read_mapping(text, "m.yml").mapping, Sources({}, tmp_path), Options("http://example.org/"))
    lines = [line for mapped in run.mapped() for line in mapped.lines.to_list()]
    expected = NUMBERS[number, name]
    ends = [] if expected is None else [f' "{expected}"^^<{XSD}{name}> .\n']
    assert [line[line.index(' "') :] for line in lines] == ends
    wrong = ["$[1]"] if expected is not None else ["$[0]", "$[1]"]
    assert [problem.row for problem in run.problems] == wrong
