"""Outbound: requests of this service to the services that the operator has listed, and to nothing else.

A name is resolved once, every address it has is checked, and the connection goes to the checked one, so that
nothing behind the name can change in between.
"""

import asyncio
import json
import socket
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from time import monotonic
from typing import Final

import httpx

from .. import __version__
from ..errors import ServiceFailed
from ..query.federation import Federation

JSON: Final = "application/sparql-results+json"

REDIRECTS: Final = 2
"""Redirects that are followed, each of them to an endpoint of the list."""

KEPT_BYTES: Final = 32 * 1024 * 1024
"""All answers together that are kept to be given again."""

_MOVED: Final = {301, 302, 307, 308}


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    until: float


class Outbound:
    """Asks listed endpoints; ``home`` is the address of this service, for whoever wonders who asks."""

    def __init__(self, federation: Federation, home: str) -> None:
        self._federation = federation
        self._turns = asyncio.Semaphore(federation.requests)
        self._kept: OrderedDict[tuple[str, bytes], _Kept] = OrderedDict()
        self._client = httpx.AsyncClient(
            # Neither proxies nor credentials of the environment, and one connection for one request.
            trust_env=False,
            follow_redirects=False,
            timeout=federation.seconds,
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={
                "User-Agent": f"OpenCollections/{__version__} (SERVICE of {home}/sparql; +{home}/)",
                "Accept": JSON,
                "Accept-Encoding": "identity",
            },
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def asked(self, endpoint: str, query: bytes) -> bytes:
        """Give the result of a query in SPARQL 1.1 Query Results JSON; raise ServiceFailed."""
        kept = self._kept.get((endpoint, query))
        if kept is not None and kept.until > monotonic():
            return kept.body
        try:
            async with asyncio.timeout(self._federation.seconds), self._turns:
                body = await self._followed(endpoint, query)
        except TimeoutError:
            detail = f"it did not answer within {self._federation.seconds:g} seconds"
            raise ServiceFailed(endpoint=endpoint, detail=detail) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            detail = str(error) or type(error).__name__
            raise ServiceFailed(endpoint=endpoint, detail=f"the connection failed ({detail})") from None
        await asyncio.to_thread(_check_result, endpoint, body)
        self._keep((endpoint, query), body)
        return body

    def _keep(self, question: tuple[str, bytes], body: bytes) -> None:
        self._kept[question] = _Kept(body, monotonic() + self._federation.kept_seconds)
        self._kept.move_to_end(question)
        while sum(len(one.body) for one in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)

    async def _followed(self, endpoint: str, query: bytes) -> bytes:
        """Ask, and ask again where a redirect leads within the list; raise ServiceFailed where it leads out."""
        url = httpx.URL(endpoint)
        for _ in range(REDIRECTS + 1):
            response = await self._sent(endpoint, url, query)
            try:
                if response.status_code not in _MOVED:
                    return await self._body(endpoint, response)
                url = url.join(response.headers.get("location", ""))
            except httpx.InvalidURL:
                raise ServiceFailed(endpoint=endpoint, detail="it redirects to no address") from None
            finally:
                await response.aclose()
            if str(url) not in self._federation.endpoints:
                detail = f"it redirects to {str(url)[:300]}, which the operator has not listed"
                raise ServiceFailed(endpoint=endpoint, detail=detail)
        raise ServiceFailed(endpoint=endpoint, detail="it redirects again and again")

    async def _sent(self, endpoint: str, url: httpx.URL, query: bytes) -> httpx.Response:
        address = await self._address(endpoint, url)
        request = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            data={"query": query.decode()},
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        return await self._client.send(request, stream=True)

    async def _address(self, endpoint: str, url: httpx.URL) -> str:
        """Resolve the host of an endpoint to an address that may be connected to; raise ServiceFailed."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise ServiceFailed(endpoint=endpoint, detail="its name has no address") from None
        addresses = [str(info[4][0]).partition("%")[0] for info in found]
        for address in addresses:
            if not self._federation.allows(ip_address(address)):
                detail = "its address is in a network that is not asked from here"
                raise ServiceFailed(endpoint=endpoint, detail=detail)
        return addresses[0]

    async def _body(self, endpoint: str, response: httpx.Response) -> bytes:
        if response.status_code != HTTPStatus.OK:
            raise ServiceFailed(endpoint=endpoint, detail=f"it answered with status {response.status_code}")
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in {JSON, "application/json"}:
            detail = f"it answered in {media_type[:100] or 'no format'}, and {JSON} is understood"
            raise ServiceFailed(endpoint=endpoint, detail=detail)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ServiceFailed(endpoint=endpoint, detail="its answer is compressed, which was not asked for")
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self._federation.result_bytes:
                detail = f"its answer is larger than {self._federation.result_bytes} bytes"
                raise ServiceFailed(endpoint=endpoint, detail=detail)
        return bytes(body)


def _check_result(endpoint: str, body: bytes) -> None:
    """Raise ServiceFailed for what is no whole result: one that breaks off must not count as a short one."""
    try:
        result = json.loads(body)
    except (ValueError, RecursionError):
        result = None
    if not isinstance(result, dict) or not {"results", "boolean"} & set(result):
        raise ServiceFailed(endpoint=endpoint, detail="its answer is no whole result of a query")
