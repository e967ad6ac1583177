"""Me: for which member a token or a signed-in person acts, and how far it may go."""

from fastapi import Request
from pydantic import BaseModel, Field

from ....members.scopes import Scope
from ....store import registry
from ...identity import Reading
from ...site import site_of
from .routing import member_router

router = member_router("me")


class MeDocument(BaseModel):
    """Who asks."""

    member: str = Field(examples=["npg"])
    member_name: str = Field(examples=["National Portrait Gallery"])
    name: str = Field(
        description="the person, or the token by its number and name", examples=["token 3 (nightly)"]
    )
    scope: Scope
    operator: bool


@router.get("/me")
def read_me(request: Request, who: Reading) -> MeDocument:
    """Tell for which member the caller acts, and how far it may go."""
    with site_of(request).reading.data.control() as control:
        member = registry.member(control, who.member)
    return MeDocument(
        member=member.slug, member_name=member.name, name=who.name, scope=who.scope, operator=who.operator
    )
