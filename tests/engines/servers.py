"""Real engines on loopback, each in a temporary folder and on ports of its own, ended with the block."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.ports import free_port

OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
VIRTUOSO = shutil.which("virtuoso-t")
STARTING_S = 60.0

VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxQueryMem = 200M
ThreadsPerQuery = 1
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 20000
"""


def kinds(*names: str) -> list[Any]:
    """Give the parameters for tests of several engines; one engine's tests share one process, and so one server."""
    return [pytest.param(name, marks=pytest.mark.xdist_group(f"engine-{name}")) for name in names]


@dataclass(frozen=True)
class Server:
    """A running engine and the settings that reach it."""

    settings: dict[str, Any]
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        return {f"OCN_{name.upper()}": str(value) for name, value in self.settings.items()}


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run ``oxigraph serve`` on a folder."""
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    base = f"http://127.0.0.1:{port}"
    settings = {
        "engine": "oxigraph",
        "engine_query_url": f"{base}/query",
        "engine_update_url": f"{base}/update",
        "engine_graph_store_url": f"{base}/store",
    }
    with _running(command, folder) as process:
        _answering(settings["engine_query_url"], process)
        yield Server(settings, process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso on a new database in a folder."""
    port = free_port()
    settings_file = folder / "virtuoso.ini"
    settings_file.write_text(VIRTUOSO_SETTINGS.format(port=port, sql_port=free_port()), encoding="utf-8")
    command = [str(VIRTUOSO), "+foreground", "+configfile", str(settings_file)]
    base = f"http://127.0.0.1:{port}"
    settings = {
        "engine": "virtuoso",
        "engine_query_url": f"{base}/sparql",
        "engine_update_url": f"{base}/sparql-auth",
        "engine_graph_store_url": f"{base}/sparql-graph-crud-auth",
        "engine_user": "dba",
        "engine_password": "dba",
    }
    with _running(command, folder) as process:
        _answering(settings["engine_query_url"], process)
        yield Server(settings, process)


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _answering(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an engine answers its first query."""
    end = time.monotonic() + STARTING_S
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if client.get(url, params={"query": "SELECT * { ?s ?p ?o } LIMIT 1"}).is_success:
                    return
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer; it ended with {process.poll()}")
