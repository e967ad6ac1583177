"""Queries: one that cannot be answered, or is over a limit."""

from typing import ClassVar

from .root import UsageError


class QueryError(UsageError):
    translated = False


class QuerySyntaxError(QueryError):
    text = "The query is not valid SPARQL: {detail}"


class QueryRefused(QueryError):
    text = "The query was refused: {reason}"
    status = 403


class QueryLimit(QueryError):
    """Over one of the limits that are listed at /sparql/limits; ``name`` is what it is called there."""

    name: ClassVar[str] = ""
    translated = True


class QueryTooLarge(QueryLimit):
    """A query, or its result, over a limit that the fact ``name`` names."""

    text = "The query is over a limit: {limit} is {value}, and at most {allowed} is allowed here. {advice}"
    status = 413
    translated = False


class QueryParameterInvalid(QueryError):
    text = "The parameter {parameter!r} {reason}"


class QueryNotText(QueryError):
    text = "The {part} is not text in UTF-8: {detail}. Send it as UTF-8, which is also what needs no charset to be named."


class QueryMediaTypeUnknown(QueryError):
    text = (
        "A query is posted as application/sparql-query, or in the parameter query of a form "
        "(application/x-www-form-urlencoded). This request is of type {media_type}."
    )
    status = 415


class QueryTokenUnknown(QueryError):
    text = "The token in the header Authorization is not that of a member, or not any more. Ask without it, as everybody may, or ask the operator for a new one."
    status = 401


class QueryFailed(QueryError):
    text = "The query could not be answered: {detail}"
    status = 503


class QueryStopped(QueryLimit):
    text = "The query was stopped after {seconds:g} s, the limit for it. Ask for less with LIMIT, take the dump of the collection, or send the token of a member, which brings more time (/sparql/limits)."
    status = 503
    name = "time"


class QueueFull(QueryLimit):
    text = "All query workers are busy. Try again in {seconds} s."
    status = 503
    name = "queue"


class TooManyLong(QueryLimit):
    text = "The query was stopped, because {allowed} long ones are at work already and short ones must not wait for it. Try again in {seconds} s, ask for less with LIMIT, or take the dump of the collection."
    status = 503
    name = "long"


class TooManyAtOnce(QueryLimit):
    text = "You have {allowed} queries at work already, the limit for you. Wait until one is answered, or send the token of a member, which brings more (/sparql/limits)."
    status = 429
    name = "concurrent"


class BudgetSpent(QueryLimit):
    text = "Your queries have used up the {allowed:g} s of evaluation that you have in a minute. Try again in {seconds} s, take the dump of the collection, or send the token of a member, which brings more (/sparql/limits)."
    status = 429
    name = "budget"


class ServiceFailed(QueryError):
    text = "The query asks {endpoint}, and that could not be done: {detail}. Try again later, or write SERVICE SILENT to go on without it."
    status = 502
