"""People: who works for a member, and whom an operator invites."""

from fastapi import Request, Response

from ....errors import AccountError
from ....members import audit
from ....members.identities import Identity
from ....members.invitations import invite, open_invitations, revoke_unaddressed
from ....members.people import people, revoke_person
from ....members.tokens import made_by, tokens
from ....store import registry
from ...identity import Curating
from ...site import site_of
from ...workroom import Text, led_to, room, room_page

router = room()


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
            secret = invite(control, known.slug, email, operator=bool(operator), inviter=who.person)
            audit.enter(control, who, "invite", email, known.slug)
    except AccountError as error:
        return _people_page(request, who, error=error)
    return _people_page(request, who, link=f"{site.ids.base}/invitations/{secret}", invited=email)


@router.post("/people/revoke")
def revoke_somebody(request: Request, who: Curating, member: Text = "", email: Text = "") -> Response:
    """Take an account or an open invitation back; without an address, the invitations that name none."""
    who.check_operator()
    with site_of(request).reading.data.control() as control:
        if email:
            revoke_person(control, member, email)
            audit.enter(control, who, "revoke account", email, member)
        else:
            known = registry.member(control, member)
            revoke_unaddressed(control, known.slug)
            audit.enter(control, who, "end invitation", "", known.slug)
    return led_to(request, "/workspace/people")


def _people_page(
    request: Request, who: Identity, link: str = "", invited: str = "", error: AccountError | None = None
) -> Response:
    own = None if who.operator else who.member
    with site_of(request).reading.data.control() as control:
        there = tokens(control, own)
        return room_page(
            request,
            "workspace/people.html",
            who,
            people=[(one, made_by(there, one)) for one in people(control, own) if one.revoked is None],
            invitations=open_invitations(control, own),
            members=[(one.slug, one.name) for one in registry.members(control)],
            link=link,
            invited=invited,
            error=error,
        )
