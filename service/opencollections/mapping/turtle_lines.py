"""Lines of a Turtle document: a scan beside the parser, which keeps no positions and does not survive any depth."""

import re
from dataclasses import dataclass, field
from typing import Final

from .findings import Findings

NESTING_LIMIT: Final = 200
"""Brackets within brackets that a mapping may have."""

_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<star><<|\{\|)
    | (?P<iri><[^<>\s]*>)
    | (?P<long>\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*''')
    | (?P<open_ended>\"\"\"|''')
    | (?P<short>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<suffix>\^\^|@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<mark>[\[\](),;])
    | (?P<stop>\.(?![0-9]))
    | (?P<word>(?:[^\s\[\](),;"'<>#^@.\\]|\\.|\.(?=[^\s\[\](),;"'<>#^@.]))+)
    | (?P<foreign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES: Final = {"@prefix": 2, "prefix": 2, "@base": 1, "base": 1, "@version": 1, "version": 1}
"""What follows a directive: a prefix and its IRI, or one word; neither belongs to a triple."""

_SUBJECT, _VERB, _OBJECT, _AFTER = range(4)


@dataclass(slots=True)
class _Place:
    """What the next word is, at one level of brackets; in a list every word is an object."""

    expects: int
    is_list: bool = False
    is_empty: bool = True


@dataclass(slots=True)
class Lines:
    """What a scan of a Turtle document gives: the lines of objects that are words, and the labels of blank nodes.

    An object is a word when it is an IRI, a literal, a labelled blank node or ``()``; objects in brackets are
    not, for the parser gives their triples in another order.
    """

    objects: list[int] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    _places: list[_Place] = field(default_factory=lambda: [_Place(_SUBJECT)])
    _passing: int = 0

    def word(self, text: str, line: int) -> None:
        """Take a term: pass it by in a directive, else count it, and note its line where it is an object."""
        if self._passing:
            self._passing -= 1
            return
        place = self._places[-1]
        if len(self._places) == 1 and place.expects == _SUBJECT and text.lower() in _DIRECTIVES:
            self._passing = _DIRECTIVES[text.lower()]
            return
        if text.startswith("_:"):
            self.labels.add(text[2:])
        self._count(line, is_word=True)

    def suffix(self, text: str, line: int) -> None:
        """Take what follows the quotes of a literal, or a directive that begins with @."""
        if text == "^^":
            self._passing = 1
        elif text.lower() in _DIRECTIVES:
            self.word(text, line)

    def mark(self, text: str, line: int) -> None:
        """Take a bracket, comma or semicolon."""
        place = self._places[-1]
        if text == "[":
            self._places.append(_Place(_VERB))
        elif text == "(":
            self._places.append(_Place(_OBJECT, is_list=True))
        elif text in "])" and len(self._places) > 1:
            self._places.pop()
            self._count(line, is_word=place.is_list and place.is_empty)
        elif text == ";":
            place.expects = _VERB
        elif text == "," and place.expects == _AFTER:
            place.expects = _OBJECT

    def stop(self) -> None:
        """Take the dot that ends a statement."""
        self._places = [_Place(_SUBJECT)]

    @property
    def depth(self) -> int:
        return len(self._places) - 1

    def _count(self, line: int, *, is_word: bool) -> None:
        place = self._places[-1]
        place.is_empty = False
        if is_word and place.expects == _OBJECT:
            self.objects.append(line)
        if not place.is_list:
            place.expects = min(place.expects + 1, _AFTER)


def scanned(text: str, findings: Findings) -> Lines:
    """Give the lines of a Turtle document; raise MappingInvalid where the parser must not see it.

    Nothing is recursive here, and each character is looked at a bounded number of times.
    """
    lines = Lines()
    line = 1
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token[0]
        if kind == "open_ended":
            break
        if kind == "star":
            findings.stop(
                "mapping-not-offered",
                "The mapping uses RDF-star (<< … >> or {{| … |}}), which is not offered.",
                "Write the statements without it.",
                line=line,
            )
        elif kind == "mark":
            lines.mark(word, line)
            _check_depth(lines, line, findings)
        elif kind == "suffix":
            lines.suffix(word, line)
        elif kind == "stop":
            lines.stop()
        elif kind not in {"space", "foreign"}:
            lines.word(word, line)
        line += word.count("\n")
    return lines


def _check_depth(lines: Lines, line: int, findings: Findings) -> None:
    if lines.depth > NESTING_LIMIT:
        findings.stop(
            "mapping-too-deep",
            "Brackets are nested more than {limit} deep.",
            "Give inner nodes names of their own, and refer to them by these.",
            line=line,
            limit=NESTING_LIMIT,
        )
