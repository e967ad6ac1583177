"""Tokens: what programs show that work for a member, made, listed and ended."""

from typing import Annotated

from fastapi import Path, Request, Response

from ....errors import AccountError
from ....members import audit
from ....members.identities import Identity
from ....members.scopes import Scope
from ....members.tokens import Token, add_token, made_with, revoke_token, tokens
from ....store import registry
from ...identity import Curating
from ...site import site_of
from ...workroom import Text, led_to, room, room_page

router = room()


@router.get("/tokens")
def list_tokens(request: Request, who: Curating) -> Response:
    return _tokens_page(request, who)


@router.post("/tokens")
def make_token(
    request: Request, who: Curating, name: Text = "", scope: Text = "", member: Text = ""
) -> Response:
    """Make a token and show it, once."""
    asked = member or who.member
    who.check_member(asked)
    try:
        with site_of(request).reading.data.control() as control:
            known = registry.member(control, asked)
            wanted = Scope(scope) if scope in set(Scope) else Scope.READ
            made, shown = add_token(control, known.slug, name, wanted, who.name)
            audit.enter(control, who, "make token", f"{made.number} ({made.name}, {made.scope})", known.slug)
    except AccountError as error:
        return _tokens_page(request, who, error=error)
    return _tokens_page(request, who, made=made, shown=shown)


@router.post("/tokens/{number}/revoke")
def end_token(
    request: Request, who: Curating, number: Annotated[int, Path(ge=1, lt=1 << 63)], member: Text = ""
) -> Response:
    """End a token at once, and with it those that were made with it."""
    asked = member or who.member
    who.check_member(asked)
    with site_of(request).reading.data.control() as control:
        for one in revoke_token(control, asked, number):
            audit.enter(control, who, "revoke token", str(one.number), asked)
    return led_to(request, "/workspace/tokens")


def _tokens_page(
    request: Request,
    who: Identity,
    made: Token | None = None,
    shown: str = "",
    error: AccountError | None = None,
) -> Response:
    with site_of(request).reading.data.control() as control:
        there = tokens(control, None if who.operator else who.member)
        return room_page(
            request,
            "workspace/tokens.html",
            who,
            tokens=[(one, made_with(there, one)) for one in there],
            members=[(one.slug, one.name) for one in registry.members(control)] if who.operator else [],
            made=made,
            shown=shown,
            error=error,
        )
