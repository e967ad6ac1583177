"""The pages as people meet them: on a phone, a tablet and a desk, by keyboard, in the dark, and without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from windows import look, opened

BASE = "https://data.example.org"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = {
    "sign in": "/sign-in",
    "start": "/",
    "entity": "/page/hafa/object/HAFA-83",
    "agent": "/page/network/agent/hatschek-farkas",
    "hostile": "/page/hafa/object/hostile",
    "search": "/search?q=hafa",
    "nothing found": "/search?q=zzzz",
    "member": "/members/hafa",
    "collection": "/collections/hafa/prints",
    "catalogue": "/catalog",
    "vocabulary": "/ontology/vocabularies/types",
    "class": "/ontology/profile/edm:ProvidedCHO",
    "term": "/ontology/vocabularies/types/lithograph",
    "query": "/sparql/editor",
    "questions": "/queries",
    "question": "/queries/named?name=hatschek",
    "answer": "/sparql?query=SELECT%20*%20%7B%20%3Fa%20%3Fb%20%3Fc%20%7D%20LIMIT%209",
    "graph": "/sparql?query=CONSTRUCT%20WHERE%20%7B%20%3Fa%20%3Fb%20%3Fc%20%7D%20LIMIT%209",
    "limits": "/sparql/limits",
    "ontology": "/ontology/",
    "other forms": "/data/hafa/object/HAFA-83?_profile=alt",
}
WIDTHS = (320, 768, 1280)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_fits_every_width_and_the_browser_complains_of_nothing(
    window: BrowserContext, service: str, path: str
) -> None:
    page, complaints = opened(window, service + path, WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


@pytest.mark.parametrize(
    ("name", "scheme"),
    [*((name, "light") for name in PAGES), ("start", "dark"), ("entity", "dark"), ("query", "dark")],
)
def test_nobody_is_kept_out(browser: Browser, service: str, name: str, scheme: Any) -> None:
    window = look(browser, color_scheme=scheme, bypass_csp=True)
    page, _ = opened(window, service + PAGES[name], 1280)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    window.close()
    assert found.violations_count == 0, found.generate_report()


def test_pages_work_without_script(browser: Browser, service: str) -> None:
    window = look(browser, java_script_enabled=False)
    page, _ = opened(window, service + "/", 768)
    page.fill("input[name=q]", "hafa 83")
    with page.expect_navigation():
        page.press("input[name=q]", "Enter")
    with page.expect_navigation():
        page.click("text=HAFA price list no. 83")
    assert page.title() == "HAFA price list no. 83 · Open Collections"
    with page.expect_navigation():
        page.click("a:has-text('Hatschek és Farkas')")
    assert page.inner_text("h1").startswith("Hatschek és Farkas")
    window.close()


def test_the_keyboard_reaches_the_content_first_and_everything_shows_where_it_is(
    window: BrowserContext, service: str
) -> None:
    page, _ = opened(window, service + PAGES["entity"], 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_text_in_members_languages_is_set_in_our_own_typefaces(window: BrowserContext, service: str) -> None:
    page, _ = opened(window, service + PAGES["entity"], 1280)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {"Source Serif 4", "Source Sans 3"} <= {family.strip('"') for family in loaded}


def test_the_picture_comes_first_with_its_rights_below(window: BrowserContext, service: str) -> None:
    page, _ = opened(window, service + PAGES["entity"], 1280)
    picture, title = page.locator("figure img").bounding_box(), page.locator("h1").bounding_box()
    assert picture is not None
    assert title is not None
    assert picture["y"] < title["y"]
    assert "Public Domain Mark" in page.inner_text("figcaption")


def test_a_picture_that_does_not_come_moves_nothing_and_leaves_its_words(
    browser: Browser, service: str
) -> None:
    window, heights = look(browser), []
    for come in (True, False):
        if not come:
            window.route("https://pictures.example/*", lambda route: route.fulfill(status=404, body=""))
        page, _ = opened(window, service + PAGES["entity"], 768)
        heights.append(page.locator("h1").bounding_box()["y"])
    shown = "getComputedStyle(document.querySelector('figure img'), '::after').content"
    assert page.evaluate(shown) == '"HAFA price list no. 83"'
    window.close()
    assert heights[0] == heights[1]


def test_a_printed_page_is_a_catalogue_sheet_with_its_identifier(
    window: BrowserContext, service: str
) -> None:
    page, _ = opened(window, service + PAGES["entity"], 1280)
    with page.expect_response("**/qr/hafa/object/HAFA-83.svg") as drawing:
        page.pdf()
    assert drawing.value.ok
    page.emulate_media(media="print")
    assert page.inner_text(".sheet p") == f"{BASE}/id/hafa/object/HAFA-83"
    assert page.locator(".sheet img").is_visible()
    assert not page.locator("input[name=q]").is_visible()
