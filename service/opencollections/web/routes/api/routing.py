"""Routing: what all routes for members share: nobody keeps their answers, and a request with a key is done once.

``Idempotency-Key`` on a POST: the same request again gets the same answer for a day, so that a program which does not
know whether it was heard can ask again.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from ....errors import KeyInvalid
from ....store.folders import DataFolder
from ....store.requests import KeptAnswer, enter_request, forget_request, keep_answer
from ...handing_in import BODY_LIMIT_BYTES
from ...identity import identity
from ...problems import PROBLEM
from ...site import site_of

KEY_LIMIT: Final = 255
_PRIVATE: Final = "private, no-store"

Answer = Callable[[Request], Awaitable[Response]]

_WHY: Final = {
    401: "There is no token or sign-in, or not a valid one.",
    403: "It belongs to another member, or the token may not go so far.",
    404: "There is nothing of this name.",
    409: "It is not at a point where this can be done; the sentence says why.",
    412: "It was changed meanwhile: it is not what If-Match names.",
    413: "It is over a limit, which is named; see /api/v1/limits.",
    415: "A body of this type is not taken.",
    422: "What was sent cannot be read as what it should be, or the Idempotency-Key came with another request.",
    507: "There is no room on the disk of the service.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Give the problems that an operation may answer with, beside those that any may, as OpenAPI writes them."""
    content: dict[str, Any] = {PROBLEM.media_type: {}}
    return {status: {"description": _WHY[status], "content": content} for status in (401, 403, *statuses)}


def gives(description: str, *media_types: str) -> dict[int | str, dict[str, Any]]:
    """Give what an operation answers that gives no JSON, as OpenAPI writes it."""
    content: dict[str, Any] = {media_type: {} for media_type in media_types}
    return {200: {"description": description, "content": content}}


class Wanted(BaseModel):
    """What a program wants to be done; a name that it does not know is told, and never taken for one left out."""

    model_config = ConfigDict(extra="forbid")


class MemberRoute(APIRoute):
    """A route for members: described with the proof that it needs, and with what any change may be refused for."""

    keeps_answers = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **told: Any) -> None:
        changes = {} if told.get("methods") == ["GET"] else problems(409, 413, 422, 507)
        told["responses"] = {**changes, **(told.get("responses") or {})}
        told["openapi_extra"] = {
            **(told.get("openapi_extra") or {}),
            "security": [{"member": []}, {"person": []}],
        }
        super().__init__(path, endpoint, **told)

    def get_route_handler(self) -> Any:
        answer = super().get_route_handler()

        async def handled(request: Request) -> Response:
            key = request.headers.get("idempotency-key") if self._may_repeat(request) else None
            response = await (answer(request) if key is None else _once(request, key, answer))
            response.headers.setdefault("Cache-Control", _PRIVATE)
            return response

        return handled

    def _may_repeat(self, request: Request) -> bool:
        return request.method == "POST" and self.keeps_answers


class SecretRoute(MemberRoute):
    """A route whose answers may hold a secret that is shown once: none of them is kept, also not for a key."""

    keeps_answers = False


def member_router(
    tag: str, *, body_limit_bytes: int | None = BODY_LIMIT_BYTES, shows_secrets: bool = False
) -> APIRouter:
    """Make a router for a part of the interface; None where routes take files and look at the size themselves."""
    return APIRouter(
        prefix="/api/v1",
        tags=[tag],
        route_class=SecretRoute if shows_secrets else MemberRoute,
        responses=problems(),
        max_body_size=body_limit_bytes,
        generate_unique_id_function=_operation,
    )


def _operation(route: APIRoute) -> str:
    """Name an operation as the others of the description are named: begin_draft is beginDraft."""
    first, *rest = route.name.split("_")
    return first + "".join(word.title() for word in rest)


async def _once(request: Request, key: str, answer: Answer) -> Response:
    """Answer as the first time where a request comes again; raise KeyInvalid, KeyUsedOtherwise and KeyInUse."""
    if not 1 <= len(key) <= KEY_LIMIT:
        raise KeyInvalid(limit=KEY_LIMIT)
    data = site_of(request).reading.data
    who = await run_in_threadpool(identity, request)
    asked = await _fingerprint(request)
    kept = await run_in_threadpool(_entered, data, who.name, key, asked)
    if kept is not None:
        return Response(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})
    try:
        response = await answer(request)
    except BaseException:
        # An error is no answer to keep: nothing was done, and it may be right the next time.
        await run_in_threadpool(_forgotten, data, who.name, key)
        raise
    names = ("content-type", "location", "etag")
    headers = {name: response.headers[name] for name in names if name in response.headers}
    new = KeptAnswer(response.status_code, headers, bytes(response.body))
    await run_in_threadpool(_kept, data, who.name, key, new)
    return response


async def _fingerprint(request: Request) -> str:
    """Give what stands for a request; of files that are handed in, the address alone, since they are not read twice."""
    asked = f"{request.method} {request.url.path}?{request.url.query}"
    if request.headers.get("content-type", "").startswith("application/json"):
        asked += f" {hashlib.sha256(await request.body()).hexdigest()}"
    return asked


def _entered(data: DataFolder, actor: str, key: str, asked: str) -> KeptAnswer | None:
    with data.control() as control:
        return enter_request(control, actor, key, asked)


def _forgotten(data: DataFolder, actor: str, key: str) -> None:
    with data.control() as control:
        forget_request(control, actor, key)


def _kept(data: DataFolder, actor: str, key: str, new: KeptAnswer) -> None:
    with data.control() as control:
        keep_answer(control, actor, key, new)
