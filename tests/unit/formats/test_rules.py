"""Rules: shapes read as how often a property stands."""

import pyoxigraph
import pytest

from opencollections.formats.definitions import how_often
from opencollections.formats.interface import interface
from opencollections.formats.rules import ANY_NUMBER, Rule, rules
from opencollections.resources import resource
from opencollections.vocabulary import PREFIXES, expand

PROLOGUE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
OBJECT = expand("edm:ProvidedCHO")


def read(text: str) -> dict[tuple[str, str], Rule]:
    turtle = PROLOGUE + "<#o> sh:targetClass edm:ProvidedCHO ; sh:property <#p>, <#q> .\n" + text
    return rules(
        pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE, base_iri="https://e.org/shapes")
    )


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ("<#p> sh:path dc:type .", ANY_NUMBER),
        ("<#p> sh:path dc:type ; sh:maxCount 1 .", Rule(0, 1)),
        ("<#p> sh:path dc:type ; sh:minCount 1 ; sh:severity sh:Warning .", Rule(1, None, "a warning")),
        ("<#p> sh:path dc:type ; sh:minCount 1 ; sh:maxCount 1 .", Rule(1, 1)),
        (
            "<#p> sh:path dc:type ; sh:minCount 1 ; sh:severity sh:Violation . <#q> sh:path dc:type ; sh:maxCount 1 .",
            Rule(1, 1, "an error"),
        ),
        ("<#p> sh:path [ sh:alternativePath ( dc:title dc:type ) ] ; sh:maxCount 3 .", Rule(0, 3)),
        (
            "<#p> sh:path [ sh:alternativePath ( dc:title dc:type ) ] ; sh:minCount 1 .",
            Rule(1, None, None, (expand("dc:title"),)),
        ),
    ],
)
def test_a_shape_says_how_often_a_property_stands(shapes: str, expected: Rule) -> None:
    assert read(shapes)[OBJECT, expand("dc:type")] == expected


def test_shapes_without_properties_are_no_rules() -> None:
    assert read("") == {}


def test_the_rules_of_the_profile_are_those_of_its_shapes() -> None:
    found = rules(
        pyoxigraph.parse(
            path=str(resource("ontology") / "shapes" / "core.ttl"), base_iri="https://e.org/core"
        )
    )
    assert found[OBJECT, expand("dcterms:identifier")] == Rule(1, 1, "a warning")
    assert found[OBJECT, expand("dc:title")] == Rule(1, None, "a warning", (expand("schema:name"),))
    assert found[expand("edm:WebResource"), expand("ebucore:width")].most == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [(Rule(0, None), "any number"), (Rule(1, 1), "exactly one"), (Rule(2, 4), "2..4"), (Rule(2), "2..n")],
)
def test_a_rule_is_told_in_words(rule: Rule, told: str) -> None:
    assert how_often(rule, interface("en")) == told
