"""The query editor in a browser: it runs the examples, keeps to this service, and works without script."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from windows import look, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def editor(window: BrowserContext, address: str) -> tuple[Page, list[str], list[str]]:
    """Open the editor; give its page, the complaints of the browser, and the requests as they are made."""
    requests: list[str] = []
    window.on("request", lambda request: requests.append(request.url))
    page, complaints = opened(window, address, 1200)
    page.wait_for_selector("#editor .CodeMirror >> visible=true", timeout=8000)
    return page, complaints, requests


SHOWN = "[...document.querySelectorAll('#editor .CodeMirror')].find((one) => one.offsetParent).CodeMirror"
"""The editor of the tab that is open."""


def text(page: Page) -> str:
    return page.evaluate(f"{SHOWN}.getValue()")


def test_an_example_is_run_by_a_click(window: BrowserContext, service: str) -> None:
    page, complaints, requests = editor(window, f"{service}/sparql/editor")
    page.click("text=What has to do with the firm Hatschek")
    page.wait_for_selector("#editor .yasr table tbody tr")
    assert "HAFA-83" in page.inner_text("#editor .yasr table")
    assert f"{service}/sparql" in requests
    assert [url for url in requests if not url.startswith(f"{service}/")] == []
    assert complaints == []


def test_the_form_gives_way_to_the_editor(window: BrowserContext, service: str) -> None:
    page, _, _ = editor(window, f"{service}/sparql/editor")
    expect(page.locator("form.query")).to_be_hidden()
    assert text(page).startswith("PREFIX dc:")


def test_a_query_in_the_address_is_run(window: BrowserContext, service: str) -> None:
    page, _, _ = editor(window, f"{service}/sparql/editor?query=ASK%20%7B%7D")
    assert text(page).strip() == "ASK {}"
    page.wait_for_selector("#editor .yasr .booleanResult >> visible=true")


def test_what_was_written_is_there_again(window: BrowserContext, service: str) -> None:
    page, _, _ = editor(window, f"{service}/sparql/editor")
    page.evaluate(SHOWN + ".setValue('ASK { ?mine ?was ?this }')")
    page.evaluate(SHOWN + ".getInputField().blur()")
    page.wait_for_function("Object.values(localStorage).some((kept) => kept.includes('?mine'))")
    again, _, _ = editor(window, f"{service}/sparql/editor")
    assert text(again) == "ASK { ?mine ?was ?this }"


def test_a_link_to_a_shared_query_is_asked_of_this_service(window: BrowserContext, service: str) -> None:
    shared = "#query=ASK%20%7B%7D&endpoint=https%3A%2F%2Felsewhere.example%2Fsparql&method=POST"
    page, _, requests = editor(window, f"{service}/sparql/editor{shared}")
    page.wait_for_selector("#editor .yasr .booleanResult >> visible=true")
    assert f"{service}/sparql" in requests
    assert not any("elsewhere.example" in url for url in requests)


def test_prefixes_of_this_service_are_offered(window: BrowserContext, service: str) -> None:
    page, _, _ = editor(window, f"{service}/sparql/editor?query=%0AASK%20%7B%7D")
    page.click("#editor .CodeMirror-lines >> visible=true")
    page.keyboard.press("Control+Home")
    page.keyboard.type("PREFIX ebu")
    page.wait_for_selector("li.CodeMirror-hint")
    assert re.search(r"ebucore: <http", page.inner_text("ul.CodeMirror-hints"))


def test_without_script_there_is_the_form(browser: Browser, service: str) -> None:
    window = look(browser, java_script_enabled=False)
    page, _ = opened(window, f"{service}/sparql/editor", 768)
    page.fill("textarea", "ASK { ?any ?thing ?there }")
    page.click("form.query button")
    assert "Yes" in page.inner_text("main")
    window.close()
