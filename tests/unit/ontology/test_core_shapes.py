"""Each constraint of the shapes finds what it is there for, and the page tells the same rules."""

import json
import re

import pytest
import yaml
from ontology_files import (
    CLASSES,
    CONTEXT,
    DATA,
    HOME,
    MEMBER,
    PAGE,
    PROPERTIES,
    SHAPES,
    findings,
    languages,
    paths,
    record,
    shape_code,
    turtle,
)
from pyld import jsonld
from rdflib import RDF, SH, BNode, Graph, URIRef

from opencollections.formats.interface import TAGS
from opencollections.vocabulary import PREFIXES, compact, expand

BREAKS = yaml.safe_load((DATA / "breaks.yaml").read_text())
IF_MISSING = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "advice"}
PROLOGUE = f"BASE <{MEMBER}>\n" + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def constraints() -> set[tuple[str, str]]:
    """Give each constraint of each named shape."""
    other = {SH.path, SH.severity, SH.message, SH.property, SH.targetClass}
    return {
        (shape_code(shape), str(parameter).removeprefix(PREFIXES["sh"]))
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in SHAPES.subjects(RDF.type, kind)
        for parameter in set(SHAPES.predicates(shape)) - other
        if isinstance(shape, URIRef) and parameter.startswith(PREFIXES["sh"])
    }


def test_the_shapes_are_well_formed_and_have_nothing_to_say_about_a_good_record():
    assert findings(record(), meta_shacl=True) == []


def test_every_constraint_has_a_record_that_breaks_it():
    assert {(shape, constraint) for shape in BREAKS for constraint in BREAKS[shape]} == constraints()


@pytest.mark.parametrize(("shape", "constraint"), [(shape, one) for shape in BREAKS for one in BREAKS[shape]])
def test_a_broken_constraint_is_found_and_no_other(shape, constraint):
    broken = record()
    broken.update(PROLOGUE + BREAKS[shape][constraint])
    assert findings(broken) == [(shape, constraint)]


@pytest.mark.parametrize("shape", sorted({shape for shape, _ in constraints()}))
def test_every_shape_says_in_every_language_what_to_do(shape):
    iri = URIRef(HOME + "shapes/core#" + shape)
    assert languages(SHAPES, iri, SH.message) == sorted(TAGS)
    assert SHAPES.value(iri, SH.severity) in IF_MISSING


def test_the_shapes_speak_of_nothing_outside_the_profile():
    asked = {expand(name) for shape in set(SHAPES.subjects(SH.path)) for name in paths(shape)}
    assert asked <= set(map(str, PROPERTIES))
    assert set(SHAPES.objects(None, SH.targetClass)) <= set(CLASSES)


@pytest.mark.parametrize(
    ("begin", "accepted"),
    [
        ('"1939"', True),
        ('"1939-05"^^xsd:gYearMonth', True),
        ('"1939-05-31"^^xsd:date', True),
        ('"1853~"', True),
        ('"1860?"', True),
        ('"-0044"^^xsd:gYear', True),
        ('"1939-00"', False),
        ('"1903-02-32"', False),
        ('"9600.32.1"', False),
        ('"0"', False),
        ('"NULL"', False),
        ("<1939>", False),
    ],
)
def test_a_beginning_is_a_year_a_month_or_a_day(begin, accepted):
    period = turtle(f'<t> a edm:TimeSpan ; skos:prefLabel "t" ; edm:begin {begin} ; edm:end "1940" .')
    assert findings(period) == [("date-begin", "pattern")] * (not accepted)


@pytest.mark.parametrize(
    ("rights", "accepted"),
    [
        ("http://creativecommons.org/publicdomain/zero/1.0/", True),
        ("http://creativecommons.org/licenses/by-nc-nd/2.5/hu/", True),
        ("http://creativecommons.org/licenses/by/4.0/", True),
        ("http://rightsstatements.org/vocab/InC-EDU/1.0/", True),
        ("http://creativecommons.org/licenses/by/4.0", False),
        ("https://creativecommons.org/licenses/by/4.0/", False),
        ("http://creativecommons.org/licenses/by/4.0/hu/", False),
        ("http://rightsstatements.org/vocab/UND/1.0/", False),
        ("http://rightsstatements.org/page/InC/1.0/", False),
    ],
)
def test_rights_are_those_that_europeana_takes(rights, accepted):
    found = findings(turtle(f"<https://example.org/1.jpg> a edm:WebResource ; edm:rights <{rights}> ."))
    assert found == [("rights-statement", "pattern")] * (not accepted)


def rules() -> set[tuple[str, str, str, str]]:
    """Give class, properties, how often, and what happens if they are missing, from the shapes."""
    counts: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for node, kind in SHAPES.subject_objects(SH.targetClass):
        for shape in SHAPES.objects(node, SH.property):
            row = counts.setdefault((compact(str(kind)), paths(shape)), ["0", "n", "–"])
            if (least := SHAPES.value(shape, SH.minCount)) is not None:
                row[0], row[2] = str(least), IF_MISSING[SHAPES.value(shape, SH.severity)]
            row[1] = str(SHAPES.value(shape, SH.maxCount) or row[1])
    return {
        (kind, " or ".join(names), low if low == high else f"{low}..{high}", missing)
        for (kind, names), (low, high, missing) in counts.items()
    }


def told() -> set[tuple[str, str, str, str]]:
    """Give the same from the tables of docs/profile.md."""
    rows = set()
    for section in PAGE.split("\n### ")[1:]:
        heading, _, body = section.partition("\n")
        cells = re.findall(r"^\| (`.+?) \| (.+?) \| (.+?) \|", body, re.MULTILINE)
        for kind in re.findall(r"`(.+?)`", heading):
            rows |= {(kind, name.replace("`", ""), often, missing) for name, often, missing in cells}
    return rows


def test_the_tables_of_the_page_are_the_rules_of_the_shapes():
    assert told() == rules()


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.+?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_record_on_the_page_is_a_good_one_and_the_json_below_it_says_the_same():
    shown = turtle(example("turtle"))
    document = json.loads(example("json")) | {"@context": CONTEXT}
    plain = Graph().parse(data=jsonld.to_rdf(document, {"format": "application/n-quads"}), format="nt")
    assert findings(shown) == []
    assert len(plain) == 10
    assert set(plain) <= set(shown)
    assert BNode not in {type(term) for triple in shown for term in triple}
