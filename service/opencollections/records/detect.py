"""The kind of a file: what its bytes say, then what its name says."""

import codecs
import json
import re
import zipfile
from pathlib import Path
from typing import Final

from ..errors import BrokenFile, FileOfProgram, UnknownFileKind
from ..phrases import Fact, Phrase
from .archives import UNREADABLE, opened_archive, opened_member
from .tables import File, Kind

_HEAD_BYTES: Final = 1 << 16
_FIRST_LINE_BYTES: Final = 1 << 20
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_SUFFIXES: Final = {
    ".csv": Kind.CSV,
    ".txt": Kind.CSV,
    ".tsv": Kind.TSV,
    ".tab": Kind.TSV,
    ".json": Kind.JSON,
    ".ndjson": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".xml": Kind.XML,
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".xls": Kind.XLSX,
    ".ods": Kind.ODS,
    ".parquet": Kind.PARQUET,
    ".sqlite": Kind.SQLITE,
    ".sqlite3": Kind.SQLITE,
    ".db": Kind.SQLITE,
}
_PROGRAMS: Final = {
    ".fmp12": "FileMaker",
    ".fp7": "FileMaker",
    ".fp5": "FileMaker",
    ".mdb": "Microsoft Access",
    ".accdb": "Microsoft Access",
    ".numbers": "Numbers",
    ".iwa": "Numbers",
}
"""Programs whose own files nothing else reads, by the ending of such a file; a file of Numbers is packed."""

_MARKUP: Final = re.compile(r"<(?:\?xml|!|[^\W\d])")
# A heading in brackets ("[id],name") is no JSON, so the next character is looked at too.
_JSON: Final = re.compile(r'\[\s*(?:[\[{"\]\d-]|true|false|null)|\{\s*["}]')
# Systems of the web write their tables as pages and call them workbooks.
_PAGE: Final = re.compile(
    r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BINARY: Final = re.compile(r"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# A heading may well be "PK" or "PAR1"; the signs after it are no text.
ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_FOREIGN: Final = (
    _OLE,
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"\x1f\x8b",
    b"BZh91AY",
)
_PARQUET: Final = b"PAR1\x15"
_SQLITE: Final = b"SQLite format 3\x00"
_FAMILIES: Final = {
    Kind.CSV: "table",
    Kind.TSV: "table",
    Kind.XLSX: "table",
    Kind.ODS: "table",
    Kind.JSON: "JSON",
    Kind.NDJSON: "JSON",
    Kind.XML: "XML",
    Kind.PARQUET: "table",
    Kind.SQLITE: "database",
    Kind.RDF: "RDF",
}


def kind_of(file: File, asked: Kind | None = None) -> Kind:
    """Tell the kind of a file by its content, and by what is asked or its name where the content is open.

    A table is a table: where CSV is asked and a workbook is handed in, or the other way round, the content
    decides. RDF is believed, since its content is like that of other kinds. Any other contradiction between
    ``asked`` and the content raises BrokenFile, as an empty file does; what is none of the kinds raises
    UnknownFileKind, and what only the program reads that made it FileOfProgram.
    """
    with file.path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    ending = Path(file.name).suffix.lower()
    expected = asked or _SUFFIXES.get(ending)
    if asked is Kind.RDF:
        return Kind.RDF
    if ending in _PROGRAMS:
        raise FileOfProgram(file=file.name, program=_PROGRAMS[ending])
    if not head:
        raise BrokenFile(file=file.name, kind=title(expected), detail=Phrase("it is empty"))
    if head.startswith(ZIP):
        found = _zipped_kind(file, expected)
    elif head.startswith(_PARQUET):
        found = Kind.PARQUET
    elif head.startswith(_SQLITE):
        found = Kind.SQLITE
    elif head.startswith(_FOREIGN):
        raise _foreign(file, head, expected)
    elif zipfile.is_zipfile(file.path):
        # Archives are found from their end, so that a file may be a text for one program and a workbook for another.
        detail = Phrase(
            "a text comes first in it, and a workbook or another archive follows, which others would read instead"
        )
        raise BrokenFile(file=file.name, kind=title(expected), detail=detail)
    else:
        found = _text_kind(file, _readable(head), expected)
    if asked is not None and _FAMILIES[asked] != _FAMILIES[found]:
        raise BrokenFile(
            file=file.name, kind=asked.name, detail=Phrase("its content is {found}", {"found": found.name})
        )
    return found


def title(kind: Kind | None) -> Fact:
    """Name a kind of file as people do."""
    return Phrase("a table") if kind is None else kind.name


def _foreign(file: File, head: bytes, expected: Kind | None) -> BrokenFile | UnknownFileKind:
    if head.startswith(_OLE) and expected in {Kind.XLSX, Kind.ODS}:
        detail = Phrase("it is protected by a password, or is a workbook of the time before 2007")
        return BrokenFile(file=file.name, kind=title(expected), detail=detail)
    return UnknownFileKind(file=file.name)


def _zipped_kind(file: File, expected: Kind | None) -> Kind:
    try:
        with opened_archive(file.path) as archive:
            names = archive.namelist()
            if "mimetype" in names and opened_member(archive, "mimetype").read(100).strip() == _ODS:
                return Kind.ODS
    except UNREADABLE as error:
        detail = Phrase("it is not a whole workbook ({error})", {"error": str(error)})
        raise BrokenFile(file=file.name, kind=title(expected), detail=detail) from None
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    raise UnknownFileKind(file=file.name)


def _readable(head: bytes) -> str:
    """Decode a beginning well enough to see its first signs."""
    for mark, codec in ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16")):
        if head.startswith((mark, mark[::-1])):
            return head.decode(codec, "ignore")
    # Without its zeros, UTF-16 in Latin script can be read as well.
    return head.replace(b"\0", b"").decode("utf-8", "replace").removeprefix("\ufeff")


def _text_kind(file: File, text: str, expected: Kind | None) -> Kind:
    start = text.lstrip()
    if _PAGE.match(start):
        detail = Phrase("it is a web page; a spreadsheet program can open it and save it as XLSX")
        raise BrokenFile(file=file.name, kind=title(expected), detail=detail)
    if _MARKUP.match(start):
        return Kind.XML
    if _JSON.match(start):
        return _json_kind(file, expected)
    # A few control characters stray into real tables; a picture or a program has them everywhere.
    if len(_BINARY.findall(text)) > max(8, 0.02 * len(text)):
        raise UnknownFileKind(file=file.name)
    if expected in {Kind.JSON, Kind.NDJSON, Kind.XML}:
        signs = "<" if expected is Kind.XML else "[ / {"
        detail = Phrase("it does not begin with {signs}", {"signs": signs})
        raise BrokenFile(file=file.name, kind=title(expected), detail=detail)
    return Kind.TSV if expected is Kind.TSV else Kind.CSV


def _json_kind(file: File, expected: Kind | None) -> Kind:
    """Tell lines of JSON from one document: the first line is whole, and another one follows."""
    with file.path.open("rb") as stream:
        line = stream.readline(_FIRST_LINE_BYTES)
        while line and not line.strip():
            line = stream.readline(_FIRST_LINE_BYTES)
        more = any(rest.strip() for rest in iter(lambda: stream.read(4096), b""))
    if not more:
        return Kind.NDJSON if expected is Kind.NDJSON else Kind.JSON
    try:
        json.loads(line.decode("utf-8", "replace").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return Kind.JSON
    return Kind.NDJSON
