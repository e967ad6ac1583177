"""Accounts: signing in and out, and the page behind an invitation."""

import re
from typing import Final

from fastapi import APIRouter, Request, Response

from ...errors import AccountError, InvitationInvalid, SignInRefused
from ...formats.interface import TAGS
from ...members import audit
from ...members.attempts import Attempts
from ...members.identities import Identity
from ...members.invitations import Invitation, accept, invitation
from ...members.people import Person, authenticated, person_of
from ...store import registry
from ...store.control import Control
from ..identity import check_origin, drop_session, keep_session
from ..site import site_of
from ..visits import COOKIE, KEPT_S
from ..workroom import FORM_LIMIT_BYTES, Text, led_to, reader, room_page

router = APIRouter(include_in_schema=False, max_body_size=FORM_LIMIT_BYTES)

HOME: Final = "/workspace"

_OWN_PAGE: Final = re.compile(r"/workspace(?:[/?][!-~]*)?")


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "") -> Response:  # noqa: A002 - what the address calls it
    return room_page(request, "workspace/sign_in.html", next=_own(next), email="")


@router.post("/sign-in")
def sign_in(request: Request, email: Text = "", password: Text = "", next: Text = "") -> Response:  # noqa: A002
    """Sign a person in, or show the form again with what is wrong; attempts are counted before anything is compared."""
    check_origin(request)
    site, state = site_of(request), request.app.state
    attempts: Attempts = state.attempts
    try:
        attempts.count(state.clients.name(request.scope), email)
        with site.reading.data.control() as control:
            person = _authenticated(control, email, password)
            attempts.forget(email)
            return _signed_in(request, control, person, _own(next), "sign in")
    except AccountError as error:
        page = room_page(
            request,
            "workspace/sign_in.html",
            next=_own(next),
            email=email[:300],
            error=error,
        )
        if "seconds" in error.facts:
            page.headers["Retry-After"] = str(error.facts["seconds"])
        return page


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Take the cookie of this browser back."""
    check_origin(request)
    response = led_to(request, "/sign-in")
    drop_session(response, site_of(request))
    return response


@router.get("/invitations/{secret}")
def invited(request: Request, secret: str) -> Response:
    """Show what a link invites to; looking does not use it up."""
    with site_of(request).reading.data.control() as control:
        try:
            found = invitation(control, secret)
        except InvitationInvalid as error:
            return _no_invitation_page(request, error)
        return _invitation_page(request, control, found)


@router.post("/invitations/{secret}")
def follow(
    request: Request, secret: str, email: Text = "", name: Text = "", language: Text = "", password: Text = ""
) -> Response:
    """Make the account, or set the new password, and sign the person in."""
    check_origin(request)
    site = site_of(request)
    request.app.state.attempts.count(request.app.state.clients.name(request.scope), f"invitation {secret}")
    with site.reading.data.control() as control:
        try:
            found = invitation(control, secret)
        except InvitationInvalid as error:
            return _no_invitation_page(request, error)
        spoken = language if language in TAGS else reader(request).interface.tag
        try:
            person = accept(control, secret, email, name, spoken, password)
        except AccountError as error:
            return _invitation_page(request, control, found, error, email, name)
        return _signed_in(request, control, person, HOME, "accept invitation")


def _no_invitation_page(request: Request, error: InvitationInvalid) -> Response:
    return room_page(
        request,
        "workspace/invitation.html",
        invitation=None,
        error=error,
    )


def _authenticated(control: Control, email: str, password: str) -> Person:
    """Give who signs in; a refusal is entered into the log, also for an address that nobody has: it costs the same."""
    try:
        return authenticated(control, email, password)
    except SignInRefused as error:
        known = person_of(control, email)
        member = known.member if known else ""
        audit.enter_by_name(control, "somebody", "sign in", email[:300], member, error.code)
        raise


def _invitation_page(
    request: Request,
    control: Control,
    found: Invitation,
    error: AccountError | None = None,
    email: str = "",
    name: str = "",
) -> Response:
    return room_page(
        request,
        "workspace/invitation.html",
        invitation=found,
        member=registry.member(control, found.member),
        error=error,
        email=found.email or email[:300],
        name=name[:300],
    )


def _signed_in(request: Request, control: Control, person: Person, to: str, action: str) -> Response:
    audit.enter(control, Identity.of_person(person), action, person.email, person.member)
    response = led_to(request, to)
    keep_session(response, site_of(request), control, person)
    if request.cookies.get(COOKIE) is None:
        response.set_cookie(COOKIE, person.language, max_age=KEPT_S, path="/", samesite="lax")
    return response


def _own(address: str) -> str:
    """Give an address of the workspace to go on to; whatever else was asked for, its first page."""
    return address if _OWN_PAGE.fullmatch(address) else HOME
