"""The limits of the endpoint as everybody is told of them: on a page, in JSON and in the service description."""

from collections.abc import Iterator

from starlette.datastructures import State

from ..formats.service_description import Limit
from ..query.federation import Federation
from ..query.limits import QueryLimits
from .federation import CALLS_LIMIT


def listed_limits(state: State) -> tuple[Limit, ...]:
    """Give every limit with its value, what it means, and how to go on where it is met.

    ``state`` is that of the app. Those of federated queries are among them where any endpoint may be asked.
    """
    federated = state.federated
    return (*_of_queries(state.pool.limits), *(_of_services(federated.federation) if federated else ()))


def _of_queries(limits: QueryLimits) -> Iterator[Limit]:
    yield Limit(
        "length", "Length of a query. Split it, or send fewer VALUES at a time.", limits.length_bytes, "bytes"
    )
    yield Limit("depth", "Brackets inside brackets in a query.", limits.depth, "levels")
    yield Limit(
        "patterns", "Triple patterns and groups in a query. Split it.", limits.patterns, "triple patterns"
    )
    yield Limit("operators", "Operators and steps of paths in a query.", limits.operators, "operators")
    yield Limit(
        "time",
        "Time that a query may take. Ask for less with LIMIT or a narrower pattern, or take the dump.",
        limits.seconds,
        "seconds",
    )
    yield Limit(
        "memory",
        "Memory that a query may need. Ask for less, above all where ORDER BY or DISTINCT sees much.",
        limits.memory_bytes,
        "bytes",
    )
    yield Limit(
        "rows", "Rows of a table. Go page by page with ORDER BY, LIMIT and OFFSET.", limits.rows, "rows"
    )
    yield Limit("bytes", "Size of a result. Go page by page, or take the dump.", limits.result_bytes, "bytes")
    yield Limit(
        "long",
        f"Queries of everybody that may take longer than {2 * limits.long_s:g} seconds at the same time.",
        limits.long,
        "queries",
    )
    yield Limit("queue", "Queries of everybody that may wait for their turn.", limits.queue, "queries")
    yield Limit(
        "concurrent", "Queries that one client may have at work at once.", limits.concurrent, "queries"
    )
    yield Limit(
        "budget",
        "Evaluation that one client may use in a minute; it fills up steadily, and errors cost a little too.",
        limits.budget_s,
        "seconds",
    )
    member = limits.of_member
    yield Limit(
        "member-time", "Time that a query may take that shows a member's token.", member.seconds, "seconds"
    )
    yield Limit(
        "member-concurrent",
        "Queries that one member may have at work at once, by its token.",
        member.concurrent,
        "queries",
    )
    yield Limit(
        "member-budget",
        "Evaluation that one member may use in a minute, by its token.",
        member.budget_s,
        "seconds",
    )


def _of_services(federation: Federation) -> Iterator[Limit]:
    yield Limit(
        "service-endpoints", "Endpoints that SERVICE may name.", len(federation.endpoints), "endpoints"
    )
    yield Limit(
        "service-time",
        "Time that one request to another service may take; a query with SERVICE may take that much longer.",
        federation.seconds,
        "seconds",
    )
    yield Limit(
        "service-bytes",
        "Size of an answer that is taken from another service. Ask it for less.",
        federation.result_bytes,
        "bytes",
    )
    yield Limit(
        "service-requests",
        "Requests to other services that may be under way for everybody.",
        federation.requests,
        "requests",
    )
    yield Limit(
        "service-calls", "Requests to other services that one query may make.", CALLS_LIMIT, "requests"
    )
    yield Limit(
        "service-cache",
        "Time that an answer of another service is kept to be given again.",
        federation.kept_seconds,
        "seconds",
    )
