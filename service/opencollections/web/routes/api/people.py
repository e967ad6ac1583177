"""People: who works for a member, and whom an operator invites to."""

from fastapi import Request, Response
from pydantic import BaseModel, Field

from ....members.audit import audited
from ....members.invitations import (
    invitation,
    invite,
    open_invitations,
    revoke_invitation,
    revoke_unaddressed,
)
from ....members.people import people, revoke_person
from ....store import registry
from ...identity import Operating, Publishing
from ...site import site_of
from .routing import Wanted, member_router, problems

router = member_router("people", shows_secrets=True)


class PersonDocument(BaseModel):
    """Somebody who signs in by a password."""

    email: str = Field(examples=["anna@npg.example"])
    name: str = Field(examples=["Anna"])
    language: str = Field(description="that pages are shown in", examples=["en"])
    operator: bool = Field(description="sees and does what all members may")
    created: str = Field(description="when the account was made, in UTC")
    seen: str | None = Field(description="when the person signed in last")


class PersonList(BaseModel):
    """People by name."""

    items: list[PersonDocument]


class InvitationDocument(BaseModel):
    """Somebody who was invited and has not come yet."""

    email: str | None = Field(
        description="null where anybody with the link may follow it", examples=["anna@npg.example"]
    )
    operator: bool
    expires: str = Field(description="until when, in UTC")


class InvitationList(BaseModel):
    """Invitations that wait, the newest last."""

    items: list[InvitationDocument]


class InvitationWanted(Wanted):
    """Somebody to be invited; who has an account sets a new password by it."""

    email: str = Field(max_length=254, examples=["anna@npg.example"])
    operator: bool = Field(False, description="as an operator, who sees and does what all members may")  # noqa: FBT003 - the default of a field


class NewInvitation(InvitationDocument):
    """An invitation that was just made."""

    link: str = Field(
        description="where a password is set, once; told only here",
        examples=["https://data.example.org/invitations/…"],
    )


@router.get("/members/{member}/people", responses=problems(404))
def list_people(request: Request, who: Publishing, member: str) -> PersonList:
    """List who works for a member."""
    who.check_member(member)
    with site_of(request).reading.data.control() as control:
        found = people(control, registry.member(control, member).slug)
    items = [PersonDocument.model_validate(one, from_attributes=True) for one in found if one.revoked is None]
    return PersonList(items=items)


@router.delete("/members/{member}/people/{email}", status_code=204, responses=problems(404))
def revoke_account(request: Request, who: Operating, member: str, email: str) -> Response:
    """Take an account back with the open invitations to it and by it, as an operator; who is signed in is signed out.

    Tokens that the person made go on until they are ended.
    """
    data = site_of(request).reading.data
    with audited(data, who, "revoke account", email, member), data.control() as control:
        revoke_person(control, member, email)
    return Response(status_code=204)


@router.get("/members/{member}/invitations", responses=problems(404))
def list_invitations(request: Request, who: Publishing, member: str) -> InvitationList:
    """List the invitations to a member that nobody has followed yet."""
    who.check_member(member)
    with site_of(request).reading.data.control() as control:
        found = open_invitations(control, registry.member(control, member).slug)
    items = [InvitationDocument.model_validate(one, from_attributes=True) for one in found]
    return InvitationList(items=items)


@router.post("/members/{member}/invitations", status_code=201, responses=problems(404))
def invite_person(request: Request, who: Operating, member: str, wanted: InvitationWanted) -> NewInvitation:
    """Invite somebody, as an operator, and show the link, this once; earlier invitations of the same address end.

    An Idempotency-Key is passed over, since no answer with a secret is kept.
    """
    site = site_of(request)
    data = site.reading.data
    with data.control() as control:
        registry.member(control, member)
    with audited(data, who, "invite", wanted.email, member), data.control() as control:
        secret = invite(control, member, wanted.email, operator=wanted.operator, inviter=who.person)
        made = invitation(control, secret)
    document = InvitationDocument.model_validate(made, from_attributes=True)
    return NewInvitation(**document.model_dump(), link=f"{site.ids.base}/invitations/{secret}")


@router.delete("/members/{member}/invitations", status_code=204, responses=problems(404))
def end_unaddressed_invitations(request: Request, who: Operating, member: str) -> Response:
    """End the open invitations of a member that anybody with the link may follow, as an operator."""
    data = site_of(request).reading.data
    with data.control() as control:
        registry.member(control, member)
    with audited(data, who, "end invitation", "", member), data.control() as control:
        revoke_unaddressed(control, member)
    return Response(status_code=204)


@router.delete("/members/{member}/invitations/{email}", status_code=204, responses=problems(404))
def end_invitation(request: Request, who: Operating, member: str, email: str) -> Response:
    """End the open invitation of an address, as an operator; an account that is there stays."""
    data = site_of(request).reading.data
    with audited(data, who, "end invitation", email, member), data.control() as control:
        revoke_invitation(control, member, email)
    return Response(status_code=204)
