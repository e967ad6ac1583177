"""Health: whether the process lives, and whether it can answer."""

import json

from fastapi import APIRouter, Request, Response

from ...errors import OpenCollectionsError
from ..site import site_of

router = APIRouter(include_in_schema=False)

_HEADERS = {"Cache-Control": "no-store"}


@router.get("/healthz")
async def alive() -> Response:
    return _answer(200, {"status": "alive"})


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Answer 200 with the generation that is read from, once its engine and a query worker have opened it."""
    try:
        with site_of(request).reading.now() as state:
            number = state.generation.number
            site_of(request).reading.data.generations.check(state.control)
    except OpenCollectionsError as error:
        return _answer(503, {"status": "not ready", "detail": str(error)})
    if request.app.state.pool.strength == 0:
        return _answer(503, {"status": "not ready", "detail": "No query worker is ready yet."})
    return _answer(200, {"generation": number})


def _answer(status: int, document: dict[str, str | int]) -> Response:
    return Response(json.dumps(document), status, _HEADERS, media_type="application/json")
