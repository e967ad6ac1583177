"""Tombstones: what an identifier answers whose entity was withdrawn (410), to people and to machines."""

from fastapi import FastAPI, Request, Response
from pyoxigraph import Quad

from ..errors import EntityWithdrawn
from ..formats.negotiation import HTML, RDF, choose, split_suffix
from ..formats.texts import said, written_out
from ..formats.tombstones import tombstone
from ..query.tombstones import Tombstone
from .paths import raw_path
from .problems import PROBLEM, problem
from .site import site_of
from .visits import visit


class Buried(EntityWithdrawn):
    """EntityWithdrawn, with the tombstone."""

    def __init__(self, stone: Tombstone) -> None:
        self.stone = stone
        super().__init__(
            name=f"{stone.title} ({stone.iri})" if stone.title else stone.iri,
            day=written_out(stone.withdrawn),
            why=said(stone.reason),
            instead=f" See instead: {stone.instead}." if stone.instead else "",
        )


def install(app: FastAPI) -> None:
    """Let withdrawn entities be answered here."""
    app.add_exception_handler(Buried, _answered)


async def _answered(request: Request, error: Exception) -> Response:
    assert isinstance(error, Buried)
    site, stone = site_of(request), error.stone
    _, asked = split_suffix(raw_path(request.scope))
    chosen = asked or choose(request.headers.get("accept"), (PROBLEM, HTML, *RDF))
    if chosen in RDF:
        triples = tombstone(stone.iri, stone.title, stone.type, stone.withdrawn, stone.reason, stone.instead)
        body = site.written((Quad(*triple) for triple in triples), stone.iri, chosen)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
        return Response(body, error.status, headers, media_type=chosen.content_type)
    language = visit(request, site.settings.language).interface.tag if chosen is HTML else "en"
    return problem(
        request,
        error.status,
        str(error),
        code=EntityWithdrawn.code,
        iri=stone.iri,
        label=stone.title,
        entity_type=stone.type,
        kind=site.wording.heading(stone.type, language) if stone.type else None,
        withdrawn=stone.withdrawn,
        reason=stone.reason,
        instead=stone.instead,
    )
