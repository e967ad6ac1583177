"""Tokens: what programs show that work for a member, listed, made and ended."""

from typing import Annotated

from fastapi import Path, Query, Request, Response
from pydantic import BaseModel, Field

from ....errors import CursorInvalid
from ....members.audit import audited, enter
from ....members.people import NAME_LIMIT
from ....members.scopes import Scope
from ....members.tokens import Token, add_token, revoke_token, tokens
from ....store import registry
from ...identity import Publishing
from ...site import site_of
from .routing import Wanted, member_router, problems

router = member_router("tokens", shows_secrets=True)


class TokenDocument(BaseModel):
    """What is known of a token: everything but the token itself."""

    number: int = Field(examples=[3])
    member: str = Field(examples=["npg"])
    name: str = Field(examples=["nightly"])
    scope: Scope
    created: str = Field(description="when, in UTC", examples=["2026-11-26T08:00:00Z"])
    creator: str = Field(description="who made it")
    used: str | None = Field(description="when it was shown last, to the minute")
    revoked: str | None = Field(description="when it was ended")


class TokenList(BaseModel):
    """A page of tokens, the newest first; also the ended ones."""

    items: list[TokenDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


class TokenWanted(Wanted):
    """A token to be made."""

    name: str = Field(
        min_length=1, max_length=NAME_LIMIT, description="which program shows it", examples=["nightly"]
    )
    scope: Scope = Field(Scope.READ, description="how far it may go")


class NewToken(TokenDocument):
    """A token that was just made."""

    token: str = Field(description="the token itself, told only here", examples=["ocn_…"])


@router.get("/members/{member}/tokens", responses=problems(404))
def list_tokens(
    request: Request,
    who: Publishing,
    member: str,
    cursor: Annotated[str, Query(max_length=40, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TokenList:
    """List the tokens of a member."""
    who.check_member(member)
    if cursor and not cursor.isdecimal():
        raise CursorInvalid(cursor=cursor)
    with site_of(request).reading.data.control() as control:
        all_ = tokens(control, registry.member(control, member).slug)
    found = [one for one in all_ if not cursor or one.number < int(cursor)]
    shown = found[:limit]
    return TokenList(
        items=[_document(one) for one in shown],
        cursor=str(shown[-1].number) if len(found) > limit else None,
    )


@router.post("/members/{member}/tokens", status_code=201, responses=problems(404))
def make_token(request: Request, who: Publishing, member: str, wanted: TokenWanted) -> NewToken:
    """Make a token and show it, this once; an Idempotency-Key is passed over, since no answer with a secret is kept."""
    who.check_member(member)
    data = site_of(request).reading.data
    with data.control() as control:
        registry.member(control, member)
    with (
        audited(data, who, "make token", f"{wanted.name} ({wanted.scope})", member),
        data.control() as control,
    ):
        made, shown = add_token(control, member, wanted.name, wanted.scope, who.name)
    return NewToken(**_document(made).model_dump(), token=shown)


@router.delete("/members/{member}/tokens/{number}", status_code=204, responses=problems(404))
def end_token(
    request: Request, who: Publishing, member: str, number: Annotated[int, Path(ge=1, lt=1 << 63)]
) -> Response:
    """End a token at once, also the one that asks, and with it those that were made with it."""
    who.check_member(member)
    data = site_of(request).reading.data
    with audited(data, who, "revoke token", str(number), member), data.control() as control:
        _, *others = revoke_token(control, member, number)
        for one in others:
            enter(control, who, "revoke token", str(one.number), member)
    return Response(status_code=204)


def _document(token: Token) -> TokenDocument:
    return TokenDocument.model_validate(token, from_attributes=True)
