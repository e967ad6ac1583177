"""Licences: what a rights statement's IRI says, in words."""

import re
from dataclasses import dataclass
from typing import Final

from .interface import ENGLISH, Interface, marked
from .links import called

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
    "zero": marked("CC0 %(version)s: no rights reserved"),
    "mark": marked("Public Domain Mark %(version)s: no known copyright"),
}
_STATEMENTS: Final = {
    "InC": marked("In copyright"),
    "InC-OW-EU": marked("In copyright: EU orphan work"),
    "InC-EDU": marked("In copyright: educational use permitted"),
    "InC-NC": marked("In copyright: non-commercial use permitted"),
    "InC-RUU": marked("In copyright: rights holder cannot be found"),
    "NoC-CR": marked("No copyright: contractual restrictions"),
    "NoC-NC": marked("No copyright: non-commercial use only"),
    "NoC-OKLR": marked("No copyright: other known legal restrictions"),
    "NoC-US": marked("No copyright in the United States"),
    "CNE": marked("Copyright not evaluated"),
    "UND": marked("Copyright undetermined"),
    "NKC": marked("No known copyright"),
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence or rights statement: its IRI, and its name in words."""

    iri: str
    words: str


def licence(iri: str, interface: Interface = ENGLISH) -> Licence:
    """Give the words of a Creative Commons or rightsstatements.org IRI in any spelling; others are named as links."""
    return Licence(iri, _creative_commons(iri, interface) or _statement(iri, interface) or called(iri))


def _creative_commons(iri: str, interface: Interface) -> str | None:
    found = _CC.fullmatch(iri)
    if found is None:
        return None
    kind, code, version, port = found.groups()
    if kind == "publicdomain":
        words = _PUBLIC_DOMAIN.get(code)
        return words and interface.gettext(words, version=version)
    parts = code.split("-")
    if not set(parts) <= set(_CC_PARTS):
        return None
    names = "-".join(_CC_PARTS[part] for part in parts)
    return f"Creative Commons {names} {version}" + (f" ({port.upper()})" if port and len(port) == 2 else "")


def _statement(iri: str, interface: Interface) -> str | None:
    found = _STATEMENT.fullmatch(iri)
    words = _STATEMENTS.get(found[1]) if found is not None else None
    return words and interface.gettext(words)
