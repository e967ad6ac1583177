"""Mapping documents: RML in Turtle or YARRRML in YAML, told apart and read to the model of a mapping."""

import re
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from ..problems import Problem
from .findings import Findings
from .model import Mapping

_TURTLE: Final = frozenset({".ttl", ".rml", ".turtle", ".nt"})
_YAML: Final = frozenset({".yml", ".yaml", ".yarrrml"})
_LOOKS_LIKE_TURTLE: Final = re.compile(
    r"^[ \t]*(?:@prefix\b|@base\b|prefix[ \t]+\S*:[ \t]*<|base[ \t]+<|<[^>\n]*>|\[)",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKS_LIKE_YAML: Final = re.compile(r"^(?:mappings?|prefixes|sources?|m)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ParsedMapping:
    """A mapping that can run, and what is doubtful in it."""

    mapping: Mapping
    warnings: tuple[Problem, ...] = ()


def read_mapping(text: str, file: str, external: MappingOf[str, str] | None = None) -> ParsedMapping:
    """Read a mapping document; raise MappingInvalid with all that is wrong in it.

    ``file`` is its name, by whose ending it is known which language it is in, else by its content; findings
    name it. ``external`` gives values to the external references of YARRRML.
    """
    findings = Findings(file)
    readable = _readable(text, findings)
    if _is_turtle(readable, file):
        from .rml import read_rml  # noqa: PLC0415 - one of the two languages is enough, and takes a while to load

        mapping = read_rml(readable, findings)
    else:
        from .yarrrml import read_yarrrml  # noqa: PLC0415 - as above

        mapping = read_yarrrml(readable, findings, external or {})
    findings.raise_errors()
    return ParsedMapping(mapping, tuple(findings.warning.problems))


def _readable(text: str, findings: Findings) -> str:
    """Give the text without a byte order mark; stop where it holds what no text can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        findings.stop(
            "mapping-syntax",
            "The mapping has half a character (a lone surrogate).",
            "Save the mapping as plain text in UTF-8.",
            line=text.count("\n", 0, error.start) + 1,
        )
    return text.removeprefix("\ufeff")


def _is_turtle(text: str, file: str) -> bool:
    ending = PurePath(file).suffix.lower()
    if ending in _TURTLE | _YAML:
        return ending in _TURTLE
    return not _LOOKS_LIKE_YAML.search(text) and bool(_LOOKS_LIKE_TURTLE.search(text))
