"""SPARQL: the endpoint (SPARQL 1.1 Protocol) and its service description."""

import asyncio
from dataclasses import replace
from http import HTTPStatus
from math import ceil
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from ...errors import (
    OpenCollectionsError,
    QueryLimit,
    QueryParameterInvalid,
    QueryTooLarge,
    UnknownFormat,
)
from ...formats.negotiation import BY_SUFFIX, HTML, RDF, Format, demand
from ...formats.service_description import Endpoint, Limit, service_description
from ...publishing import provenance
from ...query.allowances import Admission
from ...query.answers import HELD_BACK_BYTES, QueryAnswer
from ...query.evaluator import Evaluator
from ...query.requests import QueryRequest, QueryText
from ...query.results import GRAPH_FORMATS, PAGE, TABLE_FORMATS, Choice, chosen, formats_of
from ...query.sparql import checked_query
from ..admission import admitted
from ..cache import keep
from ..catalogues import counted_catalogue, sparql_address
from ..compression import takes_gzip
from ..federation import FederatedQueries
from ..limits import listed_limits
from ..problems import in_words, problem
from ..representations import REVALIDATED, Representation, answer
from ..selection import ways_of_answer
from ..site import Site, site_of
from ..sparql_answer import SparqlStream, particulars, unless_gone, whole_answer
from ..sparql_page import result_page
from ..sparql_request import FORM, Asked, asked_by_address, asked_by_body
from ..visits import VARY, asking, visit
from .sparql_editor import EDITOR
from .sparql_limits import LIMITS

FORM_ROOM_BYTES: Final = 65_536
"""Room in the body of a form for parameters beside the query, which may triple in length when encoded."""

RETRY_S: Final = 5
"""Seconds after which trying again may help, where the error does not say better."""


async def sparql(request: Request) -> Response:
    """Answer a query, or describe the service where there is none."""
    try:
        if request.method == "POST":
            return await _posted(request)
        asked = asked_by_address(request.scope["query_string"])
        return await _queried(request, asked) if asked.query is not None else await _described(request, asked)
    except OpenCollectionsError as error:
        return _refused(request, error)
    except ClientDisconnect:
        return _for_nobody()


async def _posted(request: Request) -> Response:
    content_type = request.headers.get("content-type", "")
    limit = _pool(request).limits.length_bytes
    body = await _body(
        request, 3 * limit + FORM_ROOM_BYTES if content_type.lower().startswith(FORM) else limit
    )
    asked = asked_by_body(request.scope["query_string"], content_type, body)
    if asked.query is None:
        raise QueryParameterInvalid(parameter="query", reason="is missing. Send the query in it.")
    return await _queried(request, asked)


async def _body(request: Request, limit: int) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise QueryTooLarge(
                name="length",
                limit="the length of the body in bytes",
                value=f"over {limit}",
                allowed=limit,
                advice="Split it into several.",
            )
    return bytes(body)


async def _queried(request: Request, asked: Asked) -> Response:
    """Answer a query on the account of the client, from which everything is taken that it costs."""
    with admitted(request) as admission:
        return await _admitted(request, asked, admission)


async def _admitted(request: Request, asked: Asked, admission: Admission) -> Response:
    federated: FederatedQueries | None = request.app.state.federated
    services = federated.endpoints if federated is not None else ()
    query = checked_query(asked.query or "", _pool(request).limits, services)
    formats = formats_of(query.form)
    choice = chosen((*formats, PAGE), request.headers.get("accept"), asked.formats)
    as_page = choice.format is PAGE
    asking = QueryRequest(
        query=query,
        media_type=(formats[0] if as_page else choice.format).media_type,
        base_iri=sparql_address(site_of(request)),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        seconds=admission.seconds,
    )
    site = site_of(request)
    if asking.names(site.ids.catalogue_graph):
        asking = replace(asking, instead=await asyncio.to_thread(_catalogue_graph, site))
    evaluated = _evaluated(request, asking, admission, whole=_needs_length(request))
    found = await unless_gone(request.receive, evaluated)
    if found is None:
        admission.end()
        return _for_nobody()
    if not query.volatile and asking.instead is None:
        keep(request, int(found.generation.name))
    if as_page:
        return await _shown(request, found, query, choice)
    if found.complete and found.size <= HELD_BACK_BYTES:
        return await whole_answer(request, found, choice)
    return SparqlStream(found, choice, gzip=takes_gzip(request.headers.get("accept-encoding")))


def _catalogue_graph(site: Site) -> str:
    with site.reading.now() as state:
        return provenance.written(state.control, site.ids)


async def _shown(request: Request, found: QueryAnswer, query: QueryText, choice: Choice) -> Response:
    site = site_of(request)
    reader = visit(request, site.settings.language)
    if request.method == "POST":
        # The page in another language is asked for by an address, which then has the query.
        reader = asking(reader, query=query.text)
    async with found:
        page = await result_page(site, query, found, reader)
    return answer(
        request,
        Representation(
            page,
            choice.content_type,
            vary=f"Accept, {VARY}",
            cache=REVALIDATED,
            headers=particulars(found, choice),
        ),
    )


def _for_nobody() -> Response:
    """Answer a client that has left: the route has to return something, which is never sent."""
    return Response(status_code=503)


async def _evaluated(
    request: Request, asking: QueryRequest, admission: Admission, *, whole: bool
) -> QueryAnswer:
    evaluator = request.app.state.federated if asking.query.calls else _pool(request)
    answer_ = await evaluator.evaluate(asking, admission.end)
    if whole:
        try:
            await answer_.whole()
        except BaseException:
            await answer_.aclose()
            raise
    return answer_


def _needs_length(request: Request) -> bool:
    """Tell whether a body that ends early would look whole: HTTP/1.0 has no chunks, only the length tells."""
    return bool(request.scope["http_version"] == "1.0")


async def _described(request: Request, asked: Asked) -> Response:
    """Describe the service to machines; send people to the page where they can write queries."""
    site = site_of(request)
    chosen_ = BY_SUFFIX.get("".join(asked.formats[:1])) or demand(request.headers.get("accept"), (*RDF, HTML))
    if chosen_ is HTML:
        headers = {"Location": site.urls.to(EDITOR), "Vary": "Accept", "Cache-Control": REVALIDATED}
        return Response(status_code=303, headers=headers)
    federates = request.app.state.federated is not None
    limits = listed_limits(request.app.state)
    body, published = await asyncio.to_thread(_description, site, chosen_, limits, federates=federates)
    described = Representation(
        body, chosen_.content_type, modified=published, vary="Accept", cache=REVALIDATED
    )
    return answer(request, described)


def _description(
    site: Site, format_: Format, limits: tuple[Limit, ...], *, federates: bool
) -> tuple[bytes, str | None]:
    """Write the service description, and tell when what it describes last changed."""
    endpoint = Endpoint(
        address=sparql_address(site),
        result_formats=tuple(one.iri for one in (*TABLE_FORMATS, *GRAPH_FORMATS) if one.iri),
        federates=federates,
        limits=limits,
    )
    with site.reading.now() as state:
        catalogue, published = counted_catalogue(site, state), state.generation.published
    return site.written(service_description(endpoint, catalogue), endpoint.address, format_), published


def _refused(request: Request, error: OpenCollectionsError) -> Response:
    headers = {"Cache-Control": "no-store"}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.status in {429, 503}:
        seconds = error.facts.get("seconds")
        headers["Retry-After"] = str(ceil(seconds) if isinstance(seconds, int | float) else RETRY_S)
    facts: dict[str, Any] = {}
    if isinstance(error, QueryLimit):
        facts = {"limit": error.facts.get("name", error.name), "limits": site_of(request).urls.to(LIMITS)}
    if isinstance(error, UnknownFormat):
        formats: Any = error.facts.get("formats", ())
        facts = {"choices": ways_of_answer(request, formats)}
    told = in_words(request, error)
    language = told.language or "en"
    return problem(
        request, error.status, told.text, code=error.code, headers=headers, language=language, **facts
    )


def _pool(request: Request) -> Evaluator:
    pool: Evaluator = request.app.state.pool
    return pool


router = APIRouter(include_in_schema=False)
# Plain routes: what FastAPI would add to each request costs as much as a small query.
router.add_route("/sparql", sparql, methods=["GET", "POST"])
