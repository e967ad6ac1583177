"""What clients that federate send here: many small queries with blocks of VALUES, and very long ones."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sparql_server import Served, generation, served

from opencollections.query.limits import QueryLimits

THINGS = 4_000
BLOCK = 50


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    quads = (f'<http://x/thing/{n}> <http://x/p> "{n}" <http://x/g> .\n' for n in range(THINGS))
    folder = generation(tmp_path_factory.mktemp("values") / "1", "".join(quads))
    with served(folder, QueryLimits(length_bytes=131_072, queue=100), workers=2) as running:
        yield running


def block(first: int, count: int) -> str:
    """Ask for the values of some things, as a client does that joins what it has with what is here."""
    things = " ".join(f"(<http://x/thing/{n}>)" for n in range(first, first + count))
    return f"SELECT ?s ?o WHERE {{ VALUES (?s) {{ {things} }} ?s <http://x/p> ?o }}"


def values(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {row["o"]["value"] for row in response.json()["results"]["bindings"]}


def test_many_blocks_of_values_are_answered(service: Served) -> None:
    with httpx.Client(timeout=30) as client, ThreadPoolExecutor(8) as threads:

        def ask(first: int) -> httpx.Response:
            return client.get(service.endpoint, params={"query": block(first, BLOCK)})

        answers = list(threads.map(ask, range(0, THINGS, BLOCK)))
    for number, answer in enumerate(answers):
        assert values(answer) == {str(n) for n in range(number * BLOCK, (number + 1) * BLOCK)}


POSTED = {
    "as it is": lambda query: {"content": query, "headers": {"Content-Type": "application/sparql-query"}},
    "in a form": lambda query: {"data": {"query": query}},
}


@pytest.mark.parametrize("posted", POSTED.values(), ids=POSTED)
def test_a_query_of_a_hundred_kilobytes_is_posted(service: Served, posted) -> None:
    query = block(0, THINGS)
    assert 90_000 < len(query) < 131_072
    with httpx.Client(timeout=30) as client:
        answer = client.post(service.endpoint, **posted(query))
    assert values(answer) == {str(n) for n in range(THINGS)}
