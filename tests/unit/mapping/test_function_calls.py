"""Calls of functions: the names that lead to one, and what is refused before the first record."""

import pytest
from calling import GREL, IDLAB, RDF, call, values

from opencollections.mapping.function_calls import findings
from opencollections.mapping.functions import BUILT_IN, OTHER_NAMES, on_offer
from opencollections.mapping.model import Call, Constant, Reference
from opencollections.mapping.signatures import Result

PARAMETERS = [
    (GREL + "valueParam", GREL + "toUpperCase"),
    (GREL + "valueParameter", GREL + "toUpperCase"),
    ("https://users.ugent.be/~bjdmeest/function/grel.ttl#valueParam", GREL + "toUpperCase"),
    (RDF + "_1", "https://users.ugent.be/~bjdmeest/function/grel.ttl#toUpperCase"),
    (GREL + "valueParam", GREL + "string_toUpperCase"),
    (IDLAB + "_str", IDLAB + "toUpperCaseURL"),
    ("http://example.com/idlab/function/str", "http://example.com/idlab/function/toUpperCaseURL"),
]


@pytest.mark.parametrize(("parameter", "function"), PARAMETERS)
def test_functions_and_parameters_are_known_by_all_their_names(parameter: str, function: str):
    wanted = "HTTP://X.ORG/É"
    assert values(Call(function, ((parameter, Constant("http://x.org/é")),)), {"_": ["", ""]})[0] == [wanted]


def test_other_names_lead_to_functions():
    assert set(OTHER_NAMES.values()) <= set(on_offer())
    assert not set(OTHER_NAMES) & set(on_offer())


VALUE = GREL + "valueParameter"
UPPER = GREL + "toUpperCase"
REFUSALS: list[tuple[Call, str, str]] = [
    (Call(GREL + "toUperCase", ()), "mapping-unknown-function", "#toUpperCase"),
    (Call(UPPER, ()), "mapping-parameter-missing", "valueParameter"),
    (Call(UPPER, ((VALUE, Constant("")), (GREL + "x", Constant("")))), "mapping-unknown-parameter", "#x"),
    (
        Call(UPPER, ((RDF + "_1", Constant("")), (RDF + "_2", Constant("")))),
        "mapping-unknown-parameter",
        "_2",
    ),
    (
        Call(UPPER, ((VALUE, Constant("")), (GREL + "valueParam", Constant("")))),
        "mapping-parameter-twice",
        "2 times",
    ),
    (
        Call(UPPER, ((VALUE, Constant("")),), output=GREL + "output_number"),
        "mapping-unknown-output",
        "output_number",
    ),
    (
        call("grel:string_find", [Constant("a"), Reference("p")]),
        "mapping-parameter-not-fixed",
        "p_string_regex",
    ),
    (call("grel:string_find", [Constant("a"), Constant("(?=a)")]), "mapping-argument", "look-ahead"),
    (call("grel:string_match", [Constant("a"), Constant("a)")]), "mapping-argument", "unopened"),
    (
        call("grel:string_replace", [Constant("a"), Constant("/[/"), Constant("")]),
        "mapping-argument",
        "class",
    ),
    (call("grel:string_split", [Constant("a"), Constant("")]), "mapping-argument", "separator is empty"),
    (
        call("idlab-fn:lookup", [Reference("a"), *map(Constant, ("t.csv", "0", "1", ";;"))]),
        "mapping-argument",
        "';;' is not one character",
    ),
    (call("grel:string_split", [Constant("a"), Constant("/(/")]), "mapping-argument", "unclosed"),
    (
        call("grel:string_replaceChars", [Constant("a"), Constant("ab"), Constant("c")]),
        "mapping-argument",
        "as many",
    ),
    (call("sparql:regex", [Constant("a"), Constant("a"), Constant("q")]), "mapping-argument", "flags"),
    (call("grel:escape", [Constant("a"), Constant("sql")]), "mapping-argument", "html, xml"),
    (call("grel:string_unescape", [Constant("a"), Constant("csv")]), "mapping-argument", "url"),
    (call("grel:date_toDate", [Constant("a"), Constant("yyyy")]), "mapping-argument", "no month"),
    (call("grel:date_toDate", [Constant("a"), Constant("yyyy-MM-ddTHH")]), "mapping-argument", "quotes"),
    (call("grel:date_toDate", [Constant("a"), Constant("yyyy-MM-dd'T")]), "mapping-argument", "not closed"),
    (call("grel:date_toDate", [Constant("a"), Constant("%Y-%m-%d %Q")]), "mapping-argument", "'%Q'"),
    (
        call("idlab-fn:normalizeDateWithLang", [Constant("a"), Constant("d MMM yyyy"), Constant("tlh")]),
        "mapping-argument",
        "'tlh'",
    ),
    (call("grel:date_datePart", [Constant("a"), Constant("weeks")]), "mapping-argument", "'weeks'"),
]


@pytest.mark.parametrize(("refused", "code", "told"), REFUSALS)
def test_a_call_that_cannot_run_is_refused(refused: Call, code: str, told: str):
    (wrong,) = findings(refused, BUILT_IN)
    assert wrong.code == code
    assert told in (wrong.message + wrong.advice).format(**wrong.facts)


@pytest.mark.parametrize("result", list(Result))
def test_every_kind_of_function_has_outputs_to_ask_for(result: Result):
    name, function = next((name, each) for name, each in on_offer().items() if each.result is result)
    required = [each for each in function.parameters if each not in function.optional]
    texts = {GREL + "p_string_pattern": "d.M.y", IDLAB + "pattern": "d.M.y", GREL + "p_string_sep": ";"}
    arguments = tuple((each, Constant(texts.get(each, "x"))) for each in required)
    for output in result.value:
        assert not list(findings(Call(name, arguments, output=output), BUILT_IN))
