"""Term maps of YARRRML: subjects, predicates, objects and graphs, as texts with suffixes or by keys."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..phrases import Fact, Phrase
from ..vocabulary import RDF_TYPE
from .conditions import conjunction
from .constants import IRI_LIKE, check_datatype, check_language
from .findings import Findings, shown, suggestion, told
from .model import DEFAULT_GRAPH, Constant, Expression, Location, Template, TermMap, TermType
from .yaml_nodes import Entries, Items, Node, Text
from .yarrrml_functions import Functions
from .yarrrml_keys import FUNCTION, OBJECT, SUBJECT, TERM, Keys, fields, listed, text_of, value_of
from .yarrrml_targets import Targets
from .yarrrml_texts import Texts

_TYPES: Final = {
    "iri": TermType.IRI,
    "uri": TermType.URI,
    "unsafeiri": TermType.UNSAFE_IRI,
    "unsafeuri": TermType.UNSAFE_URI,
    "literal": TermType.LITERAL,
    "blank": TermType.BLANK_NODE,
    "blanknode": TermType.BLANK_NODE,
}
_DEFAULT_GRAPHS: Final = frozenset({DEFAULT_GRAPH, "http://www.w3.org/ns/r2rml#defaultGraph"})


_SUBJECT: Final = Phrase("A subject")
_PREDICATE: Final = Phrase("A predicate")
_GRAPH: Final = Phrase("A graph")
_OBJECT: Final = Phrase("An object")
_LANGUAGE: Final = Phrase("A language")
_DATATYPE: Final = Phrase("A datatype")

_BARE_PROPERTY: Final = told("The property {text} has no prefix, so it becomes an IRI of your own.")
_BARE_CLASS: Final = told("The class {text} has no prefix, so it becomes an IRI of your own.")


@dataclass(frozen=True, slots=True)
class Qualities:
    """What a predicate-object entry says of all its objects: type, language, datatype."""

    term_type: TermType | None = None
    language: Expression | None = None
    datatype: Expression | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The reader of term maps of one document; what has a finding gives None."""

    findings: Findings
    texts: Texts
    functions: Functions
    targets: Targets

    def subject(self, node: Node) -> TermMap | None:
        return self._allowed(self._term(node, TermType.IRI, SUBJECT, _SUBJECT), _SUBJECT, blank=True)

    def predicate(self, node: Node) -> TermMap | None:
        if isinstance(node, Text) and node.text == "a":
            return TermMap(Constant(RDF_TYPE), TermType.IRI, location=self._location(node))
        if isinstance(node, Text):
            self.texts.warn_of_forgotten_prefix(node.text, node.line, _BARE_PROPERTY)
        return self._allowed(self._term(node, TermType.IRI, TERM, _PREDICATE), _PREDICATE, blank=False)

    def graph(self, node: Node) -> TermMap | None:
        read = self._allowed(self._term(node, TermType.IRI, TERM, _GRAPH), _GRAPH, blank=True)
        if read and isinstance(read.expression, Constant) and read.expression.value in _DEFAULT_GRAPHS:
            return TermMap(Constant(DEFAULT_GRAPH), TermType.IRI, location=read.location)
        return read

    def object(self, node: Node, default: TermType, qualities: Qualities) -> TermMap | None:
        """Read an object that is made from the record: a text, a text with its datatype or language, or keys."""
        if isinstance(node, Items):
            return self._object_in_list(node, default, qualities)
        if isinstance(node, Text) and default is TermType.IRI:  # as it is of classes alone
            self.texts.warn_of_forgotten_prefix(node.text, node.line, _BARE_CLASS)
        given = fields(node, OBJECT, _OBJECT, self.findings) if isinstance(node, Entries) else {}
        own = self.qualities(given)
        term = self._term(node, own.term_type or qualities.term_type or default, OBJECT, _OBJECT)
        return self._qualified(term, own, qualities, node)

    def qualities(self, given: Mapping[str, Node]) -> Qualities:
        """Read what entries say of the objects in them."""
        return Qualities(
            self._type(given.get("type")),
            self._language(given.get("language")),
            self._datatype(given.get("datatype")),
        )

    def quality(self, node: Node) -> Qualities:
        """Read what stands after an object in a list: ``nl~lang``, or a datatype."""
        if isinstance(node, Text) and self.texts.marked(node.text).is_language:
            return Qualities(language=self._language(node))
        return Qualities(datatype=self._datatype(node))

    def condition(self, node: Node | None) -> Expression | None:
        """Read the conditions of a mapping, a subject or an object as one expression."""
        calls = []
        for item in listed(node):
            if not isinstance(item, Entries):
                self._wrong(
                    "A condition is not a function.", "Write function: with its parameters.", item.line
                )
                continue
            read = self.functions.function(
                fields(item, FUNCTION, Phrase("A condition"), self.findings), item.line
            )
            if read is not None:
                calls.append(read.call)
        return conjunction(calls)

    def _object_in_list(self, node: Items, default: TermType, qualities: Qualities) -> TermMap | None:
        if not 1 <= len(node.items) <= 2:
            self._wrong(
                "An object is a list of more than a value and what it is.",
                "Write [value], [value, datatype] or [value, nl~lang].",
                node.line,
            )
            return None
        own = self.quality(node.items[1]) if len(node.items) == 2 else Qualities()
        term = self._term(node.items[0], qualities.term_type or default, OBJECT, _OBJECT)
        return self._qualified(term, own, qualities, node)

    def _term(self, node: Node, default: TermType, keys: Keys, place: Phrase) -> TermMap | None:
        """Read a term of a text, or of keys whose value is a text or a function."""
        if isinstance(node, Text):
            return self._from_text(node, default)
        if isinstance(node, Items):
            self._wrong(
                "{place} is a list in a list.",
                "Write a text, or keys such as value and type.",
                node.line,
                place=place,
            )
            return None
        given = fields(node, keys, place, self.findings)
        explicit, value = self._type(given.get("type")), given.get("value")
        if isinstance(value, Entries):
            given = {**given, **fields(value, FUNCTION, Phrase("A value"), self.findings)}
        if "function" in given:
            call = self.functions.function(given, node.line)
            term = call and TermMap(call.call, explicit or default, location=self._location(node))
        elif isinstance(value, Text):
            term = self._from_text(value, default, explicit)
        elif explicit is TermType.BLANK_NODE:
            term = TermMap(Template(()), explicit, location=self._location(node))
        else:
            self._wrong(
                "{place} has neither a value nor a function.",
                "Write it after value or function.",
                node.line,
                "mapping-missing",
                place=place,
            )
            term = None
        condition = self.condition(given.get("conditions"))
        targets = self.targets.of(given.get("targets"))
        return replace(term, condition=condition, targets=targets) if term else None

    def _from_text(self, node: Text, default: TermType, explicit: TermType | None = None) -> TermMap:
        marked = self.texts.marked(node.text)
        if marked.is_language:
            self._wrong(
                "{node} stands where a value is expected.",
                "Write the value and its language in brackets of their own: [[value, nl~lang]].",
                node.line,
                node=shown(node.text),
            )
        kind = explicit or marked.term_type or default
        if kind in IRI_LIKE:
            expression = self.texts.iri(marked.text, node.line)
        elif kind is TermType.BLANK_NODE:
            expression = self.texts.label(marked.text, node.line)
        else:
            expression = self.texts.template(marked.text, node.line)
        return TermMap(expression, kind, location=self._location(node))

    def _qualified(
        self, term: TermMap | None, own: Qualities, shared: Qualities, node: Node
    ) -> TermMap | None:
        """Give an object its language or datatype: its own, or else that of its entry."""
        used = own if own.language or own.datatype else shared
        if term is None:
            return None
        if used.language and used.datatype:
            self._wrong(
                "An object has a language and a datatype.", "Keep one of them.", node.line, "mapping-twice"
            )
        if term.term_type is TermType.LITERAL:
            self._warn_of_forgotten_iri(node, used)
            return replace(term, language=used.language, datatype=used.datatype)
        if used.language or used.datatype:
            self.findings.warning(
                "mapping-term-type",
                "An object of the type {term_type} has a language or a datatype, which only texts have.",
                "Take it out, or take ~iri out.",
                line=node.line,
                term_type=term.term_type.value,
            )
        return term

    def _warn_of_forgotten_iri(self, node: Node, used: Qualities) -> None:
        first = node.items[0] if isinstance(node, Items) else node
        if isinstance(first, Text) and not (used.language or used.datatype or "~" in first.text):
            self.texts.warn_of_forgotten_iri(first.text, first.line)

    def _type(self, node: Node | None) -> TermType | None:
        name = text_of(node, "type", self.findings)
        if name is None:
            return None
        if name.lower() not in _TYPES:
            advice, facts = suggestion(name.lower(), _TYPES)
            line = node.line if node else None
            self._wrong("There is no type {name}.", advice, line, name=shown(name), **facts)
        return _TYPES.get(name.lower())

    def _language(self, node: Node | None) -> Expression | None:
        if not isinstance(node, Text):
            return self._valued(node, _LANGUAGE)
        read = self.texts.template(self.texts.marked(node.text).text, node.line)
        check_language(read, self.findings, node.line)
        return read

    def _datatype(self, node: Node | None) -> Expression | None:
        if not isinstance(node, Text):
            return self._valued(node, _DATATYPE)
        self.texts.warn_of_odd_datatype(node.text, node.line)
        read = self.texts.iri(self.texts.marked(node.text).text, node.line)
        check_datatype(read, self.findings, node.line)
        return read

    def _valued(self, node: Node | None, place: Phrase) -> Expression | None:
        """Read a language or a datatype that is written by keys; statements go not by these to a target."""
        if node is None:
            return None
        if (targets := value_of(node, "targets", TERM)) is not None:
            self._wrong(
                "{place} has a target.",
                "Write the targets with the object.",
                targets.line,
                "mapping-not-offered",
                place=place,
            )
        term = self._term(node, TermType.LITERAL if place is _LANGUAGE else TermType.IRI, TERM, place)
        return term.expression if term else None

    def _allowed(self, term: TermMap | None, place: Phrase, *, blank: bool) -> TermMap | None:
        """Give a term back when its type can stand in its place."""
        if term is None or term.term_type in IRI_LIKE or (blank and term.term_type is TermType.BLANK_NODE):
            return term
        self._wrong(
            "{place} cannot be of the type {term_type}.",
            "Take the type out, or write ~iri.",
            term.location.line if term.location else None,
            "mapping-term-type",
            place=place,
            term_type=term.term_type.value,
        )
        return None

    def _location(self, node: Node) -> Location:
        return Location(self.findings.file, node.line)

    def _wrong(
        self,
        message: str,
        advice: str,
        line: int | None,
        code: str = "mapping-wrong-type",
        **facts: Fact,
    ) -> None:
        self.findings.error(code, message, advice, line=line, term=None, **facts)
