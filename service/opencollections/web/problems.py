"""Problems: errors as answers, a page for people and ``application/problem+json`` for machines (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from ..errors import (
    CollectionWithdrawn,
    CursorInvalid,
    EmailInvalid,
    EmailTaken,
    ForeignOrigin,
    InvalidIRI,
    InvitationInvalid,
    NameMissing,
    NotOffered,
    NotYours,
    OpenCollectionsError,
    OperatorsOnly,
    PasswordUnfit,
    QueryStopped,
    QueueFull,
    SearchTooLong,
    SignInNeeded,
    SignInRefused,
    TooManyAttempts,
    UnknownCollection,
    UnknownEntity,
    UnknownFormat,
    UnknownMember,
    UnknownVersion,
    Unwritable,
)
from ..formats.interface import marked
from ..formats.links import name_in
from ..formats.negotiation import HTML, Format, choose
from .paths import raw_path
from .site import site_of
from .visits import VARY, Visit, visit

log = logging.getLogger(__name__)

PROBLEM: Final = Format("json", "application/problem+json", "problem details")

RETRY_AFTER_S: Final = 5
"""When to try again, where an error does not say so itself."""

_TITLES: Final = {
    400: marked("This address cannot be read"),
    401: marked("Sign in first"),
    403: marked("This is not allowed here"),
    404: marked("Nothing is published here"),
    405: marked("This cannot be done here"),
    406: marked("Not offered in this form"),
    410: marked("This has been withdrawn"),
    413: marked("This asks for too much"),
    414: marked("This address is too long"),
    415: marked("This form of request is not understood"),
    429: marked("Too many requests"),
    500: marked("Something broke here"),
    503: marked("Not ready just now"),
}
TOLD: Final = (
    UnknownEntity,
    UnknownFormat,
    NotOffered,
    CollectionWithdrawn,
    InvalidIRI,
    CursorInvalid,
    SearchTooLong,
    Unwritable,
    QueryStopped,
    QueueFull,
    *(SignInNeeded, SignInRefused, TooManyAttempts, ForeignOrigin, NotYours, OperatorsOnly),
    *(InvitationInvalid, PasswordUnfit, EmailInvalid, EmailTaken, NameMissing),
)
"""The errors that readers of pages meet; their texts are translated, those of queries and of operators are not."""

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
    **facts: Any,
) -> Response:
    """Answer with a problem: a page where the client prefers HTML, problem details everywhere else.

    ``code`` names the kind of problem for programs, ``facts`` become members of the JSON object.
    """
    sent = {"Cache-Control": "no-cache", "Vary": f"Accept, {VARY}"} | dict(headers or {})
    if _wants_page(request):
        page = _page(request, status, detail, facts)
        return Response(page, status, sent, media_type=HTML.content_type)
    document = {
        "type": "about:blank",
        "title": _phrase(status),
        "status": status,
        "detail": detail,
        "code": code or _phrase(status).lower().replace(" ", "-"),
        "request": request.scope.get("request_id"),
    }
    body = json.dumps(document | facts, ensure_ascii=False, default=str)
    return Response(body, status, sent, media_type=PROBLEM.media_type)


def error_problem(request: Request, error: OpenCollectionsError) -> Response:
    """Answer with an error of the tree: its status, its code and its text."""
    if error.status >= 500:
        log.error("%s: %s", error.code, error)
    seconds = str(error.facts.get("seconds", RETRY_AFTER_S)).partition(".")[0]
    headers = {
        HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": seconds},
        HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": seconds},
        HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    }.get(HTTPStatus(error.status))
    detail = _in_words(request, error) if _wants_page(request) else str(error)
    return problem(request, error.status, detail, code=error.code, headers=headers)


def _in_words(request: Request, error: OpenCollectionsError) -> str:
    """Tell an error in the reader's language; what only its operator can act on is told as a page not found."""
    gettext = _reader(request).interface.gettext
    if isinstance(error, UnknownMember | UnknownCollection | UnknownVersion):
        return gettext(_NOTHING_HERE)
    return gettext(error.text).format(**error.facts) if isinstance(error, TOLD) else str(error)


def _reader(request: Request) -> Visit:
    return visit(request, site_of(request).settings.language)


def broken(request: Request) -> Response:
    """Answer where the service itself failed; what happened is in the log, under the number given here."""
    number = request.scope.get("request_id", "-")
    detail = (
        f"The answer could not be made. Try again; if it stays so, tell the operator the number {number}."
    )
    return problem(request, 500, detail)


def install(app: FastAPI) -> None:
    """Let every error of the app be answered here; what nobody foresaw goes on to ``Manners``, which tells it."""
    app.add_exception_handler(OpenCollectionsError, _own_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(Exception, _unforeseen)


async def _own_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OpenCollectionsError)
    return error_problem(request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    missing = error.status_code == HTTPStatus.NOT_FOUND
    nothing = _reader(request).interface.gettext(_NOTHING_HERE) if _wants_page(request) else _NOTHING_HERE
    detail = nothing if missing else str(error.detail)
    return problem(request, error.status_code, detail, headers=error.headers)


async def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    return problem(request, 400, f"The request is not complete or not right: {'; '.join(found)}.")


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


def _page(request: Request, status: int, detail: str, facts: Mapping[str, Any]) -> bytes:
    reader = _reader(request)
    title = reader.interface.gettext(_TITLES.get(status, _phrase(status)))
    guess = name_in(raw_path(request.scope)) if status == HTTPStatus.NOT_FOUND else ""
    page = {"status": status, "title": title, "detail": detail, "guess": guess, "facts": facts}
    return site_of(request).pages.render("problem.html", reader, **page)
