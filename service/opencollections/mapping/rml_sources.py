"""Logical sources of RML: which file a triples map reads, and which rows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from ..phrases import Phrase
from ..records.databases import is_address
from ..records.tables import Kind, Selection
from .filenames import (
    DELIMITED,
    WORKBOOKS,
    checked_compression,
    checked_encoding,
    checked_name,
    formulations,
    is_query,
    kind_of,
)
from .findings import Findings, shown, suggestion
from .model import UNNAMED_DATABASE, Location, LogicalSource
from .rml_dialects import CSVW, dialect
from .rml_graph import Node, RMLGraph, Term, plain
from .rml_vocabulary import FORMATS, local_name
from .turtle import relative

SHEET_NAMES: Final = (f"{CSVW}name", "https://schema.org/name", "http://schema.org/name")
"""Properties of a source that may name a sheet of a workbook, beside the iterator."""

_ELSEWHERE: Final = {
    "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#": Phrase("a database"),
    "http://www.w3.org/ns/sparql-service-description#": Phrase("a SPARQL endpoint"),
    "http://www.w3.org/ns/dcat#": Phrase("a file on the web"),
    "https://www.w3.org/2019/wot/td#": Phrase("a web service"),
    "http://www.w3.org/ns/hydra/core#": Phrase("a web service"),
    "https://w3id.org/rmls/ns#": Phrase("a stream"),
    "http://rdfs.org/ns/void#": Phrase("a dataset on the web"),
}
_D2RQ: Final = "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#"
_JDBC_FILE: Final = "jdbc:sqlite:"
_SQL: Final = ("tableName", "sqlQuery", "sqlVersion", "query")
"""Properties that only a source in a database has."""

_SQL_VERSIONS: Final = (
    "SQL2008",
    "SQLite",
    "PostgreSQL",
    "MySQL",
    "Oracle",
    "MSSQLServer",
    "HSQLDB",
    "DB2",
    "Informix",
    "Ingres",
    "Progress",
    "SybaseASE",
    "SybaseSQLAnywhere",
    "Virtuoso",
    "Firebird",
)
"""The versions that R2RML and its list of further ones have names for."""


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
        if access is None and self.graph.values(node, "tableName", "sqlQuery"):
            access = Literal(UNNAMED_DATABASE)
        if access is None:
            self.graph.error(
                "mapping-missing", "A logical source names no file.", 'Give it rml:source "FILE".', node
            )
            return None
        self._check_sql_version(node)
        name = self._file(node, access)
        formulation, known = self.formulation(node)
        if name is None or not known:
            return None
        encoding = self._checked(access, node, "encoding", checked_encoding)
        compression = self._checked(access, node, "compression", checked_compression)
        nulls = [plain(value) for value in self.graph.values(access, "null", f"{CSVW}null")]
        nulls += [plain(value) for value in self.graph.values(node, "null")]
        kind = kind_of(formulation, name)
        sheet, iterator = self._part(node, access, kind, formulation)
        return LogicalSource(
            name,
            Selection(kind, sheet, iterator, dialect(self.graph, access, encoding), self.namespaces(node)),
            tuple(nulls),
            Location(self.findings.file, self.graph.line(node)),
            compression,
        )

    def _check_sql_version(self, node: Term) -> None:
        """Add a finding where a query is said to be of a version of SQL that is none (R2RML §5.2)."""
        for value in self.graph.values(node, "sqlVersion"):
            name = (isinstance(value, NamedNode) and local_name(value.value)) or plain(value)
            if name not in _SQL_VERSIONS:
                advice, facts = suggestion(name, _SQL_VERSIONS)
                self.findings.error(
                    "mapping-not-offered",
                    "There is no version of SQL called {name}.",
                    advice,
                    line=self.graph.line(node, "sqlVersion"),
                    name=shown(name),
                    **facts,
                )

    def _part(
        self, node: Term, access: Term, kind: Kind | None, formulation: str | None
    ) -> tuple[str | None, str | None]:
        """Give the sheet and the iterator: rows need none, and in a workbook it names the sheet.

        RML has no word for a sheet; the table of a database is named by the iterator too (RML-IO).
        """
        if kind is Kind.SQLITE or (kind is None and self._is_of_database(node, access)):
            return self._table_or_query(node, formulation)
        if kind is Kind.RDF:
            return None, self.graph.text(node, "iterator", "query")
        sheet, iterator = self.graph.text(access, *SHEET_NAMES), self.graph.text(node, "iterator")
        if kind in WORKBOOKS:
            return sheet or iterator, None
        return sheet, None if kind in DELIMITED else iterator

    def _is_of_database(self, node: Term, access: Term) -> bool:
        """Tell a database by its own words, where neither a formulation nor an ending says what the source is."""
        return bool(self.graph.values(node, *_SQL)) or self.graph.text(access, f"{_D2RQ}jdbcDSN") is not None

    def _table_or_query(self, node: Term, formulation: str | None) -> tuple[str | None, str | None]:
        """Give the table or the query of a database: R2RML has a word for each, and in RML both are iterators."""
        table, query = self.graph.text(node, "tableName"), self.graph.text(node, "sqlQuery", "query")
        iterator = self.graph.text(node, "iterator")
        if table is not None or query is not None or iterator is None:
            return (table, None) if query is None else (None, query)
        queried = formulation == "sql2008query" or (formulation != "sql2008table" and is_query(iterator))
        return (None, iterator) if queried else (iterator, None)

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
        address = self.graph.text(access, f"{_D2RQ}jdbcDSN") or ""
        if address.startswith(_JDBC_FILE):
            return checked_name(address.removeprefix(_JDBC_FILE), self.findings, line)
        if is_address(address):
            self._warn_of_password(access)
            return address
        self.findings.error(
            "mapping-source-refused",
            "The source is {what}, which a mapping cannot read.",
            'A mapping reads only files that are handed in with it: rml:source "FILE".',
            line=line,
            term=self.graph.label(access),
            what=self._elsewhere(access),
        )
        return None

    def _warn_of_password(self, access: Term) -> None:
        if self.graph.text(access, f"{_D2RQ}password"):
            self.findings.warning(
                "mapping-password",
                "The mapping holds the password of a database, which is not used.",
                "Take it out: whoever runs the service gives it the connection.",
                line=self.graph.line(access, f"{_D2RQ}password"),
            )

    def _root(self, access: Term) -> str:
        """Give the folder below which a path is, as text before it; the two that RML names are where files are."""
        root = self.graph.only(access, "root")
        named = isinstance(root, NamedNode) and local_name(root.value)
        if root is None or named in {"MappingDirectory", "CurrentWorkingDirectory"}:
            return ""
        return f"{plain(root).rstrip('/')}/"

    def _elsewhere(self, access: Node) -> Phrase:
        """Say what a source is that is no file."""
        for name in (*self.graph.properties(access), *self.graph.types(access)):
            for namespace, what in _ELSEWHERE.items():
                if name.startswith(namespace):
                    return what
        if isinstance(access, NamedNode):
            return Phrase("the address {address}", {"address": shown(access.value)})
        return Phrase("no file")

    def formulation(self, node: Term) -> tuple[str | None, bool]:
        """Give the word for a reference formulation, and whether it is one that is offered."""
        value = self.graph.only(node, "referenceFormulation")
        if value is None:
            return None, True
        names = (
            [local_name(value.value) or value.value.removeprefix(FORMATS)]
            if isinstance(value, NamedNode)
            else []
        )
        names += [name.removesuffix("ReferenceFormulation") for name in self.graph.types(value)]
        names += [value.value] if isinstance(value, Literal) else []
        for name in names:
            if name.lower() in formulations():
                return name.lower(), True
        advice, facts = suggestion(names[0] if names else "", ("CSV", "JSONPath", "XPath"))
        self.findings.error(
            "mapping-not-offered",
            "The reference formulation {formulation} is not offered.",
            advice,
            line=self.graph.line(node, "referenceFormulation"),
            formulation=shown(names[0]) if names else self.graph.label(value),
            **facts,
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

    def namespaces(self, node: Term) -> dict[str, str]:
        """Give the prefixes that the formulation of a source or a field declares."""
        formulation = self.graph.only(node, "referenceFormulation")
        if formulation is None:
            return {}
        pairs = [
            (self.graph.text(value, "namespacePrefix"), self.graph.text(value, "namespaceURL"))
            for value in self.graph.values(formulation, "namespace")
        ]
        return {prefix: url for prefix, url in pairs if prefix is not None and url is not None}
