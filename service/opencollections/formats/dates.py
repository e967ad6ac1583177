"""Dates in words: what is data in EDTF (ISO 8601-2) as the reader's language says it."""

import re
from typing import Final

from babel.lists import format_list
from pyoxigraph import Literal

from ..values.dates import LENGTH_LIMIT, Moment, NoSuchDate, Span, edtf_reading
from ..vocabulary import expand
from .interface import ENGLISH, Interface, marked
from .texts import Text, from_to, written_out

_DATA: Final = frozenset(map(expand, ("schema:temporalCoverage", "edm:begin", "edm:end")))
"""Properties whose texts are dates as data; what else is dated is told as it is written."""

_DATATYPES: Final = ("http://id.loc.gov/datatypes/edtf", "https://id.loc.gov/datatypes/edtf")

_BACK_VOWELS: Final = re.compile("(?:[2368]|[1-9]0)0$")
"""Numerals that end in a word with back vowels in Hungarian: twenty, thirty, sixty, eighty and hundred."""

_YEAR: Final = re.compile(r"-?\d{4}")

_SEASONS: Final = {
    "21": marked("spring %(year)s"),
    "22": marked("summer %(year)s"),
    "23": marked("autumn %(year)s"),
    "24": marked("winter %(year)s"),
}
_CENTURIES: Final = {
    "one": marked("%(number)sst century"),
    "two": marked("%(number)snd century"),
    "few": marked("%(number)srd century"),
    "other": marked("%(number)sth century"),
}
"""By the form of the ordinal that English has for the number (CLDR)."""


def date_told(predicate: str, literal: Literal, interface: Interface) -> Text | None:
    """Tell a literal that is a date as data, by its property or its datatype; None where it is none."""
    is_data = predicate in _DATA and literal.language is None
    if not is_data and not literal.datatype.value.startswith(_DATATYPES):
        return None
    told = in_words(literal.value, interface)
    return Text(told) if told is not None else None


def in_words(edtf: str, interface: Interface) -> str | None:
    """Tell a date, a period or a choice of them; None where it is not EDTF, or more than levels 0 to 2 have use for."""
    try:
        reading = edtf_reading(edtf) if len(edtf) <= LENGTH_LIMIT else None
    except NoSuchDate:
        return None
    if reading is None:
        return None
    spans, one_of = reading
    told = [_span(span, interface) for span in spans]
    return str(format_list(told, style="or" if one_of else "standard", locale=interface.locale))


def decade(first_year: str, interface: Interface) -> str:
    """Give the words for a decade: 1930 is "1930s".

    Hungarian has an ending there whose vowel goes with those of the numeral: 1930-as (harminc), but 1940-es (negyven).
    """
    if _BACK_VOWELS.search(first_year):
        return interface.pgettext("after back vowels", "%(year)ss", year=first_year)
    return interface.pgettext("after front vowels", "%(year)ss", year=first_year)


def _span(span: Span, interface: Interface) -> str:
    first, last = (_moment(side, interface) if side else "" for side in (span.begin, span.end))
    return from_to(first, last, interface)


def _moment(moment: Moment, interface: Interface) -> str:
    told = _plain(moment.text, interface)
    if moment.approximate:
        told = interface.gettext(marked("about %(date)s"), date=told)
    return interface.gettext(marked("probably %(date)s"), date=told) if moment.uncertain else told


def _plain(text: str, interface: Interface) -> str:
    """Tell a moment without what qualifies it; a month or day before the year 1 stays as it is."""
    year, _, part = text.rpartition("-")
    if part in _SEASONS and len(year) == 4:
        return interface.gettext(_SEASONS[part], year=year)
    if text.endswith("XX"):
        return _century(int(text[:2]) + 1, interface)
    if text.endswith("X"):
        return decade(text[:3] + "0", interface)
    if not _YEAR.fullmatch(text):
        return written_out(text, interface)
    # Astronomers count a year 0, which is 1 BC.
    number = int(text)
    return str(number) if number > 0 else interface.gettext(marked("%(year)s BC"), year=1 - number)


def _century(number: int, interface: Interface) -> str:
    return interface.gettext(_CENTURIES[ENGLISH.locale.ordinal_form(number)], number=number)
