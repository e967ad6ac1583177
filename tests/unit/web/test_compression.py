"""Compression: only for clients that take it, and undone it is the same."""

import gzip

import pytest

from opencollections.web.compression import Gzip, gzipped, takes_gzip

WISHES = [
    (None, False),
    ("", False),
    ("gzip", True),
    ("br, GZIP;q=0.5", True),
    ("*", True),
    ("gzip;q=0", False),
    ("*, gzip;q=0", False),
    ("identity", False),
    ("deflate, br", False),
    ("," * 10_000, False),
    ("gzip;q=nonsense", False),
]


@pytest.mark.parametrize(("accept_encoding", "taken"), WISHES)
def test_gzip_is_for_clients_that_take_it(accept_encoding, taken) -> None:
    assert takes_gzip(accept_encoding) is taken


def test_pieces_make_the_whole_and_the_same_bytes_each_time() -> None:
    compressor = Gzip()
    pieces = [compressor.piece(b"a" * 100_000), compressor.piece(b"b"), compressor.end()]
    assert gzip.decompress(b"".join(pieces)) == b"a" * 100_000 + b"b"
    assert gzipped(b"abc") == gzipped(b"abc")
    assert gzip.decompress(gzipped(b"")) == b""
