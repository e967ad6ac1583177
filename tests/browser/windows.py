"""Windows of the browser: they see the service under test and nothing else."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#b96"/></svg>'


def look(browser: Browser, **options: Any) -> BrowserContext:
    """Open a window that sees only the service; a picture from elsewhere is a brown rectangle."""

    def elsewhere(route: Route) -> None:
        if "127.0.0.1" in route.request.url:
            route.continue_()
        else:
            route.fulfill(body=PICTURE, content_type="image/svg+xml")

    context = browser.new_context(**options)
    context.route("**/*", elsewhere)
    return context


def opened(window: BrowserContext, address: str, width: int) -> tuple[Page, list[str]]:
    """Open a page in a width, and give it with what the browser complained of."""
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address, wait_until="load")
    return page, complaints
