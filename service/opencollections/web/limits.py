"""The limits of the endpoint as everybody is told of them: on a page, in JSON and in the service description."""

from collections.abc import Iterator

from starlette.datastructures import State

from ..formats.interface import marked
from ..formats.service_description import Limit
from ..query.federation import Federation
from ..query.limits import QueryLimits
from .federation import CALLS_LIMIT


def listed_limits(state: State) -> tuple[Limit, ...]:
    """Give every limit with its value, what it means, and how to go on where it is met.

    ``state`` is that of the app. Those of federated queries are among them where any endpoint may be asked.
    """
    federated = state.federated
    limits: QueryLimits = state.pool.limits
    return (
        *_of_a_query(limits),
        *_of_clients(limits),
        *_of_members(limits.of_member),
        *(_of_services(federated.federation) if federated else ()),
    )


def _of_a_query(limits: QueryLimits) -> Iterator[Limit]:
    yield Limit(
        "length",
        marked("Length of a query. Split it, or send fewer VALUES at a time."),
        limits.length_bytes,
        marked("bytes"),
    )
    yield Limit("depth", marked("Brackets inside brackets in a query."), limits.depth, marked("levels"))
    yield Limit(
        "patterns",
        marked("Triple patterns and groups in a query. Split it."),
        limits.patterns,
        marked("triple patterns"),
    )
    yield Limit(
        "operators", marked("Operators and steps of paths in a query."), limits.operators, marked("operators")
    )
    yield Limit(
        "time",
        marked(
            "Time that a query may take. Ask for less with LIMIT or a narrower pattern, or take the dump."
        ),
        limits.seconds,
        marked("seconds"),
    )
    yield Limit(
        "memory",
        marked("Memory that a query may need. Ask for less, above all where ORDER BY or DISTINCT sees much."),
        limits.memory_bytes,
        marked("bytes"),
    )
    yield Limit(
        "rows",
        marked("Rows of a table. Go page by page with ORDER BY, LIMIT and OFFSET."),
        limits.rows,
        marked("rows"),
    )
    yield Limit(
        "bytes",
        marked("Size of a result. Go page by page, or take the dump."),
        limits.result_bytes,
        marked("bytes"),
    )


def _of_clients(limits: QueryLimits) -> Iterator[Limit]:
    """What all clients together, and each of them, may have at work."""
    yield Limit(
        "long",
        marked("Long queries of everybody that may be at work at the same time."),
        limits.long,
        marked("queries"),
    )
    yield Limit(
        "queue", marked("Queries of everybody that may wait for their turn."), limits.queue, marked("queries")
    )
    yield Limit(
        "concurrent",
        marked("Queries that one client may have at work at once."),
        limits.concurrent,
        marked("queries"),
    )
    yield Limit(
        "budget",
        marked(
            "Evaluation that one client may use in a minute; it fills up steadily, and errors cost a little too."
        ),
        limits.budget_s,
        marked("seconds"),
    )


def _of_members(member: QueryLimits) -> Iterator[Limit]:
    yield Limit(
        "member-time",
        marked("Time that a query may take that shows a member's token."),
        member.seconds,
        marked("seconds"),
    )
    yield Limit(
        "member-concurrent",
        marked("Queries that one member may have at work at once, by its token."),
        member.concurrent,
        marked("queries"),
    )
    yield Limit(
        "member-budget",
        marked("Evaluation that one member may use in a minute, by its token."),
        member.budget_s,
        marked("seconds"),
    )


def _of_services(federation: Federation) -> Iterator[Limit]:
    yield Limit(
        "service-endpoints",
        marked("Endpoints that SERVICE may name."),
        len(federation.endpoints),
        marked("endpoints"),
    )
    yield Limit(
        "service-time",
        marked(
            "Time that one request to another service may take; a query with SERVICE may take that much longer."
        ),
        federation.seconds,
        marked("seconds"),
    )
    yield Limit(
        "service-bytes",
        marked("Size of an answer that is taken from another service. Ask it for less."),
        federation.result_bytes,
        marked("bytes"),
    )
    yield Limit(
        "service-requests",
        marked("Requests to other services that may be under way for everybody."),
        federation.requests,
        marked("requests"),
    )
    yield Limit(
        "service-calls",
        marked("Requests to other services that one query may make."),
        CALLS_LIMIT,
        marked("requests"),
    )
    yield Limit(
        "service-cache",
        marked("Time that an answer of another service is kept to be given again."),
        federation.kept_seconds,
        marked("seconds"),
    )
