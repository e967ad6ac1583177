"""The account of a person: name, language, password, sessions; and the tokens of the member."""

from fastapi import APIRouter, Request, Response

from ...errors import AccountError
from ...formats.interface import TAGS
from ...members import audit
from ...members.attempts import Attempts
from ...members.identities import Identity
from ...members.people import Person, authenticated, describe, end_sessions, person, set_password
from ...members.scopes import Scope
from ...members.tokens import Token, add_token, revoke_token, tokens
from ...store import registry
from ...store.control import Control
from ..identity import Curating, drop_session, keep_session
from ..site import site_of
from ..workroom import FORM_LIMIT_BYTES, Text, led_to, room_page, told

router = APIRouter(prefix="/workspace", include_in_schema=False, max_body_size=FORM_LIMIT_BYTES)


@router.get("/account")
def account(request: Request, who: Curating) -> Response:
    return _account_page(request, who)


@router.post("/account")
def change_account(request: Request, who: Curating, name: Text = "", language: Text = "") -> Response:
    """Change what the person is called and reads."""
    one = _person(who)
    with site_of(request).reading.data.control() as control:
        try:
            describe(control, one.number, name, language if language in TAGS else one.language)
        except AccountError as error:
            return _account_page(request, who, error)
        audit.enter(control, who, "change account", one.email, who.member)
    return led_to(request, "/workspace/account")


@router.post("/account/password")
def change_password(request: Request, who: Curating, password: Text = "", new: Text = "") -> Response:
    """Change the password, which ends all sessions but this one."""
    one = _person(who)
    attempts: Attempts = request.app.state.attempts
    try:
        attempts.count(request.app.state.clients.name(request.scope), one.email)
        with site_of(request).reading.data.control() as control:
            authenticated(control, one.email, password)
            set_password(control, one.number, one.email, new)
            attempts.forget(one.email)
            audit.enter(control, who, "change password", one.email, who.member)
            return _kept(request, control, one)
    except AccountError as error:
        return _account_page(request, who, error)


@router.post("/account/sessions")
def sign_out_everywhere(request: Request, who: Curating) -> Response:
    """End the sessions of this person in all browsers."""
    one = _person(who)
    with site_of(request).reading.data.control() as control:
        end_sessions(control, one.number)
        audit.enter(control, who, "sign out everywhere", one.email, who.member)
    response = led_to(request, "/sign-in")
    drop_session(response, site_of(request))
    return response


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
def end_token(request: Request, who: Curating, number: int, member: Text = "") -> Response:
    """End a token at once."""
    asked = member or who.member
    who.check_member(asked)
    with site_of(request).reading.data.control() as control:
        revoke_token(control, asked, number)
        audit.enter(control, who, "revoke token", str(number), asked)
    return led_to(request, "/workspace/tokens")


def _person(who: Identity) -> Person:
    assert who.person is not None
    return who.person


def _kept(request: Request, control: Control, one: Person) -> Response:
    """Let this browser stay signed in, after all sessions were ended."""
    response = led_to(request, "/workspace/account")
    renewed = person(control, one.number)
    if renewed is not None:
        keep_session(response, site_of(request), control, renewed)
    return response


def _account_page(request: Request, who: Identity, error: AccountError | None = None) -> Response:
    status, sentence = (error.status, told(request, error)) if error else (200, None)
    return room_page(request, "account.html", who, status=status, error=sentence)


def _tokens_page(
    request: Request,
    who: Identity,
    made: Token | None = None,
    shown: str = "",
    error: AccountError | None = None,
) -> Response:
    with site_of(request).reading.data.control() as control:
        return room_page(
            request,
            "tokens.html",
            who,
            status=error.status if error else 200,
            tokens=tokens(control, None if who.operator else who.member),
            members=[(one.slug, one.name) for one in registry.members(control)] if who.operator else [],
            made=made,
            shown=shown,
            error=told(request, error) if error else None,
        )
