"""The endpoint of a remote engine: SPARQL 1.1 queries, updates and graph store over HTTP, with what may be retried.

All that is written here may be said twice without harm: the data of an update names its triples, and a whole graph
replaces another. So a write is tried again where the network broke, as a query is; what the engine refuses is not.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolution, QuerySolutions, parse_query_results

from ..errors import EngineRefused, EngineUnreachable, SettingInvalid
from ..settings import Settings
from .profiles import PROFILES, Profile

READ_PAUSES_S: Final = (0.1,)
WRITE_PAUSES_S: Final = (0.2, 1.0, 5.0)
"""Pauses before another attempt: a reader waits for the answer, a publish has time."""

CONNECT_S: Final = 5.0
PIECE_BYTES: Final = 1 << 18
_PASSING: Final = {502, 503, 504}
_TABLE: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Access:
    """How a remote engine is reached: its three addresses, who we are to it, and how long it may take."""

    profile: Profile
    query_url: str
    update_url: str
    graph_store_url: str | None
    auth: httpx.Auth | None
    connections: int
    read_s: float
    write_s: float

    @classmethod
    def of(cls, settings: Settings) -> "Access | None":
        """Give what the settings say, or None for the embedded engine; raise SettingInvalid."""
        if settings.engine == "embedded":
            return None
        profile = PROFILES[settings.engine]
        return cls(
            profile=profile,
            query_url=_address(settings, "engine_query_url"),
            update_url=_address(settings, "engine_update_url"),
            graph_store_url=settings.engine_graph_store_url and _address(settings, "engine_graph_store_url"),
            auth=_auth(settings, profile),
            connections=settings.engine_connections,
            read_s=settings.engine_read_timeout_s,
            write_s=settings.engine_write_timeout_s,
        )

    @property
    def limits(self) -> httpx.Limits:
        return httpx.Limits(max_connections=self.connections, max_keepalive_connections=self.connections)


def _address(settings: Settings, name: str) -> str:
    """Give the address that a setting has; raise SettingInvalid where it has none."""
    given = getattr(settings, name) or ""
    try:
        url = httpx.URL(given)
    except httpx.InvalidURL as error:
        raise SettingInvalid(name=name.upper(), detail=error) from None
    if url.scheme not in {"http", "https"} or not url.host:
        detail = f"the engine {settings.engine!r} needs an http or https address here"
        raise SettingInvalid(name=name.upper(), detail=detail)
    if url.userinfo:
        # An address is told in errors, and a password must not be.
        detail = "it has a name or a password in it; put them into OCN_ENGINE_USER and OCN_ENGINE_PASSWORD"
        raise SettingInvalid(name=name.upper(), detail=detail)
    return str(given)


class BearerAuth(httpx.Auth):
    """A token in the header Authorization (RFC 6750 §2.1)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _auth(settings: Settings, profile: Profile) -> httpx.Auth | None:
    if settings.engine_token is not None:
        return BearerAuth(settings.engine_token.get_secret_value())
    if settings.engine_user is None or settings.engine_password is None:
        return None
    known = (settings.engine_user, settings.engine_password.get_secret_value())
    return httpx.DigestAuth(*known) if profile.digest else httpx.BasicAuth(*known)


class Endpoint:
    """A remote engine as one process speaks to it; safe to use from several threads."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.profile = access.profile
        # No proxy of the environment stands between the service and its engine.
        self._client = httpx.Client(auth=access.auth, limits=access.limits, trust_env=False)

    @property
    def address(self) -> str:
        return self.access.query_url

    @property
    def has_graph_store(self) -> bool:
        return self.access.graph_store_url is not None

    def close(self) -> None:
        self._client.close()

    def table(self, query: str, parameters: Mapping[str, Sequence[str]] | None = None) -> list[QuerySolution]:
        """Give the rows of a SELECT of ours; raise EngineUnreachable or EngineRefused."""
        access = self.access

        def asked() -> httpx.Response:
            return self._client.post(
                access.query_url,
                data={"query": query, **(parameters or {})},
                headers={"Accept": _TABLE},
                timeout=httpx.Timeout(access.read_s, connect=CONNECT_S),
            )

        answer = _answered(access.query_url, asked, READ_PAUSES_S)
        if (rows := answer.headers.get(self.profile.cut_header)) is not None:
            detail = f"only the first {rows} rows: raise what it gives at most"
            raise EngineRefused(address=access.query_url, status=answer.status_code, detail=detail)
        try:
            rows = parse_query_results(answer.content, QueryResultsFormat.JSON)
            assert isinstance(rows, QuerySolutions)
            return list(rows)
        except (SyntaxError, ValueError, AssertionError) as error:
            detail = f"what is no table in {_TABLE} ({error})"
            raise EngineRefused(address=access.query_url, status=answer.status_code, detail=detail) from error

    def update(self, text: str) -> None:
        """Send an update of ours, which may be said twice; raise EngineUnreachable or EngineRefused."""
        self._write("POST", self.access.update_url, text.encode(), "application/sparql-update")

    def drop(self, graph: str) -> None:
        """Take everything out of a named graph."""
        self.update(f"DROP SILENT GRAPH {NamedNode(graph)}")

    def replace(self, graph: str, pieces: Iterable[Path]) -> None:
        """Make a named graph hold what these N-Triples files say, by the graph store (Graph Store Protocol §5.3).

        Each piece is sent before the next is asked for; without any the graph is dropped.
        """
        method = "PUT"
        for piece in pieces:
            self._store(method, graph, piece)
            method = "POST"
        if method == "PUT":
            self.drop(graph)

    def _store(self, method: str, graph: str, piece: Path) -> None:
        url = httpx.URL(str(self.access.graph_store_url)).copy_merge_params(
            {"graph": graph, **self.profile.loading}
        )
        # Some engines (Virtuoso 7) take a body without a length for an empty one and say that all is well.
        self._write(method, str(url), piece, "application/n-triples")

    def _write(self, method: str, url: str, body: bytes | Path, content_type: str) -> None:
        access = self.access
        size = len(body) if isinstance(body, bytes) else body.stat().st_size

        def sent() -> httpx.Response:
            return self._client.request(
                method,
                url,
                content=body if isinstance(body, bytes) else _File(body),
                headers={"Content-Type": content_type, "Content-Length": str(size)},
                timeout=httpx.Timeout(access.write_s, connect=CONNECT_S),
            )

        _answered(url, sent, WRITE_PAUSES_S)


def _answered(address: str, send: Callable[[], httpx.Response], pauses: Sequence[float]) -> httpx.Response:
    """Give the answer to a request that may be said twice, after as many attempts as there are pauses."""
    for pause in (*pauses, None):
        try:
            answer = send()
        except httpx.TransportError as error:
            # Who has waited for the whole time once would wait as long again.
            if pause is None or isinstance(error, httpx.ReadTimeout):
                raise EngineUnreachable(address=address, detail=reason(error)) from error
        else:
            if answer.is_success:
                return answer
            if pause is None or answer.status_code not in _PASSING:
                raise EngineRefused(address=address, status=answer.status_code, detail=sentence(answer.text))
        time.sleep(pause)
    raise AssertionError("the last attempt answers or raises")


@dataclass(frozen=True, slots=True)
class _File:
    """The bytes of a file, as often as they have to be sent."""

    path: Path

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


def reason(error: httpx.TransportError) -> str:
    """Say in words why there was no answer."""
    if isinstance(error, httpx.TimeoutException):
        return "it did not answer in time"
    return str(error) or type(error).__name__


def sentence(body: str, limit: int = 300) -> str:
    """Give what an engine says of an error, in one line, without the query that it repeats."""
    told = re.split(r"\n\s*(?:SPARQL query|in query)", body, maxsplit=1)[0]
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", told).split())[:limit].rstrip(".") or "nothing"
