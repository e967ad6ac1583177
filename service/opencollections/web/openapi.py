"""The description of the interface (OpenAPI 3.1): every public operation, its parameters, and what it answers in.

It stands in one place and not at the routes: those that are asked most go past the framework, which therefore cannot
tell what they take. Operations that the framework does know are added to the same document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ..formats.negotiation import RDF
from ..query.results import GRAPH_FORMATS, PAGE, TABLE_FORMATS

PROBLEM: Final = "application/problem+json"
HTML: Final = "text/html"
JSON: Final = "application/json"
CSV: Final = "text/csv"

_RDF: Final = tuple(one.media_type for one in RDF)
_DESCRIPTIONS: Final = (*_RDF, HTML)
_RESULTS: Final = tuple(dict.fromkeys(one.media_type for one in (*TABLE_FORMATS, *GRAPH_FORMATS, PAGE)))
_GRAPHS: Final = tuple(one.media_type for one in GRAPH_FORMATS)

_WHY: Final[Mapping[int, str]] = {
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
_ANY: Final = (400, 404, 406, 414, 503)
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
            "responses": {str(status): self._response(status) for status in sorted({*self.statuses, *_ANY})},
        }
        if self.takes:
            content = {kind: {"schema": _schema(kind), "example": one} for kind, one in self.takes.items()}
            told["requestBody"] = {"required": True, "content": content}
        if self.by_member:
            told["security"] = [{"member": []}]
        return told

    def _response(self, status: int) -> dict[str, Any]:
        told: dict[str, Any] = {"description": _WHY[status]}
        if status not in _NO_BODY:
            types = self.types if status < 400 else (PROBLEM, HTML)
            told["content"] = {kind: {} for kind in types}
        return told


def _schema(media_type: str) -> dict[str, Any]:
    if media_type != "application/x-www-form-urlencoded":
        return {"type": "string"}
    text = {"type": "string"}
    return {"type": "object", "properties": {"query": text, "format": text}, "required": ["query"]}


def _named(*names: tuple[str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, description, example, in_path=True) for name, description, example in names)


_QUERY: Final = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class"
_FORMAT: Final = Parameter("format", "Name of the format of the result, where Accept cannot be set.", "json")
_DATASET: Final = (
    Parameter(
        "default-graph-uri",
        "IRI of a graph to ask instead of all.",
        "http://localhost:8000/graph/hafa/prints",
    ),
    Parameter(
        "named-graph-uri",
        "IRI of a graph that the query may name.",
        "http://localhost:8000/graph/hafa/prints",
    ),
)
_QUERY_STATUSES: Final = (200, 303, 304, 401, 403, 413, 415, 429, 502)
_ENTITY: Final = _named(
    ("member", "Short name of the member.", "hafa"),
    ("kind", "What kind of thing it is.", "object"),
    ("name", "Its name; in /data with the ending of a format, such as .ttl, .jsonld or .nt.", "HAFA-83"),
)
_COLLECTION: Final = _named(
    ("member", "Short name of the member.", "hafa"), ("name", "Short name of the collection.", "prints")
)
_GRAPH: Final = (
    Parameter("graph", "IRI of the graph.", "http://localhost:8000/graph/hafa/prints", required=True),
)
_TURTLE: Final = "<http://example.org/1> <http://example.org/p> <http://example.org/2> ."
_WRITES: Final[dict[str, Any]] = {
    "takes": {"text/turtle": _TURTLE, "application/n-triples": _TURTLE},
    "statuses": (201, 204, 401, 403, 409, 410, 412, 413, 415, 422),
    "by_member": True,
}

OPERATIONS: Final = (
    Operation(
        "/search",
        "search",
        "Find objects, people, places and concepts; a page for people.",
        (HTML,),
        (
            Parameter("q", "Words to find.", "portrait"),
            Parameter("page", "Number of the page, from 1.", "1", "integer"),
        ),
        statuses=(200, 303, 304),
    ),
    Operation(
        "/id/{member}/{kind}/{name}",
        "identifier",
        "Lead from the identifier of a thing to its description.",
        (),
        _ENTITY,
        statuses=(301, 303, 304, 410),
    ),
    Operation(
        "/data/{member}/{kind}/{name}",
        "data",
        "Give the description of a thing as linked data.",
        _RDF,
        _ENTITY,
        statuses=(200, 301, 303, 304, 410),
    ),
    Operation(
        "/page/{member}/{kind}/{name}",
        "page",
        "Give the page of a thing.",
        (HTML,),
        _ENTITY,
        statuses=(200, 301, 303, 304, 410),
    ),
    Operation(
        "/about",
        "about",
        "Give what is stated here of any IRI.",
        _DESCRIPTIONS,
        (Parameter("iri", "The IRI.", "http://vocab.getty.edu/aat/300033618", required=True),),
        statuses=(200, 303, 304),
    ),
    Operation("/catalog", "catalogue", "Describe everything that is published (DCAT, VoID).", _DESCRIPTIONS),
    Operation("/.well-known/void", "void", "Describe everything that is published, as data.", _RDF),
    Operation(
        "/members/{name}",
        "member",
        "Describe a member and its collections.",
        _DESCRIPTIONS,
        _named(("name", "Short name of the member.", "hafa")),
    ),
    Operation(
        "/collections/{member}/{name}",
        "collection",
        "Describe a collection: its licence, size, versions and dump.",
        _DESCRIPTIONS,
        _COLLECTION,
        statuses=(200, 304, 410),
    ),
    Operation(
        "/collections/{member}/{name}/readiness",
        "readiness",
        "Tell which platforms would take the objects of a collection, and what is missing in how many.",
        ("application/json", "text/html"),
        _COLLECTION,
        statuses=(200, 304),
    ),
    Operation(
        "/dumps/{member}/{name}.nq.gz",
        "dump",
        "Give the whole of a collection as N-Quads, packed.",
        ("application/gzip", "application/n-quads"),
        _COLLECTION,
        statuses=(200, 206, 304, 410, 412, 416),
    ),
    Operation(
        "/sparql",
        "query",
        "Ask a query by address (SPARQL 1.1 Protocol); without one, describe the service.",
        (*_RESULTS, *_RDF),
        (Parameter("query", "The query.", _QUERY), _FORMAT, *_DATASET),
        statuses=_QUERY_STATUSES,
    ),
    Operation(
        "/sparql",
        "queryByBody",
        "Ask a query in the body; a member's token brings larger limits.",
        _RESULTS,
        _DATASET,
        method="post",
        statuses=_QUERY_STATUSES,
        takes={
            "application/sparql-query": _QUERY,
            "application/x-www-form-urlencoded": {"query": _QUERY, "format": "json"},
        },
    ),
    Operation("/sparql/limits", "limits", "List the limits of queries.", (HTML, JSON)),
    Operation("/queries", "preparedQueries", "List the prepared queries and their parameters.", (HTML, JSON)),
    Operation(
        "/queries/{name}",
        "preparedQuery",
        "Run a prepared query; its parameters stand behind the question mark.",
        (HTML, JSON, CSV),
        _named(("name", "Name of the query, with .json or .csv for a format.", "completeness.json")),
        statuses=(200, 304, 401, 413, 429),
    ),
    Operation(
        "/graphs",
        "readGraph",
        "Give the graph of a collection (SPARQL 1.1 Graph Store Protocol).",
        _GRAPHS,
        _GRAPH,
        statuses=(200, 303, 304, 410, 422),
    ),
    Operation("/graphs", "replaceGraph", "Publish all that the graph states.", (), _GRAPH, "put", **_WRITES),
    Operation("/graphs", "extendGraph", "Publish more in the graph.", (), _GRAPH, "post", **_WRITES),
    Operation(
        "/graphs",
        "removeGraph",
        "Withdraw the collection of the graph.",
        (),
        _GRAPH,
        "delete",
        statuses=(204, 401, 403, 409, 410, 412),
        by_member=True,
    ),
    Operation("/healthz", "alive", "Tell that the process lives.", (JSON,), statuses=(200,)),
    Operation("/readyz", "ready", "Tell which generation is answered from.", (JSON,), statuses=(200,)),
)


def _drop_framework_problem(responses: dict[str, Any]) -> None:
    """Take out what the framework would answer to a wrong request; a 422 of a route's own stays."""
    if JSON in responses.get("422", {}).get("content", {}):
        del responses["422"]


def described(app: FastAPI) -> dict[str, Any]:
    """Give the whole document; what is asked wrongly is told with 400 everywhere, also by the framework's routes."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for methods in document["paths"].values():
        for operation in methods.values():
            _drop_framework_problem(operation["responses"])
            problems = {
                str(status): {"description": _WHY[status], "content": {PROBLEM: {}}} for status in _ANY
            }
            operation["responses"] = problems | operation["responses"]
    for one in OPERATIONS:
        document["paths"].setdefault(one.path, {})[one.method] = one.described()
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["member"] = {"type": "http", "scheme": "bearer", "description": "The token of a member."}
    told = "The session of a person who is signed in; what changes something must come from a page of this service."
    schemes["person"] = {"type": "apiKey", "in": "cookie", "name": "ocn_person", "description": told}
    return document
