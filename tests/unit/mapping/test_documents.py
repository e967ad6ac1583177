"""Mapping documents: which language they are in, what cannot be read at all, and how long reading takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencollections.errors import MappingInvalid
from opencollections.mapping.documents import read_mapping
from opencollections.problems import Problem

YARRRML = "mappings:\n  m:\n    sources: a.csv~csv\n    s: x/$(id)\n    po:\n      - [dcterms:title, $(t)]\n"
RML = """@prefix rml: <http://w3id.org/rml/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<m> rml:logicalSource [ rml:source "a.csv" ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "x/{id}" ] ;
  rml:predicateObjectMap [ rml:predicate dcterms:title ; rml:objectMap [ rml:reference "t" ] ] .
"""


def test_both_languages_say_the_same():
    assert (
        read_mapping(RML, "m.ttl").mapping.triples_maps == read_mapping(YARRRML, "m.yml").mapping.triples_maps
    )


@pytest.mark.parametrize(
    ("text", "file"),
    [
        (RML, "m.ttl"),
        (RML, "m.rml"),
        (RML, "M.TTL"),
        (RML, "rml-mapping"),
        (RML, "mapping.txt"),
        (RML.replace("@prefix", "PREFIX").replace(" .\n", "\n", 2), "mapping"),
        (YARRRML, "m.yml"),
        (YARRRML, "m.yaml"),
        (YARRRML, "m.yarrrml"),
        (YARRRML, "mapping"),
        ("# <a> comment\n" + YARRRML, "mapping"),
        ("\ufeff" + YARRRML, "m.yml"),
        ("\ufeff" + RML, "m.ttl"),
        (YARRRML.replace("\n", "\r\n"), "m.yml"),
        (RML.replace("\n", "\r\n"), "m.ttl"),
    ],
)
def test_the_language_is_told_by_the_ending_or_by_the_content(text: str, file: str):
    (triples_map,) = read_mapping(text, file).mapping.triples_maps
    assert triples_map.name == "m"


@pytest.mark.parametrize("file", ["m.yml", "m.ttl", "mapping"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "\ufeff",
        "a\nb \udc80",
        "\x00",
        "\x00\x01\x02",
        "<",
        "[",
        "{",
        "%",
        "- - - -",
        "\n" * 300_000,
    ],
)
def test_what_is_no_mapping_at_all_is_refused_with_a_sentence_that_names_the_file(text: str, file: str):
    with pytest.raises(MappingInvalid) as refused:
        read_mapping(text, file)
    assert all(problem.file == file and problem.message.endswith(".") for problem in refused.value.problems)
    assert str(refused.value).startswith(file)


def test_half_a_character_is_told_with_its_line():
    with pytest.raises(MappingInvalid) as refused:
        read_mapping("a: 1\nb: \udc80", "m.yml")
    assert [problem.row for problem in refused.value.problems] == [2]


def test_a_finding_says_where_what_and_what_to_do():
    with pytest.raises(MappingInvalid) as refused:
        read_mapping(YARRRML.replace("sources:", "souces:"), "npg.yml")
    assert str(refused.value) == (
        "npg.yml, row 2, column 'm': The mapping 'm' names no source. "
        "Write it after sources: the name of a source, or [FILE~csv].\n"
        "npg.yml, row 3, column 'souces': The mapping 'm' has the key 'souces', which is not known there. "
        "Did you mean 'sources'?"
    )


def findings(text: str, file: str) -> tuple[Problem, ...]:
    """Give all findings of a document, whether it can run or not; any other error goes through."""
    try:
        return read_mapping(text, file).warnings
    except MappingInvalid as refused:
        return refused.problems


pieces = st.sampled_from(
    [
        "mappings: \n",
        "  m:\n",
        "    s: ",
        "sources: ",
        "x/$(id)",
        "$(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "~iri",
        "~csv",
        "po:\n",
        "      - ",
        ", ",
        ": ",
        "a",
        "ex:f(",
        "=",
        "'",
        '"',
        "\\",
        "_:",
        "&a ",
        "*a ",
        "!t ",
        "#",
        "-",
        "\t",
        "@prefix rml: <http://w3id.org/rml/> .\n",
        "<a>",
        "rml:subjectMap ",
        "rml:template ",
        "rml:source ",
        '"x{a}"',
        ";",
        " .",
        ";\n",
        "()",
        "<<",
        ">>",
        "@en",
        "^^",
        ".",
        "rml:functionExecution ",
        "rml:object ",
        "rml:constant ",
        "1",
        "é",
        "📷",
        "\r\n",
    ]
)


@given(st.lists(pieces, max_size=60).map("".join), st.sampled_from(["m.yml", "m.ttl", "m"]))
@settings(max_examples=400, deadline=None)
def test_no_text_raises_anything_but_findings(text: str, file: str):
    assert all(problem.code.startswith("mapping-") for problem in findings(text, file))


@given(
    st.sampled_from([(YARRRML, "m.yml"), (RML, "m.ttl")]),
    st.integers(min_value=0, max_value=250),
    st.integers(min_value=0, max_value=40),
    pieces,
)
@settings(max_examples=400, deadline=None)
def test_no_damage_to_a_good_mapping_raises_anything_but_findings(
    document: tuple[str, str], at: int, cut: int, put: str
):
    text, file = document
    found = findings(text[:at] + put + text[at + cut :], file)
    assert all(problem.code.startswith("mapping-") for problem in found)
