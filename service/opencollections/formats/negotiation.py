"""Negotiation: which format a client gets, by suffix or by its Accept header (RFC 9110 §12.5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_options_header

from ..errors import UnknownFormat
from .interface import marked

ACCEPT_LIMIT: Final = 10_240
"""Characters of an Accept header that are read; nobody has a use for more."""

_ITEMS_LIMIT: Final = 200
_REMEMBERED_CHARACTERS: Final = 300
_ITEM: Final = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,"<])+""")
_WEIGHT: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a representation: ``suffix`` is its name in URLs, ``words`` its name for people."""

    suffix: str
    media_type: str
    words: str

    @property
    def content_type(self) -> str:
        """The Content-Type header: text formats say their encoding, the others define it themselves."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML: Final = Format("html", "text/html", marked("web page"))
TURTLE: Final = Format("ttl", "text/turtle", "Turtle")
JSON_LD: Final = Format("jsonld", "application/ld+json", "JSON-LD")
RDF_XML: Final = Format("rdf", "application/rdf+xml", "RDF/XML")
N_TRIPLES: Final = Format("nt", "application/n-triples", "N-Triples")
TRIG: Final = Format("trig", "application/trig", "TriG")
N_QUADS: Final = Format("nq", "application/n-quads", "N-Quads")
JSON: Final = Format("json", "application/json", "JSON")

RDF: Final = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, TRIG, N_QUADS)
"""What every description is offered in, the most wanted first: equal wishes get the earlier one."""

BY_SUFFIX: Final = {format_.suffix: format_ for format_ in RDF}


class Range(NamedTuple):
    """A media range of Accept: the type, the profiles it asks for by a parameter, and its quality."""

    type: str
    profiles: frozenset[str]
    quality: float


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Give the offered format that an Accept header wants most, or None where it wants none of them (406).

    The most specific range that fits a format decides its quality; parameters other than ``q`` are not looked
    at. Without a header, and for one in which nothing can be understood, the first offered format is given.
    """
    wanted = ranges(accept)
    if not wanted:
        return offered[0]
    best = max(offered, key=lambda format_: quality(format_, wanted))
    return best if quality(best, wanted) > 0 else None


def demand(accept: str | None, offered: Sequence[Format]) -> Format:
    """Choose as ``choose`` does, or raise UnknownFormat, which lists what is offered."""
    chosen = choose(accept, offered)
    if chosen is None:
        raise UnknownFormat(
            format=(accept or "")[:200],
            known=", ".join(f"{format_.media_type} (.{format_.suffix})" for format_ in offered),
        )
    return chosen


def split_suffix(path: str) -> tuple[str, Format | None]:
    """Split ``npg/object/1.ttl`` into the path and the RDF format that its suffix names, if it names one."""
    stem, _, suffix = path.rpartition(".")
    found = next((format_ for format_ in RDF if format_.suffix == suffix), None)
    return (stem, found) if found is not None and stem else (path, None)


def languages(accept_language: str | None, default: str) -> tuple[str, ...]:
    """Give the primary language tags that a reader wants, the dearest first, and the default at the end."""
    text = (accept_language or "")[:ACCEPT_LIMIT]
    known = _remembered_tags(text) if len(text) <= _REMEMBERED_CHARACTERS else _tags(text)
    return tuple(dict.fromkeys([*known, default]))


def _tags(accept_language: str) -> tuple[str, ...]:
    asked = parse_accept_header(accept_language, LanguageAccept)
    primary = [tag.partition("-")[0].lower() for tag, quality in asked if quality > 0]
    return tuple([tag for tag in primary if tag.isascii() and tag.isalpha() and len(tag) <= 8][:8])


_remembered_tags = lru_cache(maxsize=1_024)(_tags)


def ranges(accept: str | None) -> tuple[Range, ...]:
    """Read an Accept header; what cannot be understood in it is left out."""
    text = (accept or "")[:ACCEPT_LIMIT]
    # What real clients send is remembered, what somebody makes up to fill the memory is not.
    return _remembered(text) if len(text) <= _REMEMBERED_CHARACTERS else _read(text)


def quality(
    format_: Format,
    wanted: Sequence[Range],
    names: frozenset[str] = frozenset(),
    known: frozenset[str] = frozenset(),
) -> float:
    """Give the quality of the most specific range that fits a format (RFC 9110 §12.5.1); q=0 is a refusal.

    ``names`` are those of the profile that it is offered in, ``known`` those of all profiles on offer: a range
    that asks for one of these fits no other. What names none of them, such as a form of JSON-LD, is a range
    like any other. A type named twice is wanted as much as its dearer mention.
    """
    family = format_.media_type.partition("/")[0]
    fitting = {"*/*": 0, f"{family}/*": 1, format_.media_type: 2}
    best = (-1, 0.0)
    for range_ in wanted:
        rank = fitting.get(range_.type)
        asked = range_.profiles & known
        if rank is not None and (not asked or asked & names):
            best = max(best, (rank + len(fitting) * bool(asked), range_.quality))
    return best[1]


def items(header: str) -> list[str]:
    """Split a header at its commas, but not at those within quotes or angle brackets; the rest beyond a limit goes."""
    return [item for item in _ITEM.findall(header)[:_ITEMS_LIMIT] if item.strip()]


def weight(text: str) -> float | None:
    """Read the value of a parameter ``q``; None where it is no number from 0 to 1 (RFC 9110 §12.4.2)."""
    return float(text) if _WEIGHT.fullmatch(text) else None


def _read(accept: str) -> tuple[Range, ...]:
    return tuple(found for item in items(accept) if (found := _range(item)) is not None)


_remembered = lru_cache(512)(_read)


def _range(item: str) -> Range | None:
    type_, parameters = parse_options_header(item)
    main, slash, sub = type_.strip().lower().partition("/")
    if not (slash and main and sub) or (main == "*" and sub != "*"):
        return None
    wanted = weight(parameters.get("q", "1").strip())
    return None if wanted is None else Range(f"{main}/{sub}", _words(parameters.get("profile", "")), wanted)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
