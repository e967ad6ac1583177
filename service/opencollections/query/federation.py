"""Federation: which services a query may ask, which addresses they may have, and what that may cost."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ..errors import WrongOption

if TYPE_CHECKING:
    from ..settings import Settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 addresses behind a translator (RFC 6052 §2.1)."""


@dataclass(frozen=True, slots=True)
class Federation:
    """The operator's list and limits: times in seconds, sizes in bytes.

    ``networks`` are nets that are not of the public internet and may be connected to all the same.
    ``requests`` may be under way at once, and an answer is kept for ``kept_seconds`` to be given again.
    """

    endpoints: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    workers: int = 1
    seconds: float = 20.0
    result_bytes: int = 16 * 1024 * 1024
    requests: int = 4
    kept_seconds: float = 60.0

    @classmethod
    def of(cls, settings: Settings) -> Federation:
        """Give what the operator has set; raise WrongOption where that cannot be understood, or not be done."""
        if settings.federation_endpoints.split() and settings.engine != "embedded":
            raise WrongOption(
                option="federation_endpoints",
                value=settings.federation_endpoints,
                wanted="nothing here: a remote engine may not ask other services",
            )
        return cls(
            endpoints=frozenset(_endpoint(one) for one in settings.federation_endpoints.split()),
            networks=tuple(_network(one) for one in settings.federation_networks.split()),
            workers=settings.federation_workers,
            seconds=settings.federation_timeout_s,
            result_bytes=settings.federation_result_limit_bytes,
            requests=settings.federation_request_limit,
            kept_seconds=settings.federation_cache_s,
        )

    def allows(self, address: Address) -> bool:
        """Tell whether a connection to this address may be opened."""
        meant = _meant(address)
        listed = any(meant in network for network in self.networks)
        return listed or (meant.is_global and not meant.is_multicast)


def _meant(address: Address) -> Address:
    """Give the IPv4 address that an IPv6 address only wraps: mapped, 6to4, Teredo, or behind a translator."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo is not None else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def _endpoint(address: str) -> str:
    try:
        parts = urlsplit(address)
        understood = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        understood = False
    if not understood or parts.username is not None or parts.fragment:
        wanted = "the http or https address of a SPARQL endpoint, such as https://query.wikidata.org/sparql"
        raise WrongOption(option="federation_endpoints", value=address, wanted=wanted)
    return address


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        wanted = "a network with the length of its prefix, such as 10.1.0.0/16"
        raise WrongOption(option="federation_networks", value=text, wanted=wanted) from None
