"""The tokenizer on every query of the official suites: what it reads is what stands there."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencollections.errors import QueryRefused, QuerySyntaxError
from opencollections.query.limits import QueryLimits
from opencollections.query.sparql import checked_query, measured
from opencollections.query.tokens import Kind, tokens

SUITES = Path(__file__).resolve().parents[3] / ".." / "shared" / "conformance" / "sparql11"
QUERIES = {
    path.relative_to(SUITES).as_posix(): path.read_text("utf-8") for path in sorted(SUITES.rglob("*.rq"))
}

pytestmark = pytest.mark.skipif(
    not QUERIES, reason="the official suites (../shared/conformance) are not here"
)

BETWEEN = st.sampled_from([" ", "\n", "\t\r\n", " # SERVICE <http://x/> { } \" ' <\n", "#\r", "\n#\n#\n"])


def signs(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


@pytest.mark.parametrize("name", QUERIES)
def test_tokens_are_the_text_but_for_space_and_comments(name: str) -> None:
    text, end, left = QUERIES[name], 0, []
    for token in tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text
        assert token.start >= end
        left.append(text[end : token.start])
        end = token.start + len(token.text)
    assert all(re.fullmatch(r"(?:\s|#[^\r\n]*)*", gap) for gap in [*left, text[end:]])
    assert Kind.OTHER not in [kind for kind, _ in signs(text)]


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_of_the_suite_is_let_through_unless_it_asks_another_service(name: str) -> None:
    text = QUERIES[name]
    if "SERVICE" in re.sub(r"#.*", "", text).upper():
        with pytest.raises(QueryRefused):
            checked_query(text, QueryLimits())
    else:
        assert checked_query(text, QueryLimits()).text


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_space_and_comments_between_tokens_change_nothing(data: st.DataObject) -> None:
    text = QUERIES[data.draw(st.sampled_from(sorted(QUERIES)))]
    spread = "".join(token.text + data.draw(BETWEEN) for token in tokens(text))
    assert signs(spread) == signs(text)
    assert _shape(spread) == _shape(text)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_string_or_an_iri_is_never_a_keyword(data: st.DataObject) -> None:
    text = QUERIES[data.draw(st.sampled_from(sorted(name for name in QUERIES if "service" not in name)))]
    inside = data.draw(
        st.sampled_from(["SERVICE", "SERVICE <http://x/> {", "} LOAD", "NOW()", "service x:y"])
    )
    quoted = data.draw(st.sampled_from(['"{}"', "'{}'", '"""{}"""', "'''\n{}'''"])).format(inside)
    shape = measured(f"{text}\n VALUES ?added {{ {quoted} }}")
    assert (shape.has_service, shape.volatile) == (False, measured(text).volatile)


def _shape(text: str) -> tuple[object, ...]:
    try:
        found = measured(text)
    except (QueryRefused, QuerySyntaxError) as error:
        return (type(error),)
    return (found.depth, found.patterns, found.operators, found.form, found.has_service, found.volatile)
