"""Rules of a mapping that is written: what YARRRML says of one source, and how it looks on the page."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_PLAIN: Final = re.compile(r"[\w$()/~.\\](?:[\w$()/~.\\ :_*=+-]*[\w$()/~.\\*])?")
_BLOCK: Final = re.compile(
    r"[\w$(](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029#]*[^\x00-\x20\x7f-\x9f\u2028\u2029:#])?"
)
_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"})


def in_list(text: str) -> str:
    """Write a text as it can stand in a list in brackets."""
    is_plain = _PLAIN.fullmatch(text) and ": " not in text and not _is_special(text)
    return text if is_plain else quoted(text)


def in_line(text: str) -> str:
    """Write a text as it can stand behind a key."""
    is_plain = _BLOCK.fullmatch(text) and ": " not in text and not _is_special(text)
    return text if is_plain else quoted(text)


def quoted(text: str) -> str:
    """Write a text in quotation marks; a text of JSON is one of YAML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f").replace("\x85", "\\u0085")


def _is_special(text: str) -> bool:
    return text.casefold() in _WORDS or re.fullmatch(r"[-+.]?[\d._,e+-]+", text, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate and its object: a text with references (``value``), or a ``function``.

    ``language``, ``datatype`` and ``is_iri`` are of the object; it is made only where ``condition`` holds.
    """

    predicate: str
    value: str = ""
    function: str = ""
    language: str = ""
    datatype: str = ""
    is_iri: bool = False
    condition: str = ""

    def lines(self) -> Iterator[str]:
        """Write it on one line where that can be, else with keys."""
        if not self.function and not self.condition:
            value = f"{self.value}~iri" if self.is_iri else self.value
            # A class, or several in brackets, is written by us and needs no quotation marks.
            parts = [self.predicate, value if self.predicate == "a" else in_list(value)]
            if self.language:
                parts.append(in_list(f"{self.language}~lang"))
            yield f"      - [{', '.join([*parts, *([self.datatype] if self.datatype else [])])}]"
            return
        yield f"      - p: {self.predicate}"
        yield "        o:"
        kind, text = ("function", self.function) if self.function else ("value", self.value)
        yield f"          - {kind}: {in_line(text)}"
        if self.is_iri:
            yield "            type: iri"
        if self.language:
            yield f"            language: {in_line(self.language)}"
        if self.datatype:
            yield f"            datatype: {self.datatype}"
        if self.condition:
            yield "            condition:"
            yield f"              function: {in_line(self.condition)}"


@dataclass(slots=True)
class Rule:
    """A rule: what is said of the things that the records of a source are about."""

    name: str
    source: str
    subject: str
    is_function: bool = False
    condition: str = ""
    comment: str = ""
    pairs: list[Pair] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Write it."""
        if self.comment:
            yield f"  # {self.comment}"
        yield f"  {self.name}:"
        yield f"    sources: {self.source}"
        if self.is_function:
            yield "    s:"
            yield f"      function: {in_line(self.subject)}"
        else:
            yield f"    s: {in_line(self.subject)}"
        if self.condition:
            yield "    condition:"
            yield f"      function: {in_line(self.condition)}"
        yield "    po:"
        for pair in self.pairs:
            yield from pair.lines()
