"""The size of an image from the first bytes of its file."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencollections.formats.image_sizes import image_size

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1200, 900)
GIF = b"GIF89a" + struct.pack("<HH", 320, 200)
FRAME = struct.pack(">BBHBHH", 0xFF, 0xC0, 17, 8, 900, 1200)
JPEG = b"\xff\xd8" + struct.pack(">BBH", 0xFF, 0xE1, 10) + b"\xff\xc0" * 4 + b"\xff" + FRAME
LOSSY = b"RIFF....WEBPVP8 ....\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 1200, 900)
LOSSLESS = b"RIFF....WEBPVP8L....\x2f" + struct.pack("<I", 1199 | 899 << 14)
EXTENDED = b"RIFF....WEBPVP8X........" + (1199).to_bytes(3, "little") + (899).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (PNG, (1200, 900)),
        (GIF, (320, 200)),
        (JPEG, (1200, 900)),
        (LOSSY, (1200, 900)),
        (LOSSLESS, (1200, 900)),
        (EXTENDED, (1200, 900)),
        (b"%PDF-1.7", None),
        (b"", None),
        (b"GIF89a" + struct.pack("<HH", 0, 200), None),
        (b"\xff\xd8\xff\xd9", None),
    ],
)
def test_each_kind_of_file_tells_its_size(head, size):
    assert image_size(head) == size


@pytest.mark.parametrize("head", [PNG, GIF, JPEG, LOSSY, LOSSLESS, EXTENDED])
def test_a_file_that_breaks_off_tells_nothing(head):
    assert {image_size(head[:end]) for end in range(len(head))} == {None}


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"GIF89a", b"RIFF....WEBP", PNG[:16]]))
def test_any_bytes_have_a_size_or_none(rest, beginning):
    found = image_size(beginning + rest)
    assert found is None or all(side > 0 for side in found)
