"""deploy/Caddyfile: it reaches the service, and an identifier's path reaches it unchanged."""

import http.client
import http.server
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from dockerfile import stages
from environments import ROOT, plain_variables, succeed
from tests.ports import free_port

from opencollections.settings import Settings

CADDYFILE = ROOT / "deploy" / "Caddyfile"
CADDY = shutil.which("caddy")

TEXT = "\n".join(
    line for line in CADDYFILE.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
)

PATHS = [
    "/id/npg/object/S%2FNPG.77.190",
    "/id/npg/object/a%2fb%20c//%C5%91",
    "/about?iri=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ42&x=a+b",
    "/id/npg/object/100%25;v=1,2@a!b'(c)",
]


def test_it_hands_on_to_the_service_of_the_compose_file() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))["services"]
    port = stages((ROOT / "Dockerfile").read_text("utf-8"))[-1].last("EXPOSE").text
    found = re.search(r"reverse_proxy \{\$OCN_UPSTREAM:(\S+):(\d+)\}", TEXT)
    assert found
    assert found[1] in services
    assert found[2] == port


def test_nothing_in_it_rewrites_or_decodes_a_path_or_changes_the_bytes() -> None:
    directives = {line.split()[0] for line in TEXT.splitlines() if line.strip()}
    assert not directives & {"handle_path", "uri", "rewrite", "try_files", "route", "encode", "replace"}


def test_it_takes_files_as_large_as_the_service_does() -> None:
    found = re.search(r"max_size (\d+)MB", TEXT)
    assert found
    assert int(found[1]) * 1_000_000 > Settings().upload_limit_bytes


def test_it_keeps_the_metrics_to_itself() -> None:
    assert re.search(r"^\s*respond /metrics 404$", TEXT, re.MULTILINE)


def test_its_braces_meet() -> None:
    assert TEXT.count("{") == TEXT.count("}")


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the path as it came in."""

    def do_GET(self) -> None:
        body = self.path.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"strong"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def caddy(upstream: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if not CADDY:
        pytest.skip("caddy is not installed (Debian has it)")
    folder, port = tmp_path_factory.mktemp("caddy"), free_port()
    config = folder / "Caddyfile"
    config.write_text(CADDYFILE.read_text("utf-8").replace("\n{\n", "\n{\n\tadmin off\n", 1), "utf-8")
    variables = plain_variables() | {
        "OCN_DOMAIN": f"http://127.0.0.1:{port}",
        "OCN_UPSTREAM": f"127.0.0.1:{upstream}",
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    succeed(
        [CADDY, "validate", "--config", str(config), "--adapter", "caddyfile"],
        cwd=folder,
        environment=variables,
    )
    with (folder / "log").open("wb") as log:
        command = [CADDY, "run", "--config", str(config), "--adapter", "caddyfile"]
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)
    try:
        _wait_until_listening(port, process, folder / "log")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text("utf-8")
        with suppress(OSError):
            answer(port, "/")
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def answer(port: int, path: str) -> tuple[str, str | None]:
    """Ask for a raw path; give the body and the ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return response.read().decode(), response.headers["ETag"]
    finally:
        connection.close()


def test_the_metrics_are_not_for_everybody(caddy: int) -> None:
    assert answer(caddy, "/metrics") == ("", None)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_arrives_as_it_was_sent(caddy: int, path: str) -> None:
    assert answer(caddy, path) == (path, '"strong"')
