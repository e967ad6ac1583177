"""The workroom: how pages of members' work are answered, which nobody but who asked for them may keep."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response

from ..errors import OpenCollectionsError
from ..formats.negotiation import HTML
from ..members.identities import Identity
from ..store import registry
from ..store.drafts import KeptDraft
from .sentences import sentence
from .site import site_of
from .visits import Visit, visit

FORM_LIMIT_BYTES: Final = 64 * 1024

REASON_LIMIT: Final = 1_000
"""Characters of a reason that are kept."""

Text = Annotated[str, Form()]
"""A field of a form; a field that is not sent is empty."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    # Scripts of these pages ask this service, and no other site learns where a visitor came from.
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
}


def room(body_limit_bytes: int | None = FORM_LIMIT_BYTES) -> APIRouter:
    """Make a router for pages of the workspace; None where a route takes files and looks at the size itself."""
    return APIRouter(prefix="/workspace", include_in_schema=False, max_body_size=body_limit_bytes)


def room_page(
    request: Request,
    template: str,
    who: Identity | None = None,
    *,
    error: OpenCollectionsError | None = None,
    **values: Any,
) -> Response:
    """Answer with a page of the workroom; ``who`` is None where nobody is signed in yet.

    An ``error`` of what was sent gives its status, and is told on the page in the reader's language.
    """
    site, language = site_of(request), reader(request)
    told = None if error is None else sentence(error, language.interface).text
    body = site.pages.render(template, language, who=who, error=told, **values)
    return Response(body, error.status if error else 200, _PRIVATE, media_type=HTML.content_type)


def step_page(request: Request, template: str, who: Identity, draft: KeptDraft, **values: Any) -> Response:
    """Answer with a page on the way of a draft, which names the collection that the draft is of."""
    with site_of(request).reading.data.control() as control:
        collection = registry.collection(control, draft.collection)
    return room_page(request, template, who, draft=draft, collection=collection, **values)


def led_to(request: Request, path: str) -> Response:
    """Lead to a page here after something was done, so that loading again does not do it again."""
    headers = {"Location": site_of(request).urls.to(path), "Cache-Control": "private, no-store"}
    return Response(status_code=303, headers=headers)


def reason_in(field: Text) -> str | None:
    """Give the reason that a form gives, or None where it gives none."""
    return field.strip()[:REASON_LIMIT] or None


def reader(request: Request) -> Visit:
    return visit(request, site_of(request).settings.language)
