"""Debian's Chromium, driven through Playwright, and a service for it to look at."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from windows import look

sys.path.append(str(Path(__file__).resolve().parents[1] / "http"))

from services import served

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the browser for one module: while it runs, its thread has an event loop, which other tests need."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small network on a free port, and give its address."""
    with served(tmp_path_factory.mktemp("network")) as address:
        yield address


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = look(browser)
    yield context
    context.close()
