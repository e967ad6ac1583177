"""Services: which of them a query asks, found by its tokens, and how it is led to them."""

import pytest

from opencollections.errors import QueryRefused, QuerySyntaxError
from opencollections.query.limits import QueryLimits
from opencollections.query.sparql import checked_query

ONE, OTHER = "http://one.example/sparql", "https://other.example/sparql"
KNOWN = frozenset({ONE, OTHER})

CALLS = [
    (f"SELECT * {{SERVICE <{ONE}> {{?s ?p ?o}}}}", [ONE]),
    (f"SELECT * {{SERVICE<{ONE}>{{?s ?p ?o}}}}", [ONE]),
    (f"SELECT * {{service Silent <{ONE}> {{?s ?p ?o}}}}", [ONE]),
    (f"SELECT * {{SERVICE # to\n <{ONE}> {{?s ?p ?o}}}}", [ONE]),
    ("PREFIX o: <http://one.example/> SELECT * {SERVICE o:sparql {?s ?p ?o}}", [ONE]),
    ("PREFIX : <http://one.example/> SELECT * {SERVICE :sparql {?s ?p ?o}}", [ONE]),
    ("PREFIX : <x> PREFIX : <http://one.example/> SELECT * {SERVICE :sparql {?s ?p ?o}}", [ONE]),
    (r"SELECT * {SERVICE <http://one.\u0065xample/sparql> {?s ?p ?o}}", [ONE]),
    (r"SELECT * {\u0053ERVICE <http://one.example/sparql> {?s ?p ?o}}", [ONE]),
    (f"SELECT * {{?s ?p ?o FILTER EXISTS {{SERVICE <{ONE}> {{?s ?p ?o}}}}}}", [ONE]),
    (f"SELECT * {{SERVICE <{ONE}> {{?s ?p '}}'}} SERVICE <{OTHER}> {{?s ?p ?o}}}}", [ONE, OTHER]),
    (f"SELECT * {{{{SERVICE <{ONE}> {{{{?s ?p ?o}}}}}} UNION {{SERVICE <{ONE}> {{}}}}}}", [ONE, ONE]),
    (f"SELECT * {{SERVICE <{ONE}> {{?s ?p ?o SERVICE <http://theirs/> {{?o ?q ?r}}}}}}", [ONE]),
    (f"SELECT * {{SERVICE <{ONE}> {{SERVICE ?theirs {{?o ?q ?r}}}} SERVICE <{OTHER}> {{}}}}", [ONE, OTHER]),
    ("SELECT * {?s ?p 'SERVICE <http://x/> {}'}", []),
]


@pytest.mark.parametrize(("text", "endpoints"), CALLS)
def test_what_a_query_asks_is_found(text: str, endpoints: list[str]) -> None:
    query = checked_query(text, QueryLimits(), KNOWN)
    assert [call.endpoint for call in query.calls] == endpoints


def test_a_query_that_asks_others_is_answered_anew_each_time() -> None:
    assert checked_query(CALLS[0][0], QueryLimits(), KNOWN).volatile
    assert not checked_query(CALLS[-1][0], QueryLimits(), KNOWN).volatile


def test_a_query_is_led_to_other_addresses() -> None:
    text = (
        f"PREFIX o: <{ONE[:-6]}> SELECT * {{SERVICE o:sparql {{?s ?p o:sparql}} SERVICE SILENT<{OTHER}>{{}}}}"
    )
    routed = checked_query(text, QueryLimits(), KNOWN).routed(
        {ONE: "http://a/", OTHER: "http://b/"}.__getitem__
    )
    assert routed.text == (
        f"PREFIX o: <{ONE[:-6]}> SELECT * {{SERVICE <http://a/> {{?s ?p o:sparql}} SERVICE SILENT<http://b/>{{}}}}"
    )
    assert routed.calls == ()


NOT_LISTED = [
    "http://127.0.0.1/sparql",
    "http://localhost/sparql",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://one.example@127.0.0.1/sparql",
    "http://one.example:80/sparql",
    "HTTP://one.example/sparql",
    "http://one.example/sparql?x",
    "http://one.example/sparql/",
    "http://one.example/./sparql",
    "http://one.example/%73parql",
    "file:///etc/passwd",
    "sparql",
    "",
]


@pytest.mark.parametrize("address", NOT_LISTED)
def test_only_what_the_operator_has_listed_is_asked(address: str) -> None:
    with pytest.raises(QueryRefused, match="which the operator has not listed"):
        checked_query(f"SELECT * {{SERVICE <{address}> {{?s ?p ?o}}}}", QueryLimits(), KNOWN)


REFUSED = [
    ("SELECT * {VALUES ?w {<http://one.example/sparql>} SERVICE ?w {?s ?p ?o}}", "SERVICE with a variable"),
    ("SELECT * {SERVICE $w {?s ?p ?o}}", "SERVICE with a variable"),
    ("SELECT * {SERVICESILENT<http://x/>{?s ?p ?o}}", "cannot be told for certain"),
    ("SELECT * {?s ?p true SERVICEx <http://x/> {}}", "cannot be told for certain"),
    ("PREFIX SERVICE: <x> PREFIX : <http://h/> SELECT * {SERVICE:y {}}", "cannot be told for certain"),
    ("SELECT * {?a ?b ?c FILTER(?a<'x>'||EXISTS{SERVICE<h:>{}}||?b='')}#'", "cannot be told for certain"),
    (f"SELECT * {{SERVICE <{ONE}> {{}} SERVICE <http://not.listed/> {{}}}}", "has not listed"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_cannot_be_certain_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(QueryRefused, match=sentence):
        checked_query(text, QueryLimits(), KNOWN)


@pytest.mark.parametrize("text", ["SELECT * {SERVICE}", "SELECT * {SERVICE {?s ?p ?o}}", "ASK {} SERVICE"])
def test_a_call_without_an_endpoint_is_an_error_of_syntax(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="an IRI has to follow SERVICE"):
        checked_query(text, QueryLimits(), KNOWN)
