"""Operations: one method of one path, its parameters and what it may answer, as OpenAPI 3.1 writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PROBLEM: Final = "application/problem+json"
HTML: Final = "text/html"
JSON: Final = "application/json"
CSV: Final = "text/csv"

WHY: Final[Mapping[int, str]] = {
    200: "What was asked for.",
    201: "Published, as the first version of the graph.",
    204: "Published, as a new version of the graph.",
    206: "A part of it.",
    301: "It has another address.",
    303: "What is asked for is described at another address.",
    304: "It is what the client has.",
    400: "The request is not right; the sentence says what of it.",
    401: "There is no token of a member, or not a valid one.",
    403: "This is not done here; the sentence says why.",
    404: "There is nothing of this name.",
    406: "There is none of the formats that are accepted.",
    409: "The graph is made in another way.",
    410: "It was withdrawn.",
    412: "It is not what the client believes.",
    413: "It is over a limit, which is named.",
    414: "The address is too long.",
    415: "A body of this type is not taken.",
    416: "There is no such part.",
    422: "The body cannot be read as what it is said to be.",
    429: "The client has to wait; Retry-After says how long.",
    502: "Another service, which the query asks, failed.",
    503: "It cannot be answered now; Retry-After says when to try again.",
}
"""What each status of an answer means."""

ANY_STATUSES: Final = (400, 404, 406, 414, 503)
"""What any operation may answer."""

_NO_BODY: Final = frozenset({204, 301, 303, 304})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One part of an address: in the path, or behind the question mark."""

    name: str
    description: str
    example: str
    kind: str = "string"
    in_path: bool = False
    required: bool = False

    def described(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "in": "path" if self.in_path else "query",
            "required": self.in_path or self.required,
            "description": self.description,
            "schema": {"type": self.kind},
            "example": self.example,
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path: ``types`` are those of its answer, ``statuses`` what it may say beyond any operation.

    ``takes`` are the media types of its body, each with an example; ``by_member`` tells that it needs a token.
    """

    path: str
    name: str
    summary: str
    types: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    method: str = "get"
    statuses: tuple[int, ...] = (200, 304)
    takes: Mapping[str, Any] = field(default_factory=dict)
    by_member: bool = False

    def described(self) -> dict[str, Any]:
        """Give the operation as OpenAPI writes it."""
        told: dict[str, Any] = {
            "operationId": self.name,
            "summary": self.summary,
            "parameters": [one.described() for one in self.parameters],
            "responses": {
                str(status): self._response(status) for status in sorted({*self.statuses, *ANY_STATUSES})
            },
        }
        if self.takes:
            content = {kind: {"schema": _schema(kind), "example": one} for kind, one in self.takes.items()}
            told["requestBody"] = {"required": True, "content": content}
        if self.by_member:
            told["security"] = [{"member": []}]
        return told

    def _response(self, status: int) -> dict[str, Any]:
        told: dict[str, Any] = {"description": WHY[status]}
        if status not in _NO_BODY:
            types = self.types if status < 400 else (PROBLEM, HTML)
            told["content"] = {kind: {} for kind in types}
        return told


def _schema(media_type: str) -> dict[str, Any]:
    if media_type != "application/x-www-form-urlencoded":
        return {"type": "string"}
    text = {"type": "string"}
    return {"type": "object", "properties": {"query": text, "format": text}, "required": ["query"]}
