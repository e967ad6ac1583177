"""Texts of YARRRML: values with references, prefixes and suffixes, read as what they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .constants import check_iri
from .findings import Findings, shown
from .model import Constant, Expression, Template, TermType
from .prefixes import Prefixes
from .templates import TemplateInvalid, yarrrml_template

_SUFFIX: Final = re.compile(r"(?P<text>.*)~(?P<suffix>iri|literal|blank|lang)\s*", re.DOTALL)
_TYPES: Final = {"iri": TermType.IRI, "literal": TermType.LITERAL, "blank": TermType.BLANK_NODE}
_PREFIXED: Final = re.compile(r"[\w.-]*:\S")
_BARE: Final = re.compile(r"[^\W\d][\w-]*")
_ADDRESS: Final = re.compile(r"https?://\S+\Z")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its suffix: the term type or the language that ``~iri``, ``~literal``, ``~lang`` say of it."""

    text: str
    term_type: TermType | None = None
    is_language: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """The reader of texts of one document; ``external`` are values given from outside the data."""

    findings: Findings
    prefixes: Prefixes
    external: Mapping[str, str]

    def marked(self, text: str) -> Marked:
        """Take the suffix off a text; a text that begins with ``_:`` is a blank node's label."""
        found = _SUFFIX.fullmatch(text)
        if found is None:
            return Marked(text, TermType.BLANK_NODE if text.startswith("_:") else None)
        return Marked(found["text"], _TYPES.get(found["suffix"]), found["suffix"] == "lang")

    def iri(self, text: str, line: int) -> Expression:
        """Read a text in an IRI's place: its prefix is replaced, and a relative IRI stays relative."""
        read = self.template(self.prefixes.expanded(text, line), line)
        check_iri(read, self.findings, line)
        return read

    def argument(self, text: str, line: int) -> Expression:
        """Read an argument of a function, where a prefixed name means its IRI and all else is text."""
        marked = self.marked(text)
        if marked.term_type is TermType.IRI:
            return self.iri(marked.text, line)
        is_name = marked.term_type is None and _PREFIXED.match(text) and self.prefixes.splits(text)
        return self.template(self.prefixes.expanded(text, line) if is_name else marked.text, line)

    def template(self, text: str, line: int) -> Expression:
        """Read a text with its references, as it is."""
        try:
            return yarrrml_template(text, self.external)
        except TemplateInvalid as error:
            self.findings.error(
                "mapping-template",
                "The text {text} cannot be read: {reason}.",
                "Correct it; a reference is written $(column).",
                line=line,
                text=shown(text),
                reason=error.why,
            )
            return Constant(text)

    def label(self, text: str, line: int) -> Expression:
        """Read the label of a blank node; an empty one labels none, so there is a new node for each record."""
        read = self.template(text.removeprefix("_:"), line)
        return Template(()) if read == Constant("") else read

    def warn_of_forgotten_prefix(self, text: str, line: int, message: str) -> None:
        """Add a warning when a property or class is a bare word, which becomes an IRI that nobody knows."""
        if _BARE.fullmatch(text):
            self.findings.warning(
                "mapping-without-prefix",
                message,
                "Write it with one, such as schema:{word}",
                line=line,
                text=shown(text),
                word=text,
            )

    def warn_of_odd_datatype(self, text: str, line: int) -> None:
        """Add a warning when a datatype is a bare word, most often a language that lost its ``~lang``."""
        if _BARE.fullmatch(text):
            self.findings.warning(
                "mapping-without-prefix",
                "The datatype {text} has no prefix, so it becomes an IRI of your own.",
                "Write {word}~lang if it is a language, else a datatype such as xsd:date.",
                line=line,
                text=shown(text),
                word=text,
            )

    def warn_of_forgotten_iri(self, text: str, line: int) -> None:
        """Add a warning when a text that stays a text begins with a declared prefix, or like a web address."""
        if _ADDRESS.match(text):
            self.findings.warning(
                "mapping-iri-as-text",
                "The object {text} begins like a web address, but is written as a text.",
                "If it is a link, write {link}~iri; if it is meant as a text, write {link}~literal",
                line=line,
                text=shown(text),
                link=text,
            )
        prefix, colon, rest = text.partition(":")
        if colon and prefix in self.prefixes.declared and rest and not re.search(r"\s|^//", rest):
            self.findings.warning(
                "mapping-iri-as-text",
                "The object {text} begins with the prefix {prefix!r}, but is written as a text.",
                "If it names a thing, write {link}~iri",
                line=line,
                text=shown(text),
                prefix=prefix,
                link=text,
            )
