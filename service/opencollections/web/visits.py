"""Visits: who reads a page, in which languages, and how the same page is reached in another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from starlette.types import Scope

from ..formats.interface import TAGS, Interface, interface, own_name
from ..formats.negotiation import languages
from .paths import raw_path

COOKIE: Final = "lang"
PARAMETER: Final = "lang"
VARY: Final = "Accept-Language, Cookie"
KEPT_S: Final = 365 * 24 * 3600

REPEATED_LIMIT: Final = 2_000
"""Characters of an address that is repeated for each language."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader at an address: the ``languages`` wanted, the dearest first, and the ``interface`` in one of ours."""

    languages: tuple[str, ...]
    interface: Interface
    path: str
    query: tuple[tuple[str, str], ...] | None = ()

    @property
    def address(self) -> str | None:
        """The address of this page in the language of whoever asks; None where it is too long to be repeated."""
        return None if self.query is None else _addressed(self.path, _without_language(self.query))

    def switches(self) -> list[tuple[str, str, str]]:
        """Give the language, its own name, and the address of this page in it, for all the interface speaks.

        A page whose address is too long to be repeated for each language has none.
        """
        if self.query is None:
            return []
        kept = _without_language(self.query)
        before = f"{_addressed(self.path, kept)}{'&' if kept else '?'}{PARAMETER}="
        return [(tag, own_name(tag), before + tag) for tag in TAGS]


def visit(request: Request, default: str) -> Visit:
    """Tell who reads: the language asked for in the address comes first, then the one kept, then the browser's."""
    asked = request.query_params.get(PARAMETER)
    kept = request.cookies.get(COOKIE)
    browser = languages(request.headers.get("accept-language"), default)
    chosen = [tag for tag in (asked, kept) if tag in TAGS]
    wanted = tuple(dict.fromkeys([*chosen, *browser]))
    spoken = next((tag for tag in wanted if tag in TAGS), TAGS[0])
    path, asked_for = raw_path(request.scope), request.scope["query_string"].decode("latin-1")
    short = len(path) + len(asked_for) <= REPEATED_LIMIT
    query = tuple(parse_qsl(asked_for, keep_blank_values=True)) if short else None
    return Visit(wanted, interface(spoken), path, query)


def asking(reader: Visit, **query: str) -> Visit:
    """Give the visit with what its page was asked for as the query of the address, which a body had said."""
    short = len(reader.path) + len(urlencode(query)) <= REPEATED_LIMIT
    return replace(reader, query=tuple(query.items()) if short else None)


def _without_language(query: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in query if name != PARAMETER]


def _addressed(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def kept_language(scope: Scope) -> str | None:
    """Give the cookie that keeps a language just asked for, or None."""
    query = scope.get("query_string", b"").decode("latin-1")
    # Nearly every address has none, and taking a long query apart takes a while.
    asked = dict(parse_qsl(query)).get(PARAMETER) if PARAMETER in query else None
    if asked not in TAGS:
        return None
    return f"{COOKIE}={asked}; Path=/; Max-Age={KEPT_S}; SameSite=Lax"
