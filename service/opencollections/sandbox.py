"""What a worker may do that runs something hostile: read, answer on the connection it has, and ask one door.

The door is a port of this machine behind which the service asks others on behalf of a query; only the workers
for federated queries may open connections, and only to it.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import time
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Final

# linux/prctl.h, linux/seccomp.h, linux/filter.h, linux/audit.h, linux/socket.h, linux/net.h
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_KILL_PROCESS: Final = 0x80000000
_PERMISSION_DENIED: Final = 0x00050000 | 13
_LOAD_WORD: Final = 0x20
_AND: Final = 0x54
_JUMP_IF_EQUAL: Final = 0x15
_JUMP_IF_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_ARCHITECTURE_OFFSET: Final = 4
_ARGUMENT_OFFSETS: Final = (16, 24)
_AF_INET: Final = 2
_SOCK_STREAM: Final = 1
_SOCK_TYPE_MASK: Final = 0xF
_X32_SYSTEM_CALLS: Final = 0x40000000

_NICENESS: Final = 10

# linux/landlock.h; its system calls have the same numbers on every architecture.
_LANDLOCK_CREATE_RULESET: Final = 444
_LANDLOCK_ADD_RULE: Final = 445
_LANDLOCK_RESTRICT_SELF: Final = 446
_LANDLOCK_VERSION: Final = 1
_LANDLOCK_NETWORK_SINCE: Final = 4
_LANDLOCK_RULE_NET_PORT: Final = 2
_LANDLOCK_BIND_AND_CONNECT: Final = 0b11
_LANDLOCK_CONNECT: Final = 0b10

_MACHINES: Final = {
    # machine: (audit architecture, numbers of socket, io_uring_setup, execve, execveat)
    "x86_64": (0xC000003E, (41, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 425, 221, 281)),
}


def confine(memory_bytes: int, door: int | None = None) -> bool:
    """Give up for good what a worker must not have; tell whether the network is out of reach but for the door.

    It ends with its parent, gets no new privileges, opens no socket (with a ``door``: connects over TCP to
    that port and to no other), starts no program, writes no file, and its address space is limited. To be
    called while the process has one thread: later ones inherit it. Where the system is not Linux on x86-64 or
    ARM64, only the limits hold; where its kernel cannot limit connections to a port (Linux before 6.7), those
    are not limited: the answer is False then. Raises OSError where the kernel refuses.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    if sys.platform != "linux":
        return False
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if platform.machine() not in _MACHINES:
        return False
    architecture, denied = _MACHINES[platform.machine()]
    if door is None:
        _install(_filter(architecture, denied))
        return True
    kept = _keep_to(door)
    _install(_filter(architecture, denied[1:], tcp=denied[0]))
    return kept


def end_with_parent(parent: int) -> None:
    """Let the system end this process when its parent ends; at once, where that has ended already."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def allow_seconds(seconds: float) -> None:
    """Let this process use that much more processor time; the system ends it if it takes more.

    Only a backstop: it also works when nobody is left who could look at a clock.
    """
    now, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = ceil(time.process_time() + seconds) + 1
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    if soft != now:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def give_way(process: int) -> None:
    """Let a process have the processor when others do not want it; it cannot take that back."""
    # Priorities belong to threads on Linux, and a query is evaluated in another one than the first.
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208 - names are all that is wanted
            os.setpriority(os.PRIO_PROCESS, int(thread), _NICENESS)


def processor_seconds(process: int) -> float:
    """Give the processor time that a process has used so far, in steps of some milliseconds; 0 where none tells."""
    try:
        fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def held_bytes(process: int) -> int:
    """Give the memory that a process has for itself, without files and what it shares; 0 where none tells."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_bytes().split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def machine_bytes() -> int:
    """Give the memory that the machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


class HeldMemory:
    """The memory that this process holds, told at the cost of one system call, as long as the process lives."""

    def __init__(self) -> None:
        self._page = os.sysconf("SC_PAGE_SIZE")
        self._statistics: int | None = None
        with suppress(OSError):
            self._statistics = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)

    def bytes(self) -> int:
        """Give the bytes that are in memory now; 0 where the system does not tell."""
        if self._statistics is None:
            return 0
        return int(os.pread(self._statistics, 100, 0).split()[1]) * self._page


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _filter(architecture: int, denied: tuple[int, ...], tcp: int | None = None) -> list[bytes]:
    """Give a program for the kernel (classic BPF) that denies the numbered system calls.

    ``tcp`` is the number of a call that makes sockets, and may make those of TCP over IPv4. A call from
    another architecture's table, where the numbers mean other things, ends the process.
    """
    limited = [] if tcp is None else _only_tcp(tcp)
    denials = [
        _instruction(_JUMP_IF_EQUAL, number, len(denied) - place + len(limited), 0)
        for place, number in enumerate(denied)
    ]
    return [
        _instruction(_LOAD_WORD, _ARCHITECTURE_OFFSET),
        _instruction(_JUMP_IF_EQUAL, architecture, 1, 0),
        _instruction(_RETURN, _KILL_PROCESS),
        _instruction(_LOAD_WORD, 0),
        _instruction(_JUMP_IF_AT_LEAST, _X32_SYSTEM_CALLS, len(denied) + len(limited) + 1, 0),
        *denials,
        *limited,
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _PERMISSION_DENIED),
    ]


def _only_tcp(call: int) -> list[bytes]:
    """Give the part that lets other calls pass, and this one where its arguments are those of TCP over IPv4.

    It stands right before the two returns of the program, the first of which allows.
    """
    domain, kind = _ARGUMENT_OFFSETS
    return [
        _instruction(_JUMP_IF_EQUAL, call, 0, 5),
        _instruction(_LOAD_WORD, domain),
        _instruction(_JUMP_IF_EQUAL, _AF_INET, 0, 4),
        _instruction(_LOAD_WORD, kind),
        _instruction(_AND, _SOCK_TYPE_MASK),
        _instruction(_JUMP_IF_EQUAL, _SOCK_STREAM, 0, 1),
    ]


def _keep_to(port: int) -> bool:
    """Let this process connect to one TCP port and bind none; False where the kernel cannot (Landlock)."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    if call(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_VERSION) < _LANDLOCK_NETWORK_SINCE:
        return False
    handled = struct.pack("QQ", 0, _LANDLOCK_BIND_AND_CONNECT)
    rules = _checked(call(_LANDLOCK_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0))
    try:
        rule = struct.pack("QQ", _LANDLOCK_CONNECT, port)
        _checked(call(_LANDLOCK_ADD_RULE, rules, _LANDLOCK_RULE_NET_PORT, rule, 0))
        _checked(call(_LANDLOCK_RESTRICT_SELF, rules, 0))
    finally:
        os.close(rules)
    return True


def _checked(result: int) -> int:
    """Give the result of a system call; raise OSError where it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _install(instructions: list[bytes]) -> None:
    program = ctypes.create_string_buffer(b"".join(instructions))
    header = ctypes.create_string_buffer(struct.pack("HP", len(instructions), ctypes.addressof(program)))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header))


def _prctl(option: int, *arguments: int) -> None:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    _checked(call(option, *arguments, *[0] * (4 - len(arguments))))
