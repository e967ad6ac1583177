"""Prepared answers: what was written down beforehand is told with the very same bytes as what is looked up."""

import gzip
import re
from urllib.parse import quote

import pytest
from network import BASE
from speaking import Client

from opencollections.publishing.preparation import prepare
from opencollections.store.descriptions import FILE
from opencollections.store.folders import DataFolder

SETTINGS = {"cache_limit_bytes": 0}
ENDINGS = (
    "data/{}",
    *(f"data/{{}}.{suffix}" for suffix in ("ttl", "nt", "nq", "jsonld", "rdf", "trig")),
    *(
        f"data/{{}}.{suffix}?_profile={profile}"
        for suffix, profile in (("jsonld", "schema"), ("rdf", "edm"), ("ttl", "dc"))
    ),
    "page/{}",
    "page/{}?lang=hu",
    "id/{}",
    "data/{}?_profile=alt",
)


def answers(client: Client, paths: list[str]) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Give status, headers and body of all forms of some entities."""
    found = {}
    for path in paths:
        for ending in ENDINGS:
            answer = client.get(f"/{ending.format(path)}", x_request_id="the-same")
            found[ending.format(path)] = answer.status_code, dict(answer.headers), answer.content
    return found


@pytest.fixture(scope="module")
def paths(data: DataFolder) -> list[str]:
    """Give the paths of everything that the small network says something of."""
    found = set()
    for file in data.versions.rglob("*.nq.gz"):
        found.update(
            re.findall(
                rf"^<{re.escape(BASE)}/id/([^>]+)>", gzip.decompress(file.read_bytes()).decode(), re.MULTILINE
            )
        )
    return sorted(quote(path, safe="/%") for path in found)


@pytest.fixture(scope="module")
def both(served: Client, data: DataFolder, paths: list[str]) -> tuple[dict, dict]:
    looked_up = answers(served, paths)
    prepare(data)
    return looked_up, answers(served, paths)


def test_every_answer_is_the_same(both: tuple[dict, dict]) -> None:
    looked_up, prepared = both
    assert len(looked_up) > 100
    assert {path for path, answer in looked_up.items() if answer != prepared[path]} == set()
    assert sum(status == 200 for status, _, _ in looked_up.values()) > 80


def test_a_damaged_file_changes_no_answer(
    both: tuple[dict, dict], served: Client, data: DataFolder, paths: list[str]
) -> None:
    (path,) = data.generations.folder.rglob(FILE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\0" * (len(whole) - len(whole) // 2))
    assert answers(served, paths) == both[0]
