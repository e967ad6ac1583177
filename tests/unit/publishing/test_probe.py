"""The probe: media are asked for their size by rules, what they tell is kept, and objects are judged by it."""

import struct
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import ClassVar

import pytest

from opencollections.publishing.asking import HEAD_BYTES, Asking
from opencollections.publishing.documents import AS_IT_IS
from opencollections.publishing.probe import probe
from opencollections.query.federation import Federation
from opencollections.query.quality import object_quality

from .lists import BASE, IDS, Lists

NAME = "m/objects"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1200, 900) + b"\0" * 100_000
NOW = "2026-11-26T00:00:00Z"


class Museum(BaseHTTPRequestHandler):
    """A museum's own server, with a picture, and much that goes wrong."""

    asked: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append({"path": self.path, **self.headers})
        if self.path == "/1.png":
            self.send_response(206)
            self.send_header("Content-Type", "image/png; charset=x")
            self.send_header("Content-Range", f"bytes 0-{HEAD_BYTES - 1}/{len(PNG)}")
            self.end_headers()
            self.wfile.write(PNG[:HEAD_BYTES])
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(20):
                self.wfile.write(b"0")
                time.sleep(0.05)
        elif self.path == "/moved":
            self._to("/1.png")
        elif self.path == "/inside":
            self._to("http://169.254.169.254/latest/meta-data")
        elif self.path == "/round":
            self._to("/round")
        else:
            self.send_error(404)

    def _to(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def museum() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Museum) as server:
        Museum.asked.clear()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def asking(*, loopback: bool = True) -> Asking:
    return Asking(Federation(networks=(ip_network("127.0.0.0/8"),) if loopback else ()), BASE, 5, 0)


def test_a_picture_tells_its_kind_and_size_by_its_first_bytes(museum: str):
    found = asking().asked(f"{museum}/1.png", NOW)
    assert (found.type, found.bytes, found.width, found.height) == ("image/png", len(PNG), 1200, 900)
    assert Museum.asked[0]["Range"] == f"bytes=0-{HEAD_BYTES - 1}"
    assert BASE in Museum.asked[0]["User-Agent"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/inside", "its address is in a network that is not asked from here"),
        ("/round", "it redirects again and again"),
        ("/nothing", "it answered with status 404"),
    ],
)
def test_what_cannot_be_asked_for_says_why(museum: str, path: str, why: str):
    assert asking().asked(museum + path, NOW).failed == why


def test_a_file_that_drips_is_given_up(museum: str):
    slow = Asking(asking().rules, BASE, 0.2, 0)
    assert slow.asked(f"{museum}/slow", NOW).failed == "it answers too slowly"


def test_a_redirect_is_followed_to_the_picture(museum: str):
    assert asking().asked(f"{museum}/moved", NOW).width == 1200


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1]/",
        "http://user:word@example.org/1.png",
        "ftp://example.org/1.png",
        "http://",
        "http://a b/",
    ],
)
def test_an_address_that_is_none_of_the_public_web_is_not_asked(url: str):
    assert asking(loopback=False).asked(url, NOW).failed


def test_private_addresses_are_never_asked(museum: str):
    found = asking(loopback=False).asked(f"{museum}/1.png", NOW)
    assert found.failed == "its address is in a network that is not asked from here"
    assert Museum.asked == []


def test_what_was_found_out_lifts_the_content_tier_and_is_not_asked_again(lists: Lists, museum: str):
    with lists.data.control() as control:
        lists.add(control, NAME, AS_IT_IS)
    file = lists.folder / "objects.ttl"
    file.write_text(
        f"""@prefix dc: <http://purl.org/dc/elements/1.1/> . @prefix edm: <http://www.europeana.eu/schemas/edm/> .
@prefix ore: <http://www.openarchives.org/ore/terms/> .
<object/1> a edm:ProvidedCHO ; dc:title "Híd"@hu ; edm:type "IMAGE" .
<aggregation/1> a ore:Aggregation ; edm:aggregatedCHO <object/1> ; edm:isShownBy <{museum}/1.png>, <{museum}/nothing> ;
    edm:rights <http://creativecommons.org/publicdomain/zero/1.0/> .
""",
        encoding="utf-8",
    )
    version = lists.ingest_file(file, NAME).version
    assert tiers(lists) == (1, False)
    told = []
    for expected in ((2, 1), (0, 0)):
        found = probe(lists.data, version, IDS, asking(), 10, lambda _: None, told.append)
        assert (found.asked, found.failed) == expected
        assert tiers(lists) == (4, True)
    assert len(told) == 2
    # A publish that concerns the object has it judged by the same.
    file.write_text(file.read_text(encoding="utf-8").replace("Híd", "Kő"), encoding="utf-8")
    lists.ingest_file(file, NAME)
    assert tiers(lists) == (4, True)


def tiers(lists: Lists) -> tuple[int, bool]:
    with lists.data.control() as control:
        found = object_quality(control, f"{IDS.entities}m/object/1")
    assert found is not None
    return found.content, found.measured
