"""The workspace: a member's collections, what happened with them, and the people who work on them."""

from typing import Final

from fastapi import APIRouter, Request, Response

from ...errors import AccountError
from ...members import audit
from ...members.identities import Identity
from ...members.invitations import invite, open_invitations
from ...members.people import people, revoke_person
from ...query import listing
from ...store import registry
from ..identity import Curating
from ..site import site_of
from ..workroom import FORM_LIMIT_BYTES, Text, led_to, room_page, told

router = APIRouter(prefix="/workspace", include_in_schema=False, max_body_size=FORM_LIMIT_BYTES)

NEWEST: Final = 8
ON_A_PAGE: Final = 50


@router.get("")
def home(request: Request, who: Curating) -> Response:
    """Show the collections of the member, or of all for an operator, and what happened last."""
    own = None if who.operator else who.member
    with site_of(request).reading.now() as state:
        collections = listing.published(state.control, own)
        happened = audit.entries(state.control, own, count=NEWEST)
        names = {one.slug: one.name for one in registry.members(state.control)}
    return room_page(request, "workspace.html", who, collections=collections, happened=happened, names=names)


@router.get("/log")
def log(request: Request, who: Curating, before: int | None = None) -> Response:
    """Show the audit log of the member, or of all for an operator, the newest first."""
    own = None if who.operator else who.member
    with site_of(request).reading.data.control() as control:
        found = audit.entries(control, own, before, ON_A_PAGE + 1)
    more = found[ON_A_PAGE - 1].seq if len(found) > ON_A_PAGE else None
    return room_page(request, "log.html", who, happened=found[:ON_A_PAGE], more=more)


@router.get("/people")
def team(request: Request, who: Curating) -> Response:
    """Show who works for the member, or for any for an operator, and whom an invitation waits for."""
    return _people_page(request, who)


@router.post("/people")
def invite_somebody(
    request: Request, who: Curating, member: Text = "", email: Text = "", operator: Text = ""
) -> Response:
    """Make an invitation and show its link, once; a new one for somebody who has an account sets a new password."""
    who.check_operator()
    site = site_of(request)
    try:
        with site.reading.data.control() as control:
            known = registry.member(control, member)
            secret = invite(control, known.slug, email, operator=bool(operator))
            audit.enter(control, who, "invite", email, known.slug)
    except AccountError as error:
        return _people_page(request, who, error=error)
    return _people_page(request, who, link=f"{site.ids.base}/invitations/{secret}", invited=email)


@router.post("/people/revoke")
def revoke_somebody(request: Request, who: Curating, member: Text = "", email: Text = "") -> Response:
    """Take an account or an open invitation back."""
    who.check_operator()
    with site_of(request).reading.data.control() as control:
        revoke_person(control, member, email)
        audit.enter(control, who, "revoke account", email, member)
    return led_to(request, "/workspace/people")


def _people_page(
    request: Request, who: Identity, link: str = "", invited: str = "", error: AccountError | None = None
) -> Response:
    own = None if who.operator else who.member
    with site_of(request).reading.data.control() as control:
        return room_page(
            request,
            "people.html",
            who,
            status=error.status if error else 200,
            people=[one for one in people(control, own) if one.revoked is None],
            invitations=open_invitations(control, own),
            members=[(one.slug, one.name) for one in registry.members(control)],
            link=link,
            invited=invited,
            error=told(request, error) if error else None,
        )
