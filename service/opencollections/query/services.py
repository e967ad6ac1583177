"""Services: which other endpoints a query asks by SERVICE, and where in its text (SPARQL 1.1 Federated Query)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ..errors import QueryRefused, QuerySyntaxError
from .tokens import Kind, Token, place, tokens

NONE_ASKED: Final = (
    "it has SERVICE, and this address asks no other service on behalf of a query. "
    "Query that service directly, or from a client that joins both answers."
)
UNCLEAR: Final = (
    "it has the word SERVICE in a place where it cannot be told for certain what is asked. "
    "Write SERVICE with a blank before and behind it, and a prefix of another name."
)
VARIABLE: Final = (
    "it has SERVICE with a variable, and only services that the operator has listed are asked. "
    "Name the endpoint by its IRI, one of: {known}."
)
NOT_LISTED: Final = (
    "{where}: it asks the service {endpoint}, which the operator has not listed. Listed are: {known}."
)


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A SERVICE: the endpoint, and where its IRI or prefixed name begins and ends in the text."""

    endpoint: str
    start: int
    end: int


def service_calls(text: str, known: Collection[str]) -> tuple[ServiceCall, ...]:
    """Give the calls of a query to services that are ``known``; raise QueryRefused for any other.

    What stands inside a SERVICE is not ours: the other service is sent it as it is, with its own SERVICE.
    Raises QuerySyntaxError where no endpoint follows.
    """
    if not known:
        raise QueryRefused(reason=NONE_ASKED)
    return tuple(_calls(text, list(tokens(text)), known))


def _calls(text: str, found: list[Token], known: Collection[str]) -> Iterator[ServiceCall]:
    prefixes: dict[str, str] = {}
    depth, outer = 0, None
    for number, token in enumerate(found):
        if token.kind is Kind.SIGN:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            outer = None if outer is not None and token.text == "}" and depth <= outer else outer
        elif token.kind is not Kind.WORD:
            continue
        elif token.text.upper() == "PREFIX":
            prefixes |= _declared(found[number + 1 : number + 3])
        elif token.text.upper() == "SERVICE" and outer is None:
            outer = depth
            yield _call(text, _target(text, token, found[number + 1 : number + 3]), prefixes, known)


def _declared(following: list[Token]) -> dict[str, str]:
    match [token.kind for token in following]:
        case [Kind.NAME, Kind.IRI]:
            return {following[0].text.partition(":")[0]: _iri(following[1])}
    return {}


def _target(text: str, service: Token, following: list[Token]) -> Token:
    """Give the token that names the endpoint; raise QuerySyntaxError where none does."""
    if following and following[0].kind is Kind.WORD and following[0].text.upper() == "SILENT":
        following = following[1:]
    if not following or following[0].kind not in {Kind.IRI, Kind.NAME, Kind.VARIABLE}:
        raise QuerySyntaxError(detail=f"{place(text, service.start)}: an IRI has to follow SERVICE.")
    return following[0]


def _call(text: str, target: Token, prefixes: dict[str, str], known: Collection[str]) -> ServiceCall:
    if target.kind is Kind.VARIABLE:
        raise QueryRefused(reason=VARIABLE.format(known=_listed(known)))
    if target.kind is Kind.IRI:
        endpoint = _iri(target)
    else:
        prefix, _, local = target.text.partition(":")
        endpoint = prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
    if endpoint not in known:
        where, named = place(text, target.start), endpoint[:300] or target.text
        raise QueryRefused(reason=NOT_LISTED.format(where=where, endpoint=named, known=_listed(known)))
    return ServiceCall(endpoint, target.start, target.start + len(target.text))


def _iri(token: Token) -> str:
    r"""Give what an IRI between angle brackets says, its ``\u`` escapes read (SPARQL 1.1 Query §19.2)."""
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, token.text[1:-1])


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    # What is no character stays as it is written, and so is on no list.
    return chr(number) if number <= 0x10FFFF else found[0]


def _listed(known: Collection[str]) -> str:
    return ", ".join(sorted(known))
