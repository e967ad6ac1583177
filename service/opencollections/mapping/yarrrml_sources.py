"""Sources of YARRRML: files, sheets and paths, written in a list or by keys, inside a mapping or with a name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..phrases import Phrase
from ..records.databases import is_address
from ..records.dialects import is_sign
from ..records.tables import Dialect, Kind, Selection
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
from .findings import Findings, nearest_name, shown, suggestion, told
from .model import Location, LogicalSource
from .yaml_nodes import Entries, Items, Node, Text
from .yarrrml_keys import DATABASE, SOURCE, fields, listed, text_of, value_of

_NO: Final = frozenset({"false", "no", "0"})
# The heading is in this row, as the member's program counts; what stands before it is no record.
_ROW: Final = re.compile("[1-9][0-9]{0,5}")
_DATABASES: Final = frozenset({"postgresql", "postgres", "sqlite", "sql"})


_SAY_THE_KIND: Final = told("If it is a file, say of which kind, in brackets of its own: - [{file}~{kind}]")
_FILE: Final = told("A file that has no name under sources is written [FILE~csv].")
_NEAR_OR_FILE: Final = told(
    "Did you mean {near!r}? A file that has no name under sources is written [FILE~csv]."
)
_KNOWN_OR_FILE: Final = told(
    "Known here: {known}. A file that has no name under sources is written [FILE~csv]."
)


@dataclass(frozen=True, slots=True)
class Sources:
    """The reader of sources of one document; ``named`` are those that have a name there.

    ``prefixes`` are those of the document, and can be used in the paths of XML as well.
    """

    findings: Findings
    named: Mapping[str, LogicalSource | None]
    prefixes: Mapping[str, str]

    def of_mapping(self, node: Node, mapping: str) -> list[LogicalSource]:
        """Read the sources of a mapping, each by its name or in place; what has a finding is left out."""
        items = listed(node)
        if self._is_one_source(items):
            return self._kept([self.source(node)])
        return self._kept(
            [self._by_name(item, mapping) if _is_name(item) else self.source(item) for item in items]
        )

    def source(self, node: Node) -> LogicalSource | None:
        """Read a source that is written out: ``FILE~csv``, a list, or keys."""
        if isinstance(node, Entries):
            return self._from_keys(node)
        items = listed(node)
        texts = [item.text for item in items if isinstance(item, Text)]
        if not texts or len(texts) < len(items) or len(texts) > 2:
            self.findings.error(
                "mapping-wrong-type",
                "A source is a list of a file and a path or sheet, and this is another list.",
                "Write [FILE~csv], [FILE~xlsx, SHEET], [FILE~jsonpath, PATH] or [FILE~xpath, PATH].",
                line=node.line,
            )
            return None
        file, tilde, formulation = texts[0].rpartition("~")
        part = texts[1] if len(texts) == 2 else None
        return self._made(file if tilde else texts[0], formulation if tilde else None, part, {}, node.line)

    def _is_one_source(self, items: tuple[Node, ...]) -> bool:
        """Tell whether a list in a mapping is itself a source: a file with its formulation, then no known name."""
        if len(items) != 2 or not all(isinstance(item, Text) for item in items):
            return False
        first, second = (item.text for item in items if isinstance(item, Text))
        return "~" in first and "~" not in second and second not in self.named

    def _by_name(self, node: Node, mapping: str) -> LogicalSource | None:
        name = node.text if isinstance(node, Text) else ""
        if name not in self.named:
            advice, facts = self._advice(name)
            self.findings.error(
                "mapping-unknown-name",
                "There is no source of the name {name}.",
                advice,
                line=node.line,
                term=mapping,
                name=shown(name),
                **facts,
            )
        return self.named.get(name)

    def _advice(self, name: str) -> tuple[str, dict[str, str]]:
        """Say what may be meant by a source's name that is not known: mostly a file without its kind."""
        kind = kind_of(None, name)
        if kind is not None:
            return _SAY_THE_KIND, {"file": name[:60], "kind": kind.value}
        near = nearest_name(name, self.named)
        if near:
            return _NEAR_OR_FILE, {"near": near}
        return (_KNOWN_OR_FILE, {"known": ", ".join(self.named)}) if self.named else (_FILE, {})

    def _from_database(self, node: Entries) -> LogicalSource | None:
        """Read a source in a database, which is a file or one that the operator granted by that name."""
        given = fields(node, DATABASE, Phrase("A source in a database"), self.findings)
        access = text_of(given.get("access"), "access", self.findings)
        if access is None:
            self.findings.error(
                "mapping-missing",
                "A source names no database.",
                "Write its name after access.",
                line=node.line,
            )
            return None
        if "credentials" in given:
            self.findings.warning(
                "mapping-password",
                "The mapping holds the credentials of a database, which are not used.",
                "Take them out: whoever runs the service gives it the connection.",
                line=given["credentials"].line,
            )
        name = access if is_address(access) else checked_name(access, self.findings, node.line)
        query, table = (text_of(given.get(key), key, self.findings) for key in ("query", "table"))
        location = Location(self.findings.file, node.line)
        if name is None:
            return None
        return LogicalSource(
            name, Selection(Kind.SQLITE, table, query), self._nulls(given.get("nulls")), location
        )

    def _from_keys(self, node: Entries) -> LogicalSource | None:
        if _is_of_database(node):
            return self._from_database(node)
        given = fields(node, SOURCE, Phrase("A source"), self.findings)
        file = text_of(given.get("access"), "access", self.findings)
        if "access" not in given:
            self.findings.error(
                "mapping-missing", "A source names no file.", "Write it after access.", line=node.line
            )
        kind = text_of(given.get("type"), "type", self.findings)
        if kind is not None and kind.lower() not in {"localfile", "csvw", "csv"}:
            self.findings.error(
                "mapping-source-refused",
                "A source has the type {type}, which is not offered.",
                "A mapping reads only files that are handed in with it: leave the type out, or write localfile.",
                line=given["type"].line,
                type=shown(kind),
            )
            return None
        if file is None:
            return None
        formulation = text_of(given.get("referenceFormulation"), "referenceFormulation", self.findings)
        part = text_of(given.get("iterator"), "iterator", self.findings)
        return self._made(file, formulation, part, given, node.line)

    def _made(
        self, file: str, formulation: str | None, part: str | None, given: Mapping[str, Node], line: int
    ) -> LogicalSource | None:
        """Make a source; ``part`` is the sheet of a workbook, and the iterator of everything else."""
        name = checked_name(file, self.findings, line)
        if formulation is not None and formulation.lower() not in formulations():
            advice, facts = suggestion(formulation.lower(), formulations())
            self.findings.error(
                "mapping-not-offered",
                "The reference formulation {formulation} is not offered.",
                advice,
                line=line,
                formulation=shown(formulation),
                **facts,
            )
            return None
        if name is None:
            return None
        kind = kind_of(formulation, name)
        sheet = text_of(given.get("sheet"), "sheet", self.findings)
        if kind in WORKBOOKS or (kind is Kind.SQLITE and not is_query(part or "")):
            sheet, part = sheet or part, None
        elif kind in DELIMITED and part is not None:
            self.findings.warning(
                "mapping-not-offered",
                "The source {name} has the iterator {iterator}, but rows are read one by one.",
                "Leave it out.",
                line=line,
                name=shown(name),
                iterator=shown(part),
            )
            part = None
        namespaces = self._namespaces(given.get("namespaces"))
        if kind is Kind.XML:
            namespaces = {**self.prefixes, **namespaces}
        selection = Selection(kind, sheet, part, self._dialect(given), namespaces)
        compression = text_of(given.get("compression"), "compression", self.findings)
        return LogicalSource(
            name,
            selection,
            self._nulls(given.get("nulls")),
            Location(self.findings.file, line),
            compression and checked_compression(compression, self.findings, given["compression"].line),
        )

    def _dialect(self, given: Mapping[str, Node]) -> Dialect:
        delimiter, quote, header, encoding = (
            text_of(given.get(name), name, self.findings)
            for name in ("delimiter", "quote", "header", "encoding")
        )
        return Dialect(
            delimiter="\t" if delimiter == "\\t" else self._sign(delimiter, given.get("delimiter")),
            quote='"' if quote is None else self._sign(quote, given.get("quote")) or "",
            encoding=encoding and checked_encoding(encoding, self.findings, given["encoding"].line),
            header=header is None or header.lower() not in _NO,
            skipped_rows=int(header) - 1 if header and _ROW.fullmatch(header) else 0,
        )

    def _sign(self, text: str | None, node: Node | None) -> str | None:
        """Give a delimiter or quotation mark, None with a finding where it is not one character."""
        if not text or is_sign(text):
            return text
        self.findings.error(
            "mapping-wrong-type",
            "{value} cannot be a delimiter or a quotation mark.",
            "Write one character, such as ; or \\t.",
            line=node.line if node else None,
            value=shown(text),
        )
        return None

    def _nulls(self, node: Node | None) -> tuple[str, ...]:
        """Give the words that mean no value, as they are written: ``null`` and ``NULL`` are words here."""
        items = node.items if isinstance(node, Items) else () if node is None else (node,)
        words = [text_of(item, "nulls", self.findings) for item in items]
        return tuple(word for word in words if word is not None)

    def _namespaces(self, node: Node | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for item in listed(node):
            if not isinstance(item, Entries):
                self.findings.error(
                    "mapping-wrong-type",
                    "namespaces is a text, where prefixes with their namespaces are expected.",
                    "Write each on its line: lido: http://www.lido-schema.org",
                    line=item.line,
                )
                continue
            for key, value in item.pairs:
                found[key.text] = text_of(value, "namespaces", self.findings) or ""
        return found

    @staticmethod
    def _kept(sources: list[LogicalSource | None]) -> list[LogicalSource]:
        return [source for source in sources if source is not None]


def _is_of_database(node: Entries) -> bool:
    """Tell by its type, or by what its query is written in, that a source is in a database."""
    kind, formulation = (value_of(node, key, DATABASE) for key in ("type", "queryFormulation"))
    is_kind = isinstance(kind, Text) and kind.text.lower() in _DATABASES
    return is_kind or (isinstance(formulation, Text) and formulation.text.lower().startswith("sql"))


def _is_name(node: Node) -> bool:
    return isinstance(node, Text) and "~" not in node.text
