"""Problems: errors as answers, a page for people and ``application/problem+json`` for machines (RFC 9457)."""

import errno
import json
import logging
import re
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..errors import (
    OF_THE_SERVICE,
    DataUnreadable,
    OpenCollectionsError,
    UnknownCollection,
    UnknownMember,
    UnknownVersion,
)
from ..formats.interface import ENGLISH, marked
from ..formats.links import name_in
from ..formats.negotiation import HTML, Format, choose
from ..formats.texts import Text
from ..store import registry
from ..store.control import failure
from ..store.disk import refusal
from ..store.registry import Member
from .methods import taken
from .paths import raw_path
from .selection import Way
from .sentences import sentence
from .site import site_of
from .visits import VARY, Visit, visit

log = logging.getLogger(__name__)

PROBLEM: Final = Format("json", "application/problem+json", "problem details")

AGAIN_LIMIT: Final = 2_000
"""Characters of the query of an address that a page offers to ask once more."""

_IN_SPACE: Final = re.compile(r"/(?:id|page|data|collections|dumps|members)/([a-z0-9-]+)(?=[/.]|$)")

_MACHINE: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM, errno.EIO})
"""What the machine refuses whatever is asked for: too many files are open, rights are wrong, a disk is broken."""

RETRY_AFTER_S: Final = 5
"""When to try again, where an error does not say so itself."""

_TITLES: Final = {
    400: marked("This address cannot be read"),
    401: marked("Sign in first"),
    403: marked("This is not allowed here"),
    404: marked("Nothing is published here"),
    405: marked("This cannot be done here"),
    406: marked("Not offered in this form"),
    409: marked("This cannot be done just now"),
    410: marked("This has been withdrawn"),
    413: marked("This asks for too much"),
    414: marked("This address is too long"),
    415: marked("This form of request is not understood"),
    416: marked("There is no such part"),
    422: marked("This cannot be used as it is"),
    429: marked("Too many requests"),
    500: marked("Something broke here"),
    503: marked("Not ready just now"),
}
_BROKEN: Final = marked(
    "The answer could not be made. Try again; if it stays so, tell the operator the number %(number)s."
)
_UNREADABLE_BODY: Final = "The body cannot be read. Send JSON in UTF-8, as /api/v1/openapi.json describes it."
_NOTHING_HERE: Final = marked(
    "There is no page under this address. It may be misspelt; a search may find what you look for."
)


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
    language: str = "en",
    **facts: Any,
) -> Response:
    """Answer with a problem: a page where the client prefers HTML, problem details everywhere else.

    ``code`` names the kind of problem for programs, ``facts`` become members of the JSON object; ``language`` is
    that of the detail.
    """
    sent = {"Cache-Control": "no-cache", "Vary": f"Accept, {VARY}"} | dict(headers or {})
    if _wants_page(request):
        waiting = sent.get("Retry-After")
        page = _page(request, status, Text(detail, language), facts, int(waiting) if waiting else None)
        return Response(page, status, sent, media_type=HTML.content_type)
    told = details(status, detail, code) | {"request": request.scope.get("request_id")} | facts
    body = json.dumps(told, ensure_ascii=False, default=_plain)
    return Response(body, status, sent, media_type=PROBLEM.media_type)


def details(status: int, detail: str, code: str | None = None) -> dict[str, Any]:
    """Give what every problem says to programs (RFC 9457 §3.1)."""
    return {
        "type": "about:blank",
        "title": _phrase(status),
        "status": status,
        "detail": detail,
        "code": code or _phrase(status).lower().replace(" ", "-"),
    }


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, Way) else str(value)


def error_problem(request: Request, error: OpenCollectionsError) -> Response:
    """Answer with an error of the tree: its status, its code and its text."""
    if error.status >= 500:
        log.error("Request %s: %s: %s", _number(request), error.code, error.at_terminal())
    seconds = str(error.facts.get("seconds", RETRY_AFTER_S)).partition(".")[0]
    headers = {
        # What is not offered in one profile may be in another.
        HTTPStatus.NOT_ACCEPTABLE: {"Vary": f"Accept, Accept-Profile, {VARY}"},
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: {"Content-Range": f"bytes */{error.facts.get('size')}"},
        HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": seconds},
        HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": seconds},
        HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    }.get(HTTPStatus(error.status))
    detail = in_words(request, error)
    facts = {"choices": error.facts["ways"]} if error.facts.get("ways") else {}
    return problem(
        request,
        error.status,
        detail.text,
        code=error.code,
        headers=headers,
        language=detail.language or "en",
        **facts,
    )


def in_words(request: Request, error: OpenCollectionsError) -> Text:
    """Tell an error in the language of the reader of a page.

    What only its operator can act on is told as a page not found; where the data cannot be read, the log has the rest.
    """
    reader = _reader(request).interface if _wants_page(request) else ENGLISH
    if isinstance(error, OF_THE_SERVICE):
        return Text(reader.gettext(_BROKEN, number=_number(request)), reader.tag)
    if not _wants_page(request):
        return Text(str(error), "en")
    if isinstance(error, UnknownMember | UnknownCollection | UnknownVersion):
        return Text(reader.gettext(_NOTHING_HERE), reader.tag)
    return sentence(error, reader)


def _reader(request: Request) -> Visit:
    return visit(request, site_of(request).settings.language)


def broken(request: Request) -> Response:
    """Answer where the service itself failed; what happened is in the log, under the number given here."""
    reader = _reader(request).interface if _wants_page(request) else ENGLISH
    return problem(request, 500, reader.gettext(_BROKEN, number=_number(request)), language=reader.tag)


def _number(request: Request) -> str:
    return str(request.scope.get("request_id", "-"))


def install(app: FastAPI) -> None:
    """Let every error of the app be answered here; what nobody foresaw goes on to ``Manners``, which tells it."""
    app.add_exception_handler(OpenCollectionsError, _own_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(sqlite3.Error, _unreadable)
    app.add_exception_handler(OSError, _unwritable)
    app.add_exception_handler(Exception, _unforeseen)


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OpenCollectionsError)
    return error_problem(request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        listed = ", ".join(taken(request.scope, request.app.routes))
        detail = f"What can be done with this address is {listed}."
        return problem(request, error.status_code, detail, headers={"Allow": listed})
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # The framework has no more to say of a body that it cannot read.
        return problem(request, error.status_code, _UNREADABLE_BODY)
    if error.status_code != HTTPStatus.NOT_FOUND:
        return problem(request, error.status_code, str(error.detail), headers=error.headers)
    reader = _reader(request).interface if _wants_page(request) else ENGLISH
    detail = reader.gettext(_NOTHING_HERE)
    return problem(request, error.status_code, detail, headers=error.headers, language=reader.tag)


async def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    return problem(request, 400, f"The request is not complete or not right: {'; '.join(found)}.")


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, sqlite3.Error)
    return error_problem(request, failure(site_of(request).reading.data.control_file, error))


async def _unwritable(request: Request, error: Exception) -> Response:
    """Tell what the machine refused; a file that is not there, or a connection that broke, is a fault as any other."""
    assert isinstance(error, OSError)
    root = site_of(request).reading.data.root
    if refused := refusal(error, root):
        return error_problem(request, refused)
    if error.errno in _MACHINE:
        return error_problem(request, DataUnreadable(path=root, detail=error))
    raise error


async def _unforeseen(_: Request, error: Exception) -> Response:
    raise error


def _wants_page(request: Request) -> bool:
    if request.url.path.startswith("/api/"):
        return False
    return choose(request.headers.get("accept"), (PROBLEM, HTML)) is HTML


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _page(
    request: Request, status: int, detail: Text, facts: Mapping[str, Any], waiting_s: int | None
) -> bytes:
    reader = _reader(request)
    return site_of(request).pages.render(
        "problem.html",
        reader,
        status=status,
        title=reader.interface.gettext(_TITLES.get(status, _phrase(status))),
        detail=detail,
        guess=name_in(raw_path(request.scope)) if status == HTTPStatus.NOT_FOUND else "",
        facts=facts,
        waiting_s=waiting_s,
        again=_again(request),
        nearby=_nearby(request) if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else None,
    )


def _again(request: Request) -> str | None:
    """Give the address to ask once more, where that asks for the same."""
    query = request.url.query
    path = raw_path(request.scope)
    # Two slashes at the beginning would lead to another host.
    same = request.method == "GET" and len(query) <= AGAIN_LIMIT and not path.startswith("//")
    return path + (f"?{query}" if query else "") if same else None


def _nearby(request: Request) -> Member | None:
    """Give the member in whose space the address is, whose page may have what was looked for."""
    found = _IN_SPACE.match(raw_path(request.scope).removeprefix(site_of(request).urls.root))
    if found is None:
        return None
    with suppress(OpenCollectionsError), site_of(request).reading.now() as state:
        return registry.member(state.control, found[1])
    return None
