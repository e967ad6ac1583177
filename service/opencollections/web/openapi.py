"""The description of the interface (OpenAPI 3.1): every public operation, and the document that lists them.

It stands in one place and not at the routes: those that are asked most go past the framework, which therefore cannot
tell what they take. Operations that the framework does know are added to the same document.
"""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ..formats.negotiation import RDF
from ..query.results import GRAPH_FORMATS, PAGE, TABLE_FORMATS
from .operations import ANY_STATUSES, CSV, HTML, JSON, PROBLEM, WHY, Operation, Parameter

_RDF: Final = tuple(one.media_type for one in RDF)
_DESCRIPTIONS: Final = (*_RDF, HTML)
_RESULTS: Final = tuple(dict.fromkeys(one.media_type for one in (*TABLE_FORMATS, *GRAPH_FORMATS, PAGE)))
_GRAPHS: Final = tuple(one.media_type for one in GRAPH_FORMATS)


def _named(*names: tuple[str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, description, example, in_path=True) for name, description, example in names)


_QUERY: Final = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class"
_FORMAT: Final = Parameter("format", "Name of the format of the result, where Accept cannot be set.", "json")
_DATASET: Final = (
    Parameter(
        "default-graph-uri",
        "IRI of a graph to ask instead of all.",
        "http://localhost:8000/graph/hafa/small-prints",
    ),
    Parameter(
        "named-graph-uri",
        "IRI of a graph that the query may name.",
        "http://localhost:8000/graph/hafa/small-prints",
    ),
)
_QUERY_STATUSES: Final = (200, 303, 304, 401, 403, 413, 415, 429, 502)
_ENTITY: Final = _named(
    ("member", "Short name of the member.", "hafa"),
    ("kind", "What kind of thing it is.", "object"),
    ("name", "Its name; in /data with the ending of a format, such as .ttl, .jsonld or .nt.", "HAFA-83"),
)
_COLLECTION: Final = _named(
    ("member", "Short name of the member.", "hafa"), ("name", "Short name of the collection.", "small-prints")
)
_GRAPH: Final = (
    Parameter("graph", "IRI of the graph.", "http://localhost:8000/graph/hafa/small-prints", required=True),
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
        (Parameter("iri", "The IRI.", "http://www.wikidata.org/entity/Q1781", required=True),),
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
        _named(("name", "Name of the query, with .json or .csv for a format.", "named.json")),
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
    Operation(
        "/exports/{member}/{name}",
        "export",
        "Give the objects of a collection as another platform takes them.",
        ("application/zip", CSV, "text/plain", "application/ld+json"),
        _named(
            ("member", "Short name of the member.", "hafa"),
            ("name", "Name of the collection, with the form and its ending.", "small-prints.edm.zip"),
        ),
        statuses=(200, 410),
    ),
    Operation("/context.jsonld", "context", "Give the JSON-LD context.", ("application/ld+json",)),
    Operation(
        "/ontology/{document}",
        "definitions",
        "Give the application profile, its shapes or a vocabulary.",
        _DESCRIPTIONS,
        _named(("document", "Name of the document.", "profile")),
    ),
    Operation("/graph/catalog", "provenance", "Tell how each version came to be (PROV-O, DQV).", _GRAPHS),
    Operation("/healthz", "alive", "Tell that the process lives.", (JSON,), statuses=(200,)),
    Operation("/readyz", "ready", "Tell which generation is answered from.", (JSON,), statuses=(200,)),
    Operation(
        "/metrics",
        "metrics",
        "Tell what was counted and what there is, for monitoring.",
        ("text/plain", "application/openmetrics-text"),
        statuses=(200,),
    ),
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
                str(status): {"description": WHY[status], "content": {PROBLEM: {}}} for status in ANY_STATUSES
            }
            operation["responses"] = problems | operation["responses"]
    for one in OPERATIONS:
        document["paths"].setdefault(one.path, {})[one.method] = one.described()
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["member"] = {"type": "http", "scheme": "bearer", "description": "The token of a member."}
    told = "The session of a person who is signed in; what changes something must come from a page of this service."
    schemes["person"] = {"type": "apiKey", "in": "cookie", "name": "ocn_person", "description": told}
    return document
