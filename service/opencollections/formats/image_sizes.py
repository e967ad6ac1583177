"""The size of an image, read from the first bytes of its file: PNG, GIF, JPEG and WebP."""

import struct
from typing import Final

Size = tuple[int, int]
"""Width and height in pixels."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# ITU-T T.81 §B.1.1.3: frame headers have the size; DHT, JPG and DAC lie among their numbers and have none.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def image_size(head: bytes) -> Size | None:
    """Give the size that the beginning of a file tells; None where it is another kind of file, or breaks off before."""
    try:
        if head.startswith(_PNG) and head[12:16] == b"IHDR":
            return _sides(*struct.unpack(">II", head[16:24]))
        if head.startswith((b"GIF87a", b"GIF89a")):
            return _sides(*struct.unpack("<HH", head[6:10]))
        if head.startswith(b"\xff\xd8"):
            return _jpeg(head)
        if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
            return _webp(head)
    except (struct.error, IndexError):
        return None
    return None


def _sides(width: int, height: int) -> Size | None:
    return (width, height) if width and height else None


def _jpeg(head: bytes) -> Size | None:
    at = 2
    while True:
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return _sides(width, height)
        else:
            (length,) = struct.unpack(">H", head[at + 2 : at + 4])
            at += 2 + length


def _webp(head: bytes) -> Size | None:
    """Read the three kinds of WebP (its container specification): lossy, lossless and extended."""
    kind = head[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(head[start : start + 3], "little") + 1 for start in (24, 27))
        return (width, height) if len(head) >= 30 else None
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", head[26:30])
        return _sides(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and head[20] == 0x2F:
        (bits,) = struct.unpack("<I", head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
