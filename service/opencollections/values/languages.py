"""Languages: tags (BCP 47) from codes and names in any spelling."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import langcodes
from babel import Locale

from ..errors import InvalidLanguage

NAMED_IN: Final = ("en", "hu", "sk", "cs", "de", "nl", "fr", "pl", "lt", "it")
"""Languages in which the names of languages and countries are known."""

UNDETERMINED: Final = "und"
_ALSO: Final = {
    "deutsche": "de",
    "englische": "en",
    "flemish": "nl-BE",
    "vlaams": "nl-BE",
    "slovensky": "sk",
    "česky": "cs",
}
_NOTHING: Final = frozenset(
    {"zxx", "no linguistic content", "none", "nyelv nélküli", "ohne sprache", "geen taal"}
)


class LanguageDoubt(StrEnum):
    """Why a language cannot be taken as it stands."""

    UNREAD = "language-unread"
    COUNTRY = "language-is-country"
    SEVERAL = "language-several"


@dataclass(frozen=True, slots=True)
class LanguageReading:
    """A language as data: ``tags`` are BCP 47 in their canonical form, one for each language of the cell."""

    written: str
    tags: tuple[str, ...] = ()
    doubt: LanguageDoubt | None = None


def read_languages(text: str) -> LanguageReading:
    """Read the languages of a cell: hu, hun, en_GB, magyar, Hungarian; German, or several with a sign between."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).split()).strip(" .")
    if not tidy:
        return LanguageReading(text)
    if len(tidy) > 200:
        return LanguageReading(text, doubt=LanguageDoubt.UNREAD)
    whole = language_tag(tidy)
    parts = (
        [tidy]
        if whole
        else [part for part in re.split(r"\s*(?:[;,/|+&]|\band\b|\bund\b|\bés\b)\s*", tidy) if part]
    )
    tags = [language_tag(part) for part in parts]
    if all(tags):
        return LanguageReading(text, tuple(dict.fromkeys(tag for tag in tags if tag)))
    is_country = any(part.casefold() in _countries() for part in parts)
    return LanguageReading(text, doubt=LanguageDoubt.COUNTRY if is_country else LanguageDoubt.UNREAD)


def language_tag(text: str) -> str | None:
    """Give the tag of one language, or None where the text names none."""
    plain = text.casefold()
    if plain in _NOTHING:
        return "zxx"
    if named := _names().get(plain):
        return named
    code = text.replace("_", "-").split("@")[0].split(".")[0]
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) or not langcodes.tag_is_valid(code):
        return None
    return langcodes.standardize_tag(code)


def checked_language(given: str) -> str:
    """Give the tag of a language, or raise InvalidLanguage."""
    tag = language_tag(given)
    if tag is None:
        raise InvalidLanguage(language=given)
    return tag


@cache
def _names() -> dict[str, str]:
    found = {
        name.casefold(): langcodes.standardize_tag(code.replace("_", "-"))
        for language in reversed(NAMED_IN)
        for code, name in Locale(language).languages.items()
        if name
    }
    return found | _ALSO


def names_country(text: str) -> bool:
    """Tell whether a text is the name of a country in one of the languages that members write in."""
    return text.casefold() in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        name.casefold() for language in NAMED_IN for name in Locale(language).territories.values() if name
    )
