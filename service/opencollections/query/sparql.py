"""The text of a public query, checked before any engine sees it.

These checks give good sentences and keep the engine from work that never ends; what guarantees that a query
harms nobody is the worker process it runs in, which has no network, little memory and a short life.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from ..errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from .limits import QueryLimits
from .requests import QueryForm, QueryText
from .services import NONE_ASKED, UNCLEAR, service_calls
from .tokens import Kind, Token, place, tokens


@dataclass(slots=True)
class Shape:
    """What a query is made of, as far as its tokens tell.

    ``depth`` is the deepest nesting of brackets. ``patterns`` is an upper estimate of triple patterns: one
    for each ``{`` and ``[`` and for each ``.``, ``;`` and ``,`` outside round brackets. ``operators`` counts
    the signs of expressions and of property paths, except in the data of VALUES. ``dotted_names`` are the
    prefixed names with two dots or more behind the colon. ``volatile`` tells of a function like NOW or RAND,
    ``service_unclear`` that the engine may read a SERVICE where these tokens have none.
    """

    depth: int = 0
    patterns: int = 0
    operators: int = 0
    form: QueryForm | None = None
    has_service: bool = False
    service_unclear: bool = False
    names_dataset: bool = False
    volatile: bool = False
    dotted_names: list[Token] = field(default_factory=list)


_UPDATE_VERBS: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
_VOLATILE: Final = re.compile("NOW|RAND|UUID")
_OPENING: Final = frozenset({"(", "[", "{", "<<"})
_CLOSING: Final = frozenset({")", "]", "}", ">>"})
_OPERATORS: Final = frozenset(
    {"!", "+", "-", "*", "/", "|", "^", "?", "||", "&&", "=", "!=", "<", ">", "<=", ">="}
)
_OPERANDS: Final = frozenset(
    {Kind.STRING, Kind.IRI, Kind.NAME, Kind.WORD, Kind.VARIABLE, Kind.LANGUAGE, Kind.NUMBER}
)
_DATA: Final = "data of VALUES"

UPDATE_REFUSED: Final = (
    "it would change the data, and nothing is written through this address. "
    "The graph changes when a member publishes a new version of a collection."
)


def checked_query(text: str, limits: QueryLimits, services: Collection[str] = ()) -> QueryText:
    """Give the query in the form the engine is to have it; ``services`` are the endpoints it may ask.

    Raises QueryTooLarge over a limit, QueryRefused for updates and for SERVICE where that is not allowed,
    QuerySyntaxError for what cannot be a query. A text that passes may still have errors of syntax: only the
    engine finds those.
    """
    _check("length", "the length in bytes", len(text.encode(errors="replace")), limits.length_bytes)
    text = _without_escapes(text)
    shape = measured(text)
    _check("depth", "the nesting of brackets", shape.depth, limits.depth)
    _check("patterns", "the number of triple patterns and groups", shape.patterns, limits.patterns)
    _check("operators", "the number of operators and path steps", shape.operators, limits.operators)
    if shape.service_unclear:
        raise QueryRefused(reason=UNCLEAR if services else NONE_ASKED)
    if shape.form is None:
        raise QuerySyntaxError(detail="it is empty. Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    text = _with_dots_escaped(text, shape.dotted_names)
    calls = service_calls(text, services) if shape.has_service else ()
    return QueryText(text, shape.form, shape.names_dataset, shape.volatile or bool(calls), calls)


def _check(name: str, limit: str, value: int, allowed: int) -> None:
    if value > allowed:
        raise QueryTooLarge(
            name=name, limit=limit, value=value, allowed=allowed, advice="Split it into several queries."
        )


def _without_escapes(text: str) -> str:
    r"""Replace codepoint escapes outside strings and IRIs (SPARQL 1.1 Query §19.2).

    Inside strings and IRIs the engine reads them itself, and only there can they not change what is a token.
    """
    if "\\u" not in text and "\\U" not in text:
        return text
    pieces, end = [], 0
    for token in tokens(text):
        if token.kind is Kind.ESCAPE:
            pieces += [text[end : token.start], _character(text, token)]
            end = token.start + len(token.text)
    return "".join(pieces) + text[end:]


def _character(text: str, escape: Token) -> str:
    number = int(f"0x{escape.text[2:]}", 0)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise QuerySyntaxError(detail=f"{place(text, escape.start)}: {escape.text} is no character.")
    return chr(number)


def _with_dots_escaped(text: str, names: Iterable[Token]) -> str:
    r"""Write ``x:1.2.3`` as ``x:1\.2\.3``, which means the same (SPARQL 1.1 Query §19.8, [172]).

    Oxigraph 0.5.13 takes the second dot for the end of the name, and so what follows for another token.
    """
    pieces, end = [], 0
    for name in names:
        prefix, _, local = name.text.partition(":")
        pieces += [text[end : name.start], prefix, ":", re.sub(r"(?<!\\)\.", r"\.", local)]
        end = name.start + len(name.text)
    return "".join(pieces) + text[end:]


def measured(text: str) -> Shape:
    """Give the shape of a query; raise QueryRefused for an update, QuerySyntaxError for what is neither."""
    return _Measuring(text).shape()


class _Measuring:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shape = Shape()
        self._open: list[str] = []
        self._prefixes: set[str] = set()
        self._before: Token | None = None
        self._values_expected = False
        self._could_be_service = False
        self._doubtful = False

    def shape(self) -> Shape:
        for token in tokens(self._text):
            if token.kind is Kind.SIGN:
                self._see_sign(token.text)
            elif token.kind is Kind.WORD:
                self._see_word(token)
            elif token.kind is Kind.NAME:
                self._see_name(token)
            elif token.kind is Kind.IRI:
                self._see_iri(token.text)
            elif token.kind is Kind.OTHER:
                raise QuerySyntaxError(
                    detail=f"{place(self._text, token.start)}: {token.text!r} cannot stand here."
                )
            self._before = token
        if self._doubtful and "service" in self._text.casefold():
            self._shape.service_unclear = True
        return self._shape

    def _see_sign(self, sign: str) -> None:
        if sign in _OPENING:
            if sign == "{" and self._could_be_service:
                self._shape.service_unclear = True
            self._open.append(_DATA if sign == "{" and self._values_expected else sign)
            self._values_expected = self._values_expected and sign != "{"
            self._shape.depth = max(self._shape.depth, len(self._open))
        elif sign in _CLOSING and self._open:
            self._open.pop()
        self._could_be_service = False
        if sign in {"{", "[", ".", ";"} or (sign == "," and self._open[-1:] != ["("]):
            self._shape.patterns += 1
        elif sign in _OPERATORS and _DATA not in self._open:
            self._shape.operators += 1

    def _see_word(self, token: Token) -> None:
        word = token.text.upper()
        # The engine needs no space between words: to it, SERVICESILENT<x> and trueSERVICE<x> are calls.
        if word == "SERVICE":
            self._shape.has_service = True
        elif "SERVICE" in word:
            self._shape.service_unclear = True
        elif _is_volatile(word):
            self._shape.volatile = True
        elif word.startswith("FROM"):
            self._shape.names_dataset = True
        elif word == "VALUES":
            self._values_expected = True
        elif self._shape.form is None and word not in {"PREFIX", "BASE", "VERSION"}:
            self._shape.form = self._form(token)

    def _form(self, token: Token) -> QueryForm:
        word = token.text.upper()
        if word in _UPDATE_VERBS:
            raise QueryRefused(reason=UPDATE_REFUSED)
        if word not in QueryForm.__members__:
            where = place(self._text, token.start)
            raise QuerySyntaxError(
                detail=f"{where}: expected SELECT, ASK, CONSTRUCT or DESCRIBE, not {token.text!r}."
            )
        return QueryForm(word)

    def _see_name(self, token: Token) -> None:
        prefix, _, local = token.text.partition(":")
        if local.count(".") > 1:
            self._shape.dotted_names.append(token)
        if self._shape.form is None:
            self._prefixes.add(prefix)
        elif prefix not in self._prefixes:
            where = place(self._text, token.start)
            raise QuerySyntaxError(
                detail=f"{where}: the prefix {prefix + ':'!r} is not declared with PREFIX."
            )
        # To the engine, SERVICE:x {…} is a call where : is a prefix; GRAPH service:x {…} is none.
        after_graph = self._before is not None and self._before.text.upper() == "GRAPH"
        self._could_be_service = "SERVICE" in prefix.upper() and not after_graph

    def _see_iri(self, iri: str) -> None:
        # In an expression, the engine reads ?a<'b'… as a comparison, and we as an IRI (the longest token). An
        # apostrophe or hash in there would open a string or comment for one of us only, which could hide
        # a SERVICE. In a list of terms it is an IRI to both, but only a parser could tell the two apart.
        compared = self._before is not None and (
            self._before.kind in _OPERANDS or self._before.text in {")", "<"}
        )
        in_expression = self._open[-1:] == ["("] and _DATA not in self._open
        if compared and in_expression:
            self._doubtful = self._doubtful or re.search("['#]", iri) is not None
            self._shape.volatile = self._shape.volatile or _is_volatile(iri.upper())


def _is_volatile(word: str) -> bool:
    return _VOLATILE.search(word) is not None
