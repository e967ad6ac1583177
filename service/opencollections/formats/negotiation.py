"""Negotiation: which format a client gets, by suffix or by its Accept header (RFC 9110 §12.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from ..errors import UnknownFormat

ACCEPT_LIMIT: Final = 10_240
"""Characters of an Accept header that are read; nobody has a use for more."""


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


HTML: Final = Format("html", "text/html", "web page")
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


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Give the offered format that an Accept header wants most, or None where it wants none of them (406).

    The most specific range that fits a format decides its quality; parameters other than ``q`` are not looked
    at. Without a header, and for one in which nothing can be understood, the first offered format is given.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda format_: _quality(format_, ranges))
    return best if _quality(best, ranges) > 0 else None


def demand(accept: str | None, offered: Sequence[Format]) -> Format:
    """Choose as ``choose`` does, or raise UnknownFormat, which lists what is offered."""
    chosen = choose(accept, offered)
    if chosen is None:
        raise UnknownFormat(
            format=(accept or "")[:200],
            known=", ".join(f"{format_.media_type} (.{format_.suffix})" for format_ in offered),
        )
    return chosen


def split_suffix(path: str, formats: Iterable[Format] = RDF) -> tuple[str, Format | None]:
    """Split ``npg/object/1.ttl`` into the path and the format that its suffix names, if it names one."""
    stem, _, suffix = path.rpartition(".")
    found = next((format_ for format_ in formats if format_.suffix == suffix), None)
    return (stem, found) if found is not None and stem else (path, None)


def languages(accept_language: str | None, default: str) -> tuple[str, ...]:
    """Give the primary language tags that a reader wants, the dearest first, and the default at the end."""
    asked = parse_accept_header((accept_language or "")[:ACCEPT_LIMIT], LanguageAccept)
    primary = [tag.partition("-")[0].lower() for tag, quality in asked if quality > 0]
    known = [tag for tag in primary if tag.isascii() and tag.isalpha() and len(tag) <= 8]
    return tuple(dict.fromkeys([*known[:8], default]))


def _ranges(accept: str | None) -> dict[str, float]:
    parsed = parse_accept_header((accept or "")[:ACCEPT_LIMIT], MIMEAccept)
    ranges: dict[str, float] = {}
    for value, quality in parsed:
        media_range = value.partition(";")[0].strip().lower()
        if _is_range(media_range):
            # A type named twice, with other parameters, is wanted as much as its dearer mention.
            ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    return ranges


def _is_range(text: str) -> bool:
    type_, slash, subtype = text.partition("/")
    return bool(slash and type_ and subtype) and (type_ != "*" or subtype == "*")


def _quality(format_: Format, ranges: dict[str, float]) -> float:
    # RFC 9110 §12.5.1: the most specific range has precedence; q=0 means "not acceptable".
    family = format_.media_type.partition("/")[0]
    fitting = (format_.media_type, f"{family}/*", "*/*")
    return next((ranges[media_range] for media_range in fitting if media_range in ranges), 0.0)
