"""Dialects of delimited text as RML sources give them, in the words of CSVW."""

from dataclasses import replace
from typing import Final

from pyoxigraph import Literal

from ..records.dialects import is_sign
from ..records.tables import Dialect
from .filenames import checked_encoding
from .findings import shown, told
from .rml_graph import RMLGraph, Term

CSVW: Final = "http://www.w3.org/ns/csvw#"

_NO: Final = frozenset({"false", "0"})
_TRIMS: Final = {"true": "both", "1": "both", "start": "start", "end": "end", "false": None, "0": None}
_LINE_ENDS: Final = frozenset({"\n", "\r\n", "\r", "\\n", "\\r\\n", "\\r"})
_USUAL_ROWS: Final = frozenset({"0", "1"})


def dialect(graph: RMLGraph, access: Term, encoding: str | None) -> Dialect:
    """Read how the delimited text of a source is written; what cannot be read so is a finding.

    ``encoding`` is what RML itself says of the source, and goes before what CSVW says.
    """
    node = graph.only(access, f"{CSVW}dialect")
    if node is None or isinstance(node, Literal):
        return Dialect(encoding=encoding)
    own = _text(graph, node, "encoding")
    delimiter, quote = _text(graph, node, "delimiter"), _text(graph, node, "quoteChar")
    read = Dialect(
        delimiter="\t" if delimiter == "\\t" else _character(graph, node, "delimiter", delimiter),
        quote='"' if quote is None else _character(graph, node, "quoteChar", quote) or "",
        encoding=encoding or (own and checked_encoding(own, graph.findings, graph.line(node))),
        header=_text(graph, node, "header") not in _NO and _text(graph, node, "headerRowCount") != "0",
        comment=_text(graph, node, "commentPrefix") or None,
        skipped_rows=_count(graph, node, "skipRows"),
        skipped_columns=_count(graph, node, "skipColumns") or _count(graph, node, "headerColumnCount"),
        doubled_quote=_text(graph, node, "doubleQuote") not in _NO,
    )
    _warn_of_the_rest(graph, node)
    return replace(read, trim=_trim(graph, node))


def _text(graph: RMLGraph, node: Term, name: str) -> str | None:
    return graph.text(node, f"{CSVW}{name}")


def _character(graph: RMLGraph, node: Term, name: str, text: str | None) -> str | None:
    """Give a delimiter or quotation mark, None with a finding where it is not one character."""
    if not text or is_sign(text):
        return text
    _wrong(graph, node, name, text, told("Write one character, such as ; or \\t."))
    return None


def _count(graph: RMLGraph, node: Term, name: str) -> int:
    text = _text(graph, node, name) or "0"
    if text.isascii() and text.isdigit() and len(text) < 9:
        return int(text)
    _wrong(graph, node, name, text, told("Write a whole number from 0."))
    return 0


def _trim(graph: RMLGraph, node: Term) -> str | None:
    """Say where blanks are taken off; skipInitialSpace is the start alone."""
    text = _text(graph, node, "trim")
    if text is None:
        return "start" if _text(graph, node, "skipInitialSpace") in {"true", "1"} else None
    if text.lower() not in _TRIMS:
        _wrong(graph, node, "trim", text, told("Write true, false, start or end."))
    return _TRIMS.get(text.lower())


def _warn_of_the_rest(graph: RMLGraph, node: Term) -> None:
    """Warn of what asks for something else than what is done anyway."""
    ends = [value.value for value in graph.values(node, f"{CSVW}lineTerminators")]
    unread = {
        "lineTerminators": not set(ends) <= _LINE_ENDS,
        "headerRowCount": (_text(graph, node, "headerRowCount") or "1") not in _USUAL_ROWS,
        "skipBlankRows": _text(graph, node, "skipBlankRows") in _NO,
    }
    for name, is_unread in unread.items():
        if is_unread:
            graph.findings.warning(
                "mapping-not-offered",
                "The dialect says {name!r}, which is not read.",
                "Bring the file into the usual form, or leave it out.",
                line=graph.line(node, f"{CSVW}{name}"),
                name=name,
            )


def _wrong(graph: RMLGraph, node: Term, name: str, text: str, advice: str) -> None:
    graph.findings.error(
        "mapping-wrong-type",
        "The dialect says {name!r} as {value}, which cannot be.",
        advice,
        line=graph.line(node, f"{CSVW}{name}"),
        name=name,
        value=shown(text),
    )
