"""Clients: told apart by address, and by what proxies say only where those are trusted."""

import pytest

from opencollections.errors import WrongOption
from opencollections.web.clients import Clients

PROXIES = "127.0.0.1, ::1, 10.0.0.0/8"

SEEN = [
    ("", "192.0.2.7", None, "192.0.2.7"),
    ("", "127.0.0.1", "192.0.2.7", "127.0.0.1"),
    (PROXIES, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
    (PROXIES, "127.0.0.1", None, "127.0.0.1"),
    (PROXIES, "127.0.0.1", "192.0.2.7", "192.0.2.7"),
    (PROXIES, "127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
    (PROXIES, "127.0.0.1", "203.0.113.9, 192.0.2.7, 10.1.2.3", "192.0.2.7"),
    (PROXIES, "127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9"),
    (PROXIES, "127.0.0.1", "192.0.2.7, nonsense", "127.0.0.1"),
    (PROXIES, "127.0.0.1", "nonsense, 10.1.2.3", "10.1.2.3"),
    (PROXIES, "127.0.0.1", "," * 1_000, "127.0.0.1"),
    (PROXIES, "::ffff:127.0.0.1", "192.0.2.7", "192.0.2.7"),
    (PROXIES, "::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("", "2001:db8:1:2::9", None, "2001:db8:1:2::/64"),
    ("", "fe80::1%eth0", None, "fe80::/64"),
    ("", "::ffff:192.0.2.7", None, "192.0.2.7"),
]


@pytest.mark.parametrize(("proxies", "peer", "forwarded", "name"), SEEN)
def test_a_client_is_told_by_what_can_be_believed(proxies, peer, forwarded, name) -> None:
    headers = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    assert Clients(proxies).name({"client": (peer, 1), "headers": headers}) == name


def test_several_headers_are_read_as_one_list() -> None:
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"192.0.2.7")]
    assert Clients(PROXIES).name({"client": ("::1", 1), "headers": headers}) == "192.0.2.7"


def test_who_has_no_address_counts_as_one() -> None:
    assert Clients("").name({"client": None, "headers": []}) == "unknown"


@pytest.mark.parametrize("proxies", ["localhost", "10.0.0.1/8", "::1;127.0.0.1", "*"])
def test_a_proxy_that_is_no_address_is_an_error_at_start(proxies: str) -> None:
    with pytest.raises(WrongOption, match="OCN_TRUSTED_PROXIES"):
        Clients(proxies)
