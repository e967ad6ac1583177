import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opencollections.sandbox import allow_seconds, confine

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has seccomp")

MEMORY = 64_000_000_000
"""More than the tests themselves hold, whose address space a child begins with."""


def status_of(work: Callable[[], object]) -> int:
    """Do something in a process of its own: 0 when it went well, the errno, or minus the signal."""
    process = os.fork()
    if process == 0:
        try:
            work()
        except OSError as error:
            os._exit(error.errno or 99)
        except MemoryError:
            os._exit(98)
        except AssertionError:
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def confined(work: Callable[[], object]) -> Callable[[], object]:
    def both() -> None:
        confine(MEMORY)
        work()

    return both


FAMILIES = [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX]


@linux
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_confined_process_opens_no_socket(family: socket.AddressFamily) -> None:
    assert status_of(lambda: socket.socket(family)) == 0
    assert status_of(confined(lambda: socket.socket(family))) == 13


@linux
def test_a_confined_process_starts_no_program() -> None:
    assert status_of(lambda: os.execv("/bin/true", ["true"])) == 0
    assert status_of(confined(lambda: os.execv("/bin/true", ["true"]))) == 13


@linux
def test_threads_that_start_later_are_confined_too() -> None:
    def in_a_thread() -> None:
        found = []

        def attempt() -> None:
            try:
                socket.socket(socket.AF_INET)
            except PermissionError as error:
                found.append(error)

        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
        raise found[0]

    assert status_of(confined(in_a_thread)) == 13


def test_a_confined_process_writes_no_file(tmp_path) -> None:
    target = tmp_path / "file"
    assert status_of(confined(lambda: target.write_text("a"))) == 27
    assert target.read_text() == ""


@linux
def test_a_confined_process_keeps_within_its_memory() -> None:
    def taking(bytes_: int) -> Callable[[], object]:
        def take() -> bytearray:
            held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            confine(held + 500_000_000)
            return bytearray(bytes_)

        return take

    assert status_of(taking(200_000_000)) == 0
    assert status_of(taking(600_000_000)) == 98


def test_a_confined_process_leaves_no_core() -> None:
    def core_limit() -> None:
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)

    assert status_of(confined(core_limit)) == 0


def test_processor_time_is_limited_and_can_be_granted_again() -> None:
    def busy(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    def granted_twice() -> None:
        allow_seconds(0.1)
        busy(0.5)
        allow_seconds(0.1)
        busy(0.5)

    def endless() -> None:
        allow_seconds(0.1)
        busy(10)

    assert status_of(granted_twice) == 0
    assert status_of(endless) == -signal.SIGXCPU


def test_a_confined_process_ends_with_its_parent() -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux ends a process with its parent")
    reader, writer = os.pipe()

    def parent() -> None:
        child = os.fork()
        if child == 0:
            confine(MEMORY)
            os.write(writer, b"ready")
            time.sleep(30)
        os.read(reader, 5)

    assert status_of(parent) == 0
    os.close(writer)
    # The end of the pipe is reached when the last process that holds it is gone: now, and not in half a minute.
    began = time.monotonic()
    assert os.read(reader, 5) == b""
    assert time.monotonic() - began < 5
    os.close(reader)


def test_the_memory_that_is_held_is_known() -> None:
    # A process of its own has no memory to spare that the block could be given from.
    program = (
        "from opencollections.sandbox import HeldMemory\n"
        "held = HeldMemory()\n"
        "before = held.bytes()\n"
        "block = bytearray(50_000_000)\n"
        "print(held.bytes() - before)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(told.stdout) > 25_000_000 or sys.platform != "linux"


@pytest.fixture
def ports() -> Iterator[tuple[int, int]]:
    """Give two ports of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        yield one.getsockname()[1], other.getsockname()[1]


def behind_a_door(door: int, work: Callable[[], object]) -> Callable[[], object]:
    def both() -> None:
        assert confine(MEMORY, door)
        work()

    return both


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5)


landlock = pytest.mark.skipif(
    sys.platform != "linux" or status_of(behind_a_door(1, lambda: None)) != 0,
    reason="this kernel cannot limit connections to a port (Landlock since Linux 6.7)",
)


@landlock
def test_behind_a_door_only_that_port_is_reached(ports: tuple[int, int]) -> None:
    door, other = ports
    assert status_of(behind_a_door(door, lambda: connect(door))) == 0
    assert status_of(lambda: connect(other)) == 0
    assert status_of(behind_a_door(door, lambda: connect(other))) == 13


@linux
@pytest.mark.parametrize(
    "sort",
    [
        (socket.AF_INET, socket.SOCK_DGRAM),
        (socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK),
        (socket.AF_INET6, socket.SOCK_STREAM),
        (socket.AF_UNIX, socket.SOCK_STREAM),
    ],
)
def test_behind_a_door_there_is_nothing_but_tcp(ports: tuple[int, int], sort: tuple[int, int]) -> None:
    def attempt() -> None:
        confine(MEMORY, ports[0])
        socket.socket(*sort)

    assert status_of(attempt) == 13


@linux
def test_behind_a_door_no_program_is_started(ports: tuple[int, int]) -> None:
    def attempt() -> None:
        confine(MEMORY, ports[0])
        os.execv("/bin/true", ["true"])

    assert status_of(attempt) == 13
