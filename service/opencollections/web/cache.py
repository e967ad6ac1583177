"""The cache: whole answers that hold for one moment, given again without asking any route.

A plain ASGI layer in front of everything else. A route takes part by one call, ``keep(request, generation)``,
with the number of the generation that its answer was made from. By that it promises that the answer depends on
nothing but this generation, what is said of its collections (the edition), the path, the query string, and the request
headers that its ``Vary`` names. What is current is asked before every answer, so nobody is given what a publish, or a
new title or licence of a collection, has replaced.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.http import parse_date

from ..errors import OpenCollectionsError
from .middleware import request_number
from .representations import has_this, is_conditional
from .state import Moment

SHARE: Final = 16
"""One resource, with all its variants, may take this part of the budget at most: no few push out all others."""

OVERHEAD_BYTES: Final = 1_000
"""What the bookkeeping of an answer weighs beside its bytes, roughly and rather too much."""

_STATUSES: Final = frozenset({200, 301, 303})
_BYPASSING: Final = frozenset({b"authorization", b"range"})
_NOT_KEPT: Final = frozenset({b"x-request-id", b"server-timing", b"content-length"})
_OF_A_BODY: Final = frozenset(
    {b"content-type", b"content-length", b"content-encoding", b"content-disposition"}
)

Fields = list[tuple[bytes, bytes]]
Names = tuple[bytes, ...]
Values = tuple[tuple[bytes, ...], ...]


def keep(request: Request, generation: int) -> None:
    """Let the answer to this request be given again as long as ``generation`` is the current one."""
    keeping = request.scope.get("keeping")
    if keeping is not None:
        keeping.generation = generation


@dataclass(slots=True)
class _Keeping:
    """What a route says about its answer; it travels with the request through all layers."""

    generation: int | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """One whole answer and its validators; the ``weight`` is what it takes in memory, in bytes."""

    status: int
    headers: Fields
    body: bytes
    etag: str | None
    modified: str | None
    weight: int


@dataclass(slots=True)
class _Resource:
    """All that is kept of one address: an answer for each combination of the headers it varies by."""

    names: Names
    answers: dict[Values, _Kept] = field(default_factory=dict)
    weight: int = 0


class Cache:
    """The layer: ``current`` gives the current moment, ``budget_bytes`` bounds all it keeps.

    The resource that nobody asked for longest goes first. Requests with a token and for ranges pass by.
    """

    def __init__(self, app: ASGIApp, current: Callable[[], Moment], budget_bytes: int) -> None:
        self.app = app
        self._current = current
        self._budget = budget_bytes
        self._moment: Moment = (-1, -1)
        self._weight = 0
        self._resources: OrderedDict[tuple[bytes, bytes], _Resource] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._budget or not _concerns(scope) or not self._follow():
            await self.app(scope, receive, send)
            return
        address = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"])
        kept = self._found(address, scope["headers"])
        if kept is not None:
            await _give(kept, scope, send)
            return
        begun, keeping, recording = self._moment, _Keeping(), _Recording(send, self._budget // SHARE)
        await self.app({**scope, "keeping": keeping}, receive, recording)
        # What changed meanwhile without anybody having noticed is noticed before this answer is given again.
        if keeping.generation == begun[0] and scope["method"] == "GET" and self._moment == begun:
            self._add(address, scope["headers"], recording)

    def _follow(self) -> bool:
        """Forget everything where another moment is current; False where nobody can tell what is."""
        try:
            moment = self._current()
        except OpenCollectionsError:
            return False  # The route will find out too, and say it.
        if moment != self._moment:
            self._moment = moment
            self._resources.clear()
            self._weight = 0
        return True

    def _found(self, address: tuple[bytes, bytes], fields: Fields) -> _Kept | None:
        resource = self._resources.get(address)
        if resource is None:
            return None
        self._resources.move_to_end(address)
        return resource.answers.get(_values(resource.names, fields))

    def _add(self, address: tuple[bytes, bytes], fields: Fields, recording: "_Recording") -> None:
        kept, names = recording.kept(), recording.varied_by()
        if kept is None or b"*" in names:
            return
        before = self._forgotten(address)
        # Answers from one address may name different headers: then only the new one is kept, by all of them.
        if before is None or not set(names) <= set(before.names):
            before = _Resource(tuple(sorted({*names, *(before.names if before else ())})))
        values = _values(before.names, fields)
        replaced = before.answers.pop(values, None)
        before.answers[values] = kept
        before.weight += _weight(kept, address, values) - (
            _weight(replaced, address, values) if replaced else 0
        )
        if before.weight <= self._budget // SHARE:
            self._resources[address] = before
            self._weight += before.weight
        while self._weight > self._budget:
            self._forgotten(next(iter(self._resources)))

    def _forgotten(self, address: tuple[bytes, bytes]) -> _Resource | None:
        """Take out all that is kept of an address, and give it."""
        resource = self._resources.pop(address, None)
        if resource is not None:
            self._weight -= resource.weight
        return resource


class _Recording:
    """The sending side of one request: everything goes on to the client, and is remembered up to a limit."""

    def __init__(self, send: Send, limit_bytes: int) -> None:
        self._send = send
        self._left = limit_bytes
        self._start: Message = {}
        self._pieces: list[bytes] = []
        self._whole = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._left >= 0:
            self._remember(message)
        await self._send(message)

    def _remember(self, message: Message) -> None:
        piece = message.get("body", b"")
        self._left -= len(piece)
        if self._left < 0:
            self._pieces.clear()
            return
        self._pieces.append(piece)
        self._whole = not message.get("more_body", False)

    def varied_by(self) -> Names:
        """Give the names in Vary, in small letters."""
        listed = b",".join(value for name, value in self._start["headers"] if name.lower() == b"vary")
        return tuple(name.strip().lower() for name in listed.split(b",") if name.strip())

    def kept(self) -> _Kept | None:
        """Give the answer if it is whole and may be given to others too."""
        if not self._whole or self._left < 0 or self._start["status"] not in _STATUSES:
            return None
        sent = [(name.lower(), value) for name, value in self._start["headers"]]
        told = {name: str(value, "latin-1") for name, value in sent}
        control = told.get(b"cache-control", "")
        if b"set-cookie" in told or "private" in control or "no-store" in control:
            return None
        body = b"".join(self._pieces)
        fields = [one for one in sent if one[0] not in _NOT_KEPT]
        fields.append((b"content-length", str(len(body)).encode()))
        return _Kept(
            self._start["status"],
            fields,
            body,
            told.get(b"etag"),
            told.get(b"last-modified"),
            OVERHEAD_BYTES + len(body) + sum([len(name) + len(value) for name, value in fields]),
        )


def _concerns(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    return _BYPASSING.isdisjoint([name for name, _ in scope["headers"]])


def _values(names: Names, fields: Fields) -> Values:
    return tuple([tuple([value for name, value in fields if name == wanted]) for wanted in names])


def _weight(kept: _Kept, address: tuple[bytes, bytes], values: Values) -> int:
    return (
        kept.weight + len(address[0]) + len(address[1]) + sum([len(one) for many in values for one in many])
    )


async def _give(kept: _Kept, scope: Scope, send: Send) -> None:
    """Answer from what is kept: with 304 to a client that has this very answer."""
    headers, status, body = kept.headers, kept.status, kept.body
    if is_conditional(scope["headers"]) and has_this(
        Headers(scope=scope), kept.etag or "", parse_date(kept.modified)
    ):
        status, body = 304, b""
        headers = [one for one in headers if one[0] not in _OF_A_BODY]
    elif scope["method"] == "HEAD":
        body = b""
    number = (b"x-request-id", request_number(scope).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, number]})
    await send({"type": "http.response.body", "body": body})
