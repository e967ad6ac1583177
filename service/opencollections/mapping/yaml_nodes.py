"""YAML with its lines: the nodes of a document as text, lists and entries, each with the line it begins on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from ..phrases import Fact, Phrase
from .findings import Findings, shown, told

SIZE_LIMIT: Final = 256_000
"""Bytes of a mapping in YAML."""

NESTING_LIMIT: Final = 50
"""Lists and entries within each other."""

_LOOK_HERE: Final = told(
    "Check the indentation and the brackets here; a value with [ ] {{ }} , # or a colon and a blank needs quotes."
)
_ADVICE: Final[dict[str, tuple[Fact, str]]] = {
    "mapping values are not allowed in this context": (
        Phrase("there is a colon where none can be"),
        told(
            "Is this line indented further than its neighbours, or the one before it left open? Else a value with "
            "[ ] {{ }} , # or a colon and a blank needs quotes."
        ),
    ),
    "could not find expected ':'": (
        Phrase("a line has no colon after its first word"),
        told(
            "Look at this line and the one before: a key is written with a colon and a blank after it, such as s: object/1."
        ),
    ),
    "did not find expected key": (
        Phrase(
            "a line is indented in another way than its neighbours, or a list or quotation before it ends too early"
        ),
        told(
            "Indent the lines of one group alike, and look at the line before too; a value with [ ] {{ }} , # or a colon "
            "and a blank needs quotes."
        ),
    ),
    "did not find expected '-' indicator": (
        Phrase("a line stands in a list and does not begin with a hyphen"),
        told("Indent the lines of one list alike, each with a hyphen and a blank before it."),
    ),
    "did not find expected ',' or ']'": (
        Phrase("a list is opened with [ and not closed, or has no comma between two values"),
        told(
            "Look at the brackets of this line and the one before; a value with [ ] {{ }} , # or a colon and a blank needs "
            "quotes."
        ),
    ),
    "did not find expected ',' or '}'": (
        Phrase("a group is opened with {{ and not closed, or has no comma between two values"),
        told(
            "Look at the braces of this line and the one before; a value with [ ] {{ }} , # or a colon and a blank needs "
            "quotes."
        ),
    ),
    "did not find expected node content": (Phrase("a value or a closing bracket is missing"), _LOOK_HERE),
    "found character that cannot start any token": (
        Phrase("a value begins with a character that needs quotes"),
        told("Write the value in quotes: it begins with @, ` or %."),
    ),
    "block sequence entries are not allowed in this context": (
        Phrase("a hyphen begins a list where none can be"),
        told("Write the list on the lines below, each with a hyphen and a blank before it."),
    ),
    "found unknown escape character": (
        Phrase("a backslash stands before something else than it may"),
        told("Write the value in single quotes, where a backslash means itself."),
    ),
    "found unexpected end of stream": (
        Phrase("a quotation mark is opened and not closed"),
        told("Close it, or leave it out where the text needs no quotes."),
    ),
}
"""What the parser says, in the words of somebody who did not write a parser, and what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as it is written: in YARRRML a number and a truth value are texts like any other."""

    text: str
    line: int
    is_plain: bool = True

    @property
    def is_absent(self) -> bool:
        """Tell whether nothing is written, or null without quotes."""
        return self.is_plain and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with their values, in the order of the document."""

    pairs: tuple[tuple[Text, "Node"], ...]
    line: int


Node = Text | Items | Entries

_Open = tuple[NodeEvent, list[Node]]


def read_yaml(text: str, findings: Findings) -> Node | None:
    """Read a YAML document, or give None where it is empty; raise MappingInvalid where it cannot be read.

    Anchors, aliases and tags are refused: no mapping needs them, and a few aliases unfold into millions of
    nodes. Reading stops at the first place that is nested too deep, so nothing here is recursive.
    """
    findings.check_size(text, SIZE_LIMIT)
    try:
        return _document(yaml.parse(text, Loader=yaml.CSafeLoader), findings)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason, advice = _told(error, text, mark.line if mark else None)
        line = mark.line + 1 if mark else None
        findings.stop("mapping-syntax", "This is not YAML: {reason}.", advice, line=line, reason=reason)
    except yaml.YAMLError:
        findings.stop(
            "mapping-syntax",
            "This is not YAML: it has a character that cannot be in a text.",
            "Save the mapping as plain text in UTF-8.",
        )


def _told(error: yaml.MarkedYAMLError, text: str, line: int | None) -> tuple[Fact, str]:
    """Say what the parser found on a line (counted from 0), and what to do."""
    lines = text.splitlines()
    if line is not None and line < len(lines) and re.match(r" *\t", lines[line]):
        return (
            Phrase("the line is indented with a tab"),
            told("Indent with blanks alone; most editors can replace the tabs."),
        )
    known = error.problem or error.context
    if known is None:
        return Phrase("it ends in the middle"), _LOOK_HERE
    return _ADVICE.get(known, (known, _LOOK_HERE))


def _document(events: Iterator[Event], findings: Findings) -> Node | None:
    """Build the nodes from the events of the parser; ``opened`` are the collections that are not yet closed."""
    opened: list[_Open] = []
    root: Node | None = None
    documents = 0
    for event in events:
        made: Node | None = None
        if isinstance(event, DocumentStartEvent):
            documents += 1
            _check_document(documents, event, findings)
        elif isinstance(event, NodeEvent):
            _check_node(event, len(opened), findings)
            if isinstance(event, ScalarEvent):
                made = Text(event.value, _line(event), not event.style)
            else:
                opened.append((event, []))
        elif isinstance(event, CollectionEndEvent):
            made = _closed(*opened.pop(), findings)
        if made is not None and opened:
            opened[-1][1].append(made)
        elif made is not None:
            root = made
    return root


def _check_document(count: int, event: Event, findings: Findings) -> None:
    if count > 1:
        findings.stop(
            "mapping-syntax",
            "The file has a second YAML document.",
            "Keep one, without a line --- between.",
            line=_line(event),
        )


def _check_node(event: NodeEvent, depth: int, findings: Findings) -> None:
    line = _line(event)
    if isinstance(event, AliasEvent) or event.anchor is not None:
        findings.stop(
            "mapping-not-offered",
            "The anchor or alias {anchor} is used, which a mapping cannot have.",
            "Write the value out; a text that begins with & or * needs quotes.",
            line=line,
            anchor=shown(str(event.anchor)),
        )
    if getattr(event, "tag", None) is not None:
        findings.stop(
            "mapping-not-offered",
            "A YAML tag (!…) is used, which a mapping cannot have.",
            "Take it out; a text that begins with ! needs quotes.",
            line=line,
        )
    if depth >= NESTING_LIMIT and isinstance(event, CollectionStartEvent):
        findings.stop(
            "mapping-too-deep",
            "Lists and entries are nested more than {limit} deep.",
            "Write functions in functions on one line, or split the mapping.",
            line=line,
            limit=NESTING_LIMIT,
        )


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _closed(start: NodeEvent, nodes: list[Node], findings: Findings) -> Node:
    line = _line(start)
    if isinstance(start, SequenceStartEvent):
        return Items(tuple(nodes), line)
    assert isinstance(start, MappingStartEvent)
    return Entries(tuple(_pairs(nodes, findings)), line)


def _pairs(nodes: list[Node], findings: Findings) -> Iterator[tuple[Text, Node]]:
    """Pair keys and values; a key that is no text or is there twice is a finding, and left out."""
    seen: dict[str, int] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Text):
            findings.error(
                "mapping-wrong-type",
                "A key is a list or has entries of its own.",
                "Write a word before the colon; a text with brackets needs quotes.",
                line=key.line,
            )
        elif key.text in seen:
            findings.error(
                "mapping-twice",
                "The key {key} is there twice; the first is on line {first}.",
                "Put both under one key, or rename one.",
                line=key.line,
                term=key.text,
                key=shown(key.text),
                first=seen[key.text],
            )
        else:
            seen[key.text] = key.line
            yield key, value
