"""Term maps of RML: how a subject, predicate, object, graph, language or datatype is made from a record."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from ..phrases import Fact, Phrase
from ..vocabulary import XSD
from .constants import IRI_LIKE, check_iri, check_language
from .findings import shown, suggestion
from .model import DEFAULT_GRAPH, Constant, Expression, Location, Template, TermMap, TermType
from .rml_expressions import Expressions
from .rml_graph import RMLGraph, Term, plain
from .rml_targets import Targets
from .rml_vocabulary import local_name

_TERM_TYPES: Final = {
    "IRI": TermType.IRI,
    "URI": TermType.URI,
    "UnsafeIRI": TermType.UNSAFE_IRI,
    "UnsafeURI": TermType.UNSAFE_URI,
    "BlankNode": TermType.BLANK_NODE,
    "Literal": TermType.LITERAL,
}


class Position(StrEnum):
    """Where in a statement a term map stands; the value is the property of RML that says so."""

    SUBJECT = "subject"
    PREDICATE = "predicate"
    OBJECT = "object"
    GRAPH = "graph"
    DATATYPE = "datatype"
    CLASS = "class"


_ALLOWED: Final = {
    Position.SUBJECT: IRI_LIKE | {TermType.BLANK_NODE},
    Position.PREDICATE: IRI_LIKE,
    Position.OBJECT: frozenset(TermType),
    Position.GRAPH: IRI_LIKE | {TermType.BLANK_NODE},
    Position.DATATYPE: IRI_LIKE,
    Position.CLASS: IRI_LIKE,
}
"""The term types of each position (RML-Core, Term types)."""


_PLACES: Final = {
    Position.SUBJECT: Phrase("A subject"),
    Position.PREDICATE: Phrase("A predicate"),
    Position.OBJECT: Phrase("An object"),
    Position.GRAPH: Phrase("A graph"),
    Position.DATATYPE: Phrase("A datatype"),
    Position.CLASS: Phrase("A class"),
}
"""How findings begin that are about a term in a position."""

_EXPRESSED: Final = ("constant", "template", "reference", "functionExecution", "functionValue")


@dataclass(frozen=True, slots=True)
class Terms:
    """The reader of term maps of one document; each method gives None where it added a finding."""

    expressions: Expressions
    targets: Targets

    @property
    def graph(self) -> RMLGraph:
        return self.expressions.graph

    def gathers(self, node: Term) -> bool:
        """Tell whether a term map makes the node of a collection, which is never a literal."""
        return bool(self.graph.values(node, "gather", "gatherAs"))

    def maps(self, node: Term, position: Position) -> tuple[TermMap, ...]:
        """Read all term maps that a node has for a position, the constant shortcuts first."""
        read = [self.constant(value, node, position) for value in self.graph.values(node, position.value)]
        read += [self.map(value, position) for value in self.graph.values(node, f"{position.value}Map")]
        return tuple(term for term in read if term is not None)

    def constant(self, value: Term, node: Term, position: Position) -> TermMap | None:
        """Read a constant shortcut such as ``rml:predicate dcterms:title`` of a node."""
        self.expressions.count(node)
        line = self.graph.value_line(node, position.value, value)
        if isinstance(value, BlankNode) and any(True for _ in self.graph.properties(value)):
            self._error(
                "mapping-wrong-type",
                "{key} is given brackets, but takes a term as it is.",
                "Write {key}Map before the brackets.",
                line,
                key=position.value,
            )
            return None
        return self._checked(self._fixed(value, None, position, line), position)

    def map(self, node: Term, position: Position) -> TermMap | None:
        """Read a term map in brackets, or one with a name of its own."""
        if isinstance(node, Literal):
            self._error(
                "mapping-wrong-type",
                "{key}Map is given the text {text}.",
                "Write {key} before a constant, or give the map in brackets.",
                key=position.value,
                text=shown(node.value),
            )
            return None
        self.expressions.count(node)
        if self.gathers(node) and position not in {Position.SUBJECT, Position.OBJECT}:
            self._error(
                "mapping-not-offered",
                "{place} cannot be a collection.",
                "Gather in a subject map or an object map.",
                self.graph.line(node, "gather"),
                place=_PLACES[position],
            )
            return None
        explicit = self._explicit_type(node)
        language, datatype = self._language(node), self._datatype(node)
        used = [name for name in _EXPRESSED if self.graph.values(node, name)]
        if used == ["constant"]:
            value = self.graph.values(node, "constant")[0]
            term = self._fixed(value, explicit, position, self.graph.line(node, "constant"))
        elif not used and (explicit is TermType.BLANK_NODE or (explicit is None and self.gathers(node))):
            term = TermMap(Template(()), TermType.BLANK_NODE, location=self.expressions.location(node))
        else:
            term = self._varying(node, explicit, position, is_literal=bool(language or datatype))
        if term is not None:
            term = replace(
                term,
                language=language or term.language,
                datatype=datatype or term.datatype,
                condition=self.expressions.condition(node),
                targets=self.targets.of(node),
            )
        return self._checked(term, position)

    def _varying(
        self, node: Term, explicit: TermType | None, position: Position, *, is_literal: bool
    ) -> TermMap | None:
        """Read a template, reference or function, with the term type that it has where none is written."""
        expression = self.expressions.expression(node)
        if expression is None:
            return None
        from_template = bool(self.graph.values(node, "template", "constant"))
        default = position is Position.OBJECT and (is_literal or not (from_template or self.gathers(node)))
        term_type = explicit or (TermType.LITERAL if default else TermType.IRI)
        return TermMap(expression, term_type, location=self.expressions.location(node, *_EXPRESSED))

    def _fixed(
        self, value: Term, explicit: TermType | None, position: Position, line: int | None
    ) -> TermMap | None:
        """Read a constant: its kind of term is its own, except that a text can be meant as an IRI."""
        own = _kind_of_term(value)
        location = Location(self.graph.findings.file, line)
        if own is TermType.LITERAL and (
            explicit in IRI_LIKE or (explicit is None and position is not Position.OBJECT)
        ):
            if explicit is None:
                self._warn_of_text(value, position, line)
            return TermMap(Constant(value.value), explicit or TermType.IRI, location=location)
        if explicit is not None and explicit is not own and not {explicit, own} <= IRI_LIKE:
            self._error(
                "mapping-term-type",
                "The constant {text} is of the type {own}, not {term_type}.",
                "Take out the term type, or correct the constant.",
                line,
                text=shown(plain(value)),
                own=own.value,
                term_type=explicit.value,
            )
            return None
        if isinstance(value, Literal):
            datatype = Constant(value.datatype.value) if _has_datatype(value) else None
            language = Constant(value.language) if value.language else None
            return TermMap(Constant(value.value), own, language, datatype, location=location)
        is_default = isinstance(value, NamedNode) and local_name(value.value) == "defaultGraph"
        text = DEFAULT_GRAPH if is_default and position is Position.GRAPH else plain(value)
        return TermMap(Constant(text), explicit or own, location=location)

    def _warn_of_text(self, value: Term, position: Position, line: int | None) -> None:
        self.graph.findings.warning(
            "mapping-wrong-type",
            "{place} is written as the text {text}, and is read as an IRI.",
            "Write it as an IRI: between < and >, or with a prefix.",
            line=line,
            place=_PLACES[position],
            text=shown(plain(value)),
        )

    def _explicit_type(self, node: Term) -> TermType | None:
        value = self.graph.only(node, "termType")
        if value is None:
            return None
        name = (isinstance(value, NamedNode) and local_name(value.value)) or plain(value)
        if name not in _TERM_TYPES:
            advice, facts = suggestion(name, _TERM_TYPES)
            line = self.graph.line(node, "termType")
            self._error(
                "mapping-term-type",
                "There is no term type {name}.",
                advice,
                line,
                name=shown(name),
                **facts,
            )
        return _TERM_TYPES.get(name)

    def _language(self, node: Term) -> Expression | None:
        value = self.graph.only(node, "language", "languageMap")
        if value is None:
            return None
        is_constant = value in self.graph.values(node, "language")
        read = Constant(plain(value)) if is_constant else self.expressions.expression(value)
        if read is not None:
            check_language(read, self.graph.findings, self.graph.line(node, "language", "languageMap"))
        return read

    def _datatype(self, node: Term) -> Expression | None:
        value = self.graph.only(node, "datatype", "datatypeMap")
        if value is None:
            return None
        is_constant = value in self.graph.values(node, "datatype")
        read = (
            self.constant(value, node, Position.DATATYPE)
            if is_constant
            else self.map(value, Position.DATATYPE)
        )
        return read.expression if read else None

    def _checked(self, term: TermMap | None, position: Position) -> TermMap | None:
        """Give the term map back when it can make a term for its position."""
        if term is None:
            return None
        line = term.location.line if term.location else None
        if term.term_type not in _ALLOWED[position]:
            self._error(
                "mapping-term-type",
                "{place} cannot be of the type {term_type}.",
                "It can be: {known}.",
                line,
                place=_PLACES[position],
                term_type=term.term_type.value,
                known=", ".join(sorted(kind.value for kind in _ALLOWED[position])),
            )
            return None
        if term.language and term.datatype:
            self._error("mapping-twice", "A term has a language and a datatype.", "Keep one of them.", line)
        elif term.term_type is not TermType.LITERAL and (term.language or term.datatype):
            self._error(
                "mapping-term-type",
                "A term of the type {term_type} has a language or a datatype, which only texts have.",
                "Take it out, or make the term type rml:Literal.",
                line,
                term_type=term.term_type.value,
            )
        if term.term_type in IRI_LIKE:
            check_iri(term.expression, self.graph.findings, line)
        return term

    def _error(self, code: str, message: str, advice: str, line: int | None = None, **facts: Fact) -> None:
        self.graph.findings.error(code, message, advice, line=line, term=None, **facts)


def _kind_of_term(value: Term) -> TermType:
    if isinstance(value, Literal):
        return TermType.LITERAL
    return TermType.BLANK_NODE if isinstance(value, BlankNode) else TermType.IRI


def _has_datatype(value: Literal) -> bool:
    """Tell whether a literal has a datatype that is written, not one that every text or every language has."""
    return not value.language and value.datatype.value != f"{XSD}string"
