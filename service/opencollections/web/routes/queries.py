"""Prepared queries: the operator's questions with parameters, as a page with a form, as JSON and as CSV."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from ...errors import QueryParameterInvalid, QueryTooLarge, UnknownQuery
from ...formats.negotiation import HTML, Format, demand
from ...formats.spreadsheet import table
from ...query.allowances import Admission
from ...query.answers import QueryAnswer
from ...query.evaluator import Evaluator
from ...query.prepared import PreparedQuery
from ...query.requests import QueryForm, QueryRequest, QueryText
from ...query.results import TABLE_FORMATS
from ...vocabulary import XSD
from ..admission import admitted
from ..cache import keep
from ..catalogues import sparql_address
from ..representations import REVALIDATED, Representation, WebLink, answer
from ..site import Site, site_of
from ..sparql_answer import unless_gone
from ..sparql_page import Result, shown
from ..visits import PARAMETER as LANGUAGE
from ..visits import VARY, visit

router = APIRouter(include_in_schema=False)

JSON: Final = Format("json", "application/json", "JSON")
CSV: Final = Format("csv", "text/csv", "CSV")
FORMATS: Final = (HTML, JSON, CSV)

RESULT_LIMIT_BYTES: Final = 16 * 1024 * 1024
"""A result is held in memory to be written in another form; whoever wants more asks by SPARQL."""

_NUMBERS: Final = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}


@router.get("/queries")
def listed(request: Request) -> Response:
    """List the prepared queries with their parameters."""
    site, prepared = site_of(request), _prepared(request)
    chosen = demand(request.headers.get("accept"), (HTML, JSON))
    if chosen is HTML:
        body = site.pages.render(
            "queries.html", visit(request, site.settings.language), queries=prepared.values()
        )
    else:
        body = _json({"queries": [_described(site, one) for one in prepared.values()]})
    return answer(request, Representation(body, chosen.content_type, vary=_vary(chosen), cache=REVALIDATED))


@router.get("/queries/{name}")
async def query(request: Request, name: str) -> Response:
    """Run a prepared query with the parameters of the address, or show its form."""
    stem, _, suffix = name.partition(".")
    prepared = _prepared(request).get(stem)
    asked = next((format_ for format_ in FORMATS[1:] if format_.suffix == suffix), None)
    if prepared is None or (suffix and asked is None):
        raise UnknownQuery(query=name[:100])
    chosen = asked or demand(request.headers.get("accept"), FORMATS)
    values = _values(request)
    if chosen is HTML and not values and not prepared.complete:
        return _answered(request, prepared, chosen, values, _page(request, prepared, values, None))
    with admitted(request) as admission:
        rows = _rows(request, prepared.bound(values), admission)
        found = await unless_gone(request.receive, rows)
        if found is None:
            admission.end()
            return Response(status_code=503)  # For a client that has left; it is never sent.
    generation, body = found
    keep(request, generation)
    written = await asyncio.to_thread(_written, request, prepared, values, body, chosen)
    return _answered(request, prepared, chosen, values, written)


async def _rows(request: Request, asked: QueryText, admission: Admission) -> tuple[int, bytes]:
    """Evaluate a query; give the number of its generation and the result as SPARQL 1.1 Query Results JSON."""
    pool: Evaluator = request.app.state.pool
    media_type, base = TABLE_FORMATS[0].media_type, sparql_address(site_of(request))
    async with await pool.evaluate(
        QueryRequest(asked, media_type, base, seconds=admission.seconds), admission.end
    ) as found:
        await _check_size(found)
        return int(found.generation.name), b"".join([piece async for piece in found])


async def _check_size(found: QueryAnswer) -> None:
    await found.whole()
    if found.size > RESULT_LIMIT_BYTES:
        raise QueryTooLarge(
            limit="the size of the result in bytes",
            value=found.size,
            allowed=RESULT_LIMIT_BYTES,
            advice="Give parameters that ask for less.",
        )


def _values(request: Request) -> dict[str, str]:
    """Give the parameters of the address; raise QueryParameterInvalid for one that is given twice."""
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name == LANGUAGE:
            continue
        if name in values:
            raise QueryParameterInvalid(parameter=name[:100], reason="is given twice. Give it once.")
        values[name] = value
    return values


def _written(
    request: Request, prepared: PreparedQuery, values: Mapping[str, str], body: bytes, chosen: Format
) -> bytes:
    if chosen is HTML:
        result = shown(body, QueryForm.SELECT, site_of(request).urls)
        return _page(request, prepared, values, result)
    document = json.loads(body)
    columns, rows = document["head"]["vars"], document["results"]["bindings"]
    if chosen is JSON:
        plain = [{name: _plain(row.get(name)) for name in columns} for row in rows]
        return _json({"query": prepared.name, "columns": columns, "rows": plain})
    return table(columns, ([row.get(name, {}).get("value", "") for name in columns] for row in rows))


def _plain(term: dict[str, Any] | None) -> str | float | bool | None:
    """Give a term as JSON has it: numbers and truth values as such, everything else as text."""
    if term is None:
        return None
    value, datatype = term["value"], term.get("datatype")
    if datatype == f"{XSD}boolean":
        return bool(value in {"true", "1"})
    if datatype in _NUMBERS:
        try:
            number: float = json.loads(value)
        except ValueError:
            return str(value)  # INF, or +1: JSON has no such number.
        return number
    return str(value)


def _page(
    request: Request, prepared: PreparedQuery, values: Mapping[str, str], result: Result | None
) -> bytes:
    site = site_of(request)
    return site.pages.render(
        "prepared_query.html",
        visit(request, site.settings.language),
        prepared=prepared,
        values={one.name: values.get(one.name) or one.default or "" for one in prepared.parameters},
        result=result,
        asked=urlencode(values),
        formats=FORMATS[1:],
    )


def _answered(
    request: Request, prepared: PreparedQuery, chosen: Format, values: Mapping[str, str], body: bytes
) -> Response:
    site = site_of(request)
    asked = f"?{urlencode(values)}" if values else ""
    address = site.urls.to(f"/queries/{prepared.name}")
    links = tuple(
        WebLink(f"{address}.{format_.suffix}{asked}", "alternate", format_.media_type)
        for format_ in FORMATS[1:]
    )
    attached = {"Content-Disposition": f'attachment; filename="{prepared.name}.csv"'} if chosen is CSV else {}
    return answer(
        request,
        Representation(
            body, chosen.content_type, vary=_vary(chosen), links=links, cache=REVALIDATED, headers=attached
        ),
    )


def _vary(chosen: Format) -> str:
    return f"Accept, {VARY}" if chosen is HTML else "Accept"


def _described(site: Site, prepared: PreparedQuery) -> dict[str, Any]:
    return {
        "name": prepared.name,
        "address": f"{site.ids.base}/queries/{prepared.name}",
        "title": str(prepared.title),
        "description": str(prepared.description),
        "parameters": [
            {"name": one.name, "type": one.type, "description": str(one.description), "default": one.default}
            for one in prepared.parameters
        ],
    }


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _prepared(request: Request) -> dict[str, PreparedQuery]:
    prepared: dict[str, PreparedQuery] = request.app.state.prepared
    return prepared
