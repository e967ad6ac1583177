"""Asking: requests for the media of members, to addresses of the public internet alone, a little of each file.

A name is resolved once, every address it has is checked, and the connection goes to the checked one. Redirects are
followed a few times, each checked in the same way. No credentials, no proxy of the environment, and never a whole file.
"""

import socket
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from time import monotonic
from typing import Final

import httpx

from .. import __version__
from ..formats.image_sizes import image_size
from ..query.federation import Federation
from ..store.media import Medium

HEAD_BYTES: Final = 65_536
"""Bytes asked for of a file; the size of an image stands among them."""

REDIRECTS: Final = 3
_MOVED: Final = {301, 302, 303, 307, 308}
_FOUND: Final = {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}


class Refused(Exception):
    """A file that cannot be asked for; the text says why."""


@dataclass(slots=True)
class Asking:
    """Asks for media; ``rules`` tell which addresses may be connected to, ``home`` is told to whoever wonders who asks.

    An answer may take ``seconds``, and between two requests there are to be ``pause_s`` seconds.
    """

    rules: Federation
    home: str
    seconds: float
    pause_s: float = 1.0

    def asked(self, url: str, now: str) -> Medium:
        """Find out what kind of file an address leads to, and how large it is."""
        try:
            with self._client() as client:
                return self._followed(client, url, now)
        except Refused as error:
            return Medium(url, now, failed=str(error))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Medium(
                url, now, failed=f"the connection failed ({str(error) or type(error).__name__})"[:300]
            )

    def _client(self) -> httpx.Client:
        return httpx.Client(
            trust_env=False,
            follow_redirects=False,
            timeout=self.seconds,
            headers={
                "User-Agent": f"OpenCollections/{__version__} (size of media; +{self.home}/)",
                "Range": f"bytes=0-{HEAD_BYTES - 1}",
                "Accept-Encoding": "identity",
            },
        )

    def _followed(self, client: httpx.Client, url: str, now: str) -> Medium:
        target = httpx.URL(url)
        for _ in range(REDIRECTS + 1):
            with self._sent(client, target) as response:
                if response.status_code not in _MOVED:
                    return _medium(url, now, response, monotonic() + self.seconds)
                target = target.join(response.headers.get("location", ""))
        raise Refused("it redirects again and again")

    def _sent(self, client: httpx.Client, url: httpx.URL) -> AbstractContextManager[httpx.Response]:
        if url.scheme not in {"http", "https"} or not url.host or url.userinfo:
            raise Refused("its address is not one of the web")
        address = self._address(url)
        request = client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        return closing(client.send(request, stream=True))

    def _address(self, url: httpx.URL) -> str:
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Refused("its name has no address") from None
        addresses = [str(info[4][0]).partition("%")[0] for info in found]
        if not all(self.rules.allows(ip_address(address)) for address in addresses):
            raise Refused("its address is in a network that is not asked from here")
        return addresses[0]


def _medium(url: str, now: str, response: httpx.Response, until: float) -> Medium:
    if response.status_code not in _FOUND:
        raise Refused(f"it answered with status {response.status_code}")
    head = bytearray()
    for piece in response.iter_raw():
        head += piece
        if len(head) >= HEAD_BYTES:
            break
        if monotonic() > until:
            raise Refused("it answers too slowly")
    type_ = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    size = image_size(bytes(head)) or (None, None)
    return Medium(url, now, type_[:100] or None, _length(response), *size)


def _length(response: httpx.Response) -> int | None:
    """Give the size of the whole file (RFC 9110 §14.4), as far as the answer tells it."""
    whole = response.headers.get("content-range", "").rpartition("/")[2]
    if response.status_code == HTTPStatus.OK:
        whole = response.headers.get("content-length", "")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 16 else None
