"""The encoding of a text file: what its first bytes say, else UTF-8, else the code page that reads best."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

from ..errors import BrokenFile
from .tables import File

_CHUNK_BYTES: Final = 1 << 20
_SAMPLE_BYTES: Final = 1 << 18
_LONG_LINE_BYTES: Final = 1 << 24
_UTF8_NAMES: Final = frozenset({"utf-8", "ascii"})

# The longer mark stands first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_CENTRAL: Final = {
    "Hungarian": "áéíóöőúüű",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Czech": "áčďéěíňóřšťúůýž",
    "Polish": "ąćęłńóśźż",
    "Croatian": "čćđšž",
    "Romanian": "ăâîşţ",
}
_WESTERN: Final = {
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûüÿ",
    "Dutch": "áèéêëïíóöúü",
    "Italian": "àèéìíîòóùú",
    "Spanish": "áéíñóúü",
    "Portuguese": "ãáàâçéêíóôú",
    "Catalan": "àçèéíïòóúü",
    "Danish": "æøåéáü",
    "Swedish": "åäöéáü",
    "Estonian": "äõöüšž",
    "Icelandic": "áðéíóúýþæö",
}
_LANGUAGES: Final = {
    "cp1250": _CENTRAL,
    "cp1252": _WESTERN,
    "iso8859-2": _CENTRAL,
    "cp852": _CENTRAL,
    "mac-roman": _WESTERN,
}
_NAMES: Final = {
    "cp1250": "Windows-1250",
    "cp1252": "Windows-1252",
    "iso8859-2": "ISO 8859-2",
    "cp852": "DOS 852",
    "mac-roman": "Mac Roman",
}

# What a file of today is unlikely to be needs this much more evidence.
_RARE: Final = {"cp852": 2.0, "mac-roman": 2.0}

_VOWELS: Final = frozenset("aeiouyæøœ")
_STRAY_SIGNS: Final = frozenset("ˇ˘˛˙˝¸¨¡¢¥¦ªº¬¯¤")  # noqa: RUF001 - the signs themselves are meant
_TYPOGRAPHY: Final = frozenset("‘’‚“”„–—…•€")  # noqa: RUF001 - see above
_INNER_SIGNS: Final = frozenset("´·\u00ad")  # noqa: RUF001 - see above
_SQUARED: Final = re.compile(r"(?<!\w)[kcdm]?m[ł˛]")  # noqa: RUF001 - see above
# In "Lumière" both letters have one vowel beside them; but č stands before these only at the head of a word.
_CLASHES: Final = re.compile(r"[aeiouy]č[bcdgprsz]")


class Told(StrEnum):
    """What says how the letters of a file are stored."""

    MARK = "mark"
    ASKED = "asked"
    BYTES = "bytes"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec of a file, and what told it; ``sample`` has a word that shows whether a guess was right."""

    codec: str
    sample: str | None = None
    told: Told = Told.BYTES

    @property
    def title(self) -> str:
        """The name that programs for the office use."""
        return _NAMES.get(self.codec, self.codec)


def encoding_of(file: File, kind: str, asked: str | None = None) -> Encoding:
    """Find the encoding in which the whole file can be read.

    ``asked`` is what the mapping says; a byte order mark is believed before it. Raises BrokenFile where a
    byte cannot be read so, and where nearly everything is UTF-8 but not all.
    """
    with file.path.open("rb") as stream:
        head = stream.read(4096)
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    codec = marked or asked or _unmarked_utf16(head)
    if codec is None:
        return _utf8_or_guess(file, kind)
    told = Told.MARK if marked else Told.ASKED if asked else Told.BYTES
    try:
        codec = codecs.lookup(codec).name
    except LookupError:
        raise BrokenFile(file=file.name, kind=kind, detail=f"the encoding {asked!r} is not known") from None
    flaw = _undecodable(file.path, codec)
    if flaw is not None:
        detail = f"line {flaw} has a byte that does not belong to the encoding {codec}"
        raise BrokenFile(file=file.name, kind=kind, detail=detail)
    return Encoding(codec, told=told)


def utf8_chunks(path: Path, codec: str, size: int = _CHUNK_BYTES) -> Iterator[bytes]:
    """Read a file piece by piece as UTF-8 without byte order mark; pieces end anywhere."""
    with path.open("rb") as stream:
        if codec not in _UTF8_NAMES:
            yield from _transcoded(stream, codec, size)
            return
        if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            stream.seek(0)
        yield from _chunks(stream, size)


def _chunks(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while chunk := stream.read(size):
        yield chunk


def _transcoded(stream: BinaryIO, codec: str, size: int) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    for chunk in _chunks(stream, size):
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _unmarked_utf16(head: bytes) -> str | None:
    """Recognise UTF-16 without its mark: in Latin script every second byte is zero."""
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if half < 4 or max(even, odd) < 0.4 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _undecodable(path: Path, codec: str) -> int | None:
    """Give the number of the first line that cannot be decoded, or None where all can."""
    if codec == "utf-8" and _is_all_utf8(path):
        return None
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 1
    with path.open("rb") as stream:
        chunk = b""
        try:
            for chunk in _chunks(stream, _CHUNK_BYTES):
                if codec in _UTF8_NAMES and chunk.isascii() and decoder.getstate()[0] == b"":
                    lines += chunk.count(b"\n")
                else:
                    lines += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return lines + chunk[: error.start].count(b"\n")
    return None


def _is_all_utf8(path: Path) -> bool:
    """Judge a whole file as fast as it can be read."""
    rest = b""
    with path.open("rb") as stream:
        for chunk in _chunks(stream, _CHUNK_BYTES):
            end = chunk.rfind(b"\n") + 1
            if end and not _is_utf8(b"".join([rest, memoryview(chunk)[:end]])):
                return False
            rest = chunk[end:] if end else rest + chunk
            # In one line without end there may be no place to cut, and the slow way looks at letters anyway.
            if not end and len(rest) > _LONG_LINE_BYTES:
                return False
    return _is_utf8(rest)


def _is_utf8(text: bytes) -> bool:
    if not text.isascii():
        try:
            pl.Series([text]).cast(pl.String)
        except pl.exceptions.ComputeError:
            return False
    return True


def _utf8_or_guess(file: File, kind: str) -> Encoding:
    line = _undecodable(file.path, "utf-8")
    if line is None:
        return Encoding("utf-8")
    sample = _telling_lines(file.path)
    if _nearly_utf8(sample):
        detail = f"line {line} has a byte that is not UTF-8, although the rest of the file is"
        raise BrokenFile(file=file.name, kind=kind, detail=detail)
    for codec in _candidates(sample):
        if _undecodable(file.path, codec) is None:
            return Encoding(codec, _telling_word(sample.decode(codec)), Told.GUESS)
    return Encoding("latin-1", _telling_word(sample.decode("latin-1")), Told.GUESS)


def _telling_lines(path: Path) -> bytes:
    """Collect the lines that have letters beyond ASCII, which alone can tell a code page."""
    kept: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        while size < _SAMPLE_BYTES and (line := stream.readline(_SAMPLE_BYTES)):
            if not line.isascii():
                kept.append(line)
                size += len(line)
    return b"".join(kept)


def _nearly_utf8(sample: bytes) -> bool:
    """Tell whether most letters beyond ASCII are whole UTF-8 sequences, which no code page makes by chance."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = sum(not char.isascii() for char in text) - broken
    return whole > 10 * broken


def _telling_word(text: str) -> str:
    return next((word for word in text.replace(";", " ").split() if not word.isascii()), "")[:40]


def _candidates(sample: bytes) -> list[str]:
    """Order the codecs worth trying, the best reading first.

    charset-normalizer confuses cp1250 and cp1252 in short text, so it is asked only where no language of
    Central or Western Europe explains at least a third of the letters (other code pages of DOS and the
    Macintosh), or where most letters are beyond ASCII (Cyrillic, Greek).
    """
    scores = {codec: _score(sample, codec) - _RARE.get(codec, 0.0) for codec in _LANGUAGES}
    ranked = sorted(_LANGUAGES, key=lambda codec: scores[codec], reverse=True)
    letters = [char for char in sample.decode(ranked[0], "ignore") if char.isalpha()]
    accented = sum(not char.isascii() for char in letters)
    if scores[ranked[0]] < accented / 3 or accented > max(8, 0.6 * len(letters)):
        return [*_last_rung(sample), *ranked]
    return ranked


def _last_rung(sample: bytes) -> list[str]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms that almost no file needs

    best = from_bytes(sample).best()
    return [best.encoding] if best else []


def _score(sample: bytes, codec: str) -> float:
    """Weigh one reading of a sample: high where its letters make words of one language.

    Three things tell cp1250, cp1252 and ISO 8859-2 apart, and each settles cases that the others leave open:
    whether one language has the letters (ő ű ö together are Hungarian; õ û ö are nobody's), whether vowels
    and consonants alternate as they do in words (č or è, ř or ø), and signs where no writer sets them
    (ve¾ký for veľký, a breve for the ¢). A letter that only another language of the same code page has
    counts little against it, because catalogues are full of foreign names. Equal scores keep the order
    of the table above: Central Europe first.
    """
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError:
        return float("-inf")
    lower = text.lower()
    accented = [index for index, char in enumerate(text) if not char.isascii()]
    slips = 2 * len(_SQUARED.findall(lower)) + len(_CLASHES.findall(lower))
    shape = sum(_shape(text, index) for index in accented) - slips
    letters = [char for index in accented if (char := lower[index]).isalpha()]
    return shape + _fit(letters, _LANGUAGES[codec])


def _fit(letters: list[str], languages: dict[str, str]) -> float:
    """Give how well the best language explains the letters: +1 its own, -0.2 a neighbour's, -1 nobody's."""
    known = frozenset("".join(languages.values()))
    foreign = sum(-0.2 if char in known else -1.0 for char in letters)
    gains = (
        sum(1.2 if char in known else 2.0 for char in letters if char in own) for own in languages.values()
    )
    return foreign + max(gains, default=0.0)


def _shape(text: str, index: int) -> float:
    """Weigh one character by what stands beside it."""
    char = text[index]
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if not char.isalpha():
        if char in _TYPOGRAPHY:
            return 1.5
        if "\x80" <= char <= "\x9f" or "\u2500" <= char <= "\u259f" or char in _STRAY_SIGNS:
            return -1.0
        return -1.0 if before.isalpha() and after.isalpha() and char not in _INNER_SIGNS else 0.0
    if before.isdigit() or after.isdigit():
        return -2.0
    if char.isupper() and before.islower():
        return -1.0
    beside = [other for other in (before, after) if other.isalpha()]
    return sum(0.25 if _is_vowel(char) != _is_vowel(other) else -0.25 for other in beside)


def _is_vowel(char: str) -> bool:
    return unicodedata.normalize("NFD", char.lower())[0] in _VOWELS
