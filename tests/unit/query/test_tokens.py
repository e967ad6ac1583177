import re
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opencollections.errors import QuerySyntaxError
from opencollections.query.tokens import Kind, place, tokens

CASES = [
    ("SELECT * {?s ?p ?o}", "word sign sign variable variable variable sign"),
    ("# SELECT\n?x$y", "variable variable"),
    ("#only a comment", ""),
    ("<http://x/a#b> <a> <>", "iri iri iri"),
    (r"<http://x/\u0070>", "iri"),
    ("?a < ?b", "variable sign variable"),
    ("?a <= ?b>?c", "variable sign variable sign variable"),
    ("?a<<http://x>", "variable sign iri"),
    ("<<<http://s> ?p ?o>>", "sign iri variable variable sign"),
    ("<<(?s ?p ?o)>>", "sign sign variable variable variable sign sign"),
    ("\"a\" 'a' \"\" ''", "string string string string"),
    (r"'it\'s' \"\"\"a\"b\"\"c\"\"\"".replace(r"\"", '"'), "string string"),
    ("'''a\n'b''c'''", "string"),
    (r'"SERVICE \u0022 <x>"', "string"),
    ('"a"@en-GB "b"@ar--rtl "1"^^x:int', "string language string language string sign name"),
    ("x:a x: : :a é:ő x-y.z:a", "name name name name name name"),
    ("x:a.b. x:a.", "name sign name sign"),
    (r"x:a\'b x:%41 x:\# x:a:b x:1", "name name name name name"),
    ("x:.SERVICE", "name sign word"),
    ("true.OPTIONAL", "word sign word"),
    ("_:b1 _:b.c.", "blank blank sign"),
    ("1 1.5 .5 1e5 1.e5 1.5E-3 5.", "number number number number number number number sign"),
    ("1SERVICE 1e5SERVICE", "number word number word"),
    ("-1+2", "sign number sign number"),
    (r"\u0053ELECT x\u003Ap", "escape word word escape word"),
    ("!= || && ^^ ^ | ! ~ = ? *", "sign sign sign sign sign sign sign sign sign sign sign"),
    ("?a-?b", "variable sign variable"),
    ("\u00a0 \x00 \\ & @ %", "other other other other other other"),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_a_text_is_taken_apart_as_the_grammar_says(text: str, kinds: str) -> None:
    assert " ".join(token.kind for token in tokens(text)) == kinds


@given(st.text(alphabet=st.sampled_from("ab:.?$<>'\"\\#{}()[]@^|!_-+*/,;=&~0u1Eé \n"), max_size=60))
@example("a.a:b")
@example("<<<a>>>")
def test_nothing_is_lost_between_tokens_but_space_and_comments(text: str) -> None:
    try:
        found = list(tokens(text))
    except QuerySyntaxError:
        return
    end = 0
    for token in found:
        assert text[token.start : token.start + len(token.text)] == token.text
        assert re.fullmatch(r"(?:[ \n]|#[^\n]*\n)*", text[end : token.start])
        end = token.start + len(token.text)
    assert re.fullmatch(r"(?:[ \n]|#[^\n]*(?:\n|$))*", text[end:])


@pytest.mark.parametrize("text", ['ASK {?s ?p "a}', "'a\nb'", '"""a"" ', "'''a\\'''", '"\\"', '"'])
def test_a_string_that_is_never_closed_is_told_with_its_place(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"line 1, column .* this string is never closed"):
        list(tokens(text))


PIECES = [
    "a.",
    "a:",
    "<a",
    "<<a",
    'x:a"',
    "a",
    "?",
    "<<",
    "1e",
    "_:a.",
    "@a-",
    "%4",
    "x:%4",
    "\\u00",
    "'",
    '"""a""',
    "#",
    "{",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_grows_only_with_the_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = perf_counter()
    try:
        count = sum(1 for _ in tokens(text))
    except QuerySyntaxError:
        count = 0
    # Going back over the text once for each of its pieces would take minutes.
    assert perf_counter() - began < 4
    assert count <= len(text)


def test_a_place_is_told_as_editors_count() -> None:
    assert place("ab\ncd", 0) == "line 1, column 1"
    assert place("ab\ncd", 4) == "line 2, column 2"


def test_kinds_name_the_groups_of_the_pattern() -> None:
    seen = {token.kind for token in tokens("a x:a <a> ?a _:a 'a' @en 1 . \\u0061 %")}
    assert seen == set(Kind)
