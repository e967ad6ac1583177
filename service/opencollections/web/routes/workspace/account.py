"""The account of a person: name, language, password and sessions."""

from fastapi import Request, Response

from ....errors import AccountError
from ....formats.interface import TAGS
from ....members import audit
from ....members.attempts import Attempts
from ....members.identities import Identity
from ....members.people import Person, authenticated, describe, end_sessions, person, set_password
from ....store.control import Control
from ...identity import Curating, drop_session, keep_session
from ...site import site_of
from ...workroom import Text, led_to, room, room_page

router = room()


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
    return room_page(request, "workspace/account.html", who, error=error)
