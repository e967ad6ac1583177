"""Admission: a query is answered on the account of the client that asks it, or of the member whose token it shows."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from ..errors import QueryError, QueryTokenUnknown, QueueFull
from ..members.tokens import holder
from ..query.allowances import Admission, Allowances
from .identity import shown_token
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
    shown = shown_token(request)
    if shown is None:
        return allowances.admitted(state.clients.name(request.scope))
    with site_of(request).reading.data.control() as control:
        token = holder(control, shown)
    if token is None:
        raise QueryTokenUnknown
    return allowances.admitted_member(token.member)
