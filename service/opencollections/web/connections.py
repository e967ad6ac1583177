"""Connections: uvicorn's fast HTTP protocol, with a limit that it lacks."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_LIMIT_BYTES: Final = 128 * 1024
"""Room for a request's first line and headers, among them a long query in the address."""


class Connection(HttpToolsProtocol):
    """One connection of a client; it ends where a client sends a head without end, which would fill the memory."""

    _in_head = True
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        # What arrives at once is bounded by the transport, so that it is enough to look afterwards.
        if self._in_head and self._head_bytes > HEAD_LIMIT_BYTES and not self.transport.is_closing():
            self._refuse()

    def _refuse(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.send_400_response(
                f"The head of a request may have {HEAD_LIMIT_BYTES} bytes. Send a long query by POST."
            )
        else:
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._in_head, self._head_bytes = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head = True
        super().on_message_complete()
