"""Clients: whom a request counts for, so that limits for each can be kept."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from starlette.types import Scope

from ..errors import WrongOption

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

SUBSCRIBER_BITS: Final = 64
"""An IPv6 client has a network of this prefix for itself, so that all its addresses count as one."""


class Clients:
    """Tells clients by their address; X-Forwarded-For is believed from these proxies and nobody else."""

    def __init__(self, proxies: str) -> None:
        """Read addresses or networks, separated by commas; raise WrongOption for what is neither."""
        self._proxies = tuple(_network(part.strip()) for part in proxies.split(",") if part.strip())

    def name(self, scope: Scope) -> str:
        """Give the name that a client is counted by: its IPv4 address, or its IPv6 network."""
        peer = scope.get("client")
        address = _address(peer[0]) if peer else None
        if address is None:
            return "unknown"
        if self._is_proxy(address):
            address = self._forwarded(scope["headers"], address)
        return _name(address)

    def _forwarded(self, fields: Iterable[tuple[bytes, bytes]], proxy: Address) -> Address:
        """Give the last address that a trusted proxy saw: what stands left of it is only what it was told."""
        listed = ",".join(str(value, "latin-1") for name, value in fields if name == b"x-forwarded-for")
        seen = proxy
        for part in reversed(listed.split(",")):
            address = _address(part.strip())
            if address is None:
                return seen
            seen = address
            if not self._is_proxy(address):
                return seen
        return seen

    def _is_proxy(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        wanted = "addresses or networks, separated by commas, such as 127.0.0.1,::1 or 172.16.0.0/12"
        raise WrongOption(option="OCN_TRUSTED_PROXIES", value=text, wanted=wanted) from None


@lru_cache(maxsize=4_096)
def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=4_096)
def _name(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((address, SUBSCRIBER_BITS), strict=False))
