"""Codes: the few that catalogues write where a reader wants a word."""

from typing import Final

from ..vocabulary import expand
from .texts import LANGUAGES

CODED: Final = frozenset(map(expand, ("dc:language", "dcterms:language", "schema:inLanguage", "edm:type")))
"""Properties whose values are codes."""

CODES: Final = LANGUAGES | {
    "zxx": "No words",
    "und": "Not determined",
    "mul": "Several",
    "TEXT": "Text",
    "IMAGE": "Image",
    "SOUND": "Sound",
    "VIDEO": "Video",
}
"""Codes of languages (ISO 639) and of the large groups of Europeana, in English."""
