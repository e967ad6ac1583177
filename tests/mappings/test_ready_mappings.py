"""The ready mappings: each with a sample, what must come of it, and a page that keeps its promises."""

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from python_calamine import CalamineWorkbook
from rdflib import RDF, SH, Graph, URIRef
from tests.mappings import template_workbook

from opencollections.formats.edm import edm_record, reasons
from opencollections.mapping import convert
from opencollections.publishing.documents import mapping_document, ready_mappings
from opencollections.vocabulary import RDF_TYPE, expand

BASE = "https://data.example.org/id/member/"
HOME = "https://data.example.org/ontology/"
ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMES = sorted(name for name in ready_mappings() if not name.startswith("demo/"))

every_mapping = pytest.mark.parametrize("name", NAMES)


def folder_of(name: str) -> Path:
    return mapping_document(name).folder


def page(name: str) -> str:
    return (folder_of(name) / "README.md").read_text(encoding="utf-8")


def expected(name: str) -> set[Quad]:
    file = folder_of(name) / "expected.nq"
    return set(pyoxigraph.parse(path=str(file), format=RdfFormat.N_QUADS))


@every_mapping
def test_the_sample_gives_what_is_expected_without_findings(name: str):
    document = mapping_document(name)
    parsed = document.parsed()
    conversion = convert(parsed, base=BASE, folder=document.folder)
    statements = {str(quad) for quad in conversion.quads()}
    assert [problem.sentence() for problem in (*parsed.warnings, *conversion.problems)] == []
    assert sorted(statements) == sorted(map(str, expected(name)))


@every_mapping
def test_records_are_ready_for_europeana_or_held_back_for_the_reason_that_the_page_names(name: str):
    stated = defaultdict(list)
    aggregations = {}
    for quad in expected(name):
        if isinstance(quad.object, NamedNode | Literal):
            stated[quad.subject.value].append((quad.predicate.value, quad.object))
        if quad.predicate.value == expand("edm:aggregatedCHO"):
            aggregations[quad.object.value] = quad.subject.value
    objects = [
        iri for iri, values in stated.items() if (RDF_TYPE, NamedNode(expand("edm:ProvidedCHO"))) in values
    ]
    found = [
        reasons(edm_record(iri, aggregations.get(iri), lambda one: stated.get(one, []))) for iri in objects
    ]
    assert () in found, "at least one record of the sample is ready"
    assert {str(reason) for record in found for reason in record} == set(
        re.findall(r"`(edm-[a-z-]+)`", page(name))
    )


@every_mapping
def test_the_shapes_of_the_profile_find_nothing_but_what_holds_records_back(name: str):
    shapes = Graph().parse(ONTOLOGY / "shapes" / "core.ttl", publicID=f"{HOME}shapes/core")
    data = Graph().parse(folder_of(name) / "expected.nq", format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    # A warning about an aggregation is what Europeana asks for, and has its own test.
    found = [
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultMessage)))
        for one in report.objects(None, SH.result)
        if report.value(one, SH.resultSeverity) != SH.Info
        and (report.value(one, SH.resultSeverity), data.value(report.value(one, SH.focusNode), RDF.type))
        != (SH.Warning, URIRef(expand("ore:Aggregation")))
    ]
    assert found == []


@every_mapping
def test_the_page_names_every_file_beside_it(name: str):
    files = {file.name for file in folder_of(name).iterdir()} - {"README.md"}
    assert {file for file in files if file not in page(name)} == set()


@every_mapping
def test_what_a_member_sets_stands_at_the_top_and_on_the_page(name: str):
    text = mapping_document(name).path.read_text(encoding="utf-8")
    top = text[: text.index("\nprefixes:")]
    external = re.findall(r"^  (\w+):", top, re.MULTILINE)
    assert external
    assert {constant for constant in external if f"`{constant}`" not in page(name)} == set()
    assert {constant for constant in external if f"$(_{constant})" not in text} == set()


def test_the_template_workbook_has_the_headings_that_the_mapping_reads(tmp_path: Path):
    mapping = mapping_document("workbook").path.read_text(encoding="utf-8")
    headings = {column.heading for column in template_workbook.COLUMNS}
    assert {heading for heading in headings if f"$({heading})" not in mapping} == set()
    for name, examples in {"template.xlsx": [], "collection.xlsx": [0, 1, 2]}.items():
        template_workbook.write(tmp_path / name, examples)
        assert sheets(tmp_path / name) == sheets(template_workbook.FOLDER / name)


def sheets(file: Path) -> dict[str, list[list[object]]]:
    workbook = CalamineWorkbook.from_path(file)
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_the_table_of_ready_mappings_lists_them_all():
    listed = re.findall(
        r"^\| .* \| `([a-z0-9-]+)` \|", (DOCS / "mappings.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == NAMES
