"""Functions that write a text in another code: escapes, checksums, identifiers, and what a value table says."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

import polars as pl

from ..phrases import Phrase
from ..records.dialects import is_sign
from .model import TermType
from .nquads import encoded
from .prefixes import GREL, IDLAB
from .signatures import FIRST, SPARQL, STR, VALUE, Arguments, Function, Texts, none_of, per_value

_MODE: Final = GREL + "modeParameter"
_FILE: Final = IDLAB + "inputFile"
_FROM: Final = IDLAB + "fromColumn"
_TO: Final = IDLAB + "toColumn"
_DELIMITER: Final = IDLAB + "delimiter"

_MARKUP: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_JSON: Final = {
    **{chr(code): f"\\u{code:04x}" for code in range(32)},
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}


def _exchanged(characters: Mapping[str, str]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda value: value.str.replace_many(list(characters), list(characters.values()))


def _as_csv(value: pl.Expr) -> pl.Expr:
    """Quote a value that has a delimiter, a quotation mark or a line end (RFC 4180)."""
    quoted = pl.concat_str(pl.lit('"'), value.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(value.str.contains('[",\r\n]')).then(quoted).otherwise(value)


_ESCAPES: Final[dict[str, Callable[[pl.Expr], pl.Expr]]] = {
    "html": _exchanged(_MARKUP | {"'": "&#39;"}),
    "xml": _exchanged(_MARKUP | {"'": "&apos;"}),
    "url": lambda value: encoded(value, TermType.URI),
    "csv": _as_csv,
    "json": _exchanged(_JSON),
    "javascript": _exchanged(_JSON | {"'": "\\'", "/": "\\/"}),
}
_READINGS: Final[dict[str, Callable[[str], str]]] = {
    "html": html.unescape,
    "xml": html.unescape,
    "url": unquote,
}


def _mode_refusal(modes: Mapping[str, object]) -> Callable[[Texts], Phrase | None]:
    def refusal(texts: Texts) -> Phrase | None:
        mode = texts.get(_MODE, "")
        return None if mode.lower() in modes else none_of(mode, modes)

    return refusal


def _escaped(a: Arguments) -> pl.Expr:
    return _ESCAPES[a.text(_MODE).lower()](a[VALUE])


def _unescaped(a: Arguments) -> pl.Expr:
    return per_value(_READINGS[a.text(_MODE).lower()], a[VALUE])


def _checksum(algorithm: str, parameter: str) -> Function:
    def digest(text: str) -> str:
        return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()

    return Function((parameter,), lambda a: per_value(digest, a[parameter]))


def _identified(parameter: str) -> Function:
    """Make UUIDs by name (RFC 9562 §5.5), since an identifier once published must come back at every run.

    The name is the values that are given; without any it is the place of the record: file and row.
    """

    def name(a: Arguments) -> pl.Expr:
        # A missing value counts as one, or half a name would be no name.
        parts = [value.fill_null("\x00") for value in a.every(parameter)]
        return per_value(lambda *texts: str(uuid5(NAMESPACE_URL, "\x1f".join(texts))), *(parts or [a.record]))

    return Function((parameter,), name, optional=(parameter,), many=parameter)


_BARE_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ŋ": "n",
        "ŧ": "t",
    }
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart into a bare one and its mark."""


def slug(text: str) -> str | None:
    """Give small letters without accents, digits and hyphens; letters of other scripts stay. None if nothing is left.

    Different texts may have one slug: it is for words in an address, not for telling things apart.
    """
    letters = unicodedata.normalize("NFKD", text).lower().translate(_BARE_LETTERS)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", bare).strip("-") or None


_MEDIA_TYPES: Final = {
    extension: media_type
    for media_type, extensions in {
        "application/epub+zip": "epub",
        "application/json": "json",
        "application/n-quads": "nq",
        "application/n-triples": "nt",
        "application/pdf": "pdf",
        "application/sql": "sql",
        "application/xml": "xml",
        "application/zip": "zip",
        "audio/flac": "flac",
        "audio/mp4": "m4a",
        "audio/mpeg": "mp3",
        "audio/ogg": "ogg",
        "audio/wav": "wav",
        "image/gif": "gif",
        "image/jp2": "jp2",
        "image/jpeg": "jpg jpeg",
        "image/png": "png",
        "image/svg+xml": "svg",
        "image/tiff": "tif tiff",
        "image/webp": "webp",
        "model/gltf-binary": "glb",
        "text/csv": "csv",
        "text/html": "html htm",
        "text/plain": "txt",
        "text/turtle": "ttl",
        "video/matroska": "mkv",
        "video/mp4": "mp4",
        "video/quicktime": "mov",
        "video/webm": "webm",
    }.items()
    for extension in extensions.split()
}
"""Of file names in catalogues; a table of our own, since that of the machine differs from the next one's."""


def _media_type(name: str) -> str | None:
    _, dot, extension = name.rpartition(".")
    return _MEDIA_TYPES.get(extension.lower()) if dot else None


def _delimiter_refusal(texts: Texts) -> Phrase | None:
    text = texts.get(_DELIMITER, "")
    return None if not text or is_sign(text) else Phrase("{word!r} is not one character", {"word": text})


def _table(a: Arguments) -> Mapping[str, str]:
    return a.value_table(a.text(_FILE), a.text(_FROM), a.text(_TO), a.text(_DELIMITER))


def _looked_up(a: Arguments) -> pl.Expr:
    table = {key: value for key, value in _table(a).items() if value}
    return a[STR].replace_strict(list(table), list(table.values()), default=None, return_dtype=pl.String)


def _not_left_empty(a: Arguments) -> pl.Expr:
    """Give the values that a table should know: all but those that stand in it with nothing beside them."""
    left_empty = [key for key, value in _table(a).items() if not value]
    return pl.when(~a[STR].is_in(left_empty)).then(a[STR])


CODE_FUNCTIONS: Final[dict[str, Function]] = {
    GREL + "escape": Function((VALUE, _MODE), _escaped, fixed=(_MODE,), refusal=_mode_refusal(_ESCAPES)),
    GREL + "string_unescape": Function(
        (VALUE, _MODE), _unescaped, fixed=(_MODE,), refusal=_mode_refusal(_READINGS)
    ),
    GREL + "string_md5": _checksum("md5", VALUE),
    GREL + "string_sha1": _checksum("sha1", VALUE),
    SPARQL + "sha256": _checksum("sha256", FIRST),
    SPARQL + "sha512": _checksum("sha512", FIRST),
    IDLAB + "random": _identified(STR),
    SPARQL + "struuid": _identified(FIRST),
    IDLAB + "slugify": Function((STR,), lambda a: per_value(slug, a[STR])),
    IDLAB + "getMIMEType": Function((STR,), lambda a: per_value(_media_type, a[STR])),
    IDLAB + "lookup": Function(
        (STR, _FILE, _FROM, _TO, _DELIMITER),
        _looked_up,
        optional=(_DELIMITER,),
        fixed=(_FILE, _FROM, _TO, _DELIMITER),
        refusal=_delimiter_refusal,
        code="lookup-missing",
        doubted=_not_left_empty,
    ),
}
