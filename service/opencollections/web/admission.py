"""Admission: a query is answered on the account of the client that asks it, or of the member whose token it shows."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from ..errors import QueryError, QueryTokenUnknown, QueueFull
from ..members.tokens import token_hash
from ..query.allowances import Admission, Allowances
from ..store import registry
from .site import site_of


@contextmanager
def admitted(request: Request) -> Iterator[Admission]:
    """Let a client begin a query, and take what becomes of it from its account.

    Whoever evaluates the query tells the end of it to the admission. Raises TooManyAtOnce, BudgetSpent, and
    QueryTokenUnknown for a token that no member has.
    """
    admission = _admission(request)
    try:
        yield admission
    except QueueFull:
        admission.end()
        raise
    except QueryError:
        admission.fail()
        raise
    except BaseException:
        admission.end()
        raise


def _admission(request: Request) -> Admission:
    state = request.app.state
    allowances: Allowances = state.allowances
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    # What another scheme says is meant for a proxy in front of this service, and for nobody here.
    if scheme.lower() != "bearer":
        return allowances.admitted(state.clients.name(request.scope))
    with site_of(request).reading.data.control() as control:
        member = registry.member_of_token(control, token_hash(token.strip()))
    if member is None:
        raise QueryTokenUnknown
    return allowances.admitted_member(member.slug)
