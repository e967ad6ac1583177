"""The editor: a page to write queries on."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from ...formats.interface import marked
from ...formats.negotiation import HTML
from ...query.examples import EXAMPLES
from ...query.results import GRAPH_FORMATS, TABLE_FORMATS
from ...vocabulary import PREFIXES
from ..catalogues import sparql_address
from ..middleware import POLICY
from ..representations import REVALIDATED, Representation, answer
from ..site import Site, site_of
from ..visits import VARY, Visit, visit

EDITOR: Final = "/sparql/editor"

EDITOR_STYLE: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style that YASGUI writes into the page by itself, for the width of columns."""

EDITOR_POLICY: Final = (
    POLICY.replace("style-src 'self'", f"style-src 'self' {EDITOR_STYLE}") + "; connect-src 'self'"
)
"""What the page of the editor may do beyond other pages: ask this service."""


def editor(request: Request) -> Response:
    """Answer with a page to write a query on."""
    site = site_of(request)
    reader = visit(request, site.settings.language)
    limits = request.app.state.pool.limits
    body = site.pages.render(
        "sparql_editor.html",
        reader,
        endpoint=sparql_address(site),
        query=request.query_params.get("query", EXAMPLES[0].text)[: limits.length_bytes],
        examples=EXAMPLES,
        table_formats=TABLE_FORMATS,
        graph_formats=GRAPH_FORMATS,
        limits=limits,
        services=sorted(request.app.state.federated.endpoints) if request.app.state.federated else [],
        settings=_editor_settings(site, reader),
    )
    headers = {"Content-Security-Policy": EDITOR_POLICY}
    page = Representation(body, HTML.content_type, vary=VARY, cache=REVALIDATED, headers=headers)
    return answer(request, page)


def _editor_settings(site: Site, reader: Visit) -> dict[str, Any]:
    """Give the editor its address, the prefixes it offers, and the words that it has of us."""
    gettext = reader.interface.gettext
    words = {"query": gettext(marked("Query")), "prefixes": gettext(marked("prefixes of this service"))}
    return {"path": site.urls.to("/sparql"), "prefixes": PREFIXES, "words": words}


router = APIRouter(include_in_schema=False)
router.add_route(EDITOR, editor, methods=["GET"])
