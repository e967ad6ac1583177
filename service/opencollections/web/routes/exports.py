"""Exports: a collection in the forms that other platforms take, made when somebody asks for one."""

import hashlib
import threading
from collections.abc import Iterator
from itertools import chain
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.responses import StreamingResponse

from ... import __version__
from ...errors import ExportsBusy
from ...formats.dcat import Dataset
from ...publishing.elsewhere import Elsewhere
from ...publishing.europeana import EdmCollection
from ...publishing.platforms import PLATFORMS, Platform
from ...publishing.uploads import working_folder
from ...query.listing import published_collection
from ...store.generations import Generation
from ..cache import keep
from ..catalogues import dataset, not_public
from ..representations import CACHEABLE, last_modified, unchanged
from ..site import site_of

router = APIRouter(include_in_schema=False)

AT_ONCE: Final = 2
"""Exports that one process makes at the same time: each takes a core, and room for the unpacked version."""

_PIECE: Final = 1 << 16
making = threading.BoundedSemaphore(AT_ONCE)


@router.get("/exports/{member}/{name}")
def export(request: Request, member: str, name: str) -> Response:
    """Give all objects of a collection in the form that the address ends with (``prints.archive.org.csv``)."""
    site = site_of(request)
    slug, _, asked = name.partition(".")
    form = next((one for one in PLATFORMS.values() if asked == f"{one.name}.{one.ending}"), None)
    if form is None:
        raise HTTPException(404)
    with site.reading.now() as state:
        keep(request, state.generation.number)
        one = published_collection(state.control, f"{member}/{slug}")
        known = one.collection
        described = dataset(site, one)
        if described is None or one.version is None:
            raise not_public(state.control, known)
        data, generation = site.reading.data, state.generation
    file = data.version_file(known.name, one.version.number)
    elsewhere = Elsewhere(generation.engine, site.ids, site.ids.graph(known.name))
    etag, modified = _validators(generation, described, form)
    headers = {"ETag": etag, "Last-Modified": last_modified(modified), "Cache-Control": CACHEABLE}
    if unchanged(request, etag, modified):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.scope.get("head"):
        return Response(headers=headers, media_type=form.content_type)
    if not making.acquire(blocking=False):
        raise ExportsBusy(limit=AT_ONCE)

    def pieces() -> Iterator[bytes]:
        try:
            with working_folder(data) as folder, EdmCollection.opened(file, elsewhere, folder) as collection:
                yield from _gathered(form.write(collection, described, site.ids))
        finally:
            making.release()

    # The first piece is made before the head is sent: what keeps it from being made can still be said, and whoever
    # leaves ends what was begun.
    made = pieces()
    return StreamingResponse(chain([next(made)], made), headers=headers, media_type=form.content_type)


def _validators(generation: Generation, described: Dataset, form: Platform) -> tuple[str, str]:
    """Give the ETag of an export, and when it last changed: with any publish, since it names what others publish."""
    facts = f"{__version__} {generation.number} {form.name} {described!r}"
    return f'"{hashlib.sha256(facts.encode()).hexdigest()[:32]}"', generation.published or described.modified


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Put small pieces together, since each that is sent has its price."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)
