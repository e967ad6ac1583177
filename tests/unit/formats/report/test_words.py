"""Words: what is wrong in a mapping is told in each language, with its facts."""

from dataclasses import replace

import pytest

from opencollections.formats.interface import TAGS
from opencollections.formats.report.words import words
from opencollections.mapping import read_mapping
from opencollections.mapping.assistant.live_check import findings
from opencollections.mapping.functions import BUILT_IN
from opencollections.mapping.plan_findings import plan_findings
from opencollections.mapping.value_doubts import DATE, IDENTIFIER, told
from opencollections.problems import Problem, Severity, in_rows

RULE = "mappings:\n  m:\n    sources: [[a.csv~csv]]\n    s: object/$(No)\n    po:\n      - {pair}\n"
MISTAKES = {
    "nothing in it": "prefixes: {}\n",
    "no YAML": "mappings: [\n",
    "a brace that is not closed": "mappings: {m: {s: x\n",
    "a tab": "mappings:\n\tm: x\n",
    "an anchor": "mappings: &m\n  m: x\n",
    "a key twice": "mappings:\n  m: {s: a}\n  m: {s: b}\n",
    "a key that is not known": "mappings:\n  m: {souces: [[a.csv~csv]], s: a, po: [[a, dcterms:B]]}\n",
    "a mapping without sources": "mappings:\n  m: {s: a, po: [[a, dcterms:B]]}\n",
    "a source that is not known": "mappings:\n  m: {sources: files, s: a, po: [[a, dcterms:B]]}\n",
    "a file elsewhere": "mappings:\n  m: {sources: [['../a.csv~csv']], s: a, po: [[a, dcterms:B]]}\n",
    "an unknown prefix": RULE.format(pair="[dctrms:title, $(Title)]"),
    "no prefix": RULE.format(pair="[title, $(Title)]"),
    "no language": RULE.format(pair="[dcterms:title, $(Title), hungarian~lang]"),
    "no datatype": RULE.format(pair="[dcterms:title, $(Title), xsd:dat]"),
    "a character of no IRI": RULE.format(pair="[dcterms:title, 'x {y}~iri']"),
    "a web address as text": RULE.format(pair="[dcterms:title, 'https://example.org/']"),
    "a list in a list": RULE.format(pair="[dcterms:title, [[a, b, c]]]"),
    "no function": RULE.format(pair="{p: dcterms:title, o: {function: title}}"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_mapping_is_told_in_every_language(mistake: str) -> None:
    found = findings(MISTAKES[mistake], "m.yml")
    assert found
    for one in found:
        told = {(words(tag).problem(one).message, words(tag).problem(one).advice) for tag in TAGS}
        assert len(told) == len(TAGS), told
        assert all(words(tag).tells(one) for tag in TAGS)
        assert (one.message, one.advice) in told


@pytest.mark.parametrize(
    "pair",
    [
        "{p: dcterms:title, o: {function: grel:toUperCase, parameters: [[grel:valueParameter, $(Title)]]}}",
        "{p: dcterms:title, o: {function: grel:toUpperCase, parameters: []}}",
        "{p: dcterms:title, o: {function: grel:toUpperCase, parameters: [[grel:x, $(Title)]]}}",
        "{p: dcterms:creator, o: {mapping: other}}",
    ],
)
def test_what_keeps_a_mapping_from_running_is_told_in_every_language(pair: str) -> None:
    other = "  other: {sources: [[b.csv~csv]], s: x/$(No), po: [[a, dcterms:B]]}\n"
    found = list(plan_findings(read_mapping(RULE.format(pair=pair) + other, "m.yml").mapping, BUILT_IN))
    assert found
    for one in found:
        assert len({words(tag).sentence(one) for tag in TAGS}) == len(TAGS)
        assert all(words(tag).tells(one) for tag in TAGS)


def test_the_parts_of_a_sentence_are_told_too() -> None:
    [one] = findings(MISTAKES["a key that is not known"], "m.yml")[:1]
    assert words("de").problem(one).message == (
        "Das Mapping „m“ hat den Schlüssel „souces“, der dort nicht bekannt ist."
    )
    [one] = findings(MISTAKES["a tab"], "m.yml")
    assert words("hu").problem(one).message == "Ez nem YAML: a sor tabulátorral van behúzva."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<x> <y> <z>", "Tai ne Turtle: baigiasi viduryje."),
        ("<x> <y> {a} .", "Tai ne Turtle: { negali būti objektas."),
        ("x:a <y> <z> .", "Tai ne Turtle: priešdėlis x: nenurodytas."),
        ('<x> <y> "{a}"@1 .', "Tai ne Turtle: A language code should always start with a letter."),
    ],
)
def test_what_the_parser_finds_is_told_too_where_it_is_a_usual_mistake(text: str, told: str) -> None:
    [one] = findings(f"@prefix a: <b> .\n{text}\n", "m.ttl")
    assert words("lt").problem(one).message == told


PARTS = [
    (
        "grel:string_replace(valueParameter=$(A), p_string_find=/[/, p_string_replace=x)",
        "ist nicht verwendbar",
    ),
    ("grel:date_datePart(p_date_d=$(A), p_string_unit=week)", "ist keines von diesen"),
    ("grel:date_toDate(valueParameter=$(A), p_string_pattern=yyyy)", "hat keinen Monat"),
    ("grel:toUpperCase(valueParameter=$(A)", "Klammer ist nicht geschlossen"),
    ("idlab-fn:normalizeDateWithLang(strDate=$(A), pattern=yyyyMMdd, lang=qq)", "Monate der Sprache"),
]


@pytest.mark.parametrize(("call", "part"), PARTS)
def test_a_phrase_in_a_phrase_is_told_too(call: str, part: str) -> None:
    text = RULE.format(pair=f"{{p: dcterms:title, o: {{function: '{call}'}}}}")
    found = findings(text, "m.yml") or list(plan_findings(read_mapping(text, "m.yml").mapping, BUILT_IN))
    assert part in words("de").problem(found[0]).message


def test_what_has_no_translation_is_told_as_it_is() -> None:
    [one] = findings('@prefix a: <b> .\n<x> <y> "{braces}"@1 .\n', "m.ttl")
    one = replace(one, telling=None)
    assert not words("hu").tells(one)
    assert words("hu").problem(one).message == one.message
    assert one.message.startswith("This is not Turtle")


@pytest.mark.parametrize(
    ("code", "value", "english"),
    [
        (DATE, "03/08/98", "Write the one that is meant"),
        (f"{IDENTIFIER}gtin", "5.41235E+12", "all its digits"),
    ],
)
def test_what_is_told_of_a_value_is_told_as_a_whole_in_every_language(
    code: str, value: str, english: str
) -> None:
    doubt = told(code, value, 2026)
    assert doubt is not None
    assert english in doubt.advice
    one = Problem.told(doubt.code, doubt.severity, doubt.telling)
    for tag in TAGS[1:]:
        advice = words(tag).problem(one).advice
        assert english not in advice
        assert " or " not in advice


def test_problems_stand_in_the_order_of_the_rows() -> None:
    places = [
        ("b", None, 12),
        ("b", None, None),
        ("a", "T", 3),
        ("b", None, 2),
        ("a", "T", "/x[1]"),
        ("b", None, 2),
    ]
    found = [
        Problem(str(at), Severity.WARNING, "", "", file=file, sheet=sheet, row=row)
        for at, (file, sheet, row) in enumerate(places)
    ]
    assert [one.code for one in in_rows(found)] == ["3", "5", "0", "1", "2", "4"]
