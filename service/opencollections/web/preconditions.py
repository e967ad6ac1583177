"""Preconditions: a change is made only to the state that its client has seen (RFC 9110 §13.1.1 and §13.1.2)."""

from collections.abc import Collection

from starlette.datastructures import Headers
from werkzeug.http import parse_etags


def holds(headers: Headers, etags: Collection[str]) -> bool:
    """Tell whether a request may change what has these validators: one for each form of it, none if it is not there.

    If-Match names what the client has seen, ``*`` anything that is there; If-None-Match what must not be there.
    """
    seen, absent = headers.get("if-match"), headers.get("if-none-match")
    if seen is not None and not _among(seen, etags):
        return False
    return absent is None or not _among(absent, etags)


def _among(listed: str, etags: Collection[str]) -> bool:
    # A weak validator never matches here (§13.1.1: strong comparison); a state of ours has strong ones alone.
    named = parse_etags(listed)
    return any(named.contains(etag.strip('"')) for etag in etags)
