"""The mapping guide shows nothing but what the cases in tests/cases prove, and shows every recipe."""

import csv
import re
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat
from python_calamine import CalamineWorkbook

from opencollections.cli.explanation import print_explanation
from opencollections.errors import MappingInvalid
from opencollections.mapping.engine import Options, Run
from opencollections.mapping.sources import Sources
from opencollections.mapping.trace import traces
from opencollections.publishing.documents import MappingDocument
from opencollections.records.cells import cell_text

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
PAGE = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
BASE = "http://example.org/id/m/"

BLOCK = re.compile(r"^```(?P<language>\w*) ?(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"^<!-- table: (?P<place>\S+) -->\n\n(?P<lines>(?:\|[^\n]*\n)+)", re.MULTILINE)


def blocks(kind: str) -> list[tuple[str, str]]:
    """Give the file or case that the blocks of a kind name, each with the block's text."""
    named = ((block["info"].partition("="), block["text"]) for block in BLOCK.finditer(PAGE))
    return [(place, text) for (name, _, place), text in named if name == kind]


def recipes() -> list[str]:
    return sorted(folder.name for folder in CASES.glob("recipe-*"))


def run(case: str, base: str = BASE) -> Run:
    (mapping,) = (CASES / case).glob("mapping.*")
    return Run(MappingDocument(mapping).parsed().mapping, Sources({}, CASES / case), Options(base))


def test_every_block_names_what_proves_it():
    kinds = {block["info"].partition("=")[0] for block in BLOCK.finditer(PAGE) if block["language"]}
    assert kinds == {"file", "part", "result", "within", "error", "problems", "explain"}


@pytest.mark.parametrize(("file", "text"), blocks("file"))
def test_a_file_is_shown_as_it_is(file: str, text: str):
    assert (CASES / file).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("file", "text"), blocks("part"))
def test_a_part_of_a_file_is_shown_as_it_is(file: str, text: str):
    assert f"\n{text}" in "\n" + (CASES / file).read_text(encoding="utf-8")


def cells(place: str) -> list[list[str]]:
    """Read a table of a case, ``case/file.csv`` or ``case/file.xlsx#Sheet``, as it stands there."""
    file, _, sheet = place.partition("#")
    if sheet:
        rows = CalamineWorkbook.from_path(CASES / file).get_sheet_by_name(sheet).to_python()
        return [[cell_text(cell) for cell in row] for row in rows]
    text = (CASES / file).read_text(encoding="utf-8")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


@pytest.mark.parametrize(
    ("place", "lines"), [(table["place"], table["lines"]) for table in TABLE.finditer(PAGE)]
)
def test_a_table_is_shown_as_it_is(place: str, lines: str):
    heading, rule, *rows = lines.splitlines()
    assert set(rule) == {"|", "-"}
    shown = [[cell.strip() for cell in line[1:-1].split("|")] for line in (heading, *rows)]
    assert shown == cells(place)


def statements(case: str, turtle: str) -> Dataset:
    """Read a block of Turtle with the prefixes of the case's mapping."""
    (mapping,) = (CASES / case).glob("mapping.*")
    prefixes = dict(MappingDocument(mapping).parsed().mapping.prefixes)
    prefixes["xsd"] = "http://www.w3.org/2001/XMLSchema#"
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    return Dataset(pyoxigraph.parse(head + turtle, format=RdfFormat.TURTLE, base_iri=BASE))


def expected(case: str) -> Dataset:
    return Dataset(pyoxigraph.parse((CASES / case / "expected.nq").read_bytes(), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize(("case", "turtle"), blocks("result"))
def test_a_result_has_all_statements_of_its_case(case: str, turtle: str):
    ours, theirs = statements(case, turtle), expected(case)
    for dataset in (ours, theirs):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert set(ours) == set(theirs)


@pytest.mark.parametrize(("case", "turtle"), blocks("within"))
def test_statements_that_are_quoted_are_among_those_of_the_case(case: str, turtle: str):
    quoted = set(statements(case, turtle))
    assert quoted
    assert quoted <= set(expected(case))


@pytest.mark.parametrize(("case", "text"), blocks("error"))
def test_an_error_is_quoted_word_for_word(case: str, text: str):
    with pytest.raises(MappingInvalid) as caught:
        list(run(case).mapped())
    assert f"{caught.value}\n" == text


@pytest.mark.parametrize(("case", "text"), blocks("problems"))
def test_problems_are_quoted_word_for_word(case: str, text: str):
    ran = run(case)
    list(ran.mapped())
    assert "".join(f"{problem.severity}: {problem.sentence()}\n" for problem in ran.problems) == text


@pytest.mark.parametrize(("case", "text"), blocks("explain"))
def test_an_explanation_is_quoted_word_for_word(case: str, text: str, capsys: pytest.CaptureFixture[str]):
    base = "https://example.org/id/museum/"
    print_explanation(f"{base}object/1", traces(run(case, base), f"{base}object/1"))
    assert capsys.readouterr().out == text


@pytest.mark.parametrize("case", recipes())
def test_every_recipe_is_shown_with_its_sources_its_mapping_and_its_result(case: str):
    files = [place for place, _ in blocks("file")]
    tables = {table["place"].partition("#")[0] for table in TABLE.finditer(PAGE)}
    for file in (CASES / case).iterdir():
        if file.name not in {"expected.nq", "problems.json"}:
            assert f"{case}/{file.name}" in {*files, *tables}
    assert case in [place for place, _ in blocks("result")]


@pytest.mark.parametrize("case", recipes())
def test_every_recipe_has_a_heading_with_its_number(case: str):
    number = int(case.split("-")[1])
    assert re.search(rf"^### {number} \w*", PAGE, re.MULTILINE)
