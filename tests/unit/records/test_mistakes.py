"""Mistakes: what parsers find most is told in words of ours, with its line; what else they say stays as it is."""

import json

import pytest
from lxml import etree
from pyoxigraph import RdfFormat, parse

from opencollections.phrases import Phrase
from opencollections.records.mistakes import json_mistake, rdf_mistake, xml_mistake

XML = [
    ("<a>\n<b>x</c></a>", "line 2: the element b, begun on line 2, is closed as c"),
    ("<a><b>", "line 1: the element b, begun on line 1, is not closed"),
    ("<a/><b/>", "line 1: more text follows after the end"),
    ("<a>\nSmith & Sons</a>", "line 2: an & stands by itself; write &amp; for it"),
    ("<a>x &nbsp; y</a>", "line 1: the entity &nbsp; is not known in XML"),
    ("<a>\x01</a>", "line 1: the character of number 1 cannot be in XML"),
    ('<a b="1" b="2"/>', "line 1: the attribute b stands twice in one element"),
    ("<x:a/>", "line 1: the prefix x is not declared"),
    ("title;maker", "line 1: no element begins in it"),
    ("<a><!-- x</a>", "line 1: a comment is not closed"),
    ("<a b=c/>", "line 1: a tag or one of its attributes is not written to its end"),
    ("<a><1/></a>", "line 1: a tag or one of its attributes is not written to its end"),
    ("<a>]]></a>", "line 1: Sequence ']]>' not allowed in content"),
]
JSON = [
    ("[1 2]", "',' is missing"),
    ('{"a" 1}', "':' is missing"),
    ('{"a": }', "a value is missing"),
    ("{a: 1}", "a name in quotation marks is missing"),
    ('{"a": "x}', "a quotation mark is opened and not closed"),
    ('{"a": "x\ny"}', "a text has a line break or another control character in it"),
    (r'{"a": "\z"}', "a backslash stands before something else than it may"),
    (r'{"a": "\uzzzz"}', "a backslash stands before something else than it may"),
    ("{} {}", "more text follows after the end"),
]
TURTLE = [
    ("<x> <y> <z>", "line 1: it ends in the middle"),
    ("<x> <y>\n{a} .", "line 2: { cannot be an object"),
    ("<x> <y> <z> <a> .", "line 1: a statement does not end with a dot"),
    ("<x> <y> <a b> .", "line 1: ' ' cannot stand in an IRI"),
    ("<x> <y> [ <z> <a> .", "line 1: a bracket [ is not closed with ]"),
    ("@prefix a <b> .", "line 1: a prefix is not written as PREFIX name: <IRI>"),
    ("a:x <y> <z> .", "line 1: the prefix a: is not declared"),
]


@pytest.mark.parametrize(("text", "told"), XML)
def test_what_is_wrong_in_xml_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(etree.XMLSyntaxError) as found:
        etree.fromstring(text)
    assert str(xml_mistake(found.value.msg)) == told


@pytest.mark.parametrize(("text", "told"), JSON)
def test_what_is_wrong_in_json_is_told(text: str, told: str) -> None:
    with pytest.raises(json.JSONDecodeError) as found:
        json.loads(text)
    assert str(json_mistake(found.value.msg)) == told


@pytest.mark.parametrize(("text", "told"), TURTLE)
def test_what_is_wrong_in_turtle_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(SyntaxError) as found:
        list(parse(text, format=RdfFormat.TURTLE, base_iri="http://e.org/"))
    assert str(rdf_mistake(str(found.value.msg))) == told


def test_what_is_not_known_stays_as_the_parser_says_it() -> None:
    assert xml_mistake("something {odd}") == "something {odd}"
    odd = xml_mistake("something {odd}, line 3, column 1")
    assert isinstance(odd, Phrase)
    assert str(odd) == "line 3: something {odd}"
