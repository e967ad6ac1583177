"""``ocn serve``: pages, data, SPARQL and its workers, with one command."""

import gc
import os
import resource
import signal
import socket
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Annotated, Final

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from ..errors import AddressInUse
from ..publishing.demonstration import publish_demonstration
from ..publishing.ingest_process import ingest_worker
from ..publishing.inventory import enter_missing
from ..publishing.publish import identifiers
from ..publishing.quality import judge_missing
from ..settings import Settings
from ..store.folders import DataFolder
from ..store.leftovers import sweep
from ..web.app import create_app
from ..web.connections import Connection
from ..web.metrics import TOGETHER
from . import display, options

APPLICATION: Final = "opencollections.web.app:from_environment"
BACKLOG: Final = 2048

GARBAGE_AT: Final = 20_000
"""Objects made and not dropped, after which those that only refer to each other are looked for."""


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8000,
    processes: Annotated[int, typer.Option("--processes", min=1, max=64, help="API processes.")] = 1,
    demo: Annotated[
        bool, typer.Option("--demo", help="Publish the demonstration collections first.")
    ] = False,
    data: options.Data = None,
    base_url: options.BaseURL = None,
) -> None:
    """Serve everything that is published, until stopped with Ctrl-C.

    Example: ocn serve --demo
    """
    settings = options.settings(data, base_url)
    folder = options.folder(settings)
    # What is wrong with a setting is told before anything is done, and not by each process for itself.
    application = create_app(settings)
    _allow_open_files()
    # The port comes first: where it is taken, no data folder is made.
    with _listening(host, port) as listener, folder.serving():
        with folder.control() as control:
            ids = identifiers(control, settings)
            enter_missing(folder, control, ids)
            judge_missing(folder, control, ids)
            # A store that cannot be opened is told by the verb; the server would show where in the program.
            folder.generations.open(control)
        sweep(folder)
        if demo:
            _publish_demonstration(folder, settings)
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        typer.echo(
            f"Open Collections at http://{shown}:{listener.getsockname()[1]} (stop with Ctrl-C)", err=True
        )
        # Ctrl-C is how an operator ends it, and nothing went wrong.
        with suppress(KeyboardInterrupt, _Asked), ingest_worker(environment(settings)):
            # The server finishes its answers first, and then lets the signal through.
            signal.signal(signal.SIGTERM, _end)
            _run(application, settings, folder, listener, processes)


def _allow_open_files() -> None:
    """Open as many files at once as the system allows, and not as few as a shell asks for: a connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class _Asked(BaseException):
    """The system asked the service to end (SIGTERM); it is no error, and nobody but the verb may catch it."""


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Let the service be left in order: its worker and the jobs end before it, not some time after it."""
    raise _Asked


def _publish_demonstration(folder: DataFolder, settings: Settings) -> None:
    with folder.control() as control:
        iris = identifiers(control, settings)
    with display.progress("Demonstration") as steps:
        outcomes = publish_demonstration(
            folder, iris, settings.upload_limit_bytes, display.waiting, lambda _: steps
        )
        for outcome in outcomes:
            version = outcome.version
            typer.echo(
                f"  {version.collection}: {version.records} records, {version.quads:,} statements", err=True
            )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, since asyncio sends small answers at once only on sockets that name it.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressInUse(host=host, port=port, detail=error.strerror, other=port + 1) from error
    listener.set_inheritable(True)
    return listener


def _run(
    application: FastAPI, settings: Settings, folder: DataFolder, listener: socket.socket, processes: int
) -> None:
    if processes == 1:
        # What is here now stays: looking through it for garbage again and again would hold up requests. What a
        # request makes is nearly all dropped with it, so that looking now and then is enough.
        gc.freeze()
        gc.set_threshold(GARBAGE_AT)
        uvicorn.Server(_config(application)).run(sockets=[listener])
        return
    # Each process makes its own application; what they count, they count together.
    with folder.working() as counts:
        os.environ.update(environment(settings) | {TOGETHER: str(counts)})
        Multiprocess(_config(APPLICATION, factory=True, workers=processes), sockets=[listener]).run()


def environment(settings: Settings) -> dict[str, str]:
    """Give what was asked for by flags as other processes read it."""
    given = {f"OCN_{name.upper()}": getattr(settings, name) for name in settings.model_fields_set}
    # Secrets are no flags: they are in the environment already, and their text here would be asterisks.
    return {name: str(value) for name, value in given.items() if isinstance(value, str | int | float | Path)}


def _config(application: FastAPI | str, *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        factory=factory,
        workers=workers,
        http=Connection,
        # X-Forwarded-For is read where clients are told apart, and believed only from proxies that are named.
        proxy_headers=False,
        timeout_keep_alive=15,
        log_level="warning",
        # Without this, the line of each request is put together before it is thrown away.
        access_log=False,
        server_header=False,
    )
