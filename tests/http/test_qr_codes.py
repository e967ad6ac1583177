"""QR codes: the identifier of a published thing as a drawing, which its page loads when it is printed."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from network import BASE

from opencollections.web.routes.qr_codes import drawn

THING = "hafa/object/HAFA-83"


def test_a_page_leads_to_the_drawing_of_its_identifier(client: Any) -> None:
    page = client.get(f"/page/{THING}", accept="text/html").text
    (address,) = re.findall(r'<img src="([^"]*/qr/[^"]*)" alt="" loading="lazy">', page)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.content == drawn(f"{BASE}/id/{THING}")
    assert f'<{BASE}/id/{THING}>; rel="canonical"' in answer.headers["link"]
    assert client.get(address, if_none_match=answer.headers["etag"]).status_code == 304


def test_the_drawing_is_one_for_each_identifier() -> None:
    one, other = drawn(f"{BASE}/id/a"), drawn(f"{BASE}/id/b")
    assert one != other
    assert ET.fromstring(one).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    ("path", "status"), [("hafa/object/none.svg", 404), ("", 404), ("x" * 3_000, 404), ("x" * 5_000, 414)]
)
def test_what_is_not_published_has_no_drawing(client: Any, path: str, status: int) -> None:
    assert client.get(f"/qr/{path}", accept="application/json").status_code == status


def test_an_identifier_may_have_what_needs_encoding(client: Any) -> None:
    portrait = client.get("/page/npg/object/S%2FNPG.77.190", accept="text/html").text
    (address,) = re.findall(r'src="([^"]*/qr/[^"]*)"', portrait)
    assert address.endswith("/qr/npg/object/S%2FNPG.77.190.svg")
    assert client.get(address).content == drawn(f"{BASE}/id/npg/object/S%2FNPG.77.190")
