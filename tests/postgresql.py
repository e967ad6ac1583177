"""A PostgreSQL server for tests: in a temporary folder, on a socket in it, by a user without rights."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

PASSWORD = "correct horse"
"""The password of the one who may read, which nothing may show."""

# PostgreSQL refuses to run as root, and the tests may be root's.
UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Server:
    """A running server, which listens on a socket in its folder and on no port."""

    folder: Path

    def address(self, user: str, password: str | None = None) -> str:
        secret = f":{quote(password)}" if password else ""
        return f"postgresql://{user}{secret}@/museum?host={quote(str(self.folder), safe='')}"

    @property
    def reader(self) -> str:
        return self.address("reader", PASSWORD)

    @property
    def owner(self) -> str:
        return self.address("owner")

    def run(self, script: str) -> None:
        with psycopg.connect(self.owner, autocommit=True) as session:
            session.execute(script)


def _binaries() -> Path | None:
    """Find Debian's newest server, which is not on the path."""
    found = [Path(which).resolve().parent] if (which := shutil.which("postgres")) else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@contextmanager
def running() -> Iterator[Server]:
    """Start a server with an empty database ``museum``, its owner, and one who may only read; or skip."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not here (Debian package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="ocn-pg-"))
    user = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    environment = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.environ["PATH"]}
    data = folder / "data"
    made = [
        binaries / "initdb",
        "--no-sync",
        "--username=root",
        "--auth=trust",
        "--encoding=UTF8",
        "-D",
        data,
    ]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, env=environment, **user)
    rules = "local all reader scram-sha-256\nlocal all all trust\n"
    (data / "pg_hba.conf").write_text(rules)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "fsync": "off",
        "shared_buffers": "8MB",
    }
    started = [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in options.items())]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(started, stdout=log, stderr=log, cwd=folder, env=environment, **user)
        try:
            subprocess.run(
                [binaries / "pg_isready", "--host", folder, "--timeout=30"],
                check=False,
                capture_output=True,
                env=environment,
            )
            yield _prepared(Server(folder), process)
        finally:
            process.terminate()
            process.wait(30)
            shutil.rmtree(folder, ignore_errors=True)


def _prepared(server: Server, process: "subprocess.Popen[bytes]") -> Server:
    """Wait until the server answers, and make the database and its users."""
    address = server.address("root").replace("/museum?", "/postgres?")
    while True:
        try:
            session = psycopg.connect(address, autocommit=True)
            break
        except psycopg.OperationalError:
            assert process.poll() is None, (server.folder / "log").read_text()
    with session:
        session.execute("CREATE ROLE owner LOGIN")
        session.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
        session.execute("CREATE DATABASE museum OWNER owner")
    session.close()
    server.run("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader")
    return server
