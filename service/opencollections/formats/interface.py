"""The interface: the pages' own words, numbers, dates and names of languages, in one language.

Messages are English sentences, and catalogues (gettext) hold their translations. A catalogue is read from its
``.po`` file, so that there is nothing to compile and nothing to forget.
"""

import gettext
import io
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

TAGS: Final = ("en", "hu", "sk", "nl", "de", "lt")
"""The languages that the interface speaks; the messages themselves are English."""


def marked(message: str) -> str:
    """Mark a message that is translated later, where the reader is known."""
    return message


@dataclass(frozen=True)
class Interface:
    """What the service says by itself, in the language ``tag``."""

    tag: str
    _catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    @property
    def locale(self) -> Locale:
        return Locale.parse(self.tag)

    def gettext(self, message: str, **values: object) -> str:
        """Give a message in this language, with values in the places that it names as ``%(name)s``."""
        told = self._catalogue.gettext(message)
        return told % values if values else told

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Give a message that is told in several ways, one for each ``context``."""
        told = self._catalogue.pgettext(context, message)
        return told % values if values else told

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Give the form of a message that goes with a number; the number stays to be filled in."""
        return self._catalogue.ngettext(one, many, count)

    def number(self, count: float) -> str:
        return str(format_decimal(count, locale=self.locale))

    def size(self, count: int) -> str:
        """Write a number of bytes in megabytes, ``16.8 MB``."""
        return f"{self.number(round(count / 1_000_000, 1))} MB"

    def day(self, of: date) -> str:
        """Write a date out, ``26 November 2026``."""
        return _day(of, self.tag)

    def month(self, of: date) -> str:
        """Write a month out, ``May 1939``."""
        return str(format_skeleton("yMMMM", of, locale=_dated(self.tag)))

    def language(self, tag: str) -> str:
        """Give the name of a language, or its tag where it has none here."""
        return str(self.locale.languages.get(tag.partition("-")[0].lower(), tag))


@cache
def interface(tag: str) -> Interface:
    """Give the interface in a language of TAGS."""
    return Interface(tag, catalogue(tag))


@lru_cache(maxsize=4_096)
def _day(of: date, tag: str) -> str:
    return str(format_date(of, format="long", locale=_dated(tag)))


@cache
def own_name(tag: str) -> str:
    """Give what a language calls itself."""
    name = Locale.parse(tag).get_language_name(tag) or tag
    return name[:1].upper() + name[1:]


@cache
def catalogue(tag: str, part: str = "") -> gettext.NullTranslations:
    """Read the translations of a language: of the pages, or of the ``part`` that has a folder of its own."""
    file = files("opencollections").joinpath("locales", part, f"{tag}.po")
    if tag == TAGS[0] or not file.is_file():
        return gettext.NullTranslations()
    packed = io.BytesIO()
    with file.open("rb") as text:
        write_mo(packed, read_po(text, locale=tag))
    packed.seek(0)
    return gettext.GNUTranslations(packed)


def _dated(tag: str) -> str:
    # Dates are written as in Europe: the day before the month.
    return "en_GB" if tag == "en" else tag


ENGLISH: Final = interface("en")
