"""The limits of the SPARQL endpoint: each with its value, as a page and as JSON."""

import json
from dataclasses import asdict
from typing import Final

from fastapi import APIRouter, Request, Response

from ...formats.negotiation import HTML, JSON, demand
from ..catalogues import sparql_address
from ..limits import listed_limits
from ..representations import REVALIDATED, Representation, answer
from ..site import site_of
from ..visits import VARY, visit

LIMITS: Final = "/sparql/limits"

router = APIRouter(include_in_schema=False)


@router.get(LIMITS)
def limits(request: Request) -> Response:
    """Answer with every limit and its value."""
    site, listed = site_of(request), listed_limits(request.app.state)
    chosen = demand(request.headers.get("accept"), (HTML, JSON))
    if chosen is HTML:
        body = site.pages.render(
            "sparql_limits.html",
            visit(request, site.settings.language),
            limits=listed,
            endpoint=sparql_address(site),
        )
    else:
        body = json.dumps({limit.name: asdict(limit) for limit in listed}, indent=1).encode()
    vary = f"Accept, {VARY}"
    return answer(request, Representation(body, chosen.content_type, vary=vary, cache=REVALIDATED))
