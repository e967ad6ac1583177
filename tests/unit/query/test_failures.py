import signal

import pytest

from opencollections.errors import QueryFailed, QueryRefused, QueryStopped, QuerySyntaxError, QueryTooLarge
from opencollections.query.failures import query_error, reported_error
from opencollections.query.limits import QueryLimits

LIMITS = QueryLimits(seconds=7.5, result_bytes=1_000, rows=500)

DEATHS = [
    (-signal.SIGXCPU, QueryStopped, "after 7.5 s,"),
    (-signal.SIGABRT, QueryFailed, "more memory"),
    (-signal.SIGSEGV, QueryFailed, "nested too deeply"),
    (-signal.SIGBUS, QueryFailed, "nested too deeply"),
    (-signal.SIGKILL, QueryFailed, "the query engine ended"),
    (1, QueryFailed, "the query engine ended"),
    (None, QueryFailed, "the query engine ended"),
]


@pytest.mark.parametrize(("status", "kind", "words"), DEATHS)
def test_how_a_worker_ended_tells_what_its_query_did(status: int | None, kind: type, words: str) -> None:
    error = query_error(status, LIMITS.seconds)
    assert type(error) is kind
    assert words in str(error)


REPORTS = [
    (
        "syntax",
        "error at 1:6: expected one of \"$\", \"(\", ['0'..='9']",
        QuerySyntaxError,
        "line 1, column 6: the query cannot be read beyond",
    ),
    (
        "syntax",
        "error at 3:9: expected OPTIONAL",
        QuerySyntaxError,
        "line 3, column 9: the query cannot be read beyond",
    ),
    (
        "syntax",
        "error at 1:2: expected one of IRI parsing failed, WHERE",
        QuerySyntaxError,
        "line 1, column 2: IRI parsing failed.",
    ),
    (
        "syntax",
        "error at 1:2: expected one of The SELECT overrides an existing variable",
        QuerySyntaxError,
        "column 2: The SELECT overrides",
    ),
    (
        "syntax",
        "error at 1:2: expected language tag parsing failed",
        QuerySyntaxError,
        "column 2: language tag parsing failed.",
    ),
    ("syntax", "something else", QuerySyntaxError, "something else"),
    ("size", "", QueryTooLarge, "is over 1000, and at most 1000"),
    ("rows", "", QueryTooLarge, "is over 500, and at most 500"),
    ("memory", "", QueryFailed, "more memory"),
    ("evaluation", "the disk " * 100, QueryFailed, "the disk the disk"),
    (
        "evaluation",
        f"The custom function <http://x/{'f' * 900}> is not supported",
        QueryRefused,
        "it calls <http://x/fff",
    ),
]


@pytest.mark.parametrize(("kind", "detail", "error_type", "words"), REPORTS)
def test_what_a_worker_reports_becomes_an_error_that_helps(kind, detail, error_type, words) -> None:
    error = reported_error({"kind": kind, "detail": detail}, LIMITS)
    assert type(error) is error_type
    assert words in str(error)
    assert len(str(error)) < 400
