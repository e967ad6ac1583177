"""Connections: what uvicorn writes piece by piece goes out together, in its order, before the connection closes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from opencollections.web.connections import Joining


class Line(asyncio.Transport):
    """A transport that remembers what was sent at once."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.closed
        self.sent.append(bytes(data))

    def writelines(self, list_of_data) -> None:
        self.write(b"".join(list_of_data))

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


async def head_and_body(sending: Joining) -> None:
    sending.write(b"head")
    sending.write(b"body")


async def stream(sending: Joining) -> None:
    sending.write(b"head")
    await asyncio.sleep(0)
    sending.write(b"piece")
    await asyncio.sleep(0)
    sending.write(b"")


async def close(sending: Joining) -> None:
    sending.write(b"head")
    sending.close()


async def lost_meanwhile(sending: Joining) -> None:
    sending.write(b"head")
    sending._transport.close()


@pytest.mark.parametrize(
    ("speak", "told"),
    [
        (head_and_body, ([b"headbody"], "open")),
        (stream, ([b"head", b"piece"], "open")),
        (close, ([b"head"], "closed")),
        (lost_meanwhile, ([], "closed")),
    ],
)
def test_what_is_written_at_once_goes_out_together(
    speak: Callable[[Joining], Awaitable[None]], told: tuple[list[bytes], str]
) -> None:
    line = Line()

    async def spoken() -> None:
        await speak(Joining(line))
        await asyncio.sleep(0)

    asyncio.run(spoken())
    assert (line.sent, "closed" if line.closed else "open") == told
