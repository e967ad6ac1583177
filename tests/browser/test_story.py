"""Fifteen minutes of a curator, by keyboard alone: an invitation, a workbook, linked data, one cell changed, and back.

The pictures of docs/curators.md come from here: ``PICTURES=docs/images make test ARGS=tests/browser/test_story.py``.
"""

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from inventory import RECORDS, WRONG_DATE, WRONG_ROW, workbook
from playwright.sync_api import Browser, Page
from windows import look

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OCN: Final = str(Path(sys.executable).with_name("ocn"))
PASSWORD: Final = "three plain words"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORK_LIMIT_MS: Final = 30_000
STEPS_LIMIT: Final = 300
LOCALES: Final = {"en": "en-GB", "hu": "hu-HU"}
TITLES: Final = {"en": "Photographs", "hu": "Fényképek"}
GUIDE: Final = (Path(__file__).resolve().parents[2] / "docs" / "curators.md").read_text("utf-8")
SAID: Final = {
    "en": ("records were checked", "What will change", "It is public"),
    "hu": ("rekord ellenőrizve", "Mi fog változni", "Nyilvános"),
}


@dataclass
class Served:
    """A service as a museum would start it: its address, and the link that its operator sends to the curator."""

    address: str
    invitation: str


@pytest.fixture(params=["en", "hu"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def served(tmp_path: Path, language: str) -> Iterator[Served]:
    data = ["--data", str(tmp_path / "data")]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("OCN_")}
    member = ["member", "add", "vm", "--name", "Városi Múzeum", "--language", language, *data]
    told = subprocess.run([OCN, *member], env=plain, capture_output=True, text=True, check=True, timeout=60)
    link = re.search(r"/invitations/\S+", told.stdout)
    assert link is not None
    serve = [OCN, "serve", "--port", "0", *data]
    with subprocess.Popen(serve, env=plain, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://localhost(:\d+)", process.stderr.readline())
            assert found is not None
            yield Served(f"http://127.0.0.1{found[1]}", link[0])
        finally:
            process.terminate()
            process.wait(30)


@dataclass
class Curator:
    """Somebody who has a keyboard and no mouse; each page that she meets is looked at and photographed."""

    page: Page
    folder: Path
    pictures: Path

    def reach(self, selector: str) -> None:
        """Press Tab until a thing has the focus, which must be seen."""
        for _ in range(STEPS_LIMIT):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no key leads to {selector} on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose in a list by the arrow keys."""
        self.reach(selector)
        steps = self.page.eval_on_selector(
            selector,
            "(list, value) => [...list.options].findIndex((one) => one.value === value) - list.selectedIndex",
            value,
        )
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert self.page.eval_on_selector(selector, "(list) => list.value") == value

    def press(self, selector: str, leads_to: str | re.Pattern[str]) -> None:
        """Press a button or follow a link, and wait for the page it leads to."""
        self.reach(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(leads_to, timeout=WORK_LIMIT_MS)
        self.page.wait_for_load_state()

    def hand_in(self, file: Path) -> None:
        self.reach("input[type=file]")
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)
        self.press("form.drop button", "**/files")

    def sees(self, name: str, *texts: str, at: str = "body") -> None:
        """Look at a page: what it says, whether everybody can use it, also on a telephone, and how it looks."""
        told = self.page.inner_text("main")
        for text in texts:
            assert text in told, (text, told)
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, found.generate_report()
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 760})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320
        lists = (
            "[...document.querySelectorAll('main select')].map((one) => one.getBoundingClientRect().right)"
        )
        assert max(self.page.evaluate(lists), default=0) <= 320
        self.page.set_viewport_size(size)
        self.page.eval_on_selector(at, "(one) => one.scrollIntoView()")
        file = f"curators-{name}.png"
        self.page.screenshot(path=(self.pictures if file in GUIDE else self.folder) / file)


@pytest.fixture
def curator(browser: Browser, language: str, tmp_path: Path) -> Iterator[Curator]:
    wanted = os.environ.get("PICTURES") if language == "en" else None
    window = look(browser, locale=LOCALES[language], bypass_csp=True, viewport={"width": 1100, "height": 760})
    window.set_default_timeout(WORK_LIMIT_MS)
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A browser that is told too late that files are chosen for it opens a window of its own and waits.
    page.on("filechooser", lambda _: None)
    yield Curator(page, tmp_path, Path(wanted) if wanted else tmp_path)
    window.close()
    assert complaints == []


def dump(served: Served) -> list[str]:
    """Give what is public of the collection, a statement each."""
    return gzip.decompress(httpx.get(f"{served.address}/dumps/vm/photos.nq.gz").content).decode().splitlines()


@pytest.mark.timeout(300)
def test_a_curator_publishes_and_corrects_a_list_in_fifteen_minutes(
    served: Served, curator: Curator, language: str, tmp_path: Path
) -> None:
    page = curator.page
    checked, what_changes, is_public = SAID[language]

    page.goto(served.address + served.invitation)
    curator.sees("invitation", "Városi Múzeum")
    curator.write("#email", "anna@vm.example")
    curator.write("#name", "Kis Anna")
    curator.choose("#language", language)
    curator.write("#password", PASSWORD)
    curator.press("form.steps button", "**/workspace")
    curator.sees("workspace", "Városi Múzeum")

    curator.press("a.button", "**/collections/new")
    curator.write("#title", TITLES[language])
    curator.write("#name", "photos")
    curator.sees("new-collection")
    curator.press("form.steps button", "**/collections/vm/photos")
    curator.hand_in(workbook(tmp_path / "inventory.xlsx", language))
    curator.sees("files", "inventory.xlsx", "XLSX", f"{RECORDS}", "VM 001/1")

    curator.press(".next a.button", "**/words")
    assert page.input_value("#word-0-8") == "media-rights"
    curator.sees("columns", "Hatschek & Farkas")
    curator.press(".actions button[value=mapping]", "**/mapping")
    curator.sees("mapping")
    assert "$(" in page.input_value("#text")
    curator.press(".actions button", "**/report")
    curator.sees("report", f"{RECORDS} {checked}", WRONG_DATE, f"{WRONG_ROW}")

    curator.press("a.button", "**/preview")
    curator.sees("preview", what_changes)
    curator.press(".look a", re.compile("/record"))
    curator.sees("record", "VM 001/1", "Hatschek & Farkas")
    page.go_back()
    curator.press(".next button", "**/published")
    curator.sees("published", is_public)
    first = dump(served)
    thing = f"{served.address}/id/vm/object/VM%20003%2F1"
    assert httpx.get(thing, headers={"Accept": "text/turtle"}, follow_redirects=True).status_code == 200

    curator.press(".actions a.button", "**/collections/vm/photos")
    curator.hand_in(workbook(tmp_path / "inventory.xlsx", language, changed="The little bakery"))
    curator.press(".next button", "**/report")
    curator.press("a.button", "**/preview")
    assert [int(count) for count in page.locator(".tally dd").all_inner_texts()[:3]] == [0, 1, 0]
    curator.sees("one-change", "The little bakery", at="#things")
    curator.press(".next button", "**/published")
    second = dump(served)
    assert {line.split(" ")[0] for line in second} == {line.split(" ")[0] for line in first}
    assert len(set(second) - set(first)) == 1

    curator.press(".actions a.button", "**/collections/vm/photos")
    curator.sees("versions", "Kis Anna", at="#versions")
    curator.press("table form button", "**/jobs/*")
    page.wait_for_selector("a.button")
    assert dump(served) == first
