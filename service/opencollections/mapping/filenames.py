"""File names in a mapping: what a mapping may name, and what kind of file it says that is."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from ..phrases import Phrase
from ..records.encodings import text_codec
from ..records.tables import Kind
from .findings import Findings, shown, suggestion
from .model import Call, Constant

_ADDRESS: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://|(?:data|file|ftp|https?|jdbc|mem|s3|sqlite|urn):", re.IGNORECASE
)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NAMES_A_FILE: Final = re.compile(r"_?(?:input|lookup|table|csv)_?file(?:_?name|_?path)?", re.IGNORECASE)

_QUERY: Final = re.compile(r"\s*(?:SELECT|WITH|VALUES)\b", re.IGNORECASE)

WORKBOOKS: Final = frozenset({Kind.XLSX, Kind.ODS})
DELIMITED: Final = frozenset({Kind.CSV, Kind.TSV})

_BY_EXTENSION: Final[Mapping[str, Kind]] = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".tab": Kind.TSV,
    ".xlsx": Kind.XLSX,
    ".ods": Kind.ODS,
    ".json": Kind.JSON,
    ".ndjson": Kind.NDJSON,
    ".jsonl": Kind.NDJSON,
    ".xml": Kind.XML,
    ".parquet": Kind.PARQUET,
    ".sqlite": Kind.SQLITE,
    ".sqlite3": Kind.SQLITE,
    ".db": Kind.SQLITE,
}
_WRAPPERS: Final = frozenset({".gz", ".zip", ".xz", ".tar", ".tgz"})
_FORMULATIONS: Final[Mapping[str, Kind]] = {
    **{kind.value: kind for kind in Kind},
    "jsonpath": Kind.JSON,
    "jsonl": Kind.NDJSON,
    "xpath": Kind.XML,
    "excel": Kind.XLSX,
    "sparql_results_csv": Kind.RDF,
    **dict.fromkeys(("sql", "sql2008", "sql2008table", "sql2008query"), Kind.SQLITE),
}
_REFINED: Final[Mapping[Kind, frozenset[Kind]]] = {
    Kind.CSV: WORKBOOKS | {Kind.TSV, Kind.PARQUET, Kind.SQLITE},
    Kind.JSON: frozenset({Kind.NDJSON}),
}
"""Kinds that a formulation also covers: rows and columns are written of as CSV, whatever the program."""

_COMPRESSIONS: Final[Mapping[str, str | None]] = {
    "none": None,
    "gzip": "gzip",
    "zip": "zip",
    "targz": "targz",
    "targzip": "targz",
    "tarxz": "tarxz",
    "xz": "xz",
}


def checked_name(name: str, findings: Findings, line: int | None) -> str | None:
    """Give a file's name as a mapping may use it, ``./`` taken off, or None with a finding.

    A mapping reads only files that are handed in with it, so whatever leads elsewhere is refused: absolute
    paths, ``..``, drive letters, backslashes and addresses.
    """
    reason = refusal(name)
    if reason:
        findings.error(
            "mapping-source-refused",
            "The file {name} cannot be read: {reason}.",
            "A mapping reads only files that are handed in with it: write the name of the file alone.",
            line=line,
            name=shown(name),
            reason=reason,
        )
        return None
    return str(PurePosixPath(name))


def refusal(name: str) -> Phrase | None:
    """Say why a mapping may not use a name, or give None."""
    if not name.strip() or str(PurePosixPath(name)) == ".":
        return Phrase("it has no name")
    if _ADDRESS.match(name):
        return Phrase("it is an address, not a file name")
    if "\\" in name:
        return Phrase("it has a backslash")
    if _DRIVE.match(name):
        return Phrase("it begins with a drive letter")
    if name.startswith("/"):
        return Phrase("it is an absolute path")
    if ".." in PurePosixPath(name).parts:
        return Phrase("it leads out of its folder with '..'")
    if _CONTROL.search(name):
        return Phrase("it has control characters")
    return None


def check_arguments(call: Call, findings: Findings) -> None:
    """Add a finding for each argument that names a file which a mapping may not read.

    Such an argument (``inputFile`` of a lookup) must be a fixed text, or the data would choose what is read.
    """
    line = call.location.line if call.location else None
    for parameter, value in call.arguments:
        local = re.split(r"[/#]", parameter)[-1]
        if not _NAMES_A_FILE.fullmatch(local):
            continue
        if isinstance(value, Constant):
            checked_name(value.value, findings, line)
        else:
            findings.error(
                "mapping-source-refused",
                "The argument {argument!r} of a function takes its value from the data.",
                "Write the name of the file itself, so that it is known what the mapping reads.",
                line=line,
                argument=local,
            )


def kind_of(formulation: str | None, name: str) -> Kind | None:
    """Give the kind of file that a formulation and a name say, or None where neither says one.

    The formulation is a word such as ``csv``, ``jsonpath`` or ``xlsx``; raises KeyError for another.
    """
    by_name = _kind_by_name(name)
    if formulation is None:
        return by_name
    kind = _FORMULATIONS[formulation.lower()]
    return by_name if by_name in _REFINED.get(kind, ()) else kind


def _kind_by_name(name: str) -> Kind | None:
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    while suffixes and suffixes[-1] in _WRAPPERS:
        suffixes.pop()
    return _BY_EXTENSION.get(suffixes[-1]) if suffixes else None


def is_query(text: str) -> bool:
    """Tell the query of a database from the name of a table in it."""
    return _QUERY.match(text) is not None


def formulations() -> tuple[str, ...]:
    """Give the words that ``kind_of`` understands."""
    return tuple(_FORMULATIONS)


def checked_encoding(name: str, findings: Findings, line: int | None) -> str | None:
    """Give an encoding's name, or None with a finding where there is no such encoding."""
    if text_codec(name) is not None:
        return name
    findings.error(
        "mapping-unknown-encoding",
        "The encoding {name} is not known.",
        "Write utf-8, utf-16, windows-1250, iso-8859-2 or another registered name, or leave it out.",
        line=line,
        name=shown(name),
    )
    return None


def checked_compression(name: str, findings: Findings, line: int | None) -> str | None:
    """Give the compression by its one name, or None where there is none (with a finding where it is not known)."""
    try:
        return _COMPRESSIONS[name.lower()]
    except KeyError:
        advice, facts = suggestion(name.lower(), _COMPRESSIONS)
        findings.error(
            "mapping-unknown-compression",
            "The compression {name} is not known.",
            advice,
            line=line,
            name=shown(name),
            **facts,
        )
        return None
