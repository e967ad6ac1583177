"""Reading: which identifier a cell holds, in its canonical form, and what is doubtful about it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .schemes import BY_NAME, SCHEMES, Scheme

LENGTH_LIMIT: Final = 500

_LABEL: Final = re.compile(r"\s*([^\W\d_][\w./ -]{1,24}?)\s*(?:[:=#]\s*|\s+(?=\S*\d))")
_DIGITS_OF_EAN: Final = (12, 13)


class IdentifierDoubt(StrEnum):
    """Why an identifier cannot be taken as it stands."""

    CHECK_DIGIT = "identifier-check-digit"
    SHORTENED = "identifier-shortened"
    UNREAD = "identifier-unread"
    SEVERAL = "identifier-several"


@dataclass(frozen=True, slots=True)
class IdentifierReading:
    """An identifier as data: ``value`` in its scheme's form and ``iri`` where the scheme has IRIs.

    Of an empty cell nothing is said. With a doubt there is no IRI; ``proposal`` is a repair that a person may take.
    """

    written: str
    scheme: str | None = None
    value: str | None = None
    iri: str | None = None
    doubt: IdentifierDoubt | None = None
    proposal: str | None = None


def read_identifier(text: str, scheme: str | None = None) -> IdentifierReading:
    """Read an identifier from a number, a web address or a messy cell; ``scheme`` is what its column holds.

    Without a scheme only what can be nothing else is recognised: an address, a labelled number, a Q-number …
    """
    tidy = tidied(text)
    if not tidy:
        return IdentifierReading(text)
    if len(tidy) > LENGTH_LIMIT:
        return IdentifierReading(text, scheme, doubt=IdentifierDoubt.UNREAD)
    asked = BY_NAME.get(scheme.casefold()) if scheme else None
    found = _by_address(tidy) or _by_label(tidy, asked)
    if found is None:
        candidates = [asked] if asked else [one for one in SCHEMES if one.telling]
        found = next(((one, tidy) for one in candidates if _fits(one, tidy)), None)
    if found is not None and (asked is None or found[0] is asked or _related(asked, found[0])):
        return _checked(text, *found)
    return _unread(text, tidy, asked)


def tidied(text: str) -> str:
    """Take out what cannot be seen and what surrounds a number: blanks of all kinds, brackets, a trailing dot."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in " \t\n")
    plain = " ".join(text.split()).strip(" .,;()[]<>\"'")
    # A spreadsheet's number that was written by another program ends in .0.
    return re.sub(r"^(\d+)[.,]0$", r"\1", plain)


def _by_address(text: str) -> tuple[Scheme, str] | None:
    for scheme in SCHEMES:
        for address in scheme.addresses:
            if match := re.search(address, text, re.IGNORECASE):
                value = match[1].rstrip(".,;)")
                if _fits(scheme, value):
                    return scheme, value
    return None


def _by_label(text: str, asked: Scheme | None) -> tuple[Scheme, str] | None:
    match = _LABEL.match(text)
    scheme = BY_NAME.get(match[1].casefold()) if match else None
    if match is None or scheme is None or (asked is not None and scheme is not asked):
        return None
    value = text[match.end() :]
    return (scheme, value) if _fits(scheme, value) else None


def _fits(scheme: Scheme, value: str) -> bool:
    return re.fullmatch(scheme.pattern, scheme.compact(value)) is not None


def _related(asked: Scheme, found: Scheme) -> bool:
    """Tell whether one may stand for the other: an EIDR is a DOI, an ORCID is an ISNI."""
    return {asked.name, found.name} in ({"eidr", "doi"}, {"orcid", "isni"}, {"ismn", "ean"}, {"isbn", "ean"})


def _checked(text: str, scheme: Scheme, value: str) -> IdentifierReading:
    compact = scheme.compact(value)
    if scheme.check is not None and not scheme.check(compact):
        repaired = _with_lost_zero(scheme, compact)
        doubt = IdentifierDoubt.SHORTENED if repaired else IdentifierDoubt.CHECK_DIGIT
        return IdentifierReading(text, scheme.name, compact, doubt=doubt, proposal=repaired)
    written = scheme.written(compact)
    return IdentifierReading(text, scheme.name, written, scheme.iri.format(written) if scheme.iri else None)


def _unread(text: str, tidy: str, asked: Scheme | None) -> IdentifierReading:
    name = asked.name if asked else None
    if asked is not None and re.fullmatch(r"\d[.,]\d+E\+\d+", tidy, re.IGNORECASE):
        return IdentifierReading(text, name, doubt=IdentifierDoubt.SHORTENED)
    if asked is not None:
        number = asked.compact(tidy)
        if repaired := _with_lost_zero(asked, number):
            return IdentifierReading(text, name, number, doubt=IdentifierDoubt.SHORTENED, proposal=repaired)
        parts = [part for part in re.split(r"\s*[;|,]\s*|\s+/\s+", tidy) if _fits(asked, part)]
        if len(parts) > 1:
            return IdentifierReading(text, name, doubt=IdentifierDoubt.SEVERAL)
    return IdentifierReading(text, name, doubt=IdentifierDoubt.UNREAD)


def _with_lost_zero(scheme: Scheme, number: str) -> str | None:
    """Give the number with the zeros in front that a spreadsheet took away, where that makes it right."""
    if scheme.check is None or not number.isdigit():
        return None
    lengths = _DIGITS_OF_EAN if scheme.name == "ean" else (8, 9, 10, 16)
    candidates = (number.zfill(length) for length in lengths if len(number) < length <= len(number) + 3)
    return next((one for one in candidates if re.fullmatch(scheme.pattern, one) and scheme.check(one)), None)
