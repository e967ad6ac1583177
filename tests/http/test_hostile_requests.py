"""Hostile requests: each gets the right status, and neither it nor whoever asks next gets anything of it back."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))
REPEATED = re.compile(r"<(.+?)\\? ?(\d{3,})>")
PLAIN = "/data/hafa/object/HAFA-83"


def unfolded(text: str) -> str:
    return REPEATED.sub(lambda found: found[1] * int(found[2]), text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("reader", ["text/html", "application/json"])
def test_the_status_is_right_and_nothing_comes_back(client: Any, case: dict[str, Any], reader: str) -> None:
    headers = {name: unfolded(value) for name, value in case.get("headers", {}).items()}
    if case["status"] >= 400 and "accept" not in headers:
        headers["accept"] = reader
    response = client.request("GET", unfolded(case["path"]), headers)
    assert response.status_code == case["status"], response.text[:500]
    told = response.text + "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    for text in case.get("absent", ()):
        assert text not in told
    assert "Traceback" not in told
    assert "content-security-policy" in response.headers


def test_the_cache_gives_nobody_what_a_forged_request_got(client: Any) -> None:
    before = client.get(PLAIN, accept="text/turtle")
    for forged in (
        {"host": "evil.example"},
        {"x-forwarded-host": "evil.example"},
        {"accept-profile": "schema"},
        {"accept": "application/ld+json"},
        {"accept-language": "xx-evil"},
        {"cookie": "lang=evil"},
    ):
        client.request("GET", PLAIN, forged)
    after = client.get(PLAIN, accept="text/turtle")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


@pytest.mark.parametrize("first", [{"accept_profile": "schema"}, {"accept": "application/ld+json"}, {}])
def test_each_wish_gets_its_own_answer_whoever_asked_first(client: Any, first: dict[str, str]) -> None:
    path = "/data/npg/object/S_NPG.77.190"
    client.get(path, **first)
    assert client.get(path).headers["content-location"] == f"{path}.ttl"
    assert (
        client.get(path, accept_profile="schema").headers["content-location"]
        == f"{path}.jsonld?_profile=schema"
    )
    assert client.get(path, accept="application/ld+json").headers["content-location"] == f"{path}.jsonld"
