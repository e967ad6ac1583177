"""The Graph Store Protocol: a graph that is not there, not one's own, or not to be written."""

from .root import UsageError


class GraphStoreError(UsageError):
    translated = False


class UnknownGraph(GraphStoreError):
    text = "There is no graph {graph} here. Each published collection has one; /catalog lists them, and the operator adds a collection."
    status = 404


class GraphParameterInvalid(GraphStoreError):
    text = "Which graph is meant is not told. Name it by ?graph= with its whole IRI, once, or write ?default for all of them together."


class DefaultGraphReadOnly(GraphStoreError):
    text = "The default graph is what all collections state together, and nobody writes it. Write the graph of your own collection."
    status = 403


class GraphMapped(GraphStoreError):
    text = "The collection {collection} is made from files by a mapping, and its next import would replace what is written here. Hand in its files instead, or have a collection of RDF as it is added."
    status = 409


class GraphChanged(GraphStoreError):
    text = "The graph {graph} is not in the state that If-Match or If-None-Match asks for, so nothing was changed. Read it again, and send the change to what it states now, with its new ETag."
    status = 412


class GraphMediaTypeUnknown(GraphStoreError):
    text = "A graph is taken as one of {known}. This one is said to be of type {media_type}."
    status = 415


class TokenUnknown(GraphStoreError):
    text = "Writing needs the token of a member, in the header Authorization: Bearer TOKEN. There is none here, or not a valid one."
    status = 401


class ForeignGraph(GraphStoreError):
    text = "The graph {graph} is not one of {member}. A member writes the graphs of its own collections."
    status = 403


class BodyTooLarge(GraphStoreError):
    text = "The body has more than {limit} bytes, the limit of this service. Send less at once, and add the rest by POST."
    status = 413
    translated = True
