"""Prepared queries: files with parameters, whose values become terms and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from opencollections.errors import QueryFileInvalid, QueryParameterInvalid
from opencollections.formats.texts import Text
from opencollections.query.limits import QueryLimits
from opencollections.query.prepared import PreparedQuery, prepared_queries, prepared_query
from opencollections.query.tokens import Kind, tokens
from opencollections.vocabulary import XSD

TEXT = """#+ title: A title
#+ description: Told in a sentence.
#+ parameters:
#+   thing: {type: iri, description: The thing.}
#+   name: {type: string, default: a name}
#+   year: {type: integer, default: 1945}
#+   day: {type: date, default: 1939-05-01}
#+   tongue: {type: language, default: hu}
SELECT (IF(EXISTS { ?thing ?any ?value }, 1, 0) AS ?there) ?thing ?name ?year ?day ?tongue WHERE { FILTER(true) }
"""
VALUES = {"thing": "http://x/1"}


def read(text: str = TEXT) -> PreparedQuery:
    return prepared_query("test", text, QueryLimits())


def terms(values: dict[str, str]) -> dict[str, object]:
    """Let the engine say which terms the variables have."""
    (row,) = Store().query(read().bound(VALUES | values).text)
    return {name: row[name] for name in ("thing", "name", "year", "day", "tongue")}


def test_a_text_of_the_head_may_be_in_several_languages_and_the_first_is_for_all_others() -> None:
    query = prepared_query(
        "test", "#+ title: {hu: Minden, en: All, de: ' '}\nSELECT * { ?a ?b ?c }", QueryLimits()
    )
    assert [query.title.to(tag) for tag in ("en", "hu", "de", "sk")] == [
        Text("All", "en"),
        Text("Minden", "hu"),
        Text("Minden", "hu"),
        Text("Minden", "hu"),
    ]
    plain = prepared_query("test", "#+ title: All\nSELECT * { ?a ?b ?c }", QueryLimits())
    assert plain.title.to("hu") == Text("All", None)
    assert plain.description.to("hu") == Text("", None)


def test_a_file_tells_its_title_and_parameters() -> None:
    query = read()
    assert (str(query.title), str(query.description)) == ("A title", "Told in a sentence.")
    assert [(one.name, one.type.value, one.default) for one in query.parameters] == [
        ("thing", "iri", None),
        ("name", "string", "a name"),
        ("year", "integer", "1945"),
        ("day", "date", "1939-05-01"),
        ("tongue", "language", "hu"),
    ]
    assert not query.complete


def test_values_are_terms_of_their_type() -> None:
    assert terms({"name": "x", "year": "-5", "day": "2026-02-28", "tongue": "pt-BR"}) == {
        "thing": NamedNode("http://x/1"),
        "name": Literal("x"),
        "year": Literal(-5),
        "day": Literal("2026-02-28", datatype=NamedNode(f"{XSD}date")),
        "tongue": Literal("pt-BR"),
    }


def test_an_empty_value_is_none() -> None:
    assert terms({"name": ""})["name"] == Literal("a name")


HOSTILE = [
    '"',
    "'",
    "\\",
    '" } SERVICE <http://127.0.0.1/> { ?a ?b ?c } #',
    '""") } }',
    "\n} # \r",
    "\\u0022 } #",
    "?thing",
    "<http://x/>",
    "\0",
    "𝄞 ő",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_stays_a_text(value: str) -> None:
    assert terms({"name": value})["name"] == Literal(value)


@given(st.text(max_size=200))
def test_no_text_changes_the_shape_of_the_query(value: str) -> None:
    shape = [token.kind for token in tokens(read().bound(VALUES).text)]
    try:
        text = read().bound(VALUES | {"name": value}).text
    except QueryParameterInvalid:
        return
    assert [token.kind for token in tokens(text)] == shape
    assert shape.count(Kind.STRING) == 4


@given(st.text(max_size=100))
def test_no_iri_changes_the_shape_of_the_query(value: str) -> None:
    shape = [token.kind for token in tokens(read().bound(VALUES).text)]
    try:
        text = read().bound({"thing": value}).text
    except QueryParameterInvalid:
        return
    assert [token.kind for token in tokens(text)] == shape


INVALID = [
    ({"thing": "object/1"}, "'thing' is 'object/1'. Give a whole IRI"),
    ({"thing": "http://x/ y"}, "Give a whole IRI"),
    ({"thing": "http://x/>"}, "Give a whole IRI"),
    ({}, "'thing' is missing. Give it: The thing."),
    (VALUES | {"year": "1e3"}, "'year' is '1e3'. Give a whole number"),
    (VALUES | {"year": "٣"}, "Give a whole number"),
    (VALUES | {"year": "1" * 19}, "Give a whole number"),
    (VALUES | {"day": "1939-02-30"}, "Give a day"),
    (VALUES | {"day": "01.05.1939"}, "Give a day"),
    (VALUES | {"tongue": "hu hu"}, "Give a language tag"),
    (VALUES | {"tongue": "*"}, "Give a language tag"),
    (VALUES | {"name": "x" * 1_001}, "at most 1000 characters"),
    (
        VALUES | {"other": "x"},
        "'other' is none of this query. Its parameters: thing, name, year, day, tongue.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), INVALID)
def test_a_value_that_does_not_fit_is_told(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(QueryParameterInvalid, match=sentence.replace(".", r"\.")):
        read().bound(values)


def test_a_query_without_parameters_is_as_it_was_written() -> None:
    text = "#+ title: All\nSELECT * WHERE { ?s ?p ?o }"
    assert read(text).bound({}).text == text
    assert read(text).complete


BAD = [
    ("SELECT * {}", "title: Field required"),
    ("#+ title: x\n#+ tittle: y\nSELECT * {}", "tittle: Extra inputs are not permitted"),
    ("#+ title: [\nSELECT * {}", "expected"),
    ("#+ title: {Hungarian!: x}\nSELECT * {}", "'Hungarian!' is no language tag"),
    ("#+ title: x\nASK {}", "only a SELECT gives a table"),
    ("#+ title: x\nSELECT *", "no group of patterns"),
    ("#+ title: x\nSELECT * { SERVICE <http://x/> {} }", "it has SERVICE"),
    ("#+ title: x\nINSERT DATA {}", "would change the data"),
    ("#+ title: x\n#+ parameters:\n#+   a: {type: iri}\nSELECT * {}", r"no variable \?a"),
    ("#+ title: x\n#+ parameters:\n#+   a: {type: url}\nSELECT * { ?a ?b ?c }", "parameters.a.type"),
    (
        "#+ title: x\n#+ parameters:\n#+   format: {type: string}\nSELECT ?format {}",
        "cannot be called 'format'",
    ),
    ("#+ title: x\n#+ parameters:\n#+   a: {type: integer, default: x}\nSELECT ?a {}", "Give a whole number"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_a_file_that_cannot_be_offered_is_told_at_the_start(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "bad.rq").write_text(text, "utf-8")
    with pytest.raises(QueryFileInvalid, match=sentence) as told:
        prepared_queries(tmp_path, QueryLimits())
    assert "bad.rq" in str(told.value)


def test_a_folder_is_read_by_the_names_of_its_files(tmp_path: Path) -> None:
    for name in ("b", "a-1"):
        (tmp_path / f"{name}.rq").write_text(TEXT, "utf-8")
    (tmp_path / "notes.txt").write_text("nothing", "utf-8")
    assert list(prepared_queries(tmp_path, QueryLimits())) == ["a-1", "b"]


@pytest.mark.parametrize("name", ["A.rq", "a b.rq", "a.b.rq", "-.rq"])
def test_a_name_that_cannot_be_an_address_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, "utf-8")
    with pytest.raises(QueryFileInvalid, match="small letters"):
        prepared_queries(tmp_path, QueryLimits())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryFileInvalid, match="no such folder"):
        prepared_queries(tmp_path / "none", QueryLimits())
