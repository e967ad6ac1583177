"""Logical sources of RML: which file a triples map reads, and which rows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..records.tables import Dialect, Kind, Selection
from .filenames import (
    DELIMITED,
    WORKBOOKS,
    checked_compression,
    checked_encoding,
    checked_name,
    formulations,
    kind_of,
)
from .findings import Findings, choice, shown
from .model import Location, LogicalSource
from .rml_graph import RMLGraph, Term, local_name, plain
from .turtle import relative

CSVW: Final = "http://www.w3.org/ns/csvw#"
SHEET_NAMES: Final = (f"{CSVW}name", "https://schema.org/name", "http://schema.org/name")
"""Properties of a source that may name a sheet of a workbook, beside the iterator."""

_ELSEWHERE: Final = {
    "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#": "a database",
    "http://www.w3.org/ns/sparql-service-description#": "a SPARQL endpoint",
    "http://www.w3.org/ns/dcat#": "a file on the web",
    "https://www.w3.org/2019/wot/td#": "a web service",
    "http://www.w3.org/ns/hydra/core#": "a web service",
    "https://w3id.org/rmls/ns#": "a stream",
    "http://rdfs.org/ns/void#": "a dataset on the web",
}
_UNREAD_DIALECT: Final = frozenset(
    f"{CSVW}{name}"
    for name in (
        "commentPrefix",
        "doubleQuote",
        "headerColumnCount",
        "lineTerminators",
        "skipBlankRows",
        "skipColumns",
        "skipInitialSpace",
        "skipRows",
        "trim",
    )
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The reader of logical sources of one document."""

    graph: RMLGraph

    @property
    def findings(self) -> Findings:
        return self.graph.findings

    def source(self, node: Term) -> LogicalSource | None:
        """Read a logical source, or add findings and give None."""
        access = self.graph.only(node, "source")
        if access is None:
            self.findings.error(
                "mapping-missing",
                "A logical source names no file.",
                'Give it rml:source "FILE".',
                line=self.graph.line(node),
                term=self.graph.label(node),
            )
            return None
        name = self._file(node, access)
        formulation, known = self._formulation(node)
        if name is None or not known:
            return None
        encoding = self._checked(access, node, "encoding", checked_encoding)
        compression = self._checked(access, node, "compression", checked_compression)
        nulls = [plain(value) for value in self.graph.values(access, "null", f"{CSVW}null")]
        nulls += [plain(value) for value in self.graph.values(node, "null")]
        kind = kind_of(formulation, name)
        sheet, iterator = self._part(node, access, kind)
        return LogicalSource(
            name,
            Selection(kind, sheet, iterator, self._dialect(access, encoding), self._namespaces(node)),
            tuple(nulls),
            Location(self.findings.file, self.graph.line(node)),
            compression,
        )

    def _part(self, node: Term, access: Term, kind: Kind | None) -> tuple[str | None, str | None]:
        """Give the sheet and the iterator: rows need none, and in a workbook it names the sheet.

        RML has no word for a sheet; the table of a database is named by the iterator too (RML-IO).
        """
        sheet, iterator = self.graph.text(access, *SHEET_NAMES), self.graph.text(node, "iterator")
        if kind in WORKBOOKS:
            return sheet or iterator, None
        return sheet, None if kind in DELIMITED else iterator

    def _file(self, node: Term, access: Term) -> str | None:
        """Give the name of the file that a source says as text, as a path, or as a CSVW table."""
        line = self.graph.line(access, "path", f"{CSVW}url") or self.graph.line(node, "source")
        if isinstance(access, Literal):
            return checked_name(access.value, self.findings, line)
        path = self.graph.text(access, "path")
        if path is not None:
            return checked_name(self._root(access) + path, self.findings, line)
        url = self.graph.text(access, f"{CSVW}url")
        if url is None and isinstance(access, NamedNode) and relative(access.value) != access.value:
            url = relative(access.value)
        if url is not None:
            return checked_name(url, self.findings, line)
        what = self._elsewhere(access)
        self.findings.error(
            "mapping-source-refused",
            f"The source is {what}, which a mapping cannot read.",
            'A mapping reads only files that are handed in with it: rml:source "FILE".',
            line=line,
            term=self.graph.label(access),
        )
        return None

    def _root(self, access: Term) -> str:
        """Give the folder below which a path is, as text before it; the two that RML names are where files are."""
        root = self.graph.only(access, "root")
        named = isinstance(root, NamedNode) and local_name(root.value)
        if root is None or named in {"MappingDirectory", "CurrentWorkingDirectory"}:
            return ""
        return f"{plain(root).rstrip('/')}/"

    def _elsewhere(self, access: Term) -> str:
        if isinstance(access, Literal):
            return "a text"
        for name in (*self.graph.properties(access), *self.graph.types(access)):
            for namespace, what in _ELSEWHERE.items():
                if name.startswith(namespace):
                    return what
        return "no file" if not isinstance(access, NamedNode) else f"the address {shown(access.value)}"

    def _formulation(self, node: Term) -> tuple[str | None, bool]:
        """Give the word for a reference formulation, and whether it is one that is offered."""
        value = self.graph.only(node, "referenceFormulation")
        if value is None:
            return None, True
        names = [local_name(value.value) or value.value] if isinstance(value, NamedNode) else []
        names += [name.removesuffix("ReferenceFormulation") for name in self.graph.types(value)]
        names += [value.value] if isinstance(value, Literal) else []
        for name in names:
            if name.lower() in formulations():
                return name.lower(), True
        self.findings.error(
            "mapping-not-offered",
            f"The reference formulation {shown(names[0]) if names else 'without a name'} is not offered.",
            choice(names[0] if names else "", ("CSV", "JSONPath", "XPath")),
            line=self.graph.line(node, "referenceFormulation"),
        )
        return None, False

    def _checked(
        self, access: Term, node: Term, name: str, check: Callable[[str, Findings, int | None], str | None]
    ) -> str | None:
        """Give a word that the source or its file says of itself, where it is one that is known."""
        for place in (access, node):
            word = self.graph.only(place, name)
            if word is not None:
                text = (isinstance(word, NamedNode) and local_name(word.value)) or plain(word)
                return check(text, self.findings, self.graph.line(place, name))
        return None

    def _dialect(self, access: Term, encoding: str | None) -> Dialect:
        """Read how delimited text is written (CSVW); what is not read is a warning."""
        node = self.graph.only(access, f"{CSVW}dialect")
        if node is None:
            return Dialect(encoding=encoding)
        for name in () if isinstance(node, Literal) else self.graph.properties(node):
            if name in _UNREAD_DIALECT:
                self.findings.warning(
                    "mapping-not-offered",
                    f"The dialect says {name.removeprefix(CSVW)!r}, which is not read.",
                    "Bring the file into the usual form, or leave it out.",
                    line=self.graph.line(node, name),
                )
        delimiter, quote = (
            self.graph.text(node, f"{CSVW}delimiter"),
            self.graph.text(node, f"{CSVW}quoteChar"),
        )
        own = self.graph.text(node, f"{CSVW}encoding")
        header = (self.graph.text(node, f"{CSVW}header"), self.graph.text(node, f"{CSVW}headerRowCount"))
        return Dialect(
            delimiter="\t" if delimiter == "\\t" else delimiter,
            quote='"' if quote is None else quote,
            encoding=encoding or (own and checked_encoding(own, self.findings, self.graph.line(node))),
            header=header[0] not in {"false", "0"} and header[1] != "0",
        )

    def _namespaces(self, node: Term) -> dict[str, str]:
        formulation = self.graph.only(node, "referenceFormulation")
        if formulation is None:
            return {}
        pairs = [
            (self.graph.text(value, "namespacePrefix"), self.graph.text(value, "namespaceURL"))
            for value in self.graph.values(formulation, "namespace")
        ]
        return {prefix: url for prefix, url in pairs if prefix is not None and url is not None}
