"""Ports for programs that must be told theirs before they listen."""

import secrets
import socket
from contextlib import suppress

LOWEST, HIGHEST = 20_000, 32_000
"""Below what the kernel hands out, so that no connection or listener that takes any port comes in between."""


def free_port() -> int:
    """Give a port of the loopback interface that nobody listens on."""
    while True:
        port = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
