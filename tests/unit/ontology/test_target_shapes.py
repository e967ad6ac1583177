"""The shapes of each target say in every language what it would miss, and have nothing to say of a good record."""

import pyshacl
import pytest
import yaml
from ontology_files import DATA, MEMBER, languages, served, shape_code, turtle
from rdflib import RDF, SH, Graph, URIRef

from opencollections.formats.interface import TAGS
from opencollections.vocabulary import PREFIXES

BREAKS = yaml.safe_load((DATA / "target_breaks.yaml").read_text())
TARGETS = (*BREAKS, "schema")
PROLOGUE = f"BASE <{MEMBER}>\n" + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
FOUND_TOGETHER = {
    # Without a page and a file there is also no file.
    "aggregation-shown": {"aggregation-media"},
    # A work without its ISWC is told where there is no work as well.
    "recording-composer": {"recording-work"},
}


def good(target: str) -> Graph:
    return turtle((DATA / ("release.ttl" if target == "music" else "record.ttl")).read_text())


def findings(target: str, graph: Graph) -> set[str]:
    shapes = served(f"shapes/{target}")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return {shape_code(report.value(result, SH.sourceShape)) for result in report.objects(None, SH.result)}


@pytest.mark.parametrize("target", TARGETS)
def test_the_shapes_of_a_target_are_well_formed(target: str):
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=served(f"shapes/{target}"), meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("target", sorted(BREAKS))
def test_a_good_record_has_nothing_to_mend_for_a_target(target: str):
    assert findings(target, good(target)) == set()


@pytest.mark.parametrize(
    ("target", "shape"), [(target, shape) for target in BREAKS for shape in BREAKS[target]]
)
def test_a_shape_of_a_target_finds_what_it_is_there_for(target: str, shape: str):
    broken = good(target)
    broken.update(PROLOGUE + BREAKS[target][shape])
    assert findings(target, broken) == {shape} | FOUND_TOGETHER.get(shape, set())


@pytest.mark.parametrize("target", TARGETS)
def test_every_shape_with_a_severity_says_in_every_language_what_to_do(target: str):
    shapes = served(f"shapes/{target}")
    named = {shape for shape in shapes.subjects(SH.severity) if isinstance(shape, URIRef)} | set(
        shapes.subjects(SH.message)
    )
    assert named
    assert {shape: languages(shapes, shape, SH.message) for shape in named} == dict.fromkeys(
        named, sorted(TAGS)
    )


@pytest.mark.parametrize("target", sorted(BREAKS))
def test_every_property_shape_of_a_target_is_broken_in_turn(target: str):
    shapes = served(f"shapes/{target}")
    named = set(shapes.subjects(RDF.type, SH.PropertyShape)) | {
        shape for name in ("or", "not") for shape in shapes.subjects(SH[name])
    }
    assert {shape_code(shape) for shape in named if isinstance(shape, URIRef)} == set(BREAKS[target])
