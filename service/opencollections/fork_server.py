"""Fork servers: small processes of ours, with one thread, that others are forked from.

A program of ours becomes one by ``control`` at its start, and whoever needs it has it as a ``ForkServer``. What is
said between them is their own affair; it ends when the other side closes. multiprocessing's fork server is not used
because each child of it would import the program that the service was started by.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack


class ForkServer:
    """A process that runs a module of ours, and our end of the connection to it (``control``)."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        """Start it, in our own environment where none is given; raise OSError where no process can be started."""
        self.control, theirs = socket.socketpair()
        with theirs, ExitStack() as unless_started:
            unless_started.callback(self.control.close)
            self.process = subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs this
                [sys.executable, "-P", "-m", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                env=environment,
            )
            unless_started.pop_all()

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def kill(self) -> None:
        """Let it end; whoever calls this waits for its end, too."""
        self.control.close()
        self.process.kill()

    def wait(self) -> None:
        """Wait until it has ended."""
        self.process.wait()

    def forget(self) -> None:
        """Leave it to the process that this one was forked from."""
        self.control.close()
        # It is no child of this process, which would complain that it still runs.
        self.process.returncode = 0


def control() -> socket.socket:
    """Give the fork server's own end of the connection, which is named by its only argument."""
    # The terminal's and the service manager's signals go to all processes: the service decides about its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return socket.socket(fileno=int(sys.argv[1]))
