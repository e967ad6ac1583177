"""A process that may open few files: it says so at the start, and gets over clients that take them all."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from kept import entered, listing, ocn, serving, titles, until

NAME = "m/list"
TOO_FEW, FEW = 64, 128
CONNECTIONS = 200


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = entered(tmp_path, NAME).root
    assert ocn("ingest", NAME, listing(tmp_path, "first"), "--data", data).returncode == 0
    return data


def limited(files: int) -> list[str]:
    """Give the command under which others may open so many files at once."""
    return ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh"]


def test_too_few_for_the_store_are_told_in_a_sentence(data: Path):
    done = ocn("serve", "--data", data, "--port", 0, under=limited(TOO_FEW))
    assert done.returncode == 3, done.stderr
    assert "file descriptors" in done.stderr
    assert "Traceback" not in done.stderr


def test_clients_that_take_all_of_them_keep_no_publish_from_readers_for_good(data: Path, tmp_path: Path):
    with serving(data, under=limited(FEW)) as (address, _):
        assert titles(address) == {"first 0", "first 1", "first 2"}
        with ExitStack() as clients:
            place = urlsplit(address)
            for _ in range(CONNECTIONS):
                clients.enter_context(socket.create_connection((str(place.hostname), place.port), timeout=30))
            assert ocn("ingest", NAME, listing(tmp_path, "second"), "--data", data).returncode == 0
            # It looks several times a second whether somebody published, and cannot open what was.
            time.sleep(1)
        until(lambda: titles(address) == {"second 0", "second 1", "second 2"})
        assert httpx.get(f"{address}/readyz").status_code == 200
