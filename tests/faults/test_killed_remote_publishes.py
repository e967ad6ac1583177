"""Publishing to a remote engine, killed at any moment: afterwards engine and control database agree."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import servers
from portraits import PORTRAITS, about, begun, held, kept, published

from opencollections.settings import Settings
from opencollections.store import ledger
from opencollections.store.folders import DataFolder, data_folder

KILLS = {"oxigraph": 12, "virtuoso": 8}
OBJECTS = 600


def lines(turn: int) -> list[str]:
    """State the objects so that each turn changes some of them, and every fourth nearly all."""
    share = 1 if turn % 4 == 3 else 5
    return [
        line
        for number in range(OBJECTS)
        for line in about(number, f"Head {number} {turn if number % share == 0 else 'as it was'}")
    ]


def publish_for_ever(turn: int) -> None:
    """Publish one turn after the other; each is acknowledged by its version's number."""
    folder = data_folder(Settings())
    while True:
        version = published(folder, lines(turn)).version
        sys.stdout.write(f"{version.number}\n")
        sys.stdout.flush()
        turn += 1


@contextmanager
def publisher(server: servers.Server, data: Path, turn: int) -> Iterator[subprocess.Popen[str]]:
    """Run ``publish_for_ever`` in a process of its own, which is killed at the end."""
    folders = [str(Path(servers.__file__).parent), str(Path(__file__).parent)]
    script = f"import sys; sys.path[:0] = {folders!r}; from test_killed_remote_publishes import publish_for_ever; publish_for_ever({turn})"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **server.environment, "OCN_DATA": str(data)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def newest(data: DataFolder) -> int:
    with data.control() as control:
        version = ledger.newest(control, PORTRAITS.name)
    return version.number if version else 0


@pytest.mark.parametrize("name", servers.kinds(*KILLS))
@pytest.mark.timeout(120)
def test_a_killed_publish_leaves_what_was_acknowledged_and_nothing_else(name: str, tmp_path: Path) -> None:
    if name == "virtuoso" and servers.VIRTUOSO is None:
        pytest.skip("Virtuoso is not here (Debian package virtuoso-opensource-7-bin; make system)")
    chance = random.Random(7)
    (tmp_path / "engine").mkdir()
    run: Any = getattr(servers, name)
    with ExitStack() as stack:
        server = stack.enter_context(run(tmp_path / "engine"))
        data = begun(data_folder(Settings(data=tmp_path / "data", **server.settings)))
        stack.callback(data.close)
        published(data, lines(0))
        for kill in range(1, KILLS[name] + 1):
            with publisher(server, data.root, 10 * kill) as process:
                assert process.stdout is not None
                acknowledged = int(process.stdout.readline())
                time.sleep(chance.uniform(0, 0.4))
                process.kill()
                acknowledged = max(
                    [acknowledged, *(int(line) for line in process.stdout if line.endswith("\n"))]
                )
            # What the next start and the next publish begin with.
            with data.control() as control:
                data.generations.sweep(control)
            version = newest(data)
            assert version in {acknowledged, acknowledged + 1}
            assert held(data) == kept(data, version)
        published(data, lines(1))
        assert held(data) == kept(data, newest(data))
