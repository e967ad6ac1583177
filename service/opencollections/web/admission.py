"""Admission: a query is answered on the account of the client that asks it."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from ..errors import QueryError, QueueFull
from ..query.allowances import Admission


@contextmanager
def admitted(request: Request) -> Iterator[Admission]:
    """Let a client begin a query, and take what becomes of it from its account.

    Whoever evaluates the query tells the end of it to the admission. Raises TooManyAtOnce and BudgetSpent.
    """
    state = request.app.state
    admission: Admission = state.allowances.admitted(state.clients.name(request.scope))
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
