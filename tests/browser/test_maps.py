"""Maps in a browser: a sketch of our own, or tiles where the operator named a server of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from services import served
from windows import look, opened

from opencollections.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = "/page/hafa/object/HAFA-83"


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small network with a tile server, and give its address."""
    folder = tmp_path_factory.mktemp("network")
    tiles, credit = "https://tiles.example/{z}/{x}/{y}.png", "The <b>mapmakers</b>"
    with served(folder, map_tiles=tiles, map_credit=credit) as address:
        yield address


def test_without_a_tile_server_nobody_else_is_asked(window: BrowserContext, service: str) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page, complaints = opened(window, service + PAGE, 1280)
    assert page.locator("svg.map").is_visible()
    assert [url for url in asked if "127.0.0.1" not in url] == ["https://pictures.example/hafa-83.jpg"]
    assert complaints == []


def test_tiles_take_the_place_of_the_sketch(window: BrowserContext, tiled: str) -> None:
    page, complaints = opened(window, tiled + PAGE, 1280)
    page.wait_for_selector(".tiles .leaflet-tile-loaded")
    page.wait_for_selector("svg.map", state="detached")
    assert page.locator(".tiles path.point").count() == 1
    # What an operator writes is text here, too.
    assert page.inner_text(".leaflet-control-attribution") == "The <b>mapmakers</b>"
    assert complaints == []


def test_where_tiles_do_not_come_the_sketch_stays(browser: Browser, tiled: str) -> None:
    window = look(browser)
    window.route("https://tiles.example/**", lambda route: route.fulfill(status=503))
    page, _ = opened(window, tiled + PAGE, 1280)
    page.wait_for_selector(".tiles", state="detached")
    assert page.locator("svg.map").is_visible()
    window.close()


def test_a_tile_server_is_spoken_to_in_secret() -> None:
    with pytest.raises(ValueError, match="map_tiles"):
        Settings(map_tiles="http://tiles.example/{z}/{x}/{y}.png")
