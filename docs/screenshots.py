"""Take the screenshots of docs/images anew, from the demonstration collections.

It needs Chromium (`make system`) and what the tests need (`make test` installs it). `.venv/bin/python
docs/screenshots.py` takes all of them, and with names such as `entity search-phone` those. What lies elsewhere is not
fetched: a picture is a plain rectangle.
"""  # noqa: INP001 - a script

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Route, sync_playwright

IMAGES: Final = Path(__file__).parent / "images"
OCN: Final = str(Path(sys.executable).with_name("ocn"))
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STARTED_S: Final = 60
PICTURE: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#b9a58c"/></svg>'


@dataclass(frozen=True)
class Shot:
    """A screenshot: of which page, in which language, how wide, how high, and in which light."""

    path: str
    language: str = "en"
    width: int = 1280
    height: int = 900
    scheme: Literal["light", "dark"] = "light"


SHOTS: Final = {
    "start": Shot("/"),
    "start-tablet": Shot("/", "de", 768),
    "entity": Shot("/page/hafa/object/HAFA-83"),
    "entity-tablet": Shot("/page/hafa/object/HAFA-83", "sk", 768, scheme="dark"),
    "entity-phone": Shot("/page/hafa/object/HAFA-83", "hu", 320),
    "search": Shot("/search?q=budapest&view=grid", "nl"),
    "search-phone": Shot("/search?q=budapest", "lt", 320, scheme="dark"),
    "member": Shot("/members/hafa"),
    "collection-tablet": Shot("/collections/zvon-a-struna/releases", "sk", 768, scheme="dark"),
    "collection-phone": Shot("/collections/oosterkade-film/films", "nl", 320),
    "class": Shot("/ontology/profile/edm:ProvidedCHO"),
    "term-tablet": Shot("/ontology/vocabularies/types/photograph", "hu", 768, scheme="dark"),
    "error-phone": Shot("/id/hafa/object/HAFA-999", "de", 320),
}


@contextmanager
def demonstration() -> Iterator[str]:
    """Serve the demonstration on a free port until the block ends; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [OCN, "serve", "--demo", "--data", folder, "--port", str(port)]
        serving = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - the command is our own
        try:
            yield started(f"http://localhost:{port}")
        finally:
            serving.terminate()
            serving.wait()


def started(address: str) -> str:
    """Wait until the demonstration is published, and give its address."""
    until = time.monotonic() + STARTED_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/page/hafa/object/HAFA-83"):  # noqa: S310 - our own service
                return address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {STARTED_S} seconds")


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """Take one screenshot."""

    def elsewhere(route: Route) -> None:
        if route.request.url.startswith(address):
            route.continue_()
        else:
            route.fulfill(body=PICTURE, content_type="image/svg+xml")

    context = browser.new_context(color_scheme=shot.scheme, locale=shot.language)
    context.route("**/*", elsewhere)
    page = context.new_page()
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    page.goto(f"{address}{shot.path}", wait_until="networkidle")
    image = page.screenshot()
    context.close()
    return image


def main(names: list[str]) -> None:
    os.environ.setdefault("OCN_QUERY_WORKERS", "1")
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or SHOTS:
            (IMAGES / f"{name}.png").write_bytes(taken(browser, address, SHOTS[name]))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
