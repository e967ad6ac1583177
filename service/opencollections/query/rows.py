"""Counting the rows of a table while its bytes go by, exactly, whatever stands in the values."""

from collections.abc import Callable
from typing import Final, Protocol


class RowCounter(Protocol):
    """Takes a result in pieces, cut anywhere; ``rows`` is the number that began so far, or ended in CSV and TSV."""

    rows: int

    def see(self, data: bytes) -> None: ...


class _Lines:
    """TSV: a line for each row and one for the header; line breaks in values are escaped."""

    def __init__(self) -> None:
        self.rows = -1

    def see(self, data: bytes) -> None:
        self.rows += data.count(b"\n")


class _QuotedLines:
    """CSV: line breaks count outside quotes only; a doubled quote inside closes and opens again."""

    def __init__(self) -> None:
        self.rows = -1
        self._quoted = 0

    def see(self, data: bytes) -> None:
        parts = data.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted = (self._quoted + len(parts) - 1) % 2


class _Elements:
    """XML: a ``<result>`` for each row; in values ``<`` is escaped."""

    _TAG: Final = b"<result>"

    def __init__(self) -> None:
        self.rows = 0
        self._end = b""

    def see(self, data: bytes) -> None:
        data = self._end + data
        self.rows += data.count(self._TAG)
        self._end = data[-len(self._TAG) + 1 :]


class _Objects:
    """JSON: outside strings, the object of a row comes after ``[`` or ``,``, and that of a term after ``:``."""

    def __init__(self) -> None:
        self.rows = 0
        self._in_string = 0
        self._escaped = b""
        self._before = b""

    def see(self, data: bytes) -> None:
        data = self._escaped + data
        backslashes = len(data) - len(data.rstrip(b"\\"))
        cut = len(data) - backslashes % 2
        self._escaped, data = data[cut:], data[:cut]
        parts = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        outside = self._before + b"".join(parts[self._in_string :: 2])
        self.rows += outside.count(b",{") + outside.count(b"[{")
        self._in_string = (self._in_string + len(parts) - 1) % 2
        self._before = outside[-1:]


_COUNTERS: Final[dict[str, Callable[[], RowCounter]]] = {
    "application/sparql-results+json": _Objects,
    "application/sparql-results+xml": _Elements,
    "text/csv": _QuotedLines,
    "text/tab-separated-values": _Lines,
}


def row_counter(media_type: str) -> RowCounter | None:
    """Give a counter for a table in this type; None for a graph, which has no rows."""
    counter = _COUNTERS.get(media_type)
    return None if counter is None else counter()
