"""Pictures: the sizes that a browser is offered of an address, and what is known of a picture."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from opencollections.formats.links import Urls
from opencollections.formats.pictures import SIZES, Picture, Sized, pictures, sized
from opencollections.iris import Identifiers
from opencollections.vocabulary import expand

from .graphs import OBJECT, quad, said

IIIF = "https://iiif.example/image/2"
FILE = "https://commons.wikimedia.org/wiki/Special:FilePath/Hatschek%20%C3%A9s%20Farkas.jpg"
ITEM = "https://archive.org/download/hafa-83-arjegyzek/cover.jpg"


@pytest.mark.parametrize(
    ("address", "pixels", "src"),
    [
        (f"{IIIF}/p1/full/full/0/default.jpg", 128, f"{IIIF}/p1/full/!128,128/0/default.jpg"),
        (f"{IIIF}/p1/full/max/0/default.jpg", 129, f"{IIIF}/p1/full/!256,256/0/default.jpg"),
        (f"{IIIF}/p1/full/^max/0/default.webp", 480, f"{IIIF}/p1/full/!480,480/0/default.webp"),
        (f"{IIIF}/p1/full/400,/0/native.jpg", 1, f"{IIIF}/p1/full/!128,128/0/native.jpg"),
        (f"{IIIF}/a%2Fb/square/!90,90/90/gray.png", 9_999, f"{IIIF}/a%2Fb/square/!1600,1600/90/gray.png"),
        (
            f"{IIIF}/p1/10,20,300,400/pct:50/!0/default.jpg",
            200,
            f"{IIIF}/p1/10,20,300,400/!256,256/!0/default.jpg",
        ),
        (f"{IIIF}/p1/full/max/0/other.jpg", 128, f"{IIIF}/p1/full/max/0/other.jpg"),
        (f"{IIIF}/p1/info.json", 128, f"{IIIF}/p1/info.json"),
        (f"{IIIF}/p1/full/max/0/default.jpg?x=1", 128, f"{IIIF}/p1/full/max/0/default.jpg?x=1"),
        (FILE, 480, f"{FILE}?width=480"),
        (f"{FILE}?width=50", 480, f"{FILE}?width=50"),
        (
            "https://commons.wikimedia.org/wiki/File:A.jpg",
            480,
            "https://commons.wikimedia.org/wiki/File:A.jpg",
        ),
        (ITEM, 128, "https://archive.org/services/img/hafa-83-arjegyzek"),
        (ITEM, 1080, ITEM),
        ("https://archive.org/details/x", 128, "https://archive.org/details/x"),
        (
            "https://evil.example/archive.org/download/x/y",
            128,
            "https://evil.example/archive.org/download/x/y",
        ),
        ("https://e.org/a.jpg", 128, "https://e.org/a.jpg"),
        ("", 128, ""),
    ],
)
def test_a_picture_is_asked_for_in_the_smallest_size_that_is_enough(
    address: str, pixels: int, src: str
) -> None:
    assert sized(address, pixels).src == src


@pytest.mark.parametrize(
    ("address", "service"),
    [
        (f"{IIIF}/p1/full/max/0/default.jpg", None),
        ("https://e.org/a.tif", f"{IIIF}/p1"),
        ("https://e.org/a.tif", f"{IIIF}/p1/"),
    ],
)
def test_an_image_service_gives_every_size_to_choose_from(address: str, service: str | None) -> None:
    offered = sized(address, 1080, service)
    assert offered.src == f"{IIIF}/p1/full/!1080,1080/0/default.jpg"
    assert offered.srcset.split(", ") == [
        f"{IIIF}/p1/full/!{size},{size}/0/default.jpg {size}w" for size in SIZES
    ]


@pytest.mark.parametrize("address", [ITEM, "https://e.org/a.jpg", f"{IIIF}/p1/full/max/0/other.jpg"])
def test_what_has_one_size_offers_no_other(address: str) -> None:
    assert sized(address, 1080) == Sized(address)


def test_a_hostile_address_offers_no_other_size() -> None:
    for hostile in ("https://a/" + "1," * 4_000, "https://" + "a/full/" * 1_200, "https://a/" + "1" * 8_000):
        assert sized(hostile, 128) == Sized(hostile)


def found(*stated: Quad) -> Picture:
    image = quad(OBJECT, "schema:image", "https://e.org/a")
    (picture,) = pictures([image, *stated], [OBJECT], "A", Urls(Identifiers("https://data.example.org")))
    return picture


def about(predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode("https://e.org/a"), NamedNode(predicate), value)


def test_a_picture_has_the_service_and_the_pixels_that_are_stated() -> None:
    service = about("http://rdfs.org/sioc/services#has_service", NamedNode(f"{IIIF}/p1"))
    picture = found(
        service, about(expand("ebucore:width"), Literal(1200)), about(expand("ebucore:height"), said("800"))
    )
    assert (picture.service, picture.width, picture.height) == (f"{IIIF}/p1", 1200, 800)
    assert picture.sized(200).src == f"{IIIF}/p1/full/!256,256/0/default.jpg"


@pytest.mark.parametrize(
    "value",
    [NamedNode("javascript:alert(1)"), NamedNode("http://e.org/iiif"), Literal('https://e.org/" onload=x')],
)
def test_a_service_that_cannot_be_one_is_none(value: NamedNode | Literal) -> None:
    service = about("http://rdfs.org/sioc/services#has_service", value)
    assert found(service).service is None


@pytest.mark.parametrize("value", ["0", "-5", "12.5", "wide", "9" * 12, ""])
def test_pixels_that_are_none_are_not_told(value: str) -> None:
    assert found(about(expand("ebucore:width"), Literal(value))).width is None


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://data.example.org/id/hafa/kepek/x.jpg", False),
        ("file:///C:/kepek/x.jpg", False),
        ("https://data.example.org/pictures/x.jpg", True),
        ("https://e.org/x.jpg", True),
    ],
)
def test_only_what_has_a_web_address_is_shown(address: str, *, shown: bool) -> None:
    image = quad(OBJECT, "schema:image", address)
    found = pictures([image], [OBJECT], "A", Urls(Identifiers("https://data.example.org")))
    assert [picture.src for picture in found] == ([address] if shown else [])
