"""The answer to a query, while it arrives and after."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final, Self

from ..errors import DiskFull, OpenCollectionsError
from .spool import Spool

HELD_BACK_BYTES: Final = 1024 * 1024
"""A result up to this size is given to nobody before it is known whole, so that a limit is a clean refusal."""


Over = Callable[[float], None]
"""What is called with the seconds that an evaluation took, once, when it has ended."""


def unheard(_: float) -> None:
    """Let an evaluation end without anybody who counts its seconds."""


class QueryAnswer:
    """The bytes of a result, from the worker to whoever reads them.

    To be closed, or used as an asynchronous context manager: closing an answer that is still being made ends
    the worker that makes it (``abandoned`` is called). ``over`` is called once, with the seconds that the
    evaluation took, however it ended. ``generation`` is the folder of the generation that it
    was computed from, ``waited_s`` the time until a worker was free.
    """

    def __init__(self, media_type: str, generation: Path, waited_s: float) -> None:
        self.media_type = media_type
        self.generation = generation
        self.waited_s = waited_s
        self.size = 0
        self.ended = False
        self.abandoned: Callable[[], None] = lambda: None
        self.over: Over = unheard
        self._began = monotonic()
        self._evaluated_s: float | None = None
        self._error: OpenCollectionsError | None = None
        self._spool = Spool(generation.parent, HELD_BACK_BYTES)
        self._news = asyncio.Event()

    @property
    def complete(self) -> bool:
        """Tell whether the whole result is here."""
        return self.ended and self._error is None

    @property
    def evaluated_s(self) -> float:
        """The time that the evaluation has taken up to its end, or until now."""
        return monotonic() - self._began if self._evaluated_s is None else self._evaluated_s

    def add(self, data: bytes) -> None:
        """Take a piece of the result; raise DiskFull where it cannot be kept."""
        self.size += len(data)
        try:
            self._spool.put(data)
        except OSError:
            raise DiskFull(path=self.generation.parent) from None
        self._news.set()

    def end(self, error: OpenCollectionsError | None = None, seconds: float | None = None) -> None:
        """Take note that nothing more comes: the result is whole, or broken by this error.

        ``seconds`` is what the evaluation took where the worker has told; else it is the time until now.
        """
        if not self.ended:
            self.ended = True
            self._error = error
            self._evaluated_s = monotonic() - self._began if seconds is None else seconds
            self.over(self._evaluated_s)
        self._news.set()

    async def settled(self) -> Self:
        """Wait until the result is whole or too large to be held back; close it and raise what ended it before."""
        try:
            while not self.ended and self.size <= HELD_BACK_BYTES:
                await self._more()
            self._raise_error()
        except BaseException:
            await self.aclose()
            raise
        return self

    async def whole(self) -> None:
        """Wait until the result is whole; raise the error that broke it."""
        while not self.ended:
            await self._more()
        self._raise_error()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes once, in pieces; raise the error that breaks the result where one does."""
        while True:
            self._raise_error()
            if piece := self._spool.take():
                yield piece
            elif self.ended:
                return
            else:
                await self._more()

    async def _more(self) -> None:
        self._news.clear()
        await self._news.wait()

    async def aclose(self) -> None:
        """Give up what has not been read."""
        if not self.ended:
            self.abandoned()
        self._spool.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
