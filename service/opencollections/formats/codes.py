"""Codes: the few that catalogues write where a reader wants a word."""

from typing import Final

from ..vocabulary import expand
from .interface import Interface, marked

CODED: Final = frozenset(map(expand, ("dc:language", "dcterms:language", "schema:inLanguage", "edm:type")))
"""Properties whose values are codes."""

_CODES: Final = {
    "zxx": marked("No words"),
    "und": marked("Not determined"),
    "mul": marked("Several languages"),
    "TEXT": marked("Text"),
    "IMAGE": marked("Image"),
    "SOUND": marked("Sound"),
    "VIDEO": marked("Video"),
    "3D": marked("Three-dimensional"),
}
"""What is no language though it stands in its place (ISO 639), and the large groups of Europeana."""


def decoded(code: str, interface: Interface) -> str | None:
    """Give the word for a code: a language by its name, or one of the few above; None for anything else."""
    if code in _CODES:
        return interface.gettext(_CODES[code])
    name = interface.language(code)
    return None if name == code else name[:1].upper() + name[1:]
