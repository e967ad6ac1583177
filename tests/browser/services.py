"""Services for the browser to look at: the small network on a free port."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from network import BASE, build

from opencollections.settings import Settings
from opencollections.web.app import create_app


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[str]:
    """Serve the small network, kept in a folder, until the block ends; give its address."""
    given = {"data": build(folder).root, "base_url": BASE, "query_workers": 1, **settings}
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(**given)), log_level="critical"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    while not server.started and thread.is_alive():
        threading.Event().wait(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
