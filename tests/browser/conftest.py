"""Debian's Chromium, driven through Playwright, and a service for it to look at."""

import asyncio
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from windows import look

from opencollections.settings import Settings
from opencollections.web.app import create_app

sys.path.append(str(Path(__file__).resolve().parents[1] / "http"))

from network import BASE, build

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
    data = build(tmp_path_factory.mktemp("network"))
    given: dict[str, Any] = {"data": data.root, "base_url": BASE, "query_workers": 1}
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(**given)), log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    while not server.started and thread.is_alive():
        threading.Event().wait(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = look(browser)
    yield context
    context.close()
