"""Comunica, a client that federates: one query over two services of ours and a plain Oxigraph."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from servers import oxigraph
from sparql_server import generation, served

CLIENT = Path(__file__).resolve().parents[1] / "node"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (CLIENT / "node_modules" / "@comunica").is_dir(),
    reason="Comunica is not installed (make test installs it where there are node and npm)",
)

WORKS = "".join(
    f"<http://a/{n}> <http://x/maker> <http://m/{n % 3}> <http://g/works> .\n"
    f'<http://a/{n}> <http://x/title> "work {n}" <http://g/works> .\n'
    for n in range(9)
)
MAKERS = "".join(f'<http://m/{n}> <http://x/name> "maker {n}" <http://g/makers> .\n' for n in range(3))
LIVES = '<http://m/1> <http://x/born> "1900" .\n<http://m/2> <http://x/born> "1910" .\n'

QUERY = """
SELECT ?title ?name ?born {
  ?work <http://x/maker> ?maker ; <http://x/title> ?title .
  ?maker <http://x/name> ?name .
  ?maker <http://x/born> ?born .
}
"""
ANSWER = {(f"work {n}", f"maker {n % 3}", {1: "1900", 2: "1910"}[n % 3]) for n in range(9) if n % 3 in {1, 2}}


@contextmanager
def plain_endpoint(folder: Path, n_triples: str) -> Iterator[str]:
    """Serve data by Oxigraph's own server, and give the address of its endpoint."""
    folder.mkdir()
    with oxigraph(folder) as server:
        store = f"{server.settings['engine_graph_store_url']}?default"
        headers = {"Content-Type": "application/n-triples"}
        httpx.post(store, content=n_triples, headers=headers, trust_env=False).raise_for_status()
        yield server.settings["engine_query_url"]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("federation")
    with (
        served(generation(folder / "1", WORKS), workers=1) as works,
        served(generation(folder / "2", MAKERS), workers=1) as makers,
        plain_endpoint(folder / "lives", LIVES) as lives,
    ):
        yield works.endpoint, makers.endpoint, lives


def asked(*arguments: str) -> list[dict[str, str]]:
    done = subprocess.run(
        ["node", CLIENT / "federated.js", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_comunica_federates_knowing_nothing_but_addresses(sources: tuple[str, ...]) -> None:
    rows = asked(QUERY, *sources)
    assert {(row["title"], row["name"], row["born"]) for row in rows} == ANSWER
    assert len(rows) == len(ANSWER)
