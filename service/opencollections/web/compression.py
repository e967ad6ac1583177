"""Compression: gzip for clients that take it (RFC 9110 §12.5.3), of a whole body or of one that streams."""

import zlib
from typing import Final

from werkzeug.http import parse_accept_header

SMALLEST_BYTES: Final = 1_400
"""What fits into one packet anyway is not compressed."""

_LEVEL: Final = 4
_GZIP_FORMAT: Final = 31


class Gzip:
    """One body on its way: each piece as far as it is ready, and the rest at the end."""

    def __init__(self) -> None:
        self._compressor = zlib.compressobj(_LEVEL, wbits=_GZIP_FORMAT)

    def piece(self, data: bytes) -> bytes:
        return self._compressor.compress(data)

    def end(self) -> bytes:
        return self._compressor.flush()


def gzipped(body: bytes) -> bytes:
    """Compress a whole body; the same body gives the same bytes, so that a strong validator can name them."""
    gzip = Gzip()
    return gzip.piece(body) + gzip.end()


def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether a client wants gzip rather than nothing; one that does not say is sent what it surely reads."""
    return parse_accept_header(accept_encoding).quality("gzip") > 0
