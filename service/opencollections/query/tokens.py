"""The words and signs of a SPARQL text, found in one pass whose time grows only with the length."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from ..errors import QuerySyntaxError


class Kind(StrEnum):
    """What a token is; space and comments are none."""

    STRING = "string"
    IRI = "iri"
    NAME = "name"
    WORD = "word"
    VARIABLE = "variable"
    BLANK = "blank"
    LANGUAGE = "language"
    NUMBER = "number"
    SIGN = "sign"
    ESCAPE = "escape"
    OTHER = "other"


class Token(NamedTuple):
    """One token and where it begins, in characters.

    A NAME is a prefixed name with its colon, a WORD a keyword, function name, ``a``, ``true`` or ``false``,
    a SIGN a bracket or operator, an ESCAPE a codepoint escape outside strings and IRIs, OTHER a character
    that no SPARQL text has outside strings, IRIs and comments.
    """

    kind: Kind
    text: str
    start: int


# SPARQL 1.1 Query §19.8, productions [164] to [168]: the characters of names.
_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VARIABLE_MORE: Final = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_MORE: Final = _VARIABLE_MORE + r"\-"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CODEPOINT: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_IRI: Final = rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_CODEPOINT})*+>"
_LOCAL: Final = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:[{_MORE}:]++|{_PLX}|\.++(?=[{_MORE}:]|{_PLX}))*+"

# Possessive repetition (++, *+) never goes back, which is what keeps the time linear. The order matters: a
# long string before a short one, an IRI before the sign "<", and "<" before an IRI ahead of the bracket "<<".
_TOKEN: Final = re.compile(
    rf"""
    (?P<skip>[\x20\t\r\n]++ | \#[^\r\n]*+)
    | (?P<string>
        \"{{3}}(?:[^"\\]++|\\.|"(?!""))*+\"{{3}}
        | '{{3}}(?:[^'\\]++|\\.|'(?!''))*+'{{3}}
        | "(?!"")(?:[^"\\\r\n]++|\\[^\r\n])*+"
        | '(?!'')(?:[^'\\\r\n]++|\\[^\r\n])*+' )
    | (?P<unclosed>["'])
    | (?P<iri>{_IRI})
    | (?P<variable>[?$][{_BASE}_0-9][{_VARIABLE_MORE}]*+)
    | (?P<blank>_:[{_BASE}_0-9](?:[{_MORE}]++|\.++(?=[{_MORE}]))*+)
    | (?P<word>[{_BASE}](?:[{_MORE}]++|\.++(?=[{_MORE}]))*+)(?P<name>:(?:{_LOCAL})?+)?+
    | (?P<empty>:(?:{_LOCAL})?+)
    | (?P<language>@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+(?:--[a-zA-Z]++)?+)
    | (?P<number>[0-9]++(?:\.[0-9]*+[eE][+-]?[0-9]++|\.[0-9]++|[eE][+-]?[0-9]++)?+
        | \.[0-9]++(?:[eE][+-]?[0-9]++)?+)
    | (?P<sign><(?={_IRI}) | << | >> | <= | >= | != | \|\| | && | \^\^ | [(){{}}\[\].,;<>=!+\-*/|^?~])
    | (?P<escape>{_CODEPOINT})
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS: Final = {kind.value: kind for kind in Kind} | {"empty": Kind.NAME}


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query or update in their order; raise QuerySyntaxError for an unclosed string."""
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or ""
        if group == "skip":
            continue
        if group == "unclosed":
            raise QuerySyntaxError(detail=f"{place(text, match.start())}: this string is never closed.")
        if group == "word" and "." in match[0]:
            yield from _dotted(match[0], match.start())
        else:
            yield Token(_KINDS[group], match[0], match.start())


def _dotted(text: str, start: int) -> Iterator[Token]:
    """Take apart ``true.OPTIONAL``: without a colon behind it, a dot ends a word.

    Matching such a run only once, dots and all, is what keeps ``a.a.a.a`` from being looked through again
    at each of its dots.
    """
    for part in re.finditer(r"\.|[^.]+", text):
        yield Token(Kind.SIGN if part[0] == "." else Kind.WORD, part[0], start + part.start())


def place(text: str, start: int) -> str:
    """Say where in the text a character is, as editors count: ``line 3, column 14``."""
    line_start = text.rfind("\n", 0, start)
    return f"line {text.count(chr(10), 0, start) + 1}, column {start - line_start}"
