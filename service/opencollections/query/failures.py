"""What becomes of a query that its worker could not answer: an error that tells its author what to do."""

import re
import signal
from typing import Final

from ..errors import QueryError, QueryFailed, QueryRefused, QueryStopped, QuerySyntaxError, QueryTooLarge
from ..store.endpoint import sentence
from .limits import QueryLimits

BAD_REQUEST: Final = 400
ASK_FOR_LESS: Final = "Ask for less with LIMIT, or take the dump of the collection."
OUT_OF_MEMORY: Final = (
    "it needed more memory than a query may use here. Ask for less, with LIMIT or a narrower pattern."
)
_UNKNOWN_FUNCTION: Final = re.compile(r"The custom function (<[^<>]{1,200})")


def query_error(status: int | None, seconds: float) -> QueryError:
    """Give the error for a query whose worker ended by itself: what it probably did, and what to do.

    ``seconds`` is the time that the query was allowed.
    """
    if status == -signal.SIGXCPU:
        return QueryStopped(seconds=seconds)
    if status == -signal.SIGABRT:
        return QueryFailed(detail=OUT_OF_MEMORY)
    if status in {-signal.SIGSEGV, -signal.SIGBUS}:
        return QueryFailed(detail="it is nested too deeply for the query engine. Write it with less nesting.")
    return QueryFailed(detail="the query engine ended while it worked on it. Try again, or ask for less.")


def reported_error(report: dict[str, str], limits: QueryLimits) -> QueryError:
    """Give the error that a worker reports."""
    if report["kind"] == "syntax":
        return QuerySyntaxError(detail=_readable(report["detail"]))
    if report["kind"] == "rows":
        return rows_error(limits)
    if report["kind"] == "size":
        return size_error(limits)
    if report["kind"] == "memory":
        return QueryFailed(detail=OUT_OF_MEMORY)
    if (called := _UNKNOWN_FUNCTION.search(report["detail"])) is not None:
        reason = f"it calls {called[1]}>, which is no function here. Use those of SPARQL 1.1."
        return QueryRefused(reason=reason)
    return QueryFailed(detail=_readable(report["detail"]))


def rows_error(limits: QueryLimits) -> QueryTooLarge:
    """Give the error for a table with more rows than is allowed."""
    return QueryTooLarge(
        name="rows",
        limit="the number of rows of the result",
        value=f"over {limits.rows}",
        allowed=limits.rows,
        advice="Ask page by page with ORDER BY, LIMIT and OFFSET, or take the dump of the collection.",
    )


def size_error(limits: QueryLimits) -> QueryTooLarge:
    """Give the error for a result that is too large."""
    return QueryTooLarge(
        name="bytes",
        limit="the size of the result in bytes",
        value=f"over {limits.result_bytes}",
        allowed=limits.result_bytes,
        advice=ASK_FOR_LESS,
    )


def cut_error(rows: str) -> QueryTooLarge:
    """Give the error for a result that a remote engine has cut off after some rows."""
    return QueryTooLarge(
        name="rows", limit="the number of rows", value=f"over {rows}", allowed=rows, advice=ASK_FOR_LESS
    )


def refused_error(status: int, body: str) -> QueryError:
    """Give the error for a query that a remote engine does not take."""
    detail = sentence(body)
    return QuerySyntaxError(detail=detail) if status == BAD_REQUEST else QueryFailed(detail=f"{detail}.")


def _readable(message: str) -> str:
    """Say what the engine says so that it helps.

    It lists what it tried to read last (``error at 1:6: expected one of "$", SERVICE, IRI parsing failed``),
    which is rarely what was meant; only whole phrases among that tell something.
    """
    found = re.match(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", message, re.DOTALL)
    if found is None:
        return message[:300]
    phrases = [part for part in found[3].split(", ") if re.match(r"[A-Z]\w+ \w+|[a-z]+ \w+ [a-z]+", part)]
    reason = ", ".join(phrases) or "the query cannot be read beyond this point"
    return f"line {found[1]}, column {found[2]}: {reason[:300]}."
