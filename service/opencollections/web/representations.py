"""Representations: bytes with everything that HTTP wants to know about them (RFC 9110 §8 and §13)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from fastapi import Request, Response
from starlette.datastructures import Headers
from werkzeug.http import http_date, parse_date, parse_etags

CACHEABLE: Final = "public, max-age=300, must-revalidate"
"""For data: a copy may serve for five minutes, and is asked about after that."""

REVALIDATED: Final = "public, max-age=0, must-revalidate"
"""For pages: whoever publishes wants to see it now; an unchanged page costs a 304."""


_CONDITIONS: Final = frozenset({b"if-none-match", b"if-modified-since"})


class WebLink(NamedTuple):
    """One link of a ``Link`` header (RFC 8288): ``profile`` is that of what it leads to (RFC 6906).

    With a ``token`` it tells the short name of the profile that is its ``anchor``.
    """

    href: str
    rel: str
    media_type: str | None = None
    profile: str | None = None
    token: str | None = None
    anchor: str | None = None

    def __str__(self) -> str:
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        profile = f'; profile="{self.profile}"' if self.profile else ""
        token = f'; token="{self.token}"; anchor="{self.anchor}"' if self.token else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}{profile}{token}'


@dataclass(frozen=True, slots=True)
class Representation:
    """A body with its type, the ISO time of its last change, what it varies by, and its links."""

    body: bytes
    content_type: str
    modified: str | None = None
    vary: str | None = None
    location: str | None = None
    links: tuple[WebLink, ...] = ()
    cache: str = CACHEABLE
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator: it is another one when any byte or the type is another one."""
        digest = hashlib.sha256(self.content_type.encode() + b"\n" + self.body).hexdigest()
        return f'"{digest[:32]}"'


def answer(request: Request, given: Representation) -> Response:
    """Answer with a representation, or with 304 where the client has this very one."""
    etag = given.etag
    headers = _headers(given, etag)
    if unchanged(request, etag, given.modified):
        return Response(status_code=304, headers=headers)
    return Response(given.body, headers=headers | {"Content-Type": given.content_type})


def unchanged(request: Request, etag: str, modified: str | None) -> bool:
    """Tell whether a conditional request may be answered with 304 (RFC 9110 §13.2.2)."""
    return is_conditional(request.scope["headers"]) and has_this(
        request.headers, etag, None if modified is None else _moment(modified)
    )


def is_conditional(fields: Iterable[tuple[bytes, bytes]]) -> bool:
    """Tell whether the fields of a request, with names in small letters, have a condition of ours among them."""
    return not _CONDITIONS.isdisjoint([name for name, _ in fields])


def has_this(headers: Headers, etag: str, modified: datetime | None) -> bool:
    """Tell whether a client says in the headers of its request that it has this very representation."""
    asked = headers.get("if-none-match")
    if asked is not None:
        return parse_etags(asked).contains_weak(etag.strip('"')) or asked.strip() == "*"
    since = parse_date(headers.get("if-modified-since"))
    # A time to come was told while a clock was wrong, and says nothing of what was published since.
    return since is not None and modified is not None and modified <= since <= datetime.now(UTC)


def last_modified(iso: str) -> str:
    """Write an ISO time as HTTP does, never one that is to come (RFC 9110 §8.8.2.1)."""
    return _written(min(_moment(iso), datetime.now(UTC).replace(microsecond=0)))


@lru_cache(maxsize=4_096)
def _written(time: datetime) -> str:
    """Write a time as HTTP does; much was modified at the same time, by one publish."""
    return http_date(time)


def link_header(links: Iterable[WebLink]) -> str:
    return ", ".join(map(str, links))


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(microsecond=0)


def _headers(given: Representation, etag: str) -> dict[str, str]:
    wanted = {
        "ETag": etag,
        "Last-Modified": last_modified(given.modified) if given.modified else None,
        "Vary": given.vary,
        "Content-Location": given.location,
        "Link": link_header(given.links) or None,
        "Cache-Control": given.cache,
    }
    return {name: value for name, value in wanted.items() if value is not None} | dict(given.headers)
