"""Licences: what a rights statement's IRI says, in words."""

import re
from dataclasses import dataclass
from typing import Final

_CC: Final = re.compile(
    r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z+-]+)/(\d\.\d)(?:/([a-z]+))?/?.*"
)
_STATEMENT: Final = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/([A-Za-z-]+)/1\.0/?.*")

_CC_PARTS: Final = {
    "by": "Attribution",
    "nc": "NonCommercial",
    "nd": "NoDerivatives",
    "sa": "ShareAlike",
}
_PUBLIC_DOMAIN: Final = {
    "zero": "CC0 {}: no rights reserved",
    "mark": "Public Domain Mark {}: no known copyright",
}
_STATEMENTS: Final = {
    "InC": "In copyright",
    "InC-OW-EU": "In copyright: EU orphan work",
    "InC-EDU": "In copyright: educational use permitted",
    "InC-NC": "In copyright: non-commercial use permitted",
    "InC-RUU": "In copyright: rights holder cannot be found",
    "NoC-CR": "No copyright: contractual restrictions",
    "NoC-NC": "No copyright: non-commercial use only",
    "NoC-OKLR": "No copyright: other known legal restrictions",
    "NoC-US": "No copyright in the United States",
    "CNE": "Copyright not evaluated",
    "UND": "Copyright undetermined",
    "NKC": "No known copyright",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence or rights statement: its IRI, and its name in words."""

    iri: str
    words: str


def licence(iri: str) -> Licence:
    """Give the words of a Creative Commons or rightsstatements.org IRI in any spelling; others keep their IRI."""
    return Licence(iri, _creative_commons(iri) or _statement(iri) or iri)


def _creative_commons(iri: str) -> str | None:
    found = _CC.fullmatch(iri)
    if found is None:
        return None
    kind, code, version, port = found.groups()
    if kind == "publicdomain":
        return _PUBLIC_DOMAIN[code].format(version) if code in _PUBLIC_DOMAIN else None
    parts = code.split("-")
    if not set(parts) <= set(_CC_PARTS):
        return None
    names = "-".join(_CC_PARTS[part] for part in parts)
    return f"Creative Commons {names} {version}" + (f" ({port.upper()})" if port and len(port) == 2 else "")


def _statement(iri: str) -> str | None:
    found = _STATEMENT.fullmatch(iri)
    return _STATEMENTS.get(found[1]) if found is not None else None
