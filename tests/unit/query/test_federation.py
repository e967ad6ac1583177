"""Federation: what the operator's list may say, and which addresses a connection may go to."""

from ipaddress import ip_address, ip_network

import pytest

from opencollections.errors import WrongOption
from opencollections.query.federation import Federation
from opencollections.settings import Settings

INTERNAL = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a9fe:a9fe::",
]  # fmt: skip
PUBLIC = [
    "93.184.215.14",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "::ffff:93.184.215.14",
    "64:ff9b::5db8:d70e",
]


@pytest.mark.parametrize("address", INTERNAL)
def test_nothing_internal_is_connected_to(address: str) -> None:
    assert not Federation().allows(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is(address: str) -> None:
    assert Federation().allows(ip_address(address))


def test_a_listed_network_is_too() -> None:
    listed = Federation(networks=(ip_network("10.1.0.0/16"), ip_network("fc00:1::/32")))
    assert listed.allows(ip_address("10.1.2.3"))
    assert listed.allows(ip_address("::ffff:10.1.2.3"))
    assert listed.allows(ip_address("fc00:1::5"))
    assert not listed.allows(ip_address("10.2.0.1"))


def test_the_lists_are_words_of_a_setting() -> None:
    federation = Federation.of(
        Settings(
            federation_endpoints=" https://a.example/sparql http://b.example:8080/q ",
            federation_networks="10.1.0.0/16 ::1/128",
            federation_timeout_s=3,
        )
    )
    assert federation.endpoints == {"https://a.example/sparql", "http://b.example:8080/q"}
    assert federation.networks == (ip_network("10.1.0.0/16"), ip_network("::1/128"))
    assert federation.seconds == 3
    assert Federation.of(Settings()).endpoints == frozenset()


REMOTE = {"engine": "sparql", "engine_query_url": "http://e/query", "engine_update_url": "http://e/update"}


@pytest.mark.parametrize(
    "setting",
    [
        {"federation_endpoints": "a.example/sparql"},
        {"federation_endpoints": "ftp://a.example/"},
        {"federation_endpoints": "https://"},
        {"federation_endpoints": "https://user@a.example/"},
        {"federation_endpoints": "https://a.example:99999/"},
        {"federation_endpoints": "https://a.example/#x"},
        {"federation_networks": "10.1.0.0/33"},
        {"federation_networks": "10.1.2.3/16"},
        {"federation_networks": "localhost"},
        {"federation_endpoints": "https://a.example/sparql"} | REMOTE,
    ],
)
def test_what_cannot_be_understood_is_said(setting: dict[str, str]) -> None:
    with pytest.raises(WrongOption, match=next(iter(setting))):
        Federation.of(Settings(**setting))
