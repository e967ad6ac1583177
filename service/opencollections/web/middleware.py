"""Middleware: what holds for every answer, whichever route makes it (plain ASGI, so that streams stay streams)."""

import logging
import random
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..errors import BodyTooLarge
from . import problems
from .handing_in import BODY_LIMIT_BYTES
from .methods import taken
from .paths import PATH_LIMIT_BYTES, has_control_characters
from .visits import kept_language

log = logging.getLogger(__name__)

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' https: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_SECURITY: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SHARED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Last-Modified, Link, Location, Retry-After, X-PrefLabel, "
    "X-PrefLabel-Encoded, X-Request-Id",
}
Fields = list[tuple[bytes, bytes]]


def _fields(headers: dict[str, str]) -> Fields:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


_FOR_US: Final = _fields(_SECURITY)
_FOR_ALL: Final = _fields(_SECURITY | _SHARED)
_PREFLIGHT: Final = {
    # The asterisk stands for all headers but this one (Fetch standard), by which tokens are shown.
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
}
_OF_MEMBERS: Final = ("/api/", "/workspace", "/sign-in", "/sign-out", "/invitations/")
_OF_ALL: Final = frozenset({"/api/v1/changes", "/api/v1/limits", "/api/v1/openapi.json"})
_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class Manners:
    """Number the request, guard its path, answer OPTIONS and HEAD, and put the common headers on every answer.

    What a route raises and nobody handles becomes a 500 that shows nothing of the inside.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["request_id"] = request_number(scope)
        answer = _Answer(scope, send)
        if scope["method"] == "HEAD":
            # Every GET has its HEAD; a route that can save itself the body looks at "head".
            scope = {**scope, "method": "GET", "head": True}
        try:
            await self._answered(scope, receive, answer)
            if answer.refused_bytes is not None:
                error, answer.refused_bytes = BodyTooLarge(limit=answer.refused_bytes), None
                await problems.error_problem(Request(scope), error)(scope, receive, answer)
        except ClientDisconnect:
            # Nobody is left to be answered, and nothing is wrong here.
            log.info("Request %s was broken off by its client", scope["request_id"])
        except Exception:
            log.exception("Request %s failed", scope["request_id"])
            if answer.begun:
                raise
            await problems.broken(Request(scope))(scope, receive, answer)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path") or b""
        if len(raw) > PATH_LIMIT_BYTES:
            detail = (
                f"An address may have {PATH_LIMIT_BYTES:,} characters here, and this one has {len(raw):,}."
            )
            await problems.problem(Request(scope), 414, detail)(scope, receive, send)
        elif has_control_characters(scope):
            detail = "The address has control characters or blanks in it, which no identifier can have."
            await problems.problem(Request(scope), 400, detail)(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await self._options(scope, send)
        else:
            await self.app(scope, receive, send)

    async def _options(self, scope: Scope, send: Send) -> None:
        allowed = taken(scope, self.routes)
        listed = ", ".join(allowed)
        headers = MutableHeaders({"Allow": listed} | ({"Access-Control-Allow-Methods": listed} | _PREFLIGHT))
        status = 204 if allowed else 404
        await send({"type": "http.response.start", "status": status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b""})


class _Answer:
    """The sending side of one request.

    What the framework says of a body over a limit is held back, since it names neither the limit nor a way on;
    ``refused_bytes`` is that limit.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send
        self.begun = False
        self.refused_bytes: int | None = None

    async def __call__(self, message: Message) -> None:
        if message.get("status") == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and _is_bare(message["headers"]):
            self.refused_bytes = self.scope.get(MAX_BODY_SIZE_SCOPE_KEY, BODY_LIMIT_BYTES)
        if self.refused_bytes is not None:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": self._completed(message["headers"])}
        elif message["type"] == "http.response.body" and self.scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self.send(message)

    def _completed(self, given: Fields) -> Fields:
        """Add the common headers that a route has not set itself."""
        names = {name for name, _ in given}
        common = _FOR_ALL if _is_shared(self.scope) else _FOR_US
        fields = [*given, *[field for field in common if field[0] not in names]]
        fields.append((b"x-request-id", self.scope["request_id"].encode()))
        kept = kept_language(self.scope)
        if kept is not None:
            fields.append((b"set-cookie", kept.encode("latin-1")))
        return fields


def _is_bare(fields: Fields) -> bool:
    """Tell whether an answer is a plain text, which no problem of ours is."""
    return (b"content-type", b"text/plain; charset=utf-8") in fields


def _is_shared(scope: Scope) -> bool:
    """Tell whether any site may read the answer: all that is public; never what members do here."""
    path = scope["path"]
    return not path.startswith(_OF_MEMBERS) or path in _OF_ALL


def request_number(scope: Scope) -> str:
    """Give the number that a proxy gave the request, or a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    # It is no secret, and the system takes its time for those.
    return f"{random.getrandbits(64):016x}"
