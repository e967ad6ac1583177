"""Identity: who sends a request, told by a token (``Authorization: Bearer``) or by the cookie of a signed-in person.

A route says in its signature how far its caller must be allowed to go, and gets who it is::

    @router.post("/api/v1/collections/{member}/{name}/drafts")
    def make(request: Request, who: Drafting, member: str, name: str) -> Response:
        who.check_member(member)                    # NotYours (403) for the collections of others
        data = site_of(request).reading.data
        with audited(data, who, "draft", f"{member}/{name}", member):
            ...                                     # the log gets done, or the code of the error

``Reading``, ``Drafting`` and ``Publishing`` need that scope (ScopeMissing, 403), ``Operating`` an operator
(OperatorsOnly, 403), ``Curating`` a person at a page. A person may go as far as publishing. Nobody is
SignInNeeded (401); a wrong or revoked token is TokenRefused (401), also where a cookie is there. Where a
cookie is all that tells who it is, a request that changes something must come from a page of this service
(ForeignOrigin, 403). All are answered as problem+json; a person who wants a page of the workspace is led to
/sign-in and back.

``who.actor`` is what a version says of who made it, which everybody may read; ``who.name`` is for the audit log.
"""

from typing import Annotated, Final
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request, Response

from ..errors import ForeignOrigin, OpenCollectionsError, SignInNeeded, TokenRefused
from ..members.identities import Identity
from ..members.people import Person
from ..members.scopes import Scope
from ..members.sessions import VALID_FOR, session, signed_in
from ..members.tokens import holder
from ..store.control import Control
from .paths import raw_path
from .problems import error_problem
from .site import Site, site_of

COOKIE: Final = "ocn_person"

PLACES: Final = ("/workspace", "/api/v1")
"""Where the cookie is sent: to the work of members alone, so that public pages never see it."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def identity(request: Request) -> Identity:
    """Give who sends a request; raise SignInNeeded, TokenRefused or ForeignOrigin."""
    shown, cookie = shown_token(request), request.cookies.get(COOKIE)
    if shown is None and cookie is None:
        raise SignInNeeded
    with site_of(request).reading.data.control() as control:
        return _by_cookie(request, control, cookie or "") if shown is None else _by_token(control, shown)


def _by_token(control: Control, shown: str) -> Identity:
    token = holder(control, shown)
    if token is None:
        raise TokenRefused
    return Identity.of_token(token)


def _by_cookie(request: Request, control: Control, cookie: str) -> Identity:
    person = signed_in(control, cookie)
    if person is None:
        raise SignInNeeded
    check_origin(request)
    return Identity.of_person(person)


def curating(who: Annotated[Identity, Depends(identity)]) -> Identity:
    """Give a person who is signed in; a token cannot look at pages. Raises SignInNeeded."""
    if who.person is None:
        raise SignInNeeded
    return who


def reading(who: Annotated[Identity, Depends(identity)]) -> Identity:
    who.check(Scope.READ)
    return who


def drafting(who: Annotated[Identity, Depends(identity)]) -> Identity:
    who.check(Scope.DRAFT)
    return who


def publishing(who: Annotated[Identity, Depends(identity)]) -> Identity:
    who.check(Scope.PUBLISH)
    return who


def operating(who: Annotated[Identity, Depends(identity)]) -> Identity:
    who.check_operator()
    return who


Curating = Annotated[Identity, Depends(curating)]
Reading = Annotated[Identity, Depends(reading)]
Drafting = Annotated[Identity, Depends(drafting)]
Publishing = Annotated[Identity, Depends(publishing)]
Operating = Annotated[Identity, Depends(operating)]


def shown_token(request: Request) -> str | None:
    """Give the token that a request shows; what another scheme says is for a proxy in front, and for nobody here."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def check_origin(request: Request) -> None:
    """Raise ForeignOrigin for a request that changes something and does not come from a page of this service.

    Browsers say so in Sec-Fetch-Site, or, where they do not trust the connection, in Origin.
    """
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    own = {request.headers.get("host"), urlsplit(site_of(request).ids.base).netloc}
    if site != "same-origin" if site is not None else urlsplit(origin).netloc not in own:
        raise ForeignOrigin


def keep_session(response: Response, site: Site, control: Control, person: Person) -> None:
    """Put the cookie of a person who signed in on an answer."""
    secure = site.ids.base.startswith("https:")
    for place in PLACES:
        response.set_cookie(
            COOKIE,
            session(control, person),
            max_age=int(VALID_FOR.total_seconds()),
            path=site.urls.to(place),
            secure=secure,
            httponly=True,
            samesite="lax",
        )


def drop_session(response: Response, site: Site) -> None:
    """Take the cookie back."""
    for place in PLACES:
        response.delete_cookie(COOKIE, path=site.urls.to(place), httponly=True, samesite="lax")


def install(app: FastAPI) -> None:
    """Lead a person who wants a page of the workspace to the sign-in, and answer everybody else with the problem."""
    app.add_exception_handler(SignInNeeded, _sign_in_needed)


async def _sign_in_needed(request: Request, error: Exception) -> Response:
    assert isinstance(error, OpenCollectionsError)
    site, path = site_of(request), raw_path(request.scope)
    if not path.startswith("/workspace"):
        return error_problem(request, error)
    asked = f"{path}?{request.url.query}" if request.url.query else path
    back = f"?next={quote(asked)}" if request.method == "GET" else ""
    return Response(
        status_code=303, headers={"Location": site.urls.to(f"/sign-in{back}"), "Cache-Control": "no-store"}
    )
