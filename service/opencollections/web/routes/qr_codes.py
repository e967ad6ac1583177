"""QR codes: the identifier of an entity as a drawing, so that a telephone reads it from a printed page (``/qr``)."""

from io import BytesIO
from typing import Final

import segno
from fastapi import APIRouter, HTTPException, Request, Response

from ...formats.links import in_ascii
from ..cache import keep
from ..descriptions import described
from ..paths import raw_path
from ..representations import Representation, WebLink, answer
from ..site import site_of

router = APIRouter(include_in_schema=False)

SVG: Final = "image/svg+xml"


@router.get("/qr/{path:path}")  # noqa: FAST003 - the decoded path has lost what %2F means
def qr_code(request: Request) -> Response:
    """Answer with the drawing for an entity that is published; its path is followed by ``.svg``."""
    path = raw_path(request.scope).partition("/qr/")[2].removesuffix(".svg")
    site = site_of(request)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        iri = described(site, state, path).entity.iri
    try:
        body = drawn(iri)
    except segno.DataOverflowError:
        raise HTTPException(404) from None
    return answer(request, Representation(body, SVG, links=(WebLink(in_ascii(iri), "canonical"),)))


def drawn(iri: str) -> bytes:
    """Draw an address as SVG; raise segno.DataOverflowError for one of some two thousand characters and more."""
    # Any of the eight patterns can be read; to find the best of them takes as long as a page.
    code = segno.make(iri, error="m", micro=False, mask=0)
    drawing = BytesIO()
    code.save(drawing, kind="svg", border=2, omitsize=True, xmldecl=False)
    return drawing.getvalue()
