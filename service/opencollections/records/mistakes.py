"""Mistakes: what the parsers of files find most, told in words of ours; what else they say stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ..phrases import Fact, Phrase

Mistakes = Mapping[str, Phrase]
"""What is told, by a pattern of what a parser says, whose named groups are the facts."""

_XML: Final[Mistakes] = {
    r"Opening and ending tag mismatch: (?P<name>\S+) line (?P<begin>\d+) and (?P<other>\S+)": Phrase(
        "the element {name}, begun on line {begin}, is closed as {other}"
    ),
    r"Premature end of data in tag (?P<name>\S+) line (?P<begin>\d+)": Phrase(
        "the element {name}, begun on line {begin}, is not closed"
    ),
    "Extra content at the end of the document": Phrase("more text follows after the end"),
    "xmlParseEntityRef: no name|EntityRef: expecting ';'": Phrase(
        "an & stands by itself; write &amp; for it"
    ),
    "Entity '(?P<name>.+)' not defined": Phrase("the entity &{name}; is not known in XML"),
    "Input is not proper UTF-8.*|Invalid bytes in character encoding": Phrase(
        "a byte does not belong to the encoding"
    ),
    r"PCDATA invalid Char value (?P<number>\d+)": Phrase("the character of number {number} cannot be in XML"),
    r"Attribute (?P<name>\S+) redefined": Phrase("the attribute {name} stands twice in one element"),
    r"Namespace prefix (?P<prefix>\S+) .*": Phrase("the prefix {prefix} is not declared"),
    "Start tag expected.*|Document is empty": Phrase("no element begins in it"),
    "Comment not terminated": Phrase("a comment is not closed"),
    (
        "AttValue: .*|attributes construct error|Specification mandates value .*|Unescaped '<' not allowed .*"
        "|Couldn't find end of Start Tag .*|StartTag: .*|error parsing attribute name"
    ): Phrase("a tag or one of its attributes is not written to its end"),
}
_JSON: Final[Mistakes] = {
    "Expecting value": Phrase("a value is missing"),
    "Expecting '(?P<sign>.)' delimiter": Phrase("{sign!r} is missing"),
    "Expecting property name enclosed in double quotes": Phrase("a name in quotation marks is missing"),
    "Unterminated string starting at": Phrase("a quotation mark is opened and not closed"),
    "Invalid control character at": Phrase("a text has a line break or another control character in it"),
    r"Invalid \\.*escape": Phrase("a backslash stands before something else than it may"),
    "Extra data": Phrase("more text follows after the end"),
}
_TURTLE: Final[Mistakes] = {
    "Unexpected end.*": Phrase("it ends in the middle"),
    "A dot is expected at the end of statements": Phrase("a statement does not end with a dot"),
    r"The prefix (?P<prefix>\S*) has not been declared": Phrase("the prefix {prefix} is not declared"),
    "(?P<word>.+) is not a valid subject or graph name": Phrase("{word} cannot be a subject"),
    "(?P<word>.+) is not a valid predicate": Phrase("{word} cannot be a predicate"),
    "(?P<word>.+) is not a valid RDF object": Phrase("{word} cannot be an object"),
    "blank node property lists should end with a ']'": Phrase("a bracket [ is not closed with ]"),
    "Invalid IRI (?:code point|percent encoding) (?P<found>.+)": Phrase("{found} cannot stand in an IRI"),
    "The PREFIX .+": Phrase("a prefix is not written as PREFIX name: <IRI>"),
}
_PLACED_XML: Final = re.compile(r"(?P<reason>.*), line (?P<line>\d+), column \d+", re.DOTALL)
_PLACED_RDF: Final = re.compile(r"Parser error at line (?P<line>\d+)[^:]*: (?P<reason>.*)", re.DOTALL)


def xml_mistake(said: str) -> Fact:
    """Tell what libxml2 says of a document, with its line."""
    return _placed(said, _PLACED_XML, _XML)


def json_mistake(said: str) -> Fact:
    """Tell what Python's json says of a text, whose place is told beside."""
    return _told(said, _JSON)


def rdf_mistake(said: str) -> Fact:
    """Tell what Oxigraph says of a document in Turtle or one of its kin, with its line where it says that."""
    return _placed(said, _PLACED_RDF, _TURTLE)


def _placed(said: str, place: re.Pattern[str], mistakes: Mistakes) -> Fact:
    found = place.fullmatch(said)
    if found is None:
        return _told(said, mistakes)
    reason = _told(found["reason"], mistakes)
    return Phrase("line {line}: {reason}", {"line": found["line"], "reason": reason})


def _told(said: str, mistakes: Mistakes) -> Fact:
    for pattern, phrase in mistakes.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return replace(phrase, facts=found.groupdict())
    return said
