"""A running `ocn serve` of a fresh environment, stopped and swept when the test is over."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
from environments import Environment, plain_variables
from tests.ports import free_port

START_LIMIT_S = 60
STOP_LIMIT_S = 20


@dataclass(frozen=True)
class Service:
    """Where a service answers, where its data is, and the process it runs in."""

    base: str
    port: int
    data: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str, *, accept: str | None = None, follow: bool = True) -> httpx.Response:
        """Fetch a path below the base."""
        headers = {"Accept": accept} if accept else {}
        return httpx.get(
            self.base + path, headers=headers, follow_redirects=follow, timeout=30, trust_env=False
        )


@contextmanager
def served(
    environment: Environment,
    folder: Path,
    *,
    before: tuple[str, ...] = (),
    variables: dict[str, str] | None = None,
) -> Iterator[Service]:
    """Serve the demonstration collections from a data folder below ``folder``, until the block ends.

    ``before`` is a command that starts the service as its last argument list (such as a wrapper that sets
    limits), ``variables`` are set beside those of an ordinary login.
    """
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    flags = ["--demo", "--data", str(folder / "data"), "--port", str(port), "--base-url", base]
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*before, str(environment.folder / "bin" / "ocn"), "serve", *flags],
            cwd=folder,
            env=plain_variables(environment.folder / "bin") | (variables or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, base, log)
        yield Service(base, port, folder / "data", process)
    finally:
        stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], base: str, log: Path) -> None:
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit:
        assert process.poll() is None, f"ocn serve ended with {process.returncode}:\n{log.read_text('utf-8')}"
        with suppress(httpx.TransportError):
            if httpx.get(f"{base}/readyz", trust_env=False).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready after {START_LIMIT_S} s:\n{log.read_text('utf-8')}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a service to end, and make sure that nothing of it is left, whatever happens."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
