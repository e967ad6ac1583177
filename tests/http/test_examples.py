"""The examples of the guide and of the description: each asks the demonstration for something that is there."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from speaking import Client, speaking

from opencollections.iris import Identifiers
from opencollections.publishing.demonstration import publish_demonstration
from opencollections.settings import Settings
from opencollections.store.folders import DataFolder
from opencollections.web.app import create_app

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://localhost:8000"
COMMANDS = [
    line
    for name in ("README.md", "docs/api.md")
    for line in (ROOT / name).read_text("utf-8").splitlines()
    if line.startswith("curl ") and BASE in line
]
OPERATIONS = {
    path: methods["get"]
    for path, methods in create_app(Settings()).openapi()["paths"].items()
    if "get" in methods and not path.startswith("/api/")
}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    data = DataFolder(tmp_path_factory.mktemp("demonstration"))
    published = publish_demonstration(
        data, Identifiers(BASE), 1 << 30, lambda _: None, lambda _: lambda *_: None
    )
    assert list(published)
    with speaking(Settings(data=data.root, base_url=BASE, query_workers=1)) as client:
        yield client


def request(command: str) -> tuple[str, str, dict[str, str]]:
    """Read a command of curl as method, address and headers."""
    method, address, fields, headers = "GET", "", [], {}
    words = iter(shlex.split(command)[1:])
    for word in words:
        if word == "--data-urlencode":
            fields.append(tuple(next(words).split("=", 1)))
        elif word == "-H":
            name, value = next(words).split(": ", 1)
            headers[name.lower()] = value
        elif word.startswith("-"):
            method = "HEAD" if "I" in word else method
        else:
            address = word.removeprefix(BASE)
    return method, f"{address}?{urlencode(fields)}" if fields else address, headers


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_guide_finds_what_it_asks_for(demonstration: Client, command: str) -> None:
    answer = demonstration.request(*request(command))
    # A reader has to write a token of his own.
    assert answer.status_code in ({401} if "TOKEN" in command else {200, 303}), answer.text


@pytest.mark.parametrize("path", OPERATIONS)
def test_the_example_of_an_operation_is_there(demonstration: Client, path: str) -> None:
    given = {one["name"]: one for one in OPERATIONS[path]["parameters"]}
    address = re.sub(r"{(\w+)}", lambda name: given[name[1]]["example"], path)
    fields = [
        f"{name}={quote(one['example'])}"
        for name, one in given.items()
        if one["in"] == "query" and one["required"]
    ]
    answer = demonstration.get("?".join(filter(None, [address, "&".join(fields)])))
    assert answer.status_code in {200, 303}, answer.text
