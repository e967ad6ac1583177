from pathlib import Path

import pytest
from pyoxigraph import Store

from opencollections.errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from opencollections.query.limits import QueryLimits
from opencollections.query.requests import QueryForm, QueryRequest
from opencollections.query.sparql import checked_query, measured
from opencollections.settings import Settings

LIMITS = QueryLimits(length_bytes=2_000, depth=5, patterns=10, operators=10)

FORMS = [
    ("SELECT * {}", QueryForm.SELECT),
    ("ask {}", QueryForm.ASK),
    ("CONSTRUCT WHERE {}", QueryForm.CONSTRUCT),
    ("DESCRIBE <x>", QueryForm.DESCRIBE),
    ("# INSERT\nBASE <x>\nPREFIX : <y>\nprefix select: <z>\nDescribe *{}", QueryForm.DESCRIBE),
    ('VERSION "1.2" PREFIX insert: <x> SELECT * {}', QueryForm.SELECT),
    ("SELECT*{}", QueryForm.SELECT),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: QueryForm) -> None:
    assert checked_query(text, LIMITS).form is form


UPDATES = [
    "INSERT DATA {<a> <b> <c>}",
    "delete where {?s ?p ?o}",
    "LOAD <http://127.0.0.1/>",
    "PREFIX a: <b> CLEAR ALL",
    "DROP ALL ; SELECT * {}",
    "WITH <g> DELETE {?s ?p ?o} WHERE {}",
    "CREATE GRAPH <g>",
    "COPY <a> TO <b>",
    "MOVE <a> TO <b>",
    "ADD <a> TO <b>",
]


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_refused_with_the_way_data_does_change(text: str) -> None:
    with pytest.raises(QueryRefused, match="publishes a new version"):
        checked_query(text, LIMITS)


# The engine needs no spaces between words, so these all reach its network code when nobody stops them.
CALLS = [
    "SELECT * {SERVICE <http://h/> {?s ?p ?o}}",
    "SELECT * {service\t<http://h/> {}}",
    "SELECT * {SeRvIcE#comment\n<http://h/> {}}",
    "SELECT * {SERVICE SILENT <http://h/> {}}",
    "SELECT * {SERVICESILENT<http://h/>{}}",
    "SELECT * {?s ?p trueSERVICE<http://h/>{}}",
    "SELECT * {?s ?p 1SERVICE<http://h/>{}}",
    "SELECT * {?s ?p 1e5SERVICE<http://h/>{}}",
    "SELECT * {?s ?p ?o.SERVICE<http://h/>{}}",
    "PREFIX x: <x> SELECT * {?s ?p x:.SERVICE<http://h/>{}}",
    "PREFIX x: <x> SELECT * {SERVICE x:y {}}",
    "PREFIX SERVICE: <x> PREFIX : <http://h/> SELECT * {SERVICE:y {}}",
    "SELECT * {SERVICE ?where {} VALUES ?where {<http://h/>}}",
    "SELECT * {?s ?p ?o FILTER EXISTS{SERVICE<http://h/>{}}}",
    "SELECT * {?s ?p ?o FILTER(?o = '}' || EXISTS{SERVICE<http://h/>{}})}",
    r"SELECT * {\u0053ERVICE <http://h/> {}}",
    r"SELECT * {SERV\u0049CE <http://h/> {}}",
    # What looks like an IRI to us is a comparison to the engine, and the string that seems to follow is none.
    "SELECT * {?a ?b ?c FILTER(?a<'x>'||EXISTS{SERVICE<h:>{}}||?b='')}#'",
    "SELECT * {?a ?b ?c FILTER(?a<?b#>'''\n||EXISTS{SERVICE<http://h/>{}})}#'''",
    "SELECT * {?a ?b ?c FILTER(?a<<http://x#>||EXISTS{SERVICE<http://h/>{}})}",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_call_to_another_service_is_refused_however_it_is_spelt(text: str) -> None:
    with pytest.raises(QueryRefused, match="it has SERVICE"):
        checked_query(text, QueryLimits())


NO_CALLS = [
    "SELECT ?service {?service ?SERVICE $service}",
    "SELECT * {?s ?p 'SERVICE <http://h/> {}'}",
    'SELECT * {?s ?p """SERVICE\n<http://h/> {}"""}',
    "SELECT * {?s ?p ?o} # SERVICE <http://h/> {}",
    "SELECT * {?s <http://h/SERVICE> ?o}",
    "PREFIX sd: <x> SELECT * {?s a sd:Service}",
    "PREFIX service: <x> SELECT * {?s service:name ?o . ?o service:name service:x}",
    "PREFIX service: <x> SELECT * {GRAPH service:g {?s ?p ?o}}",
    "SELECT * {_:service ?p 'a'@service}",
    "SELECT * {VALUES (?a ?b) {(<http://x#a> <http://x#b>)} ?a <http://h/service> ?b}",
    "SELECT * {?a <http://x/service> ?b FILTER(?b IN (<http://x#a>, <http://x#b>) && ?a != <http://x#c>)}",
    "SELECT * {FILTER(EXISTS {?s ?p <http://x#a> ; ?q <http://x/service>})}",
    r"SELECT * {?s ?p '\u0022 SERVICE <http://h/> \u0022'}",
]


@pytest.mark.parametrize("text", NO_CALLS)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert checked_query(text, QueryLimits()).form is QueryForm.SELECT


SHAPES = [
    ("ASK {}", "depth", 1),
    ("ASK {{[] <p> (((1)))}}", "depth", 5),
    ("ASK {<< <<?s ?p ?o>> ?p ?o>> ?p ?o}", "depth", 3),
    ("ASK {} }}} {", "depth", 1),
    ("ASK {?s ?p ?o}", "patterns", 1),
    ("ASK {?s ?p ?o ; ?p ?q , ?r . ?s ?p ?o}", "patterns", 4),
    ("ASK {{} UNION {} UNION {?s ?p [?q ?r]}}", "patterns", 5),
    ("ASK {FILTER(COALESCE(?a, ?b, ?c))}", "patterns", 1),
    ("ASK {FILTER(!!!(1 + 2 * 3 = 4 || ?a && ?b))}", "operators", 8),
    ("ASK {?s <a>/<b>/(^<c>|<d>)* ?o}", "operators", 5),
    ("ASK {VALUES (?a ?b) {(-1 -2) (-3 -4)} FILTER(-1 = ?a)}", "operators", 2),
    ("ASK {VALUES ?a {-1 -2 -3}}", "operators", 0),
]


@pytest.mark.parametrize(("text", "what", "number"), SHAPES)
def test_a_query_is_measured_by_its_tokens(text: str, what: str, number: int) -> None:
    assert getattr(measured(text), what) == number


TOO_LARGE = [
    ("ASK {" + " " * 2_000 + "}", "the length in bytes is 2006, and at most 2000"),
    ("ASK {?s ?p '" + "ő" * 1_000 + "'}", "the length in bytes is 2014, and at most 2000"),
    ("ASK " + "{" * 6 + "}" * 6, "the nesting of brackets is 6, and at most 5"),
    ("ASK {" + "?s ?p ?o ." * 11 + "}", "patterns and groups is 12, and at most 10"),
    ("ASK {FILTER(" + "!" * 11 + "1)}", "operators and path steps is 11, and at most 10"),
    ("ASK {?s " + "<p>/" * 11 + "<p> ?o}", "operators and path steps is 11, and at most 10"),
]


@pytest.mark.parametrize(("text", "sentence"), TOO_LARGE)
def test_a_query_over_a_limit_is_told_which_and_by_how_much(text: str, sentence: str) -> None:
    with pytest.raises(QueryTooLarge, match=sentence):
        checked_query(text, LIMITS)


WRONG = [
    ("", "it is empty"),
    ("# nothing", "it is empty"),
    ("PREFIX a: <b>", "it is empty"),
    ("FIND * {}", "line 1, column 1: expected SELECT, ASK, CONSTRUCT or DESCRIBE, not 'FIND'"),
    ("ASK {\n ?s x:p ?o}", "line 2, column 5: the prefix 'x:' is not declared"),
    ("PREFIX X: <x> ASK {?s x:p ?o}", "the prefix 'x:' is not declared"),
    ("ASK {?s ?p 'a}", "line 1, column 12: this string is never closed"),
    ("ASK {?s ?p ?o}\x00", r"line 1, column 15: '\\x00' cannot stand here"),
    (r"ASK {?s ?p \uD800}", "is no character"),
    (r"ASK {?s ?p \U00110000}", "is no character"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_cannot_be_a_query_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(QuerySyntaxError, match=sentence):
        checked_query(text, LIMITS)


def test_codepoint_escapes_outside_strings_and_iris_are_replaced() -> None:
    query = checked_query(r"PREFIX \u03B1: <\u0061> ASK {\u03B1:b\u0063 ?p '\u0022\\u0022'}", LIMITS)
    assert query.text == r"PREFIX α: <\u0061> ASK {α:bc ?p '\u0022\\u0022'}"
    Store().query(query.text, base_iri="http://x/")


@pytest.mark.parametrize(
    "text", ["SELECT * FROM <x> {}", "SELECT * FROM NAMED <x> {}", "ASK FROM <x>{}", "SELECT*FROM<x>{}"]
)
def test_a_query_with_its_own_dataset_is_not_asked_over_the_union(text: str) -> None:
    query = checked_query(text, LIMITS)
    assert query.names_dataset
    assert QueryRequest(query, "", "").as_json()["union"] is False


DOTTED = [
    ("ASK {x:1.2.3 ?p x:a.b}", r"ASK {x:1\.2\.3 ?p x:a.b}"),
    (
        r"ASK {?s ?p x:a\.b.c.d. ?s x:%41.b.c 'x:1.2.3'}",
        r"ASK {?s ?p x:a\.b\.c\.d. ?s x:%41\.b\.c 'x:1.2.3'}",
    ),
    ("ASK {?s ?p x:a.b.SERVICE<http://127.0.0.1/>{}}", r"ASK {?s ?p x:a\.b\.SERVICE<http://127.0.0.1/>{}}"),
]


@pytest.mark.parametrize(("text", "escaped"), DOTTED)
def test_a_name_with_several_dots_reaches_the_engine_as_one_name(text: str, escaped: str) -> None:
    prefix = "PREFIX x: <http://x/> "
    assert checked_query(prefix + text, LIMITS).text == prefix + escaped


def test_the_engine_reads_a_name_with_escaped_dots_as_the_standard_says() -> None:
    query = checked_query("PREFIX x: <http://x/> CONSTRUCT {x:1.2.3 a x:T} {}", LIMITS)
    (triple,) = Store().query(query.text)
    assert triple.subject.value == "http://x/1.2.3"


@pytest.mark.parametrize(
    "text",
    ["SELECT ?from {?from ?p 'FROM'}", "PREFIX from: <x> ASK {?s from:x ?o}", "ASK {?s <FROM> ?o} # FROM"],
)
def test_the_word_from_elsewhere_is_no_dataset(text: str) -> None:
    query = checked_query(text, LIMITS)
    assert not query.names_dataset
    assert QueryRequest(query, "", "").as_json()["union"] is True


def test_graphs_of_the_request_are_the_whole_dataset() -> None:
    query = checked_query("ASK FROM <x> {}", LIMITS)
    message = QueryRequest(query, "", "", default_graphs=("http://x/g",)).as_json()
    assert (message["union"], message["default_graphs"], message["named_graphs"]) == (
        False,
        ("http://x/g",),
        (),
    )


def test_every_query_of_the_official_suite_is_measured_and_none_is_over_the_limits(conformance: Path) -> None:
    files = sorted((conformance / "sparql11").rglob("*.rq"))
    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8")
        shape = measured(text)
        assert shape.form is not None, file
        assert shape.has_service == (file.parent.name == "service"), file
        if not shape.has_service:
            checked_query(text, QueryLimits())


def test_limits_are_what_the_operator_set() -> None:
    limits = QueryLimits.of(
        Settings(
            query_timeout_s=3,
            query_length_limit_bytes=300,
            query_memory_limit_bytes=10**9,
            query_queue_limit=7,
        )
    )
    assert (limits.seconds, limits.length_bytes, limits.memory_bytes, limits.queue) == (3.0, 300, 10**9, 7)
